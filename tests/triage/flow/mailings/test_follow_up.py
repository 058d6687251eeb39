"""The follow-up prepares itself when all three are there: askers get their own answers, guests the recording."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office import START, Office
from sqlmodel import Session, col, select

from triage.flow.due import queue_due
from triage.flow.mailings import deliverables, rows, steer
from triage.flow.mailings.feed import feed
from triage.flow.work import ImpossibleError, unit_of_work
from triage.model.case import Disposition
from triage.model.mail import Mode
from triage.model.question import Deliverable, Turn, Update
from triage.store.events import event_row
from triage.store.tables import AnswerRow, EventRow, MailingRow, QuestionRow
from triage.store.turns import stored_turns

MARISOL, EVE, IDA, BO = "marisol@reader.example", "eve@reader.example", "ida@reader.example", "bo@reader.example"
QUESTION = "What does the Foundation do about harassment in chapters?"
OTHER = "How are new members of the committee chosen?"
END = START + timedelta(hours=1)
RECORDING, NOTES = "https://video.example/1", "https://meta.example/notes"


@pytest.fixture
def evening(office: Office) -> Office:
    """Marisol had a seat; Eve, Ida and Bo asked, Ida and Eve the same; the call is over."""
    office.write(MARISOL, "I will attend. My username is Marisol Vega.")
    office.write(EVE, QUESTION)
    office.write(IDA, QUESTION)
    office.write(BO, OTHER)
    office.work()
    office.now = END + timedelta(minutes=10)
    return office


def hour(work) -> EventRow:  # type: ignore[no-untyped-def] # a Work
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def answers(office: Office, of: str, text: str, state: str = "published") -> int:
    """The question of this text that was asked first gets an answer."""
    with unit_of_work(office.runtime, "Nasma") as work:
        question = work.session.exec(
            select(QuestionRow).where(QuestionRow.text == of).order_by(col(QuestionRow.id))
        ).first()
        assert question is not None
        question.disposition = Disposition.ANSWERED
        work.session.add(question)
        turns = stored_turns(
            (Turn("Maggie", text, (Update(END.date(), "it is done", "Nasma", len(text)),)), Turn("", "Ask again."))
        )
        row = AnswerRow(question_id=question.id, state=state, turns=turns, updated_at=work.now, updated_by="Nasma")
        work.session.add(row)
        return question.id or 0


def tick(office: Office, *what: Deliverable) -> None:
    links = {Deliverable.RECORDING: RECORDING, Deliverable.NOTES: NOTES}
    with unit_of_work(office.runtime, "Nasma") as work:
        for each in what or tuple(Deliverable):
            deliverables.tick(work, hour(work), each, links.get(each, ""))


def untick(office: Office, what: Deliverable) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        deliverables.untick(work, hour(work), what)


def at(office: Office, **after_end: float) -> None:
    """Everything that is due then."""
    office.now = END + timedelta(**after_end)
    queue_due(office.runtime)
    while feed(office.runtime):
        office.send()


def follow_ups(office: Office) -> dict[str, str]:
    """Address → text of every follow-up that left."""
    return {
        mail.to_address: mail.text for mail in office.mails() if mail.purpose == "follow-up" and mail.state == "sent"
    }


def mailing(office: Office) -> MailingRow | None:
    with Session(office.runtime.engine, expire_on_commit=False) as session:
        return session.exec(select(MailingRow)).first()


def test_each_asker_gets_their_answers_and_each_guest_the_recording(evening: Office) -> None:
    answers(evening, QUESTION, "We look into it.")
    with unit_of_work(evening.runtime, "Nasma") as work:
        same = select(QuestionRow).where(QuestionRow.text == QUESTION).order_by(col(QuestionRow.id))
        first, second = work.session.exec(same).all()
        second.merged_into_id, second.disposition = first.id, Disposition.MERGED
        live = work.session.exec(select(QuestionRow).where(QuestionRow.text == OTHER)).one()
        live.disposition, live.live_second = Disposition.LIVE, 754
        work.session.add_all([second, live])
    tick(evening)
    at(evening, hours=25)
    told = follow_ups(evening)
    assert set(told) == {MARISOL, EVE, IDA, BO}
    assert all(RECORDING in text and NOTES in text for text in told.values())
    whole = "Maggie: We look into it. (Update, 3 December 2026: it is done)\n\nAsk again."
    assert [whole in told[address] for address in (MARISOL, EVE, IDA, BO)] == [False, True, True, False]
    assert f"> {QUESTION}" in told[IDA]
    assert (f"> {OTHER}" in told[BO], "Answered in the conversation, at 0:12:34 of the recording." in told[BO]) == (
        True,
        True,
    )
    assert not any(other in told[MARISOL] for other in (QUESTION, OTHER))


def test_nothing_goes_before_its_time_nor_before_it_is_complete(evening: Office) -> None:
    tick(evening, Deliverable.RECORDING, Deliverable.NOTES)
    at(evening, hours=30)
    assert (mailing(evening), follow_ups(evening)) == (None, {})
    tick(evening, Deliverable.ANSWERS)
    at(evening, hours=31)
    assert len(follow_ups(evening)) == 4


def test_what_is_complete_early_waits_for_its_time(evening: Office) -> None:
    tick(evening)
    at(evening, hours=23)
    assert (mailing(evening).state, follow_ups(evening)) == ("sending", {})
    at(evening, hours=24)
    assert len(follow_ups(evening)) == 4


def test_answer_that_is_not_published_is_told_to_nobody(evening: Office) -> None:
    answers(evening, QUESTION, "We look into it.", state="review")
    tick(evening)
    at(evening, hours=25)
    assert not any("We look into it." in text for text in follow_ups(evening).values())


def test_staff_stop_it_for_good(evening: Office) -> None:
    tick(evening)
    at(evening, hours=2)
    with unit_of_work(evening.runtime, "Nasma") as work:
        steer.stop(work, mailing(evening).id, "the host wants to read it first")
    untick(evening, Deliverable.NOTES)
    tick(evening, Deliverable.NOTES)
    at(evening, hours=30)
    assert (follow_ups(evening), mailing(evening).state) == ({}, "stopped")


def test_tick_taken_back_in_time_holds_it_until_it_is_there_again(evening: Office) -> None:
    tick(evening)
    at(evening, hours=2)
    untick(evening, Deliverable.RECORDING)
    at(evening, hours=25)
    assert (follow_ups(evening), mailing(evening).state) == ({}, "draft")
    tick(evening, Deliverable.RECORDING)
    at(evening, hours=26)
    at(evening, hours=27)
    assert len(follow_ups(evening)) == 4


def test_in_assist_mode_it_waits_for_a_person_who_agrees_to_its_number(evening: Office) -> None:
    evening.settings(mode=Mode.ASSIST)
    tick(evening)
    at(evening, hours=48)
    assert (mailing(evening).state, follow_ups(evening)) == ("draft", {})
    with unit_of_work(evening.runtime) as work:
        assert rows.progress(work, rows.mailing(work, mailing(evening).id)).people == 4
    with unit_of_work(evening.runtime, "Nasma") as work:
        steer.send(work, mailing(evening).id, 4)
    at(evening, hours=49)
    assert len(follow_ups(evening)) == 4


def test_nobody_gets_it_twice_however_often_the_clock_ticks(evening: Office) -> None:
    tick(evening)
    for hours in (25, 26, 48, 300):
        at(evening, hours=hours)
    assert [mail.state for mail in evening.mails() if mail.purpose == "follow-up"] == ["sent"] * 4


def test_call_that_is_not_over_is_not_ticked(evening: Office) -> None:
    evening.now = START
    with pytest.raises(ImpossibleError, match="is not over before"):
        tick(evening)
