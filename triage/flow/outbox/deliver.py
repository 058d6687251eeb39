"""Claims one due mail, commits, asks the gate with fresh facts, builds, sends, records.

Two commits a mail, and the order is the point: the claim is on disk before the outside world is touched, so
a crash leaves `sending`, which the sweep turns into `uncertain`, never into a second mail.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import select

from intake.message import Address
from triage.compose import ComposeError, build
from triage.courier import CourierError
from triage.flow import standing as standings
from triage.flow.alarms import raise_alarm, recover
from triage.flow.joins import join_details
from triage.flow.outbox import reach, states
from triage.flow.outbox.claims import IN_DOUBT, IN_DOUBT_CAUSE, Claimed, claim, give_back, in_doubt
from triage.flow.outbox.facts import Pace, gate_facts, stored_mail
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
    GateAnswer,
    MailState,
    Purpose,
    Refused,
    Release,
    Unsure,
    Withhold,
)
from triage.policy.gate import gate
from triage.store.events import event_from
from triage.store.tables import AttendanceRow, EventRow, OutboxRow

log = logging.getLogger(__name__)

FOR_EVERYBODY = frozenset({"paused", "pace"})
"""What defers one mail by these rules defers all that are behind it: they need not be taken up one by one."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What one round of sending did: mails by outcome. `tried_again_at`: the server could not be used; until then."""

    outcomes: Counter[str]
    tried_again_at: datetime | None = None

    @property
    def is_broken(self) -> bool:
        """Could the server not be used?"""
        return self.tried_again_at is not None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail past the gate: whom to hand to the server, and the ready bytes. Never stored."""

    envelope: Envelope
    raw: bytes = field(repr=False)
    join_version: int | None


@dataclass(slots=True)
class Shift:
    """What one round of sending remembers: the pace, and whether an alarm about the server is still to be ended."""

    runtime: Runtime
    pace: Pace = field(default_factory=Pace)
    is_server_well: bool = False


def send_due(runtime: Runtime, limit: int = 1000) -> Sending:
    """Sends what is due, links and new dates first, until nothing is or the server cannot be used."""
    outcomes: Counter[str] = Counter()
    shift = Shift(runtime)
    for _ in range(limit):
        claimed = claim(runtime)
        if claimed is None:
            break
        try:
            outcome = send_claimed(shift, claimed)
        except CourierError as error:
            return Sending(outcomes, out_of_reach(runtime, claimed, str(error)))
        except Exception as error:  # noqa: BLE001 - the one of this loop: a mail never stops it
            log.warning("mail %s could not be sent: %s", claimed.mail_id, type(error).__name__)
            outcome = in_doubt(runtime, claimed.mail_id, error)
        if isinstance(outcome, datetime):
            return Sending(outcomes, outcome)
        if outcome in FOR_EVERYBODY:
            outcomes["deferred"] += 1
            break
        outcomes[outcome] += 1
    return Sending(outcomes)


def send_claimed(shift: Shift, claimed: Claimed) -> str | datetime:
    """Asks the gate and sends. The outcome's name, or when to try again. Raises CourierError before anything left."""
    runtime, mail_id = shift.runtime, claimed.mail_id
    if claimed.purpose in CARRIES_JOIN_DETAILS:
        refresh_standing(runtime, mail_id)
        registered(runtime, mail_id)
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        answer = gate(gate_facts(work, mail, shift.pace))
        if isinstance(answer, Release):
            answer = may_leave(work, mail)
        if not isinstance(answer, Release):
            return kept_back(work, mail, answer)
        try:
            letter = prepared(work, mail)
        except ComposeError as error:
            states.withheld(work, mail, "compose", f"The mail could not be made: {error}.")
            raise_alarm(work, "compose", f"A mail could not be made: {error}.")
            return "withheld"
    # Nothing is open here: the courier may take its time, and what it says is written afterwards.
    delivery = runtime.courier.deliver(letter.envelope, letter.raw)
    if isinstance(delivery, Refused) and delivery.is_unreachable:
        return out_of_reach(runtime, claimed, delivery.reply)
    with unit_of_work(runtime) as work:
        if not shift.is_server_well:
            recover(work, reach.CAUSE)
            shift.is_server_well = True
        mail = work.session.get_one(OutboxRow, mail_id)
        mail.join_version = letter.join_version
        shift.pace.sent += not isinstance(delivery, Refused)
        return outcome(work, mail, delivery)


def kept_back(work: Work, mail: OutboxRow, answer: GateAnswer) -> str:
    """The gate, or what stands behind it, said no: for good, or for now."""
    if isinstance(answer, Withhold):
        states.withheld(work, mail, answer.rule, answer.reason)
        return "withheld"
    if isinstance(answer, Defer):
        mail.rule = answer.rule
        mail.attempts -= 1
        states.deferred(work, mail, answer.reason, answer.until)
        return answer.rule if answer.rule in FOR_EVERYBODY else "deferred"
    raise TypeError("a mail that may leave is not kept back")


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
    raw = build(stored_mail(work, mail, event), ours, join, work.now, work.runtime.templates)
    return Letter(Envelope(sender, mail.to_address), raw, version)


def refresh_standing(runtime: Runtime, mail_id: int) -> None:
    """Before the gate: a standing that is no longer fresh is asked again."""
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        wish = select(AttendanceRow.account).where(
            AttendanceRow.event_id == mail.event_id, AttendanceRow.person_id == mail.person_id
        )
        account = work.session.exec(wish).first()
    standings.ask(runtime, [account])


def out_of_reach(runtime: Runtime, claimed: Claimed, why: str) -> datetime:
    """The server could not be used: everything is kept, the mail goes back; when it is tried again."""
    with unit_of_work(runtime) as work:
        again = reach.rest(work, why)
    give_back(runtime, claimed.mail_id, why, again)
    return again


def outcome(work: Work, mail: OutboxRow, delivery: Delivery) -> str:
    """Records what the server said."""
    if mail.state == MailState.FAILED:  # its bounce was faster than the server's own answer
        return "failed"
    match delivery:
        case Delivered(reply):
            states.sent(work, mail, reply)
            return "sent"
        case Refused(reply, is_permanent=True):
            states.refused(work, mail, reply)
            return "failed"
        case Refused(reply):
            states.deferred(work, mail, reply)
            return "deferred"
        case Unsure(why):
            states.uncertain(work, mail, why)
            raise_alarm(work, IN_DOUBT_CAUSE, IN_DOUBT)
            return "uncertain"
