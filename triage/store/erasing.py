"""Deletes what is no longer to be kept. Rows that the sums count stay; what somebody wrote in them goes.

Decides nothing about when: whoever calls says whose and which. On SQLite the octets are overwritten, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, Update, delete, func, or_, select, update
from sqlmodel import Session, col

from intake.store import PerhapsRow, ReceivedRow
from triage.model.registrant import RegistrantState
from triage.store.tables import (
    AttendanceRow,
    BounceRow,
    CaseRow,
    CorrectionRow,
    HistoryRow,
    NoteRow,
    OutboxRow,
    ParkedRow,
    PersonRow,
    PresenceRow,
    QuestionRow,
    ReadingRow,
    RegistrantRow,
    ShownNameRow,
    SortedRow,
    StandingRow,
    SuppressionRow,
)

Ids = Select[Any]
ALIAS = "erased-{}"
"""Stands for an address in a person's row. No mail comes from it, because it is none."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows: queries for the ids of received messages, cases, outgoing mails and questions."""

    received: Ids
    cases: Ids
    mails: Ids
    questions: Ids


def of_event(event_id: int) -> Scope:
    """Everything about one event."""
    return Scope(
        received=select(col(SortedRow.received_id)).where(col(SortedRow.event_id) == event_id),
        cases=select(col(CaseRow.id)).where(col(CaseRow.event_id) == event_id),
        mails=select(col(OutboxRow.id)).where(col(OutboxRow.event_id) == event_id),
        questions=select(col(QuestionRow.id)).where(col(QuestionRow.event_id) == event_id),
    )


def of_no_event(before: datetime) -> Scope:
    """Mail about no event that arrived before this moment, robots' reports included."""
    arrived = select(col(ReceivedRow.id)).where(col(ReceivedRow.received_at) < before)
    cases = select(col(CaseRow.id)).where(col(CaseRow.event_id).is_(None), col(CaseRow.updated_at) < before)
    return Scope(
        received=select(col(SortedRow.received_id)).where(
            col(SortedRow.event_id).is_(None), col(SortedRow.received_id).in_(arrived)
        ),
        cases=cases,
        mails=select(col(OutboxRow.id)).where(col(OutboxRow.case_id).in_(cases)),
        questions=select(col(QuestionRow.id)).where(col(QuestionRow.case_id).in_(cases)),
    )


def of_people(person_ids: Sequence[int], addresses: Sequence[str]) -> Scope:
    """Everything of these people, who are one; also what they wrote that became no case."""
    cases = select(col(CaseRow.id)).where(col(CaseRow.person_id).in_(person_ids))
    same = func.lower(col(SortedRow.author)).in_([address.lower() for address in addresses])
    theirs = or_(col(SortedRow.case_id).in_(cases), same)
    return Scope(
        received=select(col(SortedRow.received_id)).where(theirs),
        cases=cases,
        mails=select(col(OutboxRow.id)).where(col(OutboxRow.person_id).in_(person_ids)),
        questions=select(col(QuestionRow.id)).where(col(QuestionRow.person_id).in_(person_ids)),
    )


def of_message(received_id: int) -> Scope:
    """One message that became no case."""
    nobody = select(col(CaseRow.id)).where(col(CaseRow.id).is_(None))
    return Scope(
        received=select(col(ReceivedRow.id)).where(col(ReceivedRow.id) == received_id),
        cases=nobody,
        mails=select(col(OutboxRow.id)).where(col(OutboxRow.id).is_(None)),
        questions=select(col(QuestionRow.id)).where(col(QuestionRow.received_id) == received_id),
    )


def erase_raw(session: Session, scope: Scope) -> int:
    """Empties the raw messages; the digest stays, so that the same message is known when it is met again."""
    return _done(session, _emptied_raw(col(ReceivedRow.id).in_(scope.received)))


def erase_parked(session: Session, before: datetime) -> int:
    """Empties raw messages that nobody could sort and nobody decided about, and their tracebacks."""
    old = select(col(ParkedRow.received_id)).where(col(ParkedRow.parked_at) < before)
    _done(session, update(ParkedRow).where(col(ParkedRow.parked_at) < before).values(traceback=""))
    return _done(session, _emptied_raw(col(ReceivedRow.id).in_(old)))


def erase_bodies(session: Session, scope: Scope) -> int:
    """Deletes what was said: readings and corrections, notes, the texts of our mails, the askers' own words.

    The public wording of a question and its answer stay: they were published, and name nobody.
    """
    readings = select(col(ReadingRow.id)).where(col(ReadingRow.received_id).in_(scope.received))
    is_theirs = col(QuestionRow.id).in_(scope.questions)
    has_words = or_(col(QuestionRow.text) != "", col(QuestionRow.asker) != "")
    has_text = or_(col(OutboxRow.text) != "", col(OutboxRow.subject) != "")
    count = sum(
        _done(session, statement)
        for statement in (
            delete(CorrectionRow).where(col(CorrectionRow.received_id).in_(scope.received)),
            delete(ReadingRow).where(col(ReadingRow.id).in_(readings)),
            delete(NoteRow).where(col(NoteRow.case_id).in_(scope.cases)),
            delete(PresenceRow).where(col(PresenceRow.case_id).in_(scope.cases)),
            update(OutboxRow)
            .where(col(OutboxRow.id).in_(scope.mails), has_text)
            .values(subject="", text="", calendar="", last_error=""),
            update(QuestionRow).where(is_theirs, has_words).values(text="", asker=""),
        )
    )
    if count:
        _forget_searched(session)
    return count


def erase_people(session: Session, person_ids: Sequence[int]) -> None:
    """Takes addresses, names and accounts out of every row of these people. What happened stays, without why."""
    addresses = session.execute(select(col(PersonRow.address)).where(col(PersonRow.id).in_(person_ids))).scalars().all()
    scope = of_people(person_ids, addresses)
    _erase_accounts(session, person_ids)
    _erase_places(session, person_ids)
    for statement in (
        # Before the authors are gone: the messages are found by them.
        update(SortedRow)
        .where(col(SortedRow.received_id).in_(scope.received))
        .values(author=None, message_id=None, references=[]),
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(scope.mails))
        .values(to_address="", in_reply_to=None, references=[], last_error="", reason=""),
        update(HistoryRow).where(col(HistoryRow.case_id).in_(scope.cases)).values(old=None, new=None, why=""),
        update(CaseRow).where(col(CaseRow.id).in_(scope.cases)).values(reasons=[], flags=[]),
        delete(ShownNameRow).where(col(ShownNameRow.person_id).in_(person_ids)),
        delete(SuppressionRow).where(col(SuppressionRow.address).in_(addresses)),
        delete(BounceRow).where(or_(col(BounceRow.outbox_id).in_(scope.mails), col(BounceRow.address).in_(addresses))),
    ):
        _done(session, statement)
    for person_id in person_ids:
        alias = update(PersonRow).where(col(PersonRow.id) == person_id)
        _done(session, alias.values(address=ALIAS.format(person_id), name="", language="und"))


def erase_perhaps_of(session: Session, address: str) -> int:
    """Empties the lines about this sender's messages, which were never fetched."""
    exactly = func.lower(col(PerhapsRow.sender)) == address.lower()
    # Where the author could not be told, the line holds the header as it came.
    within = col(PerhapsRow.sender).icontains(f"<{address}>", autoescape=True)
    return _done(session, update(PerhapsRow).where(or_(exactly, within)).values(sender="", subject=""))


def erase_perhaps_before(session: Session, before: datetime) -> int:
    """Empties the lines about messages that arrived before then and were never fetched."""
    old = update(PerhapsRow).where(col(PerhapsRow.received_at) < before, col(PerhapsRow.sender) != "")
    return _done(session, old.values(sender="", subject=""))


def erase_authors(session: Session, before: datetime) -> int:
    """Takes the authors off mail about no event that arrived before then: robots, and people without a case."""
    scope = of_no_event(before)
    named = or_(col(SortedRow.author).is_not(None), col(SortedRow.message_id).is_not(None))
    whose = update(SortedRow).where(col(SortedRow.received_id).in_(scope.received), named)
    return _done(session, whose.values(author=None, message_id=None, references=[]))


def overwrite(session: Session) -> None:
    """On SQLite: what is deleted from here on is overwritten with zeros, not left on free pages."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def _forget_searched(session: Session) -> None:
    """SQLite's index only marks what is deleted, and keeps its letters until parts of it are joined: they are, now.

    Half a second for 30,000 messages. PostgreSQL's index goes with its rows.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("INSERT INTO reading_search (reading_search) VALUES ('optimize')")


def _erase_accounts(session: Session, person_ids: Sequence[int]) -> None:
    """The accounts they named, and what is known of those, unless somebody else named the same."""
    theirs = col(AttendanceRow.person_id).in_(person_ids)
    named = session.execute(
        select(col(AttendanceRow.account), col(AttendanceRow.confirmed_account)).where(theirs)
    ).all()
    accounts = {account for pair in named for account in pair if account}
    others = select(col(AttendanceRow.account)).where(~theirs, col(AttendanceRow.account).is_not(None))
    known = delete(StandingRow).where(col(StandingRow.account).in_(accounts), col(StandingRow.account).not_in(others))
    _done(session, known)
    gone = {"account": None, "confirmed_account": None, "ownership_doubt": "", "let_in_because": None}
    _done(session, update(AttendanceRow).where(theirs).values(**gone))


def _erase_places(session: Session, person_ids: Sequence[int]) -> None:
    """Their places in Zoom. One that is still to be cancelled keeps what Zoom is asked with, until Zoom confirms."""
    settled = col(RegistrantRow.state) != RegistrantState.CANCELLING
    places = update(RegistrantRow).where(col(RegistrantRow.person_id).in_(person_ids), settled)
    _done(session, places.values(email="", shown_name="", registrant_id=None, join_sealed=None, fault=""))


def _emptied_raw(whose: Any) -> Update:  # noqa: ANN401 - a condition of SQLAlchemy's, of whichever kind
    return update(ReceivedRow).where(whose, col(ReceivedRow.raw).is_not(None)).values(raw=None)


def _done(session: Session, statement: Update | Delete) -> int:
    """Runs it; how many rows it changed."""
    done: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
