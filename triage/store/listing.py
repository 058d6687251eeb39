"""Lines for staff: what waits in each list, as frozen values. Changes nothing, and never holds join details."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from intake.store import PerhapsRow, PerhapsState, ReceivedRow
from triage.model.case import CaseState
from triage.model.mail import MailState
from triage.model.reading import Flag
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow, ParkedRow, PersonRow

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PerhapsEntry:
    """A message with a weak sign, by its header alone."""

    id: int
    received_at: datetime
    sender: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case at a glance. `event` and `address` are None where there is none; `attendance` is the wish's state."""

    id: int
    event: str | None
    starts_at: datetime | None
    address: str | None
    name: str
    state: str
    needs_a_person: bool
    is_spam: bool
    attendance: str | None
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    opened_at: datetime

    @property
    def urgency(self) -> tuple[bool, bool, bool, datetime, datetime, int]:
        """Open before done, who needs a person first, threats before all else, then the next event, then age."""
        is_threat = Flag.THREAT_OF_HARM in self.flags
        is_done = self.state == CaseState.DONE
        return is_done, not self.needs_a_person, not is_threat, self.starts_at or NEVER, self.opened_at, self.id


@dataclass(frozen=True, slots=True)
class MailEntry:
    """An outgoing mail. `rule` and `why`: what the gate or the server said last."""

    id: int
    case: int | None
    event: str
    purpose: str
    to: str
    subject: str
    state: str
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    by_staff: str | None
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """A message that could not be sorted; `error` is the name of what went wrong."""

    id: int
    received_at: datetime
    parked_at: datetime
    error: str


def perhaps(session: Session, *, is_all: bool = False) -> list[PerhapsEntry]:
    """Lines nobody has decided about, or all; the oldest first."""
    lines = select(PerhapsRow).order_by(col(PerhapsRow.received_at), col(PerhapsRow.id))
    if not is_all:
        lines = lines.where(PerhapsRow.state == PerhapsState.SEEN)
    return [
        PerhapsEntry(stored_id(row.id), row.received_at, row.sender, row.subject, row.state)
        for row in session.exec(lines)
    ]


def cases(session: Session, *, is_all: bool = False) -> list[CaseEntry]:
    """Open cases, or all; the most urgent first."""
    found = joined()
    if not is_all:
        found = found.where(col(CaseRow.state) == CaseState.OPEN)
    entries = [case_entry(*row) for row in session.exec(found)]
    return sorted(entries, key=lambda entry: entry.urgency)


def case(session: Session, case_id: int) -> CaseEntry | None:
    """One case at a glance."""
    row = session.exec(joined().where(col(CaseRow.id) == case_id)).first()
    return case_entry(*row) if row else None


def joined() -> Select[CaseRow, EventRow, PersonRow, str]:
    """Cases with their event, their person and the state of their wish to come; None where there are none."""
    is_theirs = (col(AttendanceRow.event_id) == CaseRow.event_id) & (col(AttendanceRow.person_id) == CaseRow.person_id)
    return (
        select(CaseRow, EventRow, PersonRow, AttendanceRow.state)
        .outerjoin(EventRow, col(EventRow.id) == CaseRow.event_id)
        .outerjoin(PersonRow, col(PersonRow.id) == CaseRow.person_id)
        .outerjoin(AttendanceRow, is_theirs)
    )


def case_entry(row: CaseRow, event: EventRow | None, person: PersonRow | None, attendance: str | None) -> CaseEntry:
    """The frozen value of these rows."""
    return CaseEntry(
        id=stored_id(row.id),
        event=event.slug if event else None,
        starts_at=event.starts_at if event else None,
        address=person.address if person else None,
        name=person.name if person else "",
        state=row.state,
        needs_a_person=row.needs_review,
        is_spam=row.is_spam,
        attendance=attendance,
        flags=tuple(row.flags),
        reasons=tuple(row.reasons),
        opened_at=row.opened_at,
    )


def mails(
    session: Session, state: MailState | None = None, event: str | None = None, case_id: int | None = None
) -> list[MailEntry]:
    """Outgoing mails in the order of queueing."""
    found = select(OutboxRow, EventRow.slug).join(EventRow, col(EventRow.id) == OutboxRow.event_id)
    if state is not None:
        found = found.where(OutboxRow.state == state)
    if event is not None:
        found = found.where(EventRow.slug == event)
    if case_id is not None:
        found = found.where(OutboxRow.case_id == case_id)
    return [mail_entry(row, slug) for row, slug in session.exec(found.order_by(col(OutboxRow.id)))]


def mail_entry(row: OutboxRow, slug: str) -> MailEntry:
    """The frozen value of this row."""
    return MailEntry(
        id=stored_id(row.id),
        case=row.case_id,
        event=slug,
        purpose=row.purpose,
        to=row.to_address,
        subject=row.subject,
        state=row.state,
        queued_at=row.queued_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        by_staff=row.by_staff,
        rule=row.rule,
        why=row.reason or row.last_error,
    )


def parked(session: Session) -> list[ParkedEntry]:
    """Messages that could not be sorted, the oldest first."""
    found = (
        select(ParkedRow, ReceivedRow.received_at)
        .join(ReceivedRow, col(ReceivedRow.id) == ParkedRow.received_id)
        .order_by(col(ParkedRow.received_id))
    )
    return [ParkedEntry(row.received_id, at, row.parked_at, row.error) for row, at in session.exec(found)]
