"""What staff read beside the conversation: who it is, what was asked, noted, sent and decided. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, func, select

from triage.model.case import AttendanceState
from triage.store.events import stored_id
from triage.store.tables import (
    AttendanceRow,
    CaseRow,
    EventRow,
    HistoryRow,
    NoteRow,
    OutboxRow,
    PersonRow,
    QuestionRow,
    StandingRow,
    SuppressionRow,
)

HIDDEN = frozenset({"way back"})
"""Lines of history that only the undo button needs."""

# Asked for each case that is opened, and said once: building a statement costs more than running it.
_CASE: BindParameter[int] = bindparam("case")
_SAME_PERSON = (
    select(PersonRow.id, PersonRow.address, SuppressionRow.why)
    .outerjoin(SuppressionRow, col(SuppressionRow.address) == PersonRow.address)
    .where((col(PersonRow.id) == bindparam("main")) | (col(PersonRow.merged_into_id) == bindparam("main")))
)
_WISH_OF_CASE = (col(AttendanceRow.event_id) == CaseRow.event_id) & (col(AttendanceRow.person_id) == CaseRow.person_id)
_EARLIER = (
    select(EventRow.slug, EventRow.starts_at, CaseRow.id, func.coalesce(AttendanceRow.state, CaseRow.state))
    .select_from(CaseRow)
    .join(EventRow, col(EventRow.id) == CaseRow.event_id)
    .outerjoin(AttendanceRow, _WISH_OF_CASE)
    .where(col(CaseRow.person_id).in_(bindparam("persons", expanding=True)), CaseRow.id != bindparam("but"))
    .order_by(col(EventRow.starts_at).desc())
)
_WISH = (
    select(AttendanceRow, StandingRow)
    .outerjoin(StandingRow, col(StandingRow.account) == AttendanceRow.account)
    .where(AttendanceRow.event_id == bindparam("event"), AttendanceRow.person_id == bindparam("person"))
)
_SEATS = select(func.count()).where(
    AttendanceRow.event_id == bindparam("event"), AttendanceRow.state == AttendanceState.APPROVED
)
_QUESTIONS = (
    select(QuestionRow)
    .where(QuestionRow.case_id == _CASE)
    .order_by(col(QuestionRow.received_id), col(QuestionRow.ordinal))
)
_MAILS = select(OutboxRow).where(OutboxRow.case_id == _CASE).order_by(col(OutboxRow.id))
_NOTES = select(NoteRow).where(NoteRow.case_id == _CASE).order_by(col(NoteRow.id))
_HISTORY = (
    select(HistoryRow)
    .where(HistoryRow.case_id == _CASE, col(HistoryRow.what).not_in(HIDDEN))
    .order_by(col(HistoryRow.id).desc())
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another event of the same person."""

    event: str
    starts_at: datetime
    case: int
    state: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is. `others`: further addresses that staff merged into this person, with their ids."""

    id: int
    address: str
    name: str
    language: str
    others: tuple[tuple[int, str], ...]
    earlier: tuple[Earlier, ...]
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a colleague wrote."""

    id: int
    staff: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the case."""

    id: int
    version: int
    text: str
    disposition: str
    merged_into: int | None
    received_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history."""

    at: datetime
    who: str
    what: str
    why: str


def person_of(session: Session, case: CaseRow) -> Person | None:
    """The person of this case, with all of their addresses."""
    row = session.get(PersonRow, case.person_id) if case.person_id is not None else None
    if row is None:
        return None
    same = session.exec(_SAME_PERSON, params={"main": row.merged_into_id or stored_id(row.id)}).all()
    ids = [stored_id(number) for number, _, _ in same]
    return Person(
        id=stored_id(row.id),
        address=row.address,
        name=row.name,
        language=row.language,
        others=tuple((stored_id(number), address) for number, address, _ in same if number != row.id),
        earlier=earlier_of(session, ids, stored_id(case.id)),
        suppressed=next(why for number, _, why in same if number == row.id),
    )


def earlier_of(session: Session, person_ids: Sequence[int], but: int) -> tuple[Earlier, ...]:
    """Every other case of these persons, the newest event first."""
    return tuple(Earlier(*row) for row in session.exec(_EARLIER, params={"persons": person_ids, "but": but}))


def wish_of(session: Session, case: CaseRow) -> tuple[AttendanceRow, StandingRow | None] | None:
    """The wish to come, with what is known of its account."""
    return session.exec(_WISH, params={"event": case.event_id, "person": case.person_id}).first()


def seats(session: Session, event_id: int) -> int:
    """How many seats are taken."""
    return session.exec(_SEATS, params={"event": event_id}).one()


def questions_of(session: Session, case_id: int) -> tuple[Question, ...]:
    """In the order in which they were asked."""
    return tuple(
        Question(stored_id(row.id), row.version, row.text, row.disposition, row.merged_into_id, row.received_id)
        for row in session.exec(_QUESTIONS, params={"case": case_id})
    )


def mails_of(session: Session, case_id: int) -> Sequence[OutboxRow]:
    """What we wrote, in the order of writing. The text holds the marker, never the join details."""
    return session.exec(_MAILS, params={"case": case_id}).all()


def notes_of(session: Session, case_id: int) -> tuple[Note, ...]:
    """The oldest first."""
    rows = session.exec(_NOTES, params={"case": case_id})
    return tuple(Note(stored_id(row.id), row.staff, row.at, row.text) for row in rows)


def history_of(session: Session, case_id: int) -> tuple[Line, ...]:
    """Who changed what, the newest first."""
    return tuple(Line(row.at, row.who, row.what, row.why) for row in session.exec(_HISTORY, params={"case": case_id}))
