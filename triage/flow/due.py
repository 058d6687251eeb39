"""What becomes due by the clock: seats for those who wait, links, reminders, the follow-up.

Computed from the event each time; the unique key of the outbox says what was done. Mails that nobody sent in time are
queued all the same while staff should see them: the gate withholds them as missed.
"""

from __future__ import annotations

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow.mailings.follow_up import prepare_due
from triage.flow.mailings.people import merged_people, root
from triage.flow.outbox.queue import join_revision, queue
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.case import AttendanceState
from triage.model.event import EventState
from triage.model.mail import Purpose
from triage.policy.due import (
    MISSED_ARE_SHOWN,
    REMINDERS,
    Reminder,
    are_join_details_due,
    missed_reminder,
    reminder_due,
)
from triage.store.events import event_from, open_events
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow

EARLIEST_REMINDER = max(REMINDERS.values())


def queue_due(runtime: Runtime) -> int:
    """Everything whose time has come; returns how many mails that made."""
    with unit_of_work(runtime) as work:
        for event in open_events(work.session):
            attendances.promote(work, event)
        queued = sum(queue_links(work, row) for row in events_with_links_due(work))
        queued += sum(queue_reminders(work, row) for row in events_with_reminders_due(work))
        prepare_due(work)
        return queued


def events_with_links_due(work: Work) -> list[EventRow]:
    """Open events whose links may go now, or should have gone."""
    has_zoom = work.runtime.zoom is not None
    return [
        row
        for row in open_rows(work)
        if (has_zoom or row.join_sealed) and are_join_details_due(event_from(row), work.now)
    ]


def events_with_reminders_due(work: Work) -> list[EventRow]:
    """Open events of which some reminder may be due, or was missed."""
    return [row for row in open_rows(work) if row.starts_at - EARLIEST_REMINDER <= work.now]


def open_rows(work: Work) -> list[EventRow]:
    """Open events that are not over for long."""
    still_shown = EventRow.ends_at > work.now - MISSED_ARE_SHOWN
    return list(work.session.exec(select(EventRow).where(EventRow.state == EventState.OPEN, still_shown)))


def queue_links(work: Work, row: EventRow) -> int:
    """The unique key of the outbox says who was queued already; here only the missing ones are added."""
    event, known = event_from(row), queued_already(work, row, Purpose.JOIN_DETAILS)
    wishes = with_a_seat(work, row)
    missing = [wish for wish in wishes if (wish.person_id, join_revision(row.join_version, wish.turn)) not in known]
    for wish in missing:
        attendances.queue_join_details(work, work.session.get_one(CaseRow, wish.case_id), wish, event)
    return len(missing)


def queue_reminders(work: Work, row: EventRow) -> int:
    """Each reminder at most once, to who held a seat by its time; two addresses of one person get one."""
    event, known = event_from(row), queued_already(work, row, Purpose.REMINDER)
    merged, queued = merged_people(work), 0
    reminded = {(root(merged, person_id), revision) for person_id, revision in known}
    for wish in with_a_seat(work, row):
        approved_at = wish.decided_at or wish.received_at
        reminder = reminder_due(event, approved_at, work.now) or missed_reminder(event, approved_at, work.now)
        key = (root(merged, wish.person_id), f"event-{row.revision}-{reminder}")
        if reminder is None or key in reminded:
            continue
        remind(work, wish, reminder)
        reminded.add(key)
        queued += 1
    return queued


def remind(work: Work, wish: AttendanceRow, reminder: Reminder) -> None:
    """One person's."""
    case = work.session.get_one(CaseRow, wish.case_id)
    queue(work, case, Purpose.REMINDER, answers=None, reminder=reminder)


def queued_already(work: Work, row: EventRow, purpose: Purpose) -> set[tuple[int, str]]:
    """(person, revision) of every mail of this purpose, in whatever state."""
    queued = select(OutboxRow.person_id, OutboxRow.revision).where(
        OutboxRow.event_id == row.id, OutboxRow.purpose == purpose
    )
    return set(work.session.exec(queued).all())


def with_a_seat(work: Work, row: EventRow) -> list[AttendanceRow]:
    """Whoever comes, in the order of their seats."""
    seats = select(AttendanceRow).where(
        AttendanceRow.event_id == row.id, AttendanceRow.state == AttendanceState.APPROVED
    )
    return list(work.session.exec(seats.order_by(col(AttendanceRow.id))))
