"""An event ends when everything is done, or a person says why not; when the week is over, somebody is told."""

from datetime import timedelta

import pytest
from office import START, Office

from triage.flow import closing, promises
from triage.flow.questions import disposing
from triage.flow.rounds import watch
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.question import Deliverable
from triage.store.events import event_row
from triage.store.tables import DeliverableRow, EventRow

ASKS = "What does the Foundation do about harassment in chapters?"
WISH = "I will attend. My username is Marisol Vega."
THREE = ("the recording is missing", "the notes are missing", "the written answers are missing")


def hour(work: Work) -> EventRow:
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def left(office: Office) -> tuple[str, ...]:
    with unit_of_work(office.runtime) as work:
        return tuple(each.sentence for each in closing.what_is_left(work, hour(work)))


def tick_all(office: Office) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        for what in Deliverable:
            row = DeliverableRow(event_id=1, what=what, url="", ticked_at=work.now, ticked_by="Nasma")
            work.session.add(row)


def test_event_with_nothing_left_is_closed(office: Office) -> None:
    tick_all(office)
    with unit_of_work(office.runtime, "Nasma") as work:
        closing.close(work, hour(work))
        assert hour(work).state == "closed"
        with pytest.raises(ImpossibleError, match="closed already"):
            closing.close(work, hour(work))


def test_event_with_things_left_is_closed_only_with_a_reason(office: Office) -> None:
    office.write("eve@reader.example", ASKS)
    office.work()
    with unit_of_work(office.runtime, "Nasma") as work:
        with pytest.raises(ImpossibleError) as error:
            closing.close(work, hour(work))
        assert str(error.value) == (
            f"hour: 1 question has no disposition; {'; '.join(THREE)}; settle that, or close it with a reason"
        )
        closing.close(work, hour(work), "the host answered on the page")
        assert hour(work).state == "closed"


def test_accepted_person_without_a_mail_is_left_until_one_leaves(office: Office) -> None:
    tick_all(office)
    office.write("marisol@reader.example", WISH)
    office.decide()
    assert left(office) == ("1 accepted person was sent nothing",)
    office.send()
    assert left(office) == ()


def test_question_is_left_until_it_is_answered_and_promises_outlive_the_event(office: Office) -> None:
    tick_all(office)
    office.write("eve@reader.example", ASKS)
    office.work()
    with unit_of_work(office.runtime, "Nasma") as work:
        disposing.to_writing(work, 1, "Owen")
        promises.promise(work, hour(work), "We will look into it.", "Jan")
    assert left(office) == ("1 answer in writing is owed", "1 promise of the host is not redeemed")
    with unit_of_work(office.runtime, "Nasma") as work:
        disposing.decline(work, 1, "about one person's case")
        closing.close(work, hour(work))


def alarms(office: Office) -> list[str]:
    """Subjects of the alarms that left."""
    return [str(mail["Subject"]) for mail in office.sent() if str(mail["To"]).startswith("on-call@")]


def test_alarm_comes_when_the_week_is_over_once_a_day_and_a_word_when_it_is_done(office: Office) -> None:
    office.now = START + timedelta(days=7, minutes=59)
    watch(office.runtime)
    assert alarms(office) == []
    office.now += timedelta(minutes=2)
    for hours in (0, 2, 20, 3):
        office.now += timedelta(hours=hours)
        watch(office.runtime)
    assert alarms(office) == ["[openhour] alarm: promises hour"] * 2
    tick_all(office)
    watch(office.runtime)
    assert alarms(office)[2:] == ["[openhour] recovered: promises hour"]


def test_closing_with_a_reason_ends_the_alarm(office: Office) -> None:
    office.now = START + timedelta(days=8)
    watch(office.runtime)
    with unit_of_work(office.runtime, "Nasma") as work:
        closing.close(work, hour(work), "the recording failed")
    watch(office.runtime)
    assert alarms(office) == ["[openhour] alarm: promises hour", "[openhour] recovered: promises hour"]
