"""Staff decide about messages with a weak sign and about parked ones; the accounting adds up at every step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from office import Office, mail
from sqlalchemy import text
from sqlmodel import Session, col, select

from intake.mailbox import FolderMailbox
from intake.message import Interest
from intake.store import PerhapsRow
from triage.flow import accounting, parking, perhaps
from triage.flow.rounds import Mailroom, decide, take_in
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.store.tables import AlarmRow, HistoryRow, SortedRow

QUESTION = "What does the Foundation do when a chapter ignores the Universal Code of Conduct?"


def sums(office: Office) -> dict[str, int]:
    """What is not nought; everything adds up."""
    with unit_of_work(office.runtime) as work:
        found = accounting.account(work)
    assert found.differences == ()
    return {name: number for name, number in found.as_json().items() if isinstance(number, int) and number}


def by_staff(office: Office, what: Callable[[Work], object]) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        what(work)


def history(office: Office) -> list[tuple[str, str]]:
    with Session(office.runtime.engine) as session:
        rows = session.exec(select(HistoryRow).where(HistoryRow.who == "Nasma").order_by(col(HistoryRow.id)))
        return [(row.what, row.why) for row in rows]


@pytest.fixture
def mailroom(office: Office, tmp_path: Path) -> Mailroom:
    """A mailbox with two messages that may be ours; their lines stand before staff."""
    folder = tmp_path / "mailbox"
    folder.mkdir()
    (folder / "1.eml").write_bytes(mail("eve@reader.example", QUESTION, "office hour"))
    (folder / "2.eml").write_bytes(mail("ann@reader.example", "Lunch?", "office hour"))
    built = Mailroom(FolderMailbox(folder, clock=lambda: 5.0), lambda: lambda _headers, _report: Interest.PERHAPS)
    take_in(office.runtime, built)
    assert sums(office) == {"passed": 2, "perhaps": 2}
    return built


def lines(office: Office) -> list[tuple[str, str, str | None]]:
    with Session(office.runtime.engine) as session:
        rows = session.exec(select(PerhapsRow).order_by(col(PerhapsRow.id)))
        return [(row.sender, row.state, row.claimed_by) for row in rows]


def number_of(office: Office, sender: str) -> int:
    with Session(office.runtime.engine) as session:
        return next(row.id or 0 for row in session.exec(select(PerhapsRow)) if sender in row.sender)


def test_claimed_line_is_fetched_and_sorted_and_a_dismissed_one_never(office: Office, mailroom: Mailroom) -> None:
    by_staff(office, lambda work: perhaps.claim(work, number_of(office, "eve")))
    by_staff(office, lambda work: perhaps.dismiss(work, number_of(office, "ann")))
    for _ in range(2):
        take_in(office.runtime, mailroom)
        decide(office.runtime)
    assert sorted(state for _, state, _ in lines(office)) == ["dismissed", "fetched"]
    assert {who for _, state, who in lines(office) if state == "fetched"} == {"Nasma"}
    assert (sums(office)["ours"], sums(office)["perhaps"]) == (1, 1)
    assert history(office) == [("perhaps claimed", ""), ("perhaps dismissed", "")]
    with pytest.raises(ImpossibleError, match="is fetched already"):
        by_staff(office, lambda work: perhaps.dismiss(work, number_of(office, "eve")))


def test_dismissed_line_comes_back_before_staff_and_a_fetched_one_does_not(office: Office, mailroom: Mailroom) -> None:
    ann, eve = number_of(office, "ann"), number_of(office, "eve")
    by_staff(office, lambda work: perhaps.dismiss(work, ann))
    by_staff(office, lambda work: perhaps.reopen(work, ann))
    assert {state for _, state, _ in lines(office)} == {"seen"}
    by_staff(office, lambda work: perhaps.claim(work, eve))
    take_in(office.runtime, mailroom)
    with pytest.raises(ImpossibleError, match="already"):
        by_staff(office, lambda work: perhaps.reopen(work, eve))


def test_mind_can_be_changed_until_the_message_is_fetched(office: Office, mailroom: Mailroom) -> None:
    eve = number_of(office, "eve")
    for step in (perhaps.dismiss, perhaps.claim, perhaps.dismiss):
        by_staff(office, lambda work, step=step: step(work, eve))
    take_in(office.runtime, mailroom)
    assert (sums(office), {who for _, _, who in lines(office)}) == ({"passed": 2, "perhaps": 2}, {None})
    with pytest.raises(ImpossibleError, match=f"line {eve} is dismissed already"):
        by_staff(office, lambda work: perhaps.dismiss(work, eve))
    with pytest.raises(ImpossibleError, match="no line 99"):
        by_staff(office, lambda work: perhaps.claim(work, 99))


@pytest.fixture
def broken(office: Office) -> int:
    """A message whose bytes cannot be read; it is parked."""
    number = office.write("ann@reader.example", QUESTION)
    with office.runtime.engine.begin() as connection:
        connection.execute(text("create table kept as select raw from received"))
        connection.execute(text("update received set raw = x'00'"))
    office.work()
    assert sums(office) == {"passed": 1, "ours": 1, "parked": 1}
    return number


def is_alarmed(office: Office) -> bool:
    with Session(office.runtime.engine) as session:
        alarm = session.get(AlarmRow, "parked")
        return alarm is not None and not alarm.is_over


def test_parked_message_that_was_mended_is_sorted_when_tried_again(office: Office, broken: int) -> None:
    by_staff(office, parking.unpark_all)
    assert (sums(office), is_alarmed(office)) == ({"passed": 1, "ours": 1, "waiting": 1}, False)
    with office.runtime.engine.begin() as connection:
        connection.execute(text("update received set raw = (select raw from kept)"))
    office.work()
    assert sums(office) == {"passed": 1, "ours": 1, "question": 1, "sent": 1}
    assert history(office) == [("parked message tried again", "")]


def test_parked_message_that_fails_again_is_parked_again(office: Office, broken: int) -> None:
    by_staff(office, lambda work: parking.unpark(work, broken))
    office.work()
    assert (sums(office), is_alarmed(office)) == ({"passed": 1, "ours": 1, "parked": 1}, True)


def test_dismissed_message_counts_as_other_has_no_case_and_is_never_answered(office: Office, broken: int) -> None:
    by_staff(office, lambda work: parking.dismiss(work, broken, "an advert, damaged on the way"))
    office.work()
    assert (sums(office), is_alarmed(office)) == ({"passed": 1, "ours": 1, "other": 1}, False)
    with Session(office.runtime.engine) as session:
        row = session.get_one(SortedRow, broken)
        assert (row.case_id, row.forbids_answer, row.is_authentic) == (None, True, False)
    assert history(office) == [("parked message dismissed", "an advert, damaged on the way")]


@pytest.mark.parametrize(("number", "why", "sentence"), [(99, "x", "no parked message 99"), (1, "", "a reason")])
def test_parked_message_that_cannot_be_dismissed(
    office: Office, broken: int, number: int, why: str, sentence: str
) -> None:
    with pytest.raises(ImpossibleError, match=sentence):
        by_staff(office, lambda work: parking.dismiss(work, number, why))
    assert (sums(office), history(office)) == ({"passed": 1, "ours": 1, "parked": 1}, [])
