"""A new date goes to Zoom too: the meeting gets the event's start, and Zoom is read back until it shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.history import record
from triage.flow.registrants.outcomes import try_again_at
from triage.flow.registrants.register import tell
from triage.flow.registrants.rows import meeting_of
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.event import EventState
from triage.store.events import event_from, stored_id
from triage.store.tables import EventRow, MeetingRow
from triage.zoom import Fault, Zoom, ZoomError


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting whose start has to follow the event's. `minutes`: how long the event lasts."""

    event_id: int
    slug: str
    meeting: str
    starts_at: datetime
    minutes: int


def follow_new_dates(runtime: Runtime) -> None:
    """Tells Zoom of every new date that it has not been told of yet."""
    if runtime.zoom is None:
        return
    with unit_of_work(runtime) as work:
        moved = to_move(work)
    for each in moved:
        move(runtime, runtime.zoom, each)


def to_move(work: Work) -> list[Moved]:
    """Open events that got a new date. One that never moved is left as staff set it up in Zoom."""
    has_moved = (EventRow.state == EventState.OPEN, EventRow.revision > 1, EventRow.starts_at > work.now)
    found = []
    for row in work.session.exec(select(EventRow).where(*has_moved).order_by(col(EventRow.id))).all():
        meeting, known = meeting_of(row, work.runtime.seal), work.session.get(MeetingRow, row.id)
        if meeting and is_to_be_told(work, row, meeting, known):
            minutes = event_from(row).duration_minutes
            found.append(Moved(stored_id(row.id), row.slug, meeting, row.starts_at, minutes))
    return found


def is_to_be_told(work: Work, row: EventRow, meeting: str, known: MeetingRow | None) -> bool:
    """Does Zoom not know this start yet, as far as we know, and may it be asked again?"""
    if known is None or known.meeting_id != meeting:
        return True
    return known.start_set != row.starts_at and (known.start_try_at is None or known.start_try_at <= work.now)


def move(runtime: Runtime, zoom: Zoom, moved: Moved) -> None:
    """Asks Zoom and commits what it said. What it drops without a word is asked again."""
    try:
        seen = zoom.move(moved.meeting, moved.starts_at, moved.minutes)
        fault = None if seen.starts_at in (None, moved.starts_at) else ZoomError(Fault.UNEXPECTED)
    except ZoomError as error:
        fault = error
    with unit_of_work(runtime) as work:
        row = work.session.get(MeetingRow, moved.event_id)
        if row is None:
            row = MeetingRow(event_id=moved.event_id, meeting_id=moved.meeting)
        if row.meeting_id != moved.meeting:
            row.meeting_id, row.guarded_at, row.look_at = moved.meeting, None, None
        note(work, row, moved, fault)


def note(work: Work, row: MeetingRow, moved: Moved, fault: ZoomError | None) -> None:
    """Zoom follows; or it is asked again later, and whoever watches knows that its start is the old one."""
    cause = f"zoom-start-{moved.slug}"
    work.session.add(row)
    if fault is None:
        row.start_set, row.start_try_at, row.start_attempts = moved.starts_at, None, 0
        recover(work, cause)
        record(work.session, work.now, "Zoom's start follows", event_id=moved.event_id)
        return
    row.start_try_at = try_again_at(fault.fault, work.now, row.start_attempts, fault.until)
    row.start_attempts += 1
    raise_alarm(work, cause, f"Zoom still has the old start of {moved.slug}: {fault} Move it there by hand if need be.")
    tell(work, moved.event_id, fault)
