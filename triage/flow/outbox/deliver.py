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
from triage.flow import bounces
from triage.flow import standing as standings
from triage.flow.alarms import raise_alarm, recover
from triage.flow.joins import join_details
from triage.flow.outbox import reach, states
from triage.flow.outbox.claims import IN_DOUBT, IN_DOUBT_CAUSE, Claimed, claim, give_back, in_doubt, sent_and_next
from triage.flow.outbox.facts import Pace, counts_for, facts_from, gate_facts, stored_mail
from triage.flow.registrants.register import registered
from triage.flow.registrants.rows import may_leave, own_join_details
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.event import Event, JoinDetails
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
from triage.store.outgoing import Taken
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
    """What one round of sending remembers: the pace, and whether an alarm about the server is still to be ended.

    `left`: how many mails it may still take up; `ahead`: the one that was claimed together with the last one's outcome.
    """

    runtime: Runtime
    left: int = 1
    pace: Pace = field(default_factory=Pace)
    is_server_well: bool = False
    ahead: Claimed | None = None

    def next(self) -> Claimed | None:
        """The mail to send now; None when nothing is due, or this round has done enough."""
        if self.left <= 0:
            return None
        self.left -= 1
        claimed, self.ahead = self.ahead, None
        return claimed or claim(self.runtime)


def send_due(runtime: Runtime, limit: int = 1000) -> Sending:
    """Sends what is due, links and new dates first, until nothing is or the server cannot be used."""
    outcomes: Counter[str] = Counter()
    shift = Shift(runtime, limit)
    while (claimed := shift.next()) is not None:
        mail_id = claimed.mail.id
        try:
            outcome = send_claimed(shift, claimed)
        except CourierError as error:
            return Sending(outcomes, out_of_reach(runtime, mail_id, str(error)))
        except Exception as error:  # noqa: BLE001 - the one of this loop: a mail never stops it
            log.warning("mail %s could not be sent: %s", mail_id, type(error).__name__)
            outcome = in_doubt(runtime, mail_id, error)
        if isinstance(outcome, datetime):
            return Sending(outcomes, outcome)
        if outcome in FOR_EVERYBODY:
            outcomes["deferred"] += 1
            break
        outcomes[outcome] += 1
    return Sending(outcomes)


def send_claimed(shift: Shift, claimed: Claimed) -> str | datetime:
    """Asks the gate and sends. The outcome's name, or when to try again. Raises CourierError before anything left."""
    runtime, mail = shift.runtime, claimed.mail
    is_secret = Purpose(mail.purpose) in CARRIES_JOIN_DETAILS
    letter = with_link(runtime, mail) if is_secret else without_link(shift, claimed)
    if isinstance(letter, str):
        return letter
    # Nothing is open here: the courier may take its time, and what it says is written afterwards.
    delivery = runtime.courier.deliver(letter.envelope, letter.raw)
    if isinstance(delivery, Refused) and delivery.is_unreachable:
        return out_of_reach(runtime, mail.id, delivery.reply)
    shift.pace.sent += not isinstance(delivery, Refused)
    if isinstance(delivery, Delivered) and shift.is_server_well and not is_secret:
        done, shift.ahead = sent_and_next(runtime, mail, delivery.reply, is_next=shift.left > 0)
        if done:
            return "sent"
    with unit_of_work(runtime) as work:
        recover(work, reach.CAUSE)
        shift.is_server_well = True
        row = work.session.get_one(OutboxRow, mail.id)
        row.join_version = letter.join_version
        return outcome(work, row, delivery)


def without_link(shift: Shift, claimed: Claimed) -> Letter | str:
    """The ready mail, or what became of it, for all that carry no secret: nothing is locked meanwhile."""
    runtime, mail, now = shift.runtime, claimed.mail, shift.runtime.clock()
    counts = counts_for(runtime.engine, mail, now, shift.pace)
    facts = facts_from(claimed.beside, counts, runtime, now, mail)
    answer = gate(facts)
    if not isinstance(answer, Release) or facts.event is None:
        return kept_back(runtime, mail.id, answer)
    try:
        return written(runtime, mail, facts.event, None, now)
    except ComposeError as error:
        return not_made(runtime, mail.id, error)


def with_link(runtime: Runtime, mail: Taken) -> Letter | str:
    """The same for a mail with the join details. The secret is unsealed only here, after the gate."""
    refresh_standing(runtime, mail)
    registered(runtime, mail.id)
    with unit_of_work(runtime) as work:
        row, event_row = work.session.get_one(OutboxRow, mail.id), work.session.get_one(EventRow, mail.event_id)
        answer = gate(gate_facts(work, row))
        if isinstance(answer, Release):
            answer = may_leave(work, row)
        own = isinstance(answer, Release) and work.runtime.zoom is not None
        join = own_join_details(work, row) if own else join_details(event_row, runtime.seal)
        event = event_from(event_row)
    if not isinstance(answer, Release):
        return kept_back(runtime, mail.id, answer)
    try:
        return written(runtime, mail, event, join, work.now)
    except ComposeError as error:
        return not_made(runtime, mail.id, error)


def written(runtime: Runtime, mail: Taken, event: Event, join: JoinDetails | None, now: datetime) -> Letter:
    """The bytes that leave. Raises ComposeError."""
    sender = runtime.settings.sender
    ours = Address(event.series or event.title, sender)
    raw = build(stored_mail(runtime, mail, event), ours, join, now, runtime.templates)
    return Letter(Envelope(sender, mail.to_address), raw, event.join_version if join else None)


def not_made(runtime: Runtime, mail_id: int, error: ComposeError) -> str:
    """A template or a setting is wrong: somebody has to mend it."""
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        states.withheld(work, mail, "compose", f"The mail could not be made: {error}.")
        raise_alarm(work, "compose", f"A mail could not be made: {error}.")
    return "withheld"


def kept_back(runtime: Runtime, mail_id: int, answer: GateAnswer) -> str:
    """The gate, or what stands behind it, said no: for good, or for now."""
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        if isinstance(answer, Withhold):
            states.withheld(work, mail, answer.rule, answer.reason)
            return "withheld"
        if isinstance(answer, Defer):
            mail.rule = answer.rule
            mail.attempts -= 1
            states.deferred(work, mail, answer.reason, answer.until)
            return answer.rule if answer.rule in FOR_EVERYBODY else "deferred"
    raise TypeError("a mail that may leave is not kept back")


def refresh_standing(runtime: Runtime, mail: Taken) -> None:
    """Before the gate: a standing that is no longer fresh is asked again."""
    with unit_of_work(runtime) as work:
        wish = select(AttendanceRow.account).where(
            AttendanceRow.event_id == mail.event_id, AttendanceRow.person_id == mail.person_id
        )
        account = work.session.exec(wish).first()
    standings.ask(runtime, [account])


def out_of_reach(runtime: Runtime, mail_id: int, why: str) -> datetime:
    """The server could not be used: everything is kept, the mail goes back; when it is tried again."""
    with unit_of_work(runtime) as work:
        again = reach.rest(work, why)
    give_back(runtime, mail_id, why, again)
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
            bounces.refused_at_once(work, mail, reply)
            return "failed"
        case Refused(reply):
            states.deferred(work, mail, reply)
            return "deferred"
        case Unsure(why):
            states.uncertain(work, mail, why)
            raise_alarm(work, IN_DOUBT_CAUSE, IN_DOUBT)
            return "uncertain"
