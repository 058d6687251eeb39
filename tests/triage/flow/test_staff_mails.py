"""Staff release, discard, keep back and settle mails: each by the table of states, each with a line of history."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import LINK, Office
from smtp_faulty import Fault, FaultySmtp
from sqlmodel import Session, col, select

from triage.courier import SmtpCourier, SmtpSettings
from triage.flow import accounting
from triage.flow.outbox import by_hand, drafts
from triage.flow.rounds import send, watch
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.mail import Mode
from triage.store.tables import AlarmRow, HistoryRow, OutboxRow

HER = "marisol@reader.example"
WISH = "I will attend. My username is Marisol Vega."
QUESTION = "What does the Foundation do when a chapter ignores the Universal Code of Conduct?"
Act = Callable[[Work, int, str], OutboxRow]


def release(work: Work, mail_id: int, _: str) -> OutboxRow:
    return drafts.release(work, mail_id)


def act(office: Office, what: Act, why: str = "seen by Nasma", mail_id: int = 1) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        what(work, mail_id, why)


def by_staff(office: Office) -> list[tuple[str, str]]:
    with Session(office.runtime.engine) as session:
        rows = session.exec(select(HistoryRow).where(HistoryRow.who == "Nasma").order_by(col(HistoryRow.id))).all()
        return [(row.what, row.why) for row in rows]


def counted(office: Office) -> tuple[dict[str, int], dict[str, int]]:
    with unit_of_work(office.runtime) as work:
        sums = accounting.account(work)
    assert sums.differences == ()
    return {state: number for state, number in sums.outgoing.items() if number}, sums.withheld_by_rule


@pytest.fixture
def assist(office: Office) -> Office:
    """Marisol's link waits as a draft."""
    office.settings(mode=Mode.ASSIST)
    office.write(HER, WISH)
    office.work()
    assert office.outbox() == [("join-details", "draft")]
    return office


def test_released_draft_leaves_after_the_undo_delay_by_the_person_who_said_so(assist: Office) -> None:
    act(assist, release)
    assist.send()
    too_early = assist.outbox()
    assist.now += timedelta(seconds=30)
    assist.send()
    assert (too_early, assist.outbox()) == ([("join-details", "queued")], [("join-details", "sent")])
    assert (assist.mails()[0].by_staff, LINK in assist.sent()[0].get_body(("plain",)).get_content()) == ("Nasma", True)
    assert by_staff(assist) == [("join-details queued", "released")]


def test_released_draft_still_meets_the_gate(assist: Office) -> None:
    assist.standing(Marisol_Vega="locked")
    assist.now += timedelta(hours=1)
    act(assist, release)
    assist.now += timedelta(minutes=1)
    assist.send()
    assert (assist.outbox(), assist.mails()[0].rule, assist.sent()) == ([("join-details", "withheld")], "standing", [])


@pytest.mark.parametrize("what", [release, by_hand.send_again], ids=["a draft", "what was withheld"])
def test_nothing_is_queued_in_shadow_mode(assist: Office, what: Act) -> None:
    if what is by_hand.send_again:
        act(assist, drafts.discard)
    before = assist.outbox()
    assist.settings(mode=Mode.SHADOW)
    with pytest.raises(ImpossibleError, match=r"shadow mode .*: nothing can leave"):
        act(assist, what)
    assert assist.outbox() == before


def test_discarded_draft_is_counted_as_undone_and_the_person_without_a_link_is_seen(assist: Office) -> None:
    act(assist, drafts.discard, "wrong person")
    assert counted(assist) == ({"withheld": 1}, {"undone": 1})
    assert by_staff(assist)[0] == ("join-details withheld", "wrong person")
    case = assist.case(HER)
    assert (case.needs_review, case.reasons) == (True, ["The join details were withheld: wrong person"])


def test_drafts_of_a_case_are_only_its_own(assist: Office) -> None:
    assist.write("eve@reader.example", QUESTION)
    assist.work()
    with unit_of_work(assist.runtime) as work:
        of_case = drafts.waiting(work, assist.case("eve@reader.example").id)
        assert (of_case, drafts.waiting(work)) == ([2], [1, 2])


def test_queued_mail_is_kept_back_and_can_be_queued_after_all(assist: Office) -> None:
    act(assist, release)
    act(assist, by_hand.keep_back, "not yet")
    assist.now += timedelta(minutes=1)
    assist.send()
    kept = assist.outbox()
    act(assist, by_hand.send_again, "now")
    mail = assist.mails()[0]
    assert (kept, mail.rule, mail.reason) == ([("join-details", "withheld")], "", "")
    assist.now += timedelta(minutes=1)
    assist.send()
    assert assist.outbox() == [("join-details", "sent")]


@pytest.fixture
def uncertain(office: Office, tmp_path: Path) -> Iterator[tuple[Office, FaultySmtp]]:
    """A receipt that the server took, or did not."""
    with FaultySmtp(tmp_path) as server:
        office.courier(SmtpCourier(SmtpSettings("127.0.0.1", server.port, "none")))
        server.faults.append(Fault.DROP_AFTER_DATA)
        office.write("eve@reader.example", QUESTION)
        office.work()
        assert office.outbox() == [("receipt", "uncertain")]
        yield office, server
        office.runtime.courier.close()


def is_alarmed(office: Office) -> bool:
    with Session(office.runtime.engine) as session:
        alarm = session.get(AlarmRow, "uncertain")
        return alarm is not None and not alarm.is_over


def test_mail_in_doubt_that_arrived_is_settled_and_the_alarm_is_over(uncertain: tuple[Office, FaultySmtp]) -> None:
    office, server = uncertain
    assert is_alarmed(office)
    act(office, by_hand.settle_as_sent, "she answered it")
    office.now += timedelta(hours=1)
    send(office.runtime)
    assert (counted(office)[0], len(server.taken), is_alarmed(office)) == ({"sent": 1}, 1, False)
    assert (watch(office.runtime), by_staff(office)) == (False, [("receipt sent", "she answered it")])


def test_mail_in_doubt_goes_again_by_a_persons_word_only(uncertain: tuple[Office, FaultySmtp]) -> None:
    office, server = uncertain
    act(office, by_hand.send_again, "not in her mailbox")
    office.now += timedelta(minutes=1)
    send(office.runtime)
    assert (office.outbox(), len(server.taken), office.mails()[0].by_staff) == ([("receipt", "sent")], 2, "Nasma")
    assert by_staff(office) == [("receipt queued", "not in her mailbox")]


IMPOSSIBLE: list[tuple[str, Act, str]] = [
    ("released", release, "mail 1 is sent; this can be done only while it is draft"),
    ("discarded", drafts.discard, "mail 1 is sent; this can be done only while it is draft"),
    ("kept back", by_hand.keep_back, "mail 1 is sent; this can be done only while it is queued"),
    ("settled", by_hand.settle_as_sent, "mail 1 is sent; this can be done only while it is uncertain"),
    ("sent again", by_hand.send_again, "only while it is failed or uncertain or withheld"),
]


@pytest.mark.parametrize(("what", "sentence"), [row[1:] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE])
def test_mail_that_went_is_beyond_reach(office: Office, what: Act, sentence: str) -> None:
    office.write("eve@reader.example", QUESTION)
    office.work()
    with pytest.raises(ImpossibleError, match=sentence):
        act(office, what)
    with pytest.raises(ImpossibleError, match="no mail 99"):
        act(office, what, mail_id=99)
    assert (office.outbox(), by_staff(office)) == ([("receipt", "sent")], [])


@pytest.mark.parametrize("what", [drafts.discard, by_hand.keep_back, by_hand.settle_as_sent, by_hand.send_again])
def test_blank_reason_changes_nothing(assist: Office, what: Act) -> None:
    with pytest.raises(ImpossibleError, match="a reason is needed"):
        act(assist, what, " ")
    assert assist.outbox() == [("join-details", "draft")]
