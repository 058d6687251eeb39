"""Gathers what the gate asks, fresh for each mail and each retry: one question to the database, two for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import and_, bindparam, col, func, select
from sqlmodel.sql.expression import Select
from sqlmodel.sql.sqltypes import UTCDateTime

from triage.flow import standing as standings
from triage.flow.pause import OUTGOING
from triage.flow.unsubscribe_links import NO_WAY_OUT, way_out
from triage.flow.work import Work
from triage.model.case import Attendance, AttendanceState, Standing
from triage.model.event import Event
from triage.model.facts import GateFacts, Ownership, Suppression
from triage.model.mail import CARRIES_JOIN_DETAILS, Mail, MailState, Purpose
from triage.model.mailing import MailingState
from triage.policy.due import REMINDERS, Reminder, useful_until
from triage.policy.rules.outgoing import ANSWERS, MAILINGS
from triage.store.events import event_from
from triage.store.tables import AttendanceRow, EventRow, MailingRow, OutboxRow, PauseRow, SortedRow, SuppressionRow

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
COUNT_AGAIN_AFTER = timedelta(seconds=10)
WENT_OR_MAY_HAVE = (MailState.SENT, MailState.UNCERTAIN)
URGENT = 0


Beside = tuple[EventRow, AttendanceRow | None, SortedRow | None, str | None, str | None, str | None, int]
"""Event, wish to come, answered message, why the address is suppressed, pause, mailing's state, urgent mails."""


@dataclass(slots=True)
class Pace:
    """How many mails left within the hour: counted now and then, and kept up by whoever sends (one runner does)."""

    counted_at: datetime | None = None
    sent: int = 0

    def sent_last_hour(self, work: Work) -> int:
        """Mails of any kind that went, or may have."""
        if self.counted_at is None or work.now - self.counted_at >= COUNT_AGAIN_AFTER:
            self.counted_at, self.sent = work.now, sent_since(work, HOUR)
        return self.sent


def gate_facts(work: Work, mail: OutboxRow, pace: Pace | None = None) -> GateFacts:
    """Everything the gate may know of this mail, as it stands now."""
    settings, purpose = work.runtime.settings, Purpose(mail.purpose)
    row, attendance, answered, suppressed, paused, mailing, urgent = beside(work, mail)
    event = event_from(row)
    is_answer = purpose in ANSWERS and mail.by_staff is None
    return GateFacts(
        purpose=purpose,
        to=mail.to_address,
        now=work.now,
        mode=settings.mode,
        is_paused=paused is not None,
        is_by_staff=mail.by_staff is not None,
        own_addresses=work.runtime.own.addresses,
        suppression=Suppression(suppressed) if suppressed else None,
        mailing=MailingState(mailing) if mailing else None,
        event=event,
        is_superseded=is_superseded(mail, event),
        attendance=value_of(attendance),
        standing=standing_of(work, attendance, purpose),
        max_age_minutes=settings.standing_max_age_minutes,
        standing_required=Ownership(settings.standing_required),
        ownership=attendance.ownership if attendance else Ownership.CLAIMED,
        recipient_is_author=answered is not None and answered.author == mail.to_address,
        message_is_automatic=answered is None or answered.is_automatic,
        forbids_answer=answered is None or answered.forbids_answer,
        is_authentic=answered is not None and answered.is_authentic,
        answers_today=answers_since(work, DAY, mail.to_address) if is_answer else 0,
        answers_per_address_per_day=settings.answers_per_address_per_day,
        answers_last_hour=answers_since(work, HOUR) if is_answer else 0,
        answers_per_hour=settings.answers_per_hour,
        useful_until=useful_until(purpose, event, reminder_of(mail)),
        sent_last_hour=(pace or Pace()).sent_last_hour(work),
        max_per_hour=settings.max_per_hour,
        urgent_waiting=urgent,
    )


def beside(work: Work, mail: OutboxRow) -> Beside:
    """What stands beside this mail; the type is told by `Beside`, which SQLModel cannot spell."""
    found: Any = work.session.exec(KNOWN, params=asked(work, mail)).one()
    row: Beside = found
    return row


def known() -> Select[Any]:
    """The event with all that may stand beside it for one mail; links and new dates that are due and not yet sent."""
    urgent = (
        select(func.count())
        .where(
            OutboxRow.state == MailState.QUEUED,
            OutboxRow.priority == URGENT,
            col(OutboxRow.due_at) <= bindparam("now", type_=UTCDateTime()),
        )
        .scalar_subquery()
    )
    is_theirs = and_(col(AttendanceRow.event_id) == EventRow.id, col(AttendanceRow.person_id) == bindparam("person_id"))
    whole: Select[Any] = (
        select(  # type: ignore[call-overload] # sqlmodel spells out four columns at most
            EventRow, AttendanceRow, SortedRow, SuppressionRow.why, PauseRow.name, MailingRow.state, urgent
        )
        .outerjoin(AttendanceRow, is_theirs)
        .outerjoin(SortedRow, col(SortedRow.received_id) == bindparam("received_id"))
        .outerjoin(SuppressionRow, col(SuppressionRow.address) == bindparam("address"))
        .outerjoin(PauseRow, col(PauseRow.name) == OUTGOING)
        .outerjoin(MailingRow, col(MailingRow.id) == bindparam("mailing_id"))
        .where(col(EventRow.id) == bindparam("event_id"))
    )
    return whole


KNOWN = known()


def asked(work: Work, mail: OutboxRow) -> dict[str, object]:
    """What `KNOWN` is asked with."""
    return {
        "now": work.now,
        "person_id": mail.person_id,
        "received_id": mail.answers_received_id,
        "address": mail.to_address,
        "mailing_id": mail.mailing_id,
        "event_id": mail.event_id,
    }


def is_superseded(mail: OutboxRow, event: Event) -> bool:
    """Was the link, or the date, changed again since this mail was queued?"""
    by_date = dict.fromkeys((Purpose.RESCHEDULED, Purpose.REMINDER), event.revision)
    newest = by_date | dict.fromkeys(CARRIES_JOIN_DETAILS, event.join_version)
    purpose = Purpose(mail.purpose)
    return purpose in newest and mail.revision.split("-")[1] != str(newest[purpose])


def reminder_of(mail: OutboxRow) -> Reminder | None:
    """Which of the reminders this is."""
    return next((reminder for reminder in REMINDERS if mail.revision.endswith(f"-{reminder}")), None)


def standing_of(work: Work, attendance: AttendanceRow | None, purpose: Purpose) -> Standing | None:
    """What is known of the account; asked only for a mail that carries the secret."""
    if purpose not in CARRIES_JOIN_DETAILS or attendance is None or not attendance.account:
        return None
    return standings.stored_standing(work, attendance.account)


def value_of(row: AttendanceRow | None) -> Attendance | None:
    """A wish to come as the gate knows it."""
    if row is None:
        return None
    state = AttendanceState(row.state)
    return Attendance(state, row.account, row.received_at, row.let_in_because, row.is_authentic)


def answers_since(work: Work, span: timedelta, address: str | None = None) -> int:
    """Automatic answers that went, or may have, to this address or to anybody."""
    went = select(func.count()).where(
        col(OutboxRow.state).in_(WENT_OR_MAY_HAVE),
        col(OutboxRow.sent_at) > work.now - span,
        col(OutboxRow.by_staff).is_(None),
        col(OutboxRow.mailing_id).is_(None),
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


def stored_mail(work: Work, row: OutboxRow, event: Event) -> Mail:
    """The frozen value of an outbox row: what staff saw; a mailing with the person's own way out of it."""
    is_mailing = Purpose(row.purpose) in MAILINGS
    out = way_out(work.runtime, event, row.person_id) if is_mailing else NO_WAY_OUT
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
        unsubscribe_url=out.url,
        unsubscribe_subject=out.subject,
    )
