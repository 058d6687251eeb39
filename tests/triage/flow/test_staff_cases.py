"""What staff decide about a case: who gets a seat and a mail, what stands in the record, and what cannot be done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, LINK, START, Office, open_office
from sqlmodel import Session, col, select

from triage.flow import decisions, events
from triage.flow.outbox import by_hand
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.mail import Mode
from triage.store import listing
from triage.store.case_file import case_file
from triage.store.events import event_row
from triage.store.tables import AlarmRow, CaseRow, HistoryRow

HER = "marisol@reader.example"
WISH = "I will attend. My username is Marisol Vega."
NO_ACCOUNT = "I would like to attend the conversation hour."
THREAT = "I cannot go on any more. I am going to kill myself tonight."
Decision = Callable[[Work, int, str], object]


def decide(office: Office, decision: Decision, why: str = "known to us", address: str = HER) -> None:
    number = office.case(address).id or 0
    with unit_of_work(office.runtime, "Nasma") as work:
        decision(work, number, why)
    office.now += timedelta(minutes=1)


def by_staff(office: Office) -> list[tuple[str, str]]:
    """(what, why) of what people did, in order."""
    with Session(office.runtime.engine) as session:
        rows = session.exec(select(HistoryRow).where(HistoryRow.who == "Nasma").order_by(col(HistoryRow.id))).all()
        return [(row.what, row.why) for row in rows]


def state(office: Office, address: str = HER) -> tuple[str | None, str, bool]:
    case = office.case(address)
    return office.attendance(address), case.state, case.needs_review


@pytest.fixture
def locked(office: Office) -> Office:
    """Marisol's account is locked, so a person looks."""
    office.standing(Marisol_Vega="locked")
    office.write(HER, WISH)
    office.work()
    assert state(office) == ("review", "open", True)
    return office


def test_let_in_gives_seat_and_link_and_leaves_a_record(locked: Office) -> None:
    decide(locked, decisions.let_in, "locked at her own wish")
    locked.send()
    assert state(locked) == ("approved", "done", False)
    assert (locked.outbox()[-1], LINK in locked.sent()[-1].get_body(("plain",)).get_content()) == (
        ("join-details", "sent"),
        True,
    )
    assert by_staff(locked) == [
        ("let in", "locked at her own wish"),
        ("attendance approved", "locked at her own wish"),
        ("join-details queued", ""),
        ("case done", "approved and answered"),
    ]


def test_let_in_without_a_free_seat_waits_and_needs_nobody_any_more(locked: Office) -> None:
    locked.open_event(replace(HOUR, capacity=0))
    decide(locked, decisions.let_in)
    assert state(locked) == ("waiting", "done", False)
    with pytest.raises(ImpossibleError, match="waits for a seat already, and none is free"):
        decide(locked, decisions.let_in)
    locked.open_event(replace(HOUR, capacity=1))
    locked.work()
    assert locked.attendance(HER) == "approved"


def test_who_took_it_back_can_be_let_in_by_staff(office: Office) -> None:
    office.write(HER, WISH)
    office.work()
    decide(office, decisions.withdraw, "she rang us")
    assert state(office) == ("withdrawn", "done", False)
    decide(office, decisions.let_in, "she rang again")
    office.work()
    assert state(office) == ("approved", "done", False)
    assert office.outbox() == [("join-details", "sent"), ("withdrawn", "sent"), ("join-details", "sent")]
    assert ("attendance withdrawn", "she rang us") in by_staff(office)


def test_decline_says_no_without_the_reason_and_a_person_can_take_it_back(locked: Office) -> None:
    decide(locked, decisions.decline, "disruptive last time")
    locked.send()
    assert state(locked) == ("declined", "done", False)
    assert (locked.outbox()[-1], "disruptive" in locked.sent()[-1].get_body(("plain",)).get_content()) == (
        ("declined", "sent"),
        False,
    )
    decide(locked, decisions.let_in, "we were wrong")
    assert state(locked) == ("approved", "done", False)


def test_decline_of_a_seat_hands_it_to_who_waits(office: Office) -> None:
    office.open_event(replace(HOUR, capacity=1))
    office.write(HER, WISH)
    office.write("ben@reader.example", "I will attend. My username is Ben.")
    office.work()
    decide(office, decisions.decline)
    assert (office.attendance(HER), office.attendance("ben@reader.example")) == ("declined", "approved")


def test_somebody_who_was_not_understood_can_be_let_in(office: Office) -> None:
    office.write(HER, "La hundo kuras tra la arbaro.")
    office.work()
    assert office.attendance(HER) is None
    decide(office, decisions.let_in, "asks to come, in words of their own")
    office.send()
    assert state(office) == ("approved", "done", False)
    assert (office.outbox()[-1], LINK in office.sent()[-1].get_body(("plain",)).get_content()) == (
        ("join-details", "sent"),
        True,
    )


def test_seat_whose_link_the_gate_kept_back_gets_another_and_only_one(office: Office) -> None:
    office.write(HER, WISH)
    office.decide()
    office.standing(Marisol_Vega="locked")
    office.now += timedelta(minutes=11)
    office.send()
    decide(office, decisions.let_in)
    office.work()
    assert (office.outbox(), state(office)) == (
        [("join-details", "withheld"), ("join-details", "sent")],
        ("approved", "done", False),
    )
    with pytest.raises(ImpossibleError, match="holds a seat already"):
        decide(office, decisions.let_in)


def test_done_sends_nothing_and_leaves_the_wish(locked: Office) -> None:
    before = locked.outbox()
    decide(locked, decisions.done, "spoke to her on the phone")
    locked.work()
    assert (state(locked), locked.outbox()) == (("review", "done", False), before)
    assert by_staff(locked) == [("case done", "spoke to her on the phone")]


def test_account_is_asked_for_once_and_the_answer_stands_in_the_case(office: Office) -> None:
    office.write(HER, NO_ACCOUNT, Authentication_Results="mx.openhour.example; dmarc=fail header.from=reader.example")
    office.work()
    assert office.attendance(HER) == "review"
    with unit_of_work(office.runtime, "Nasma") as work:
        decisions.ask_account(work, office.case(HER).id or 0)
    assert office.outbox()[-1] == ("account-request", "queued")
    with unit_of_work(office.runtime, "Nasma") as work, pytest.raises(ImpossibleError, match="nobody is asked twice"):
        decisions.ask_account(work, office.case(HER).id or 0)
    office.now += timedelta(minutes=1)
    office.send()
    office.write(HER, WISH)
    office.work()
    with unit_of_work(office.runtime) as work:
        found = case_file(work.session, office.case(HER).id or 0)
    assert found is not None
    assert found.wish is not None
    assert (found.wish.account, found.wish.state, found.case.needs_a_person) == ("Marisol Vega", "review", True)


@pytest.mark.parametrize("decision", [decisions.let_in, decisions.decline, decisions.withdraw, decisions.done])
def test_blank_reason_changes_nothing(locked: Office, decision: Decision) -> None:
    with pytest.raises(ImpossibleError, match="a reason is needed"):
        decide(locked, decision, "  ")
    assert (state(locked), by_staff(locked)) == (("review", "open", True), [])


IMPOSSIBLE: list[tuple[str, list[Decision], Decision, str]] = [
    ("a no twice", [decisions.decline], decisions.decline, "is declined; it cannot become declined"),
    ("a no to who left", [decisions.withdraw], decisions.decline, "is withdrawn; it cannot become declined"),
    ("done twice", [decisions.done], decisions.done, "is done already"),
    ("in twice", [decisions.let_in], decisions.let_in, "holds a seat already"),
]


@pytest.mark.parametrize(
    ("before", "decision", "sentence"), [row[1:] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE]
)
def test_impossible_step_is_a_sentence(
    locked: Office, before: list[Decision], decision: Decision, sentence: str
) -> None:
    for earlier in before:
        decide(locked, earlier)
    found = by_staff(locked)
    with pytest.raises(ImpossibleError, match=sentence):
        decide(locked, decision)
    assert by_staff(locked) == found


def test_nobody_is_let_into_what_is_over_or_cancelled(locked: Office) -> None:
    locked.now = START + timedelta(hours=2)
    with pytest.raises(ImpossibleError, match="hour is over"):
        decide(locked, decisions.let_in)
    locked.now = START - timedelta(hours=2)
    with unit_of_work(locked.runtime, "Nasma") as work:
        row = event_row(work.session, "hour")
        assert row is not None
        events.cancel(work, row, "illness")
    with pytest.raises(ImpossibleError, match="hour is cancelled"):
        decide(locked, decisions.let_in)


def test_what_staff_decide_in_shadow_mode_is_a_draft(locked: Office) -> None:
    locked.settings(mode=Mode.SHADOW)
    before = len(locked.sent())
    decide(locked, decisions.let_in)
    locked.work()
    assert (locked.outbox()[-1], len(locked.sent())) == (("join-details", "draft"), before)


def test_list_puts_threats_first_and_what_needs_nobody_last(office: Office) -> None:
    office.open_event(replace(HOUR, slug="earlier", subjects=("Earlier",), starts_at=START - timedelta(hours=4)))
    office.standing(Marisol_Vega="good", Nightjar="locked")
    office.write("waits@reader.example", NO_ACCOUNT)
    office.write("late@reader.example", "I will attend. My username is Nightjar.")
    office.write("soon@reader.example", "I will attend. My username is Nightjar.", "Earlier")
    office.write("harm@reader.example", THREAT)
    office.write(HER, WISH)
    office.work()
    with unit_of_work(office.runtime) as work:
        found = [entry.address for entry in listing.cases(work.session)]
        everybody = [entry.address for entry in listing.cases(work.session, is_all=True)]
    assert found == [f"{name}@reader.example" for name in ("harm", "soon", "late", "waits")]
    assert everybody == [*found, HER]


def test_alarm_about_harm_names_the_command(office: Office) -> None:
    office.write(HER, THREAT)
    office.work()
    number = office.case(HER).id
    with Session(office.runtime.engine) as session:
        said = [row.what for row in session.exec(select(AlarmRow)) if row.cause == f"harm-{number}"]
        assert session.get_one(CaseRow, number).flags == ["threat_of_harm"]
    assert said == [
        f"Case {number} may be about a threat of harm. Look at it now: openhour case show {number}",
    ]


def test_staff_read_and_decide_the_same_on_both_databases(tmp_path: Path, database_url: str) -> None:
    office = open_office(tmp_path, database_url)
    office.open_event()
    office.standing(Nightjar="locked")
    office.write(HER, "I will attend. My username is Nightjar.\nWhy was the project closed?")
    office.work()
    decide(office, decisions.let_in)
    with unit_of_work(office.runtime, "Nasma") as work:
        queued = [entry for entry in listing.mails(work.session, event="hour") if entry.state == "queued"]
        by_hand.keep_back(work, queued[0].id, "undone")
    with unit_of_work(office.runtime) as work:
        found = case_file(work.session, office.case(HER).id or 0)
        assert (listing.perhaps(work.session), listing.parked(work.session)) == ([], [])
        assert [entry.address for entry in listing.cases(work.session)] == [HER]
    office.runtime.engine.dispose()
    assert found is not None
    assert found.words is not None
    assert [asked.text for asked in found.questions] == ["Why was the project closed?"]
    assert (found.mails[-1].state, found.mails[-1].rule, found.words.sender) == ("withheld", "undone", HER)
