"""Gathers what the gate asks, fresh for each mail and each retry."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, func, select

from triage.flow import pause
from triage.flow import standing as standings
from triage.flow.work import Work
from triage.model.case import Attendance, AttendanceState
from triage.model.event import Event
from triage.model.facts import GateFacts, Ownership, Suppression
from triage.model.mail import CARRIES_JOIN_DETAILS, Mail, MailState, Purpose
from triage.policy.due import useful_until
from triage.store.events import event_from
from triage.store.tables import AttendanceRow, EventRow, OutboxRow, SortedRow, SuppressionRow

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
WENT_OR_MAY_HAVE = (MailState.SENT, MailState.UNCERTAIN)
URGENT = 0


def gate_facts(work: Work, mail: OutboxRow) -> GateFacts:
    """Everything the gate may know of this mail, as it stands now."""
    settings = work.runtime.settings
    attendance = attendance_of(work, mail)
    event = event_from(work.session.get_one(EventRow, mail.event_id))
    answered = work.session.get(SortedRow, mail.answers_received_id) if mail.answers_received_id else None
    return GateFacts(
        purpose=Purpose(mail.purpose),
        to=mail.to_address,
        now=work.now,
        mode=settings.mode,
        is_paused=pause.is_paused(work) is not None,
        is_by_staff=mail.by_staff is not None,
        own_addresses=work.runtime.own.addresses,
        suppression=suppression_of(work, mail.to_address),
        event=event,
        is_superseded=is_superseded(mail, event),
        attendance=value_of(attendance),
        standing=standings.stored_standing(work, attendance.account) if attendance and attendance.account else None,
        max_age_minutes=settings.standing_max_age_minutes,
        standing_required=Ownership(settings.standing_required),
        ownership=attendance.ownership if attendance else Ownership.CLAIMED,
        recipient_is_author=answered is not None and answered.author == mail.to_address,
        message_is_automatic=answered is None or answered.is_automatic,
        forbids_answer=answered is None or answered.forbids_answer,
        is_authentic=answered is not None and answered.is_authentic,
        answers_today=answers_since(work, DAY, mail.to_address),
        answers_per_address_per_day=settings.answers_per_address_per_day,
        answers_last_hour=answers_since(work, HOUR),
        answers_per_hour=settings.answers_per_hour,
        useful_until=useful_until(Purpose(mail.purpose), event),
        sent_last_hour=sent_since(work, HOUR),
        max_per_hour=settings.max_per_hour,
        urgent_waiting=urgent_waiting(work),
    )


def is_superseded(mail: OutboxRow, event: Event) -> bool:
    """Was the link, or the new date, changed again since this mail was queued?"""
    newest = {Purpose.RESCHEDULED: event.revision} | dict.fromkeys(CARRIES_JOIN_DETAILS, event.join_version)
    purpose = Purpose(mail.purpose)
    return purpose in newest and mail.revision.split("-")[1] != str(newest[purpose])


def attendance_of(work: Work, mail: OutboxRow) -> AttendanceRow | None:
    """The wish to come of the person this mail goes to."""
    same = select(AttendanceRow).where(
        AttendanceRow.event_id == mail.event_id, AttendanceRow.person_id == mail.person_id
    )
    return work.session.exec(same).first()


def value_of(row: AttendanceRow | None) -> Attendance | None:
    """A wish to come as the gate knows it."""
    if row is None:
        return None
    state = AttendanceState(row.state)
    return Attendance(state, row.account, row.received_at, row.let_in_because, row.is_authentic)


def suppression_of(work: Work, address: str) -> Suppression | None:
    """Why we do not write to this address, if we do not."""
    row = work.session.get(SuppressionRow, address)
    return Suppression(row.why) if row else None


def answers_since(work: Work, span: timedelta, address: str | None = None) -> int:
    """Automatic answers that went, or may have, to this address or to anybody."""
    went = select(func.count()).where(
        col(OutboxRow.state).in_(WENT_OR_MAY_HAVE),
        col(OutboxRow.sent_at) > work.now - span,
        col(OutboxRow.by_staff).is_(None),
    )
    if address is not None:
        went = went.where(OutboxRow.to_address == address)
    return work.session.exec(went).one()


def sent_since(work: Work, span: timedelta) -> int:
    """Mails of any kind that went, or may have."""
    went = select(func.count()).where(
        col(OutboxRow.state).in_(WENT_OR_MAY_HAVE), col(OutboxRow.sent_at) > work.now - span
    )
    return work.session.exec(went).one()


def urgent_waiting(work: Work) -> int:
    """Links and new dates that are due and not yet sent."""
    due = select(func.count()).where(
        OutboxRow.state == MailState.QUEUED, OutboxRow.priority == URGENT, OutboxRow.due_at <= work.now
    )
    return work.session.exec(due).one()


def stored_mail(row: OutboxRow) -> Mail:
    """The frozen value of an outbox row: what staff saw."""
    return Mail(
        purpose=Purpose(row.purpose),
        to=row.to_address,
        subject=row.subject,
        text=row.text,
        language=row.language,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(row.references),
        calendar=row.calendar,
        calendar_method=row.calendar_method,
        is_reply=row.in_reply_to is not None,
    )
