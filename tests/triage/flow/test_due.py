"""Reminders: each once, to who held a seat by its time; too late is withheld as missed, and shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from office import HOUR, START, Office
from sqlmodel import select

from triage.flow import attendance as attendances
from triage.flow import events
from triage.flow import pause as pauses
from triage.flow.work import unit_of_work
from triage.store.events import event_row
from triage.store.tables import CaseRow, PersonRow

MARISOL, BEN = "marisol@reader.example", "ben@reader.example"


def wishes(office: Office, address: str = MARISOL, account: str = "Marisol Vega") -> None:
    office.write(address, f"I will attend. My username is {account}.")
    office.work()


def at(office: Office, **before_start: float) -> None:
    """Everything that is due then."""
    office.now = START - timedelta(**before_start)
    office.work()


def reminders(office: Office) -> list[tuple[str, str, str]]:
    """(address, which, state) of every reminder."""
    mails = [mail for mail in office.mails() if mail.purpose == "reminder"]
    return [(mail.to_address, mail.revision.rpartition("-")[2], mail.state) for mail in mails]


def test_each_reminder_goes_once(office: Office) -> None:
    office.now = START - timedelta(days=3)
    wishes(office)
    for hours in (25, 24, 23.9, 12, 1, 0.9, 0.1):
        at(office, hours=hours)
    assert reminders(office) == [(MARISOL, "24h", "sent"), (MARISOL, "1h", "sent")]


def test_who_was_approved_after_a_reminder_does_not_get_it(office: Office) -> None:
    office.now = START - timedelta(hours=20)
    wishes(office)
    at(office, hours=19)
    assert reminders(office) == []
    at(office, hours=1)
    assert reminders(office) == [(MARISOL, "1h", "sent")]


def test_who_withdrew_is_not_reminded(office: Office) -> None:
    office.now = START - timedelta(days=3)
    wishes(office)
    office.write(MARISOL, "I have to cancel, I will not be able to attend after all.", Message_ID="<2@reader.example>")
    office.work()
    at(office, hours=24)
    assert reminders(office) == []


def test_reminder_that_could_not_leave_in_time_is_withheld_and_the_next_goes(office: Office) -> None:
    office.now = START - timedelta(days=3)
    wishes(office)
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "a wrong text")
    at(office, hours=24)
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.resume(work)
    at(office, minutes=50)
    assert reminders(office) == [(MARISOL, "24h", "withheld"), (MARISOL, "1h", "sent")]


def test_reminder_that_nobody_sent_is_shown_as_missed(office: Office) -> None:
    office.now = START - timedelta(hours=20)
    wishes(office)
    office.now = START + timedelta(minutes=5)
    office.work()
    assert [(mail.state, mail.rule) for mail in office.mails() if mail.purpose == "reminder"] == [
        ("withheld", "missed")
    ]


def test_new_date_brings_its_own_reminders_and_stops_the_old_ones(office: Office) -> None:
    office.now = START - timedelta(days=3)
    wishes(office)
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "the date is not sure")
    at(office, hours=24)
    with unit_of_work(office.runtime, "Nasma") as work:
        row = event_row(work.session, "hour")
        assert row is not None
        events.reschedule(work, row, START + timedelta(days=7), "scheduling conflicts")
        pauses.resume(work)
    office.now += timedelta(minutes=10)
    office.work()
    office.now = START + timedelta(days=6)
    office.work()
    rules = [(mail.revision, mail.state, mail.rule) for mail in office.mails() if mail.purpose == "reminder"]
    assert rules == [("event-1-24h", "withheld", "superseded"), ("event-2-24h", "sent", "")]


def test_two_addresses_of_one_person_are_reminded_once(office: Office) -> None:
    office.now = START - timedelta(days=3)
    wishes(office)
    wishes(office, BEN, "Ben")
    with unit_of_work(office.runtime, "Nasma") as work:
        one, other = (work.session.exec(select(PersonRow).where(PersonRow.address == a)).one() for a in (BEN, MARISOL))
        one.merged_into_id = other.id
        work.session.add(one)
    at(office, hours=24)
    assert reminders(office) == [(MARISOL, "24h", "sent")]


def test_mail_with_the_link_an_hour_before_is_the_reminder(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=60))
    office.now = START - timedelta(days=3)
    wishes(office)
    for hours in (24, 1, 0.5):
        at(office, hours=hours)
    assert office.outbox() == [("confirmed", "sent"), ("reminder", "sent"), ("join-details", "sent")]


def test_waiting_person_who_gets_a_seat_late_is_not_reminded_of_the_day(office: Office) -> None:
    office.open_event(replace(HOUR, capacity=1))
    office.now = START - timedelta(days=3)
    wishes(office)
    wishes(office, BEN, "Ben")
    at(office, hours=24)
    with unit_of_work(office.runtime, "Nasma") as work:
        case = work.session.get_one(CaseRow, office.case(MARISOL).id)
        wish = attendances.wish(work, case, case.event_id or 0)
        assert wish is not None
        attendances.decline(work, case, wish, "asked by phone to be taken off")
    at(office, hours=12)
    assert reminders(office) == [(MARISOL, "24h", "sent")]
