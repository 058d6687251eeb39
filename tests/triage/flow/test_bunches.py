"""Several messages share a transaction: nobody notices, neither those in it nor those who wait for the database."""

from dataclasses import replace

from office import Office
from sqlalchemy import text
from sqlmodel import Session, col, select

from intake.message import Message
from triage.flow import accounting, pause
from triage.flow.sort import BUNCH, Sorting, sort_received
from triage.flow.work import unit_of_work
from triage.model.facts import Facts
from triage.model.reading import Reading
from triage.store.tables import HistoryRow, ParkedRow, ReadingRow

WISH = "I would like to attend the call."
QUESTION = "What does the Foundation do about harassment in chapters?"


def test_message_that_cannot_be_stored_is_parked_alone_and_its_bunch_is_sorted_once(office: Office) -> None:
    for number in range(BUNCH + 5):
        office.write(f"reader{number}@reader.example", QUESTION)
    with office.runtime.engine.begin() as connection:
        connection.execute(
            text(
                "create trigger refuse before insert on reading when new.sender = 'reader7@reader.example' "
                "begin select raise(abort, 'refused'); end"
            )
        )
    assert sort_received(office.runtime) == Sorting(sorted=BUNCH + 4, parked=1)
    with Session(office.runtime.engine) as session:
        parked = session.exec(select(ParkedRow.received_id)).all()
        read = session.exec(select(ReadingRow.received_id).order_by(col(ReadingRow.received_id))).all()
    with unit_of_work(office.runtime) as work:
        differences = accounting.account(work).differences
    expected = [number for number in range(1, BUNCH + 6) if number != 8]
    assert (parked, read, len(office.mails()), differences) == ([8], expected, BUNCH + 4, ())


def test_second_mail_of_a_person_in_a_bunch_is_judged_by_what_the_first_one_changed(office: Office) -> None:
    """Asked for the account by the first; the second is no news, and goes to a person as it would an hour later."""
    outcomes = []
    for address, is_apart in (("ann@reader.example", False), ("eve@reader.example", True)):
        office.write(address, WISH)
        if is_apart:
            sort_received(office.runtime)
        office.write(address, f"{WISH} Thank you.")
        sort_received(office.runtime)
        case = office.case(address)
        outcomes.append((office.outbox(address), office.attendance(address), case.needs_review, case.reasons))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == [("account-request", "queued"), ("under-review", "queued")]


def test_staff_write_while_a_bunch_is_being_understood(office: Office) -> None:
    """On SQLite there is one lock for all who write; a person at the desk must not wait for the judge."""
    judge, told = office.runtime.judge, []

    def judge_beside_a_busy_desk(message: Message, facts: Facts) -> Reading:
        with unit_of_work(office.runtime, "Nasma") as work:
            pause.pause(work, "the link is wrong")
        with unit_of_work(office.runtime, "Nasma") as work:
            pause.resume(work)
        told.append(message.headers.subject)
        return judge(message, facts)

    office.write("ann@reader.example", QUESTION)
    office.write("eve@reader.example", QUESTION)
    sort_received(replace(office.runtime, judge=judge_beside_a_busy_desk))
    with Session(office.runtime.engine) as session:
        by_staff = session.exec(select(HistoryRow.what).where(HistoryRow.who == "Nasma")).all()
    assert (told, len(by_staff)) == (["CR&S", "CR&S"], 4)
