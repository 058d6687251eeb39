"""New dates and cancellations: whoever was told is told, once, and nothing that waits says an old time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office import HOUR, START, Office

from triage.flow import events
from triage.flow.work import unit_of_work
from triage.store.events import event_row
from triage.store.tables import EventRow

WISH = "I will attend. My username is Marisol Vega."


def hour(work) -> EventRow:
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def move(office: Office, days: int) -> int:
    with unit_of_work(office.runtime, "Nasma") as work:
        return events.reschedule(work, hour(work), START + timedelta(days=days), "scheduling conflicts")


def test_corrected_date_is_the_only_one_that_leaves(office: Office) -> None:
    office.write("marisol@reader.example", WISH)
    office.work()
    move(office, 7)
    move(office, 11)
    office.now += timedelta(minutes=1)
    office.work()
    assert [(row.purpose, row.state, row.rule) for row in office.mails()] == [
        ("join-details", "sent", ""),
        ("rescheduled", "withheld", "superseded"),
        ("rescheduled", "sent", ""),
    ]
    assert "14 December 2026" in office.sent()[-1].get_body(("plain",)).get_content()


def test_mail_that_waits_is_written_anew_with_the_new_time(office: Office) -> None:
    office.write("marisol@reader.example", WISH)
    office.decide()
    move(office, 11)
    office.work()
    [sent] = office.sent()
    text = sent.get_body(("plain",)).get_content()
    assert ("14 December 2026" in text, "3 December 2026" in text) == (True, False)


def test_deadline_follows_the_new_date(office: Office) -> None:
    move(office, 1)
    office.now = START
    office.write("marisol@reader.example", WISH)
    office.work()
    assert office.outbox() == [("join-details", "sent")]


def test_cancelled_event_sends_a_cancellation_and_no_link(office: Office) -> None:
    office.write("marisol@reader.example", WISH)
    office.work()
    office.standing(Marisol_Vega="good", Ben="good")
    office.write("ben@reader.example", "I will attend. My username is Ben.")
    office.decide()
    with unit_of_work(office.runtime, "Nasma") as work:
        assert events.cancel(work, hour(work), "illness") == 1
    office.now += timedelta(minutes=1)
    office.work()
    assert office.outbox("marisol@reader.example") == [("join-details", "sent"), ("cancelled", "sent")]
    assert office.outbox("ben@reader.example") == [("join-details", "withheld")]


def test_description_can_change_and_the_date_only_by_moving_it(office: Office) -> None:
    office.open_event(replace(HOUR, title="Open hour"))
    with pytest.raises(events.EventError, match="use `event reschedule`"):
        office.open_event(replace(HOUR, starts_at=START + timedelta(days=1)))
