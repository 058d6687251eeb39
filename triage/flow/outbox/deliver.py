"""Claims one due mail, commits, asks the gate with fresh facts, builds, sends, records.

Two commits a mail, and the order is the point: the claim is on disk before the outside world is touched, so
a crash leaves `sending`, which the sweep turns into `uncertain`, never into a second mail.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, select

from intake.message import Address
from triage.compose import ComposeError, build
from triage.courier import CourierError
from triage.flow import standing as standings
from triage.flow.alarms import raise_alarm, recover
from triage.flow.joins import join_details
from triage.flow.outbox import states
from triage.flow.outbox.facts import gate_facts, stored_mail
from triage.flow.registrants.register import registered
from triage.flow.registrants.rows import may_leave, own_join_details
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.mail import (
    CARRIES_JOIN_DETAILS,
    Defer,
    Delivered,
    Delivery,
    Envelope,
    MailState,
    Purpose,
    Refused,
    Release,
    Unsure,
    Withhold,
)
from triage.policy.gate import gate
from triage.store.events import event_from, stored_id
from triage.store.tables import AttendanceRow, EventRow, OutboxRow

log = logging.getLogger(__name__)

SMTP_CAUSE = "smtp"


@dataclass(frozen=True, slots=True)
class Sending:
    """What one round of sending did: mails by outcome. `is_broken`: the server could not be used."""

    outcomes: Counter[str]
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail past the gate: whom to hand to the server, and the ready bytes. Never stored."""

    envelope: Envelope
    raw: bytes = field(repr=False)
    join_version: int | None


def send_due(runtime: Runtime, limit: int = 1000) -> Sending:
    """Sends what is due, links and new dates first, until nothing is or the server cannot be used."""
    outcomes: Counter[str] = Counter()
    for _ in range(limit):
        mail_id = claim(runtime)
        if mail_id is None:
            break
        try:
            outcome = send_claimed(runtime, mail_id)
        except CourierError as error:
            give_back(runtime, mail_id, str(error))
            return Sending(outcomes, is_broken=True)
        except Exception as error:  # noqa: BLE001 - the one of this loop: a mail never stops it
            log.warning("mail %s could not be sent: %s", mail_id, type(error).__name__)
            outcome = in_doubt(runtime, mail_id, error)
        if outcome == "unreachable":
            return Sending(outcomes, is_broken=True)
        outcomes[outcome] += 1
    return Sending(outcomes)


def claim(runtime: Runtime) -> int | None:
    """Marks the next due mail as being sent and commits; None when nothing is due."""
    with unit_of_work(runtime) as work:
        due = (
            select(OutboxRow)
            .where(OutboxRow.state == MailState.QUEUED, OutboxRow.due_at <= work.now)
            .order_by(col(OutboxRow.priority), col(OutboxRow.due_at), col(OutboxRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        mail = work.session.exec(due).first()
        if mail is None:
            return None
        mail.state = MailState.SENDING
        mail.attempts += 1
        mail.claimed_until = work.now + timedelta(seconds=runtime.settings.claim_seconds)
        work.session.add(mail)
        return stored_id(mail.id)


def send_claimed(runtime: Runtime, mail_id: int) -> str:
    """Asks the gate and sends. Returns the outcome's name. Raises CourierError before anything left."""
    refresh_standing(runtime, mail_id)
    registered(runtime, mail_id)
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        answer = gate(gate_facts(work, mail))
        if isinstance(answer, Release):
            answer = may_leave(work, mail)
        if isinstance(answer, Withhold):
            states.withheld(work, mail, answer.rule, answer.reason)
            return "withheld"
        if isinstance(answer, Defer):
            mail.rule = answer.rule
            mail.attempts -= 1
            states.deferred(work, mail, answer.reason, answer.until)
            return "deferred"
        try:
            letter = prepared(work, mail)
        except ComposeError as error:
            states.withheld(work, mail, "compose", f"The mail could not be made: {error}.")
            raise_alarm(work, "compose", f"A mail could not be made: {error}.")
            return "withheld"
    # Nothing is open here: the courier may take its time, and what it says is written afterwards.
    delivery = runtime.courier.deliver(letter.envelope, letter.raw)
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        mail.join_version = letter.join_version
        return outcome(work, mail, delivery)


def prepared(work: Work, mail: OutboxRow) -> Letter:
    """The bytes that leave. The secret is unsealed only here, after the gate, for a mail that carries it."""
    join, version = None, None
    row = work.session.get_one(EventRow, mail.event_id)
    event = event_from(row)
    if Purpose(mail.purpose) in CARRIES_JOIN_DETAILS:
        own = own_join_details(work, mail) if work.runtime.zoom else join_details(row, work.runtime.seal)
        join, version = own, event.join_version
    sender = work.runtime.settings.sender
    ours = Address(event.series or event.title, sender)
    raw = build(stored_mail(mail), ours, join, work.now, work.runtime.templates)
    return Letter(Envelope(sender, mail.to_address), raw, version)


def refresh_standing(runtime: Runtime, mail_id: int) -> None:
    """Before the gate: a standing that is no longer fresh is asked again."""
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        if Purpose(mail.purpose) not in CARRIES_JOIN_DETAILS:
            return
        wish = select(AttendanceRow.account).where(
            AttendanceRow.event_id == mail.event_id, AttendanceRow.person_id == mail.person_id
        )
        account = work.session.exec(wish).first()
    standings.ask(runtime, [account])


def outcome(work: Work, mail: OutboxRow, delivery: Delivery) -> str:
    """Records what the server said."""
    if mail.state == MailState.FAILED:  # its bounce was faster than the server's own answer
        return "failed"
    if not (isinstance(delivery, Refused) and delivery.is_unreachable):
        recover(work, SMTP_CAUSE)
    match delivery:
        case Delivered(reply):
            states.sent(work, mail, reply)
            return "sent"
        case Refused(reply, is_permanent=True):
            states.refused(work, mail, reply)
            return "failed"
        case Refused(reply, is_unreachable=True):
            states.deferred(work, mail, reply)
            raise_alarm(work, SMTP_CAUSE, f"Mail cannot be sent: {reply}")
            return "unreachable"
        case Refused(reply):
            states.deferred(work, mail, reply)
            return "deferred"
        case Unsure(why):
            states.uncertain(work, mail, why)
            raise_alarm(work, "uncertain", "A mail may or may not have been delivered; a person must settle it.")
            return "uncertain"


def in_doubt(runtime: Runtime, mail_id: int, error: Exception) -> str:
    """A bug while this mail was being sent: nobody knows how far it came, so a person settles it."""
    with unit_of_work(runtime) as work:
        states.uncertain(work, work.session.get_one(OutboxRow, mail_id), f"the program failed: {type(error).__name__}")
        raise_alarm(work, "uncertain", "A mail may or may not have been delivered; a person must settle it.")
    return "uncertain"


def give_back(runtime: Runtime, mail_id: int, why: str) -> None:
    """The server could not be used at all: the claim is undone, nothing left, it is tried again."""
    with unit_of_work(runtime) as work:
        states.deferred(work, work.session.get_one(OutboxRow, mail_id), why)
        raise_alarm(work, SMTP_CAUSE, f"Mail cannot be sent: {why}")


def sweep(runtime: Runtime) -> int:
    """A claim that expired was left by a crash: the mail may have gone, so a person settles it."""
    with unit_of_work(runtime) as work:
        expired = select(OutboxRow).where(OutboxRow.state == MailState.SENDING, col(OutboxRow.claimed_until) < work.now)
        rows = work.session.exec(expired).all()
        for mail in rows:
            states.uncertain(work, mail, "the program stopped while this mail was being sent")
        if rows:
            raise_alarm(work, "uncertain", "A mail may or may not have been delivered; a person must settle it.")
        return len(rows)
