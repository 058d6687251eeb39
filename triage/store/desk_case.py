"""What staff read beside the conversation: who it is, what was asked, noted, sent and decided. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    main = row.merged_into_id or stored_id(row.id)
    same = session.exec(
        select(PersonRow).where((col(PersonRow.id) == main) | (col(PersonRow.merged_into_id) == main))
    ).all()
    ids = [stored_id(each.id) for each in same]
    suppressed = session.get(SuppressionRow, row.address)
    return Person(
        id=stored_id(row.id),
        address=row.address,
        name=row.name,
        language=row.language,
        others=tuple((stored_id(each.id), each.address) for each in same if each.id != row.id),
        earlier=earlier_of(session, ids, stored_id(case.id)),
        suppressed=suppressed.why if suppressed else None,
    )


def earlier_of(session: Session, person_ids: Sequence[int], but: int) -> tuple[Earlier, ...]:
    """Every other case of these persons, the newest event first."""
    wish = (col(AttendanceRow.event_id) == CaseRow.event_id) & (col(AttendanceRow.person_id) == CaseRow.person_id)
    query = (
        select(CaseRow, EventRow, AttendanceRow.state)
        .join(EventRow, col(EventRow.id) == CaseRow.event_id)
        .outerjoin(AttendanceRow, wish)
        .where(col(CaseRow.person_id).in_(person_ids), CaseRow.id != but)
        .order_by(col(EventRow.starts_at).desc())
    )
    return tuple(
        Earlier(event.slug, event.starts_at, stored_id(case.id), state or case.state)
        for case, event, state in session.exec(query)
    )


def wish_of(session: Session, case: CaseRow) -> tuple[AttendanceRow, StandingRow | None] | None:
    """The wish to come, with what is known of its account."""
    same = select(AttendanceRow).where(
        AttendanceRow.event_id == case.event_id, AttendanceRow.person_id == case.person_id
    )
    row = session.exec(same).first()
    return (row, session.get(StandingRow, row.account) if row.account else None) if row else None


def seats(session: Session, event_id: int) -> int:
    """How many seats are taken."""
    query = select(func.count()).where(
        AttendanceRow.event_id == event_id, AttendanceRow.state == AttendanceState.APPROVED
    )
    return session.exec(query).one()


def questions_of(session: Session, case_id: int) -> tuple[Question, ...]:
    """In the order in which they were asked."""
    rows = session.exec(
        select(QuestionRow)
        .where(QuestionRow.case_id == case_id)
        .order_by(col(QuestionRow.received_id), col(QuestionRow.ordinal))
    )
    return tuple(
        Question(stored_id(row.id), row.version, row.text, row.disposition, row.merged_into_id, row.received_id)
        for row in rows
    )


def mails_of(session: Session, case_id: int) -> Sequence[OutboxRow]:
    """What we wrote, in the order of writing. The text holds the marker, never the join details."""
    return session.exec(select(OutboxRow).where(OutboxRow.case_id == case_id).order_by(col(OutboxRow.id))).all()


def notes_of(session: Session, case_id: int) -> tuple[Note, ...]:
    """The oldest first."""
    rows = session.exec(select(NoteRow).where(NoteRow.case_id == case_id).order_by(col(NoteRow.id)))
    return tuple(Note(stored_id(row.id), row.staff, row.at, row.text) for row in rows)


def history_of(session: Session, case_id: int) -> tuple[Line, ...]:
    """Who changed what, the newest first."""
    query = select(HistoryRow).where(HistoryRow.case_id == case_id, col(HistoryRow.what).not_in(HIDDEN))
    rows = session.exec(query.order_by(col(HistoryRow.id).desc()))
    return tuple(Line(row.at, row.who, row.what, row.why) for row in rows)
