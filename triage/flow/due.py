"""What becomes due by the clock: seats for those who wait, links, reminders, the follow-up.

Computed from the event each time; the unique key of the outbox says what was done. Mails that nobody sent in time are
queued all the same while staff should see them: the gate withholds them as missed.

On the evening of a large call thousands become due in one minute. Who they are is read first, without the write lock;
then they are worked off in portions, each a transaction that asks again whether it is still so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from triage.flow import attendance as attendances
from triage.flow.mailings.follow_up import prepare_due
from triage.flow.mailings.people import merged_people, root
from triage.flow.outbox.queue import join_revision, queue
from triage.flow.portions import in_portions
from triage.flow.runtime import Runtime
from triage.flow.work import Work, look, unit_of_work
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.mail import Purpose
from triage.policy.due import (
    MISSED_ARE_SHOWN,
    REMINDERS,
    Reminder,
    are_join_details_due,
    may_promote,
    missed_reminder,
    reminder_due,
)
from triage.store.events import event_from, open_events
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow

EARLIEST_REMINDER = max(REMINDERS.values())
FIRST_TURN = 1
"""Of nearly everybody: they came to hold a seat once."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Whoever has held a seat since then gets every reminder that anybody gets."""


class Seat(NamedTuple):
    """A wish to come that was granted, as far as it says what is due. Thousands are read at a time."""

    wish_id: int
    event_id: int
    person_id: int
    turn: int
    decided_at: datetime | None
    received_at: datetime

    @property
    def approved_at(self) -> datetime:
        """When they came to hold the seat."""
        return self.decided_at or self.received_at


def queue_due(runtime: Runtime) -> int:
    """Everything whose time has come; returns how many links and reminders that made."""
    with look(runtime) as work:
        free = [event.id for event in open_events(work.session) for _ in range(seats_to_give(work, event))]
    in_portions(runtime, free, give_seat)
    # Read anew: whoever got a seat just now has had the link with it.
    with look(runtime) as work:
        links = [seat for row in events_with_links_due(work) for seat in without_link(work, row)]
        reminders = [seat for row in events_with_reminders_due(work) for seat in without_reminder(work, row)]
    queued = in_portions(runtime, links, queue_link) + in_portions(runtime, reminders, queue_reminder)
    with unit_of_work(runtime) as work:
        prepare_due(work)
    return queued


def seats_to_give(work: Work, event: Event) -> int:
    """How many who wait may have a seat now."""
    if not may_promote(event, work.now):
        return 0
    states = select(AttendanceRow.state, func.count()).where(AttendanceRow.event_id == event.id)
    number = dict(work.session.exec(states.group_by(col(AttendanceRow.state))).all())
    waiting, taken = number.get(AttendanceState.WAITING, 0), number.get(AttendanceState.APPROVED, 0)
    return waiting if event.capacity is None else min(waiting, max(event.capacity - taken, 0))


def give_seat(work: Work, event_id: int) -> bool:
    """One, to who waits longest by now."""
    return attendances.promote_first(work, event_from(work.session.get_one(EventRow, event_id)))


def events_with_links_due(work: Work) -> list[EventRow]:
    """Open events whose links may go now, or should have gone."""
    return [row for row in open_rows(work) if are_links_due(work, row)]


def are_links_due(work: Work, row: EventRow) -> bool:
    """Is there a link, and has its time come?"""
    has_link = work.runtime.zoom is not None or bool(row.join_sealed)
    return row.state == EventState.OPEN and has_link and are_join_details_due(event_from(row), work.now)


def events_with_reminders_due(work: Work) -> list[EventRow]:
    """Open events of which some reminder may be due, or was missed."""
    return [row for row in open_rows(work) if row.starts_at - EARLIEST_REMINDER <= work.now]


def open_rows(work: Work) -> list[EventRow]:
    """Open events that are not over for long."""
    still_shown = EventRow.ends_at > work.now - MISSED_ARE_SHOWN
    return list(work.session.exec(select(EventRow).where(EventRow.state == EventState.OPEN, still_shown)))


def without_link(work: Work, row: EventRow) -> Iterator[Seat]:
    """Who lacks the mail with the link: the unique key of the outbox says so."""
    seats = seats_without(work, row, Purpose.JOIN_DETAILS, join_revision(row.join_version, FIRST_TURN))
    known = queued_already(work, row, Purpose.JOIN_DETAILS) if seats else ()
    for seat in seats:
        if (seat.person_id, join_revision(row.join_version, seat.turn)) not in known:
            yield seat


def queue_link(work: Work, seat: Seat) -> bool:
    """One person's, if they still hold the seat and its time still has come."""
    wish, row = work.session.get(AttendanceRow, seat.wish_id), work.session.get_one(EventRow, seat.event_id)
    if wish is None or wish.state != AttendanceState.APPROVED or not are_links_due(work, row):
        return False
    attendances.queue_join_details(work, work.session.get_one(CaseRow, wish.case_id), wish, event_from(row))
    return True


def without_reminder(work: Work, row: EventRow) -> Iterator[Seat]:
    """Who lacks the reminder of this hour: each goes once, and two addresses of one person get one."""
    event = event_from(row)
    reminder = due_to_approved_at(LONG_AGO, event, work.now)
    if reminder is None:
        return
    revision, goes_at = f"event-{row.revision}-{reminder}", event.starts_at - REMINDERS[reminder]
    was_in_time = func.coalesce(AttendanceRow.decided_at, AttendanceRow.received_at) < goes_at
    seats = seats_without(work, row, Purpose.REMINDER, revision, was_in_time)
    if not seats:
        return
    merged = merged_people(work)
    known = queued_already(work, row, Purpose.REMINDER)
    reminded = {root(merged, person_id) for person_id, queued in known if queued == revision}
    for seat in seats:
        if (person_id := root(merged, seat.person_id)) not in reminded:
            reminded.add(person_id)
            yield seat


def due_to_approved_at(moment: datetime, event: Event, now: datetime) -> Reminder | None:
    """The reminder that whoever holds a seat since then should get now, or should have got."""
    return reminder_due(event, moment, now) or missed_reminder(event, moment, now)


def queue_reminder(work: Work, seat: Seat) -> bool:
    """One person's, if they still hold the seat, and of the date that holds now."""
    wish, row = work.session.get(AttendanceRow, seat.wish_id), work.session.get_one(EventRow, seat.event_id)
    event = event_from(row)
    reminder = due_to_approved_at(seat.approved_at, event, work.now)
    if wish is None or wish.state != AttendanceState.APPROVED or reminder is None:
        return False
    case = work.session.get_one(CaseRow, wish.case_id)
    return queue(work, case, Purpose.REMINDER, answers=None, reminder=reminder) is not None


def queued_already(work: Work, row: EventRow, purpose: Purpose) -> set[tuple[int, str]]:
    """(person, revision) of every mail of this purpose, in whatever state."""
    queued = select(OutboxRow.person_id, OutboxRow.revision).where(
        OutboxRow.event_id == row.id, OutboxRow.purpose == purpose
    )
    return set(work.session.exec(queued).all())


def seats_without(work: Work, row: EventRow, purpose: Purpose, revision: str, *more: ColumnElement[bool]) -> list[Seat]:
    """Whoever comes and has no such mail, in the order of their seats: told apart by the database, thousands at a time.

    Who took their wish back and came again is always among them: their revision is another one.
    """
    such_a_mail = select(OutboxRow.id).where(
        OutboxRow.event_id == AttendanceRow.event_id,
        OutboxRow.person_id == AttendanceRow.person_id,
        OutboxRow.purpose == purpose,
        OutboxRow.revision == revision,
    )
    granted = (
        select(AttendanceRow.id, AttendanceRow.event_id, AttendanceRow.person_id, AttendanceRow.turn)
        .add_columns(col(AttendanceRow.decided_at), col(AttendanceRow.received_at))
        .where(col(AttendanceRow.event_id) == row.id, col(AttendanceRow.state) == AttendanceState.APPROVED)
        .where(or_(~such_a_mail.exists(), col(AttendanceRow.turn) > FIRST_TURN), *more)
        .order_by(col(AttendanceRow.id))
    )
    return [Seat(*one) for one in work.session.connection().execute(granted)]
