"""Events: added, moved, cancelled, closed, and what becomes due by the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow.history import record
from triage.flow.joins import join_details, seal_join_details
from triage.flow.outbox.queue import join_revision, queue, rewrite_waiting
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState, JoinDetails
from triage.model.mail import MailState, Purpose
from triage.policy.due import are_join_details_due
from triage.store.events import definition_of, event_from, event_row, open_events, row_from, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow, PersonRow

TOLD_THE_TIME = frozenset({Purpose.JOIN_DETAILS, Purpose.CONFIRMED, Purpose.REMINDER, Purpose.RESCHEDULED})
"""Mails that say when the call is: who was sent one is told of a new date."""


FARTHEST = timedelta(days=3 * 366)
"""A date beyond this is a slip of the fingers."""
MISSED_ARE_SHOWN = timedelta(days=2)
"""So long after a call the links that nobody sent are still put before a person."""


class EventError(Exception):
    """An event cannot be changed this way; the sentence says why."""


def add(work: Work, event: Event, join: JoinDetails | None) -> EventRow:
    """Stores a new event, or an existing one's new description; the date of a stored one moves by `reschedule`."""
    row = event_row(work.session, event.slug)
    if row is None:
        row = row_from(event, work.now)
    elif row.starts_at != event.starts_at:
        raise EventError(
            f"{event.slug} starts at {row.starts_at:%Y-%m-%dT%H:%M}Z; use `event reschedule` for a new date"
        )
    row.definition, row.ends_at = definition_of(event), event.ends_at
    if join is not None and join != join_details(row, work.runtime.seal):
        seal_join_details(row, join, work.runtime.seal)
    work.session.add(row)
    work.session.flush()
    record(work.session, work.now, "event described", event_id=row.id, who=work.who, new={"slug": event.slug})
    return row


def reschedule(work: Work, row: EventRow, starts_at: datetime, reason: str) -> int:
    """A new date: one row moves, and everything computed from it; returns how many people are told."""
    require_open(row)
    if not work.now < starts_at < work.now + FARTHEST:
        raise EventError(f"{starts_at:%Y-%m-%dT%H:%M}Z is past, or years away; nobody was told anything")
    if starts_at == row.starts_at:
        raise EventError(f"{row.slug} starts at {starts_at:%Y-%m-%dT%H:%M}Z already")
    before = event_from(row)
    row.starts_at, row.revision = starts_at, row.revision + 1
    row.ends_at = replace(before, starts_at=starts_at).ends_at
    work.session.add(row)
    times = {"starts_at": before.starts_at.isoformat()}, {"starts_at": starts_at.isoformat()}
    record(work.session, work.now, "event moved", event_id=row.id, who=work.who, old=times[0], new=times[1], why=reason)
    rewrite_waiting(work, stored_id(row.id))
    return tell(work, row, Purpose.RESCHEDULED, reason, before)


def cancel(work: Work, row: EventRow, reason: str) -> int:
    """The call will not take place; returns how many people are told."""
    require_open(row)
    row.state = EventState.CANCELLED
    work.session.add(row)
    record(work.session, work.now, "event cancelled", event_id=row.id, who=work.who, why=reason)
    return tell(work, row, Purpose.CANCELLED, reason, event_from(row))


def tell(work: Work, row: EventRow, purpose: Purpose, reason: str, before: Event) -> int:
    """Queues a notice to exactly those who were told the old time and still hold a seat."""
    told = select(OutboxRow.person_id).where(
        OutboxRow.event_id == row.id,
        col(OutboxRow.purpose).in_(TOLD_THE_TIME),
        col(OutboxRow.state).in_((MailState.SENT, MailState.SENDING, MailState.UNCERTAIN)),
    )
    seats = select(AttendanceRow).where(
        AttendanceRow.event_id == row.id,
        AttendanceRow.state == AttendanceState.APPROVED,
        col(AttendanceRow.person_id).in_(told),
    )
    rows = work.session.exec(seats).all()
    for attendance in rows:
        case = work.session.get_one(CaseRow, attendance.case_id)
        queue(work, case, purpose, answers=None, reason=reason, before=before)
    return len(rows)


def queue_due(runtime: Runtime) -> int:
    """Seats for those who wait, and links whose time has come for everybody who has none of this version."""
    with unit_of_work(runtime) as work:
        for event in open_events(work.session):
            attendances.promote(work, event)
        return sum(queue_links(work, row) for row in events_with_links_due(work))


def events_with_links_due(work: Work) -> list[EventRow]:
    """Open events whose links may go now, or should have gone: the gate withholds those as missed."""
    rows = work.session.exec(
        select(EventRow).where(
            EventRow.state == EventState.OPEN,
            EventRow.ends_at > work.now - MISSED_ARE_SHOWN,
        )
    )
    has_zoom = work.runtime.zoom is not None
    return [row for row in rows if (has_zoom or row.join_sealed) and are_join_details_due(event_from(row), work.now)]


def queue_links(work: Work, row: EventRow) -> int:
    """The unique key of the outbox says who was queued already; here only the missing ones are added."""
    event = event_from(row)
    queued = select(OutboxRow.person_id, OutboxRow.revision).where(
        OutboxRow.event_id == row.id, OutboxRow.purpose == Purpose.JOIN_DETAILS
    )
    known = set(work.session.exec(queued).all())
    seats = select(AttendanceRow).where(
        AttendanceRow.event_id == row.id, AttendanceRow.state == AttendanceState.APPROVED
    )
    wishes = work.session.exec(seats).all()
    missing = [wish for wish in wishes if (wish.person_id, join_revision(row.join_version, wish.turn)) not in known]
    for wish in missing:
        attendances.queue_join_details(work, work.session.get_one(CaseRow, wish.case_id), wish, event)
    return len(missing)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One person and the join details they were sent, or None; `state` is the mail's, or `waits`."""

    address: str
    version: int | None
    state: str


def ledger(work: Work, row: EventRow) -> list[LedgerLine]:
    """Everybody who was sent join details of this event, each version, and who holds a seat without any."""
    sent = select(OutboxRow.to_address, OutboxRow.join_version, OutboxRow.state, OutboxRow.person_id).where(
        OutboxRow.event_id == row.id, OutboxRow.purpose == Purpose.JOIN_DETAILS
    )
    mails = work.session.exec(sent.order_by(col(OutboxRow.id))).all()
    told = {person_id for _, _, _, person_id in mails}
    seats = (
        select(PersonRow)
        .join(AttendanceRow, col(AttendanceRow.person_id) == PersonRow.id)
        .where(AttendanceRow.event_id == row.id, AttendanceRow.state == AttendanceState.APPROVED)
    )
    without = [person for person in work.session.exec(seats) if person.id not in told]
    lines = [LedgerLine(address, version, state) for address, version, state, _ in mails]
    return lines + [LedgerLine(person.address, None, "waits") for person in without]


def require_open(row: EventRow) -> None:
    """Only an open event can be moved or cancelled."""
    if row.state != EventState.OPEN:
        raise EventError(f"{row.slug} is {row.state}; only an open event can be changed")
