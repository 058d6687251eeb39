"""Gathers what the gate asks, fresh for each mail and each retry: one question to the database, three for an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row
from sqlmodel import col, func, select

from intake.store import reading
from triage.flow import standing as standings
from triage.flow.runtime import Runtime
from triage.flow.unsubscribe_links import NO_WAY_OUT, way_out
from triage.flow.work import Work, told
from triage.model.case import Attendance, AttendanceState
from triage.model.event import Event
from triage.model.facts import GateFacts, Ownership, Suppression
from triage.model.mail import CARRIES_JOIN_DETAILS, Mail, MailState, Purpose
from triage.model.mailing import MailingState
from triage.policy.due import REMINDERS, Reminder, useful_until
from triage.policy.rules.outgoing import ANSWERS, MAILINGS
from triage.store.events import IN_COLUMNS, event_of
from triage.store.outgoing import Leaving, beside
from triage.store.tables import OutboxRow

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
COUNT_AGAIN_AFTER = timedelta(seconds=10)
WENT_OR_MAY_HAVE = (MailState.SENT, MailState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Counts:
    """What left lately: mails of any kind, and automatic answers to this address and to anybody."""

    sent_last_hour: int
    answers_today: int = 0
    answers_last_hour: int = 0


@dataclass(slots=True)
class Pace:
    """How many mails left within the hour: counted now and then, and kept up by whoever sends (one runner does)."""

    counted_at: datetime | None = None
    sent: int = 0

    def is_known(self, now: datetime) -> bool:
        """Was it counted a moment ago?"""
        return self.counted_at is not None and now - self.counted_at < COUNT_AGAIN_AFTER

    def sent_last_hour(self, connection: Connection, now: datetime) -> int:
        """Mails of any kind that went, or may have."""
        if not self.is_known(now):
            self.counted_at, self.sent = now, sent_since(connection, now - HOUR)
        return self.sent


def gate_facts(work: Work, mail: OutboxRow) -> GateFacts:
    """Everything the gate may know of this mail, as it stands now."""
    connection, now = work.session.connection(), work.now
    facts = facts_from(beside(connection, mail, now), counts_on(connection, mail, now, Pace()), work.runtime, now, mail)
    attendance = facts.attendance
    if facts.purpose not in CARRIES_JOIN_DETAILS or attendance is None or not attendance.account:
        return facts
    return replace(facts, standing=standings.stored_standing(work, attendance.account))


def counts_for(engine: Engine, mail: Leaving, now: datetime, pace: Pace) -> Counts:
    """The counts; nothing need be asked for a mail that is no automatic answer, while the pace is known."""
    if pace.is_known(now) and not is_counted_answer(mail):
        return Counts(pace.sent)
    with told(), reading(engine).connect() as connection:
        return counts_on(connection, mail, now, pace)


def counts_on(connection: Connection, mail: Leaving, now: datetime, pace: Pace) -> Counts:
    """The same, asked here."""
    sent = pace.sent_last_hour(connection, now)
    if not is_counted_answer(mail):
        return Counts(sent)
    today = answers_since(connection, now - DAY, mail.to_address)
    return Counts(sent, today, answers_since(connection, now - HOUR))


def is_counted_answer(mail: Leaving) -> bool:
    """Does the machine answer somebody by itself here?"""
    return Purpose(mail.purpose) in ANSWERS and mail.by_staff is None


def facts_from(found: Row[Any], counts: Counts, runtime: Runtime, now: datetime, mail: Leaving) -> GateFacts:
    """The facts without a standing, from what stands beside the mail; only a mail with the link is asked for one."""
    settings, purpose, event = runtime.settings, Purpose(mail.purpose), event_in(found)
    return GateFacts(
        purpose=purpose,
        to=mail.to_address,
        now=now,
        mode=settings.mode,
        is_paused=found.paused is not None,
        is_by_staff=mail.by_staff is not None,
        own_addresses=runtime.own.addresses,
        suppression=Suppression(found.suppressed) if found.suppressed else None,
        mailing=MailingState(found.mailing) if found.mailing else None,
        event=event,
        is_superseded=is_superseded(mail, event),
        attendance=attendance_in(found),
        max_age_minutes=settings.standing_max_age_minutes,
        standing_required=Ownership(settings.standing_required),
        ownership=ownership_in(found),
        recipient_is_author=found.answered_author is not None and found.answered_author == mail.to_address,
        message_is_automatic=found.answered_is_automatic is not False,
        forbids_answer=found.answered_forbids_answer is not False,
        is_authentic=bool(found.answered_is_authentic),
        answers_today=counts.answers_today,
        answers_per_address_per_day=settings.answers_per_address_per_day,
        answers_last_hour=counts.answers_last_hour,
        answers_per_hour=settings.answers_per_hour,
        useful_until=useful_until(purpose, event, reminder_of(mail)),
        sent_last_hour=counts.sent_last_hour,
        max_per_hour=settings.max_per_hour,
        urgent_waiting=found.urgent,
    )


def event_in(found: Row[Any]) -> Event:
    """The event that the mail is about."""
    return event_of({name: getattr(found, f"event_{name}") for name in IN_COLUMNS}, found.event_definition)


def attendance_in(found: Row[Any]) -> Attendance | None:
    """The wish to come of the person this mail goes to, as the gate knows it."""
    if found.wish_state is None:
        return None
    return Attendance(
        AttendanceState(found.wish_state),
        found.wish_account,
        found.wish_received_at,
        found.wish_let_in_because,
        found.wish_is_authentic,
    )


def ownership_in(found: Row[Any]) -> Ownership:
    """Confirmed for exactly the account that is named now."""
    is_theirs = found.wish_account is not None and found.wish_account == found.wish_confirmed_account
    return Ownership.CONFIRMED if is_theirs else Ownership.CLAIMED


def is_superseded(mail: Leaving, event: Event) -> bool:
    """Was the link, or the date, changed again since this mail was queued?"""
    by_date = dict.fromkeys((Purpose.RESCHEDULED, Purpose.REMINDER), event.revision)
    newest = by_date | dict.fromkeys(CARRIES_JOIN_DETAILS, event.join_version)
    purpose = Purpose(mail.purpose)
    return purpose in newest and mail.revision.split("-")[1] != str(newest[purpose])


def reminder_of(mail: Leaving) -> Reminder | None:
    """Which of the reminders this is."""
    return next((reminder for reminder in REMINDERS if mail.revision.endswith(f"-{reminder}")), None)


def answers_since(connection: Connection, moment: datetime, address: str | None = None) -> int:
    """Automatic answers that went, or may have, to this address or to anybody."""
    went = select(func.count()).where(
        col(OutboxRow.state).in_(WENT_OR_MAY_HAVE),
        col(OutboxRow.sent_at) > moment,
        col(OutboxRow.by_staff).is_(None),
        col(OutboxRow.mailing_id).is_(None),
    )
    if address is not None:
        went = went.where(OutboxRow.to_address == address)
    return connection.execute(went).scalar_one()


def sent_since(connection: Connection, moment: datetime) -> int:
    """Mails of any kind that went, or may have."""
    went = select(func.count()).where(col(OutboxRow.state).in_(WENT_OR_MAY_HAVE), col(OutboxRow.sent_at) > moment)
    return connection.execute(went).scalar_one()


def stored_mail(runtime: Runtime, row: Leaving, event: Event) -> Mail:
    """The frozen value of an outbox row: what staff saw; a mailing with the person's own way out of it."""
    is_mailing = Purpose(row.purpose) in MAILINGS
    out = way_out(runtime, event, row.person_id) if is_mailing else NO_WAY_OUT
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
