"""The end of an event: what is left, ticked, closed with a reason or without, and an alarm when the week is over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col, func, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState, Disposition
from triage.model.event import EventState
from triage.model.mail import MailState
from triage.model.question import Deliverable
from triage.policy.closing import Left, Tally, left
from triage.policy.due import promises_due
from triage.store.events import event_from, stored_id
from triage.store.tables import AlarmRow, AttendanceRow, DeliverableRow, EventRow, OutboxRow, PromiseRow, QuestionRow

LATE_CAUSE = "promises {}"
AGAIN_AFTER = timedelta(days=1)


def what_is_left(work: Work, row: EventRow) -> tuple[Left, ...]:
    """What was promised and is not done, and until when it was."""
    return left(event_from(row), tally_of(work, row))


def tally_of(work: Work, row: EventRow) -> Tally:
    """The counts, from rows."""
    event_id = stored_id(row.id)
    ticked = set(work.session.exec(select(DeliverableRow.what).where(DeliverableRow.event_id == event_id)).all())
    undecided = col(AttendanceRow.state).in_((AttendanceState.REQUESTED, AttendanceState.REVIEW))
    return Tally(
        open_questions=questions(work, event_id, Disposition.OPEN),
        in_writing=questions(work, event_id, Disposition.WRITING),
        undecided=number(work, AttendanceRow, col(AttendanceRow.event_id) == event_id, undecided),
        unanswered=unanswered(work, event_id),
        missing=tuple(what for what in Deliverable if what not in ticked),
        promises=number(work, PromiseRow, col(PromiseRow.event_id) == event_id, col(PromiseRow.redeemed_at).is_(None)),
    )


def questions(work: Work, event_id: int, disposition: Disposition) -> int:
    """How many of an event have this disposition."""
    return number(work, QuestionRow, col(QuestionRow.event_id) == event_id, col(QuestionRow.disposition) == disposition)


def unanswered(work: Work, event_id: int) -> int:
    """Accepted people to whom no mail about this event has ever left."""
    sent = select(OutboxRow.person_id).where(OutboxRow.event_id == event_id, OutboxRow.state == MailState.SENT)
    return number(
        work,
        AttendanceRow,
        col(AttendanceRow.event_id) == event_id,
        col(AttendanceRow.state) == AttendanceState.APPROVED,
        col(AttendanceRow.person_id).not_in(sent),
    )


def number(work: Work, table: type[SQLModel], *conditions: ColumnElement[bool]) -> int:
    """How many rows."""
    return work.session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def close(work: Work, row: EventRow, reason: str = "") -> None:
    """Ends an event. While something is owed, a reason is needed. Raises ImpossibleError."""
    if row.state == EventState.CLOSED:
        raise ImpossibleError(f"{row.slug} is closed already")
    owed = owed_by(work, row)
    if owed and not reason.strip():
        raise ImpossibleError(f"{row.slug}: {'; '.join(owed)}; settle that, or close it with a reason")
    row.state = EventState.CLOSED
    work.session.add(row)
    record(
        work.session, work.now, "event closed", event_id=row.id, who=work.who, old={"left": owed}, why=reason.strip()
    )
    recover(work, LATE_CAUSE.format(row.slug))


def watch_promises(work: Work) -> None:
    """An alarm a day for each event whose week is over while something is owed; the recovered notice afterwards."""
    for row in work.session.exec(select(EventRow).where(EventRow.state == EventState.OPEN)):
        event, cause = event_from(row), LATE_CAUSE.format(row.slug)
        if work.now <= promises_due(event) or not (owed := owed_by(work, row)):
            recover(work, cause)
        elif is_new_today(work, cause):
            raise_alarm(work, cause, f"The week after {event.slug} is over: {'; '.join(owed)}.")


def owed_by(work: Work, row: EventRow) -> list[str]:
    """What keeps the event open, in sentences."""
    return [each.sentence for each in what_is_left(work, row) if each.is_owed]


def is_new_today(work: Work, cause: str) -> bool:
    """Answers take days to write: once an hour would only teach people to look away."""
    alarm = work.session.get(AlarmRow, cause)
    return alarm is None or alarm.is_over or work.now - alarm.last_at >= AGAIN_AFTER
