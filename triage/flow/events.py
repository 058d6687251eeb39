"""Events: added, moved, cancelled. What becomes due by the clock is in `due`, who hears of a change in `told`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from triage.flow.history import record
from triage.flow.joins import join_details, require_no_join_details, seal_join_details
from triage.flow.mailings.feed import rewrite_waiting_mailings
from triage.flow.outbox.queue import rewrite_waiting
from triage.flow.registrants.rows import give_up_all
from triage.flow.told import MOVED, Told, tell, who_was_told
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState, JoinDetails
from triage.model.mail import Purpose
from triage.seal import mask_for
from triage.store.events import definition_of, event_from, event_row, row_from, stored_id
from triage.store.tables import AttendanceRow, EventRow, OutboxRow, PersonRow

FARTHEST = timedelta(days=3 * 366)
"""A date beyond this is a slip of the fingers."""
SHOWN = ("title", "series", "host", "subjects", "expectations", "topics", "stream_url")
"""What everybody reads of an event's description."""


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
    require_no_link(work, row, event)
    record(work.session, work.now, "event described", event_id=row.id, who=work.who, new={"slug": event.slug})
    return row


def require_no_link(work: Work, row: EventRow, event: Event) -> None:
    """Raises ImpossibleError where the description, which stands in every mail, holds the link or the meeting's number.

    Not the passcode: it may be a word of the title.
    """
    join = join_details(row, work.runtime.seal)
    mask = mask_for((join.join_url,)) if join is not None else str
    places = [name.replace("_", " ") for name in SHOWN if mask(shown := str(getattr(event, name))) != shown]
    if places:
        raise ImpossibleError(f"the join details stand in {', '.join(places)} as well, which everybody reads")


def reschedule(work: Work, row: EventRow, starts_at: datetime, reason: str, expected: int | None = None) -> int:
    """A new date: one row moves, and everything computed from it; returns how many people are told.

    `expected`: how many the person of the staff saw listed; another number changes nothing. Raises EventError.
    """
    require_movable(work, row, starts_at)
    require_no_join_details(work, reason)
    people = who_was_told(work, row, starts_at)
    require_number(people, expected)
    before = event_from(row)
    row.starts_at, row.revision = starts_at, row.revision + 1
    row.ends_at = replace(before, starts_at=starts_at).ends_at
    work.session.add(row)
    times = {"starts_at": before.starts_at.isoformat()}, {"starts_at": starts_at.isoformat()}
    record(work.session, work.now, MOVED, event_id=row.id, who=work.who, old=times[0], new=times[1], why=reason)
    rewrite_waiting(work, stored_id(row.id))
    rewrite_waiting_mailings(work, row)
    return tell(work, people, Purpose.RESCHEDULED, reason, before)


def cancel(work: Work, row: EventRow, reason: str, expected: int | None = None) -> int:
    """The call will not take place; returns how many people are told. Raises EventError."""
    require_open(row)
    require_no_join_details(work, reason)
    people = who_was_told(work, row)
    require_number(people, expected)
    row.state = EventState.CANCELLED
    work.session.add(row)
    record(work.session, work.now, "event cancelled", event_id=row.id, who=work.who, why=reason)
    give_up_all(work, stored_id(row.id), "the event is cancelled")
    return tell(work, people, Purpose.CANCELLED, reason, event_from(row))


def require_movable(work: Work, row: EventRow, starts_at: datetime) -> None:
    """A new date lies ahead, not years away, and is another one."""
    require_open(row)
    if not work.now < starts_at < work.now + FARTHEST:
        raise EventError(f"{starts_at:%Y-%m-%dT%H:%M}Z is past, or years away; nobody was told anything")
    if starts_at == row.starts_at:
        raise EventError(f"{row.slug} starts at {starts_at:%Y-%m-%dT%H:%M}Z already")


def require_number(people: Sequence[Told], expected: int | None) -> None:
    """What a person saw is what happens."""
    if expected is not None and len(people) != expected:
        raise EventError(f"{len(people)} people would be told now, not {expected}; look at the list again")


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
