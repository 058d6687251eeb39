"""Questions about any mail of ours that is about to leave."""

from __future__ import annotations

import re

from triage.model.case import AttendanceState
from triage.model.event import EventState
from triage.model.facts import GateFacts, Suppression
from triage.model.mail import Mode, Purpose
from triage.model.mailing import MailingState

ANSWERS = frozenset(
    {
        Purpose.JOIN_DETAILS,
        Purpose.CONFIRMED,
        Purpose.RECEIPT,
        Purpose.ACCOUNT_REQUEST,
        Purpose.UNDER_REVIEW,
        Purpose.LATE,
        Purpose.NO_SEAT,
        Purpose.DECLINED,
        Purpose.WITHDRAWN,
        Purpose.REDIRECT,
        Purpose.REPLY,
    }
)
"""What answers one message. The rest is caused by the event itself, once per revision, and cannot loop."""

MAILINGS = frozenset({Purpose.FOLLOW_UP, Purpose.MAILING})
"""One mail to many: the only ones that an unsubscription stops."""

URGENT = frozenset({Purpose.JOIN_DETAILS, Purpose.RESCHEDULED, Purpose.CANCELLED})
"""Go first when the pace is short: without them somebody stands before a closed door."""

NEED_AN_OPEN_EVENT = frozenset(
    {
        Purpose.JOIN_DETAILS,
        Purpose.CONFIRMED,
        Purpose.ACCOUNT_REQUEST,
        Purpose.LATE,
        Purpose.NO_SEAT,
        Purpose.REMINDER,
        Purpose.RESCHEDULED,
    }
)

NEED_A_SEAT = frozenset({Purpose.CONFIRMED, Purpose.REMINDER})

_ONE_ADDRESS = re.compile(r"[^\s<>,;:@\x00-\x1f\x7f]+@[^\s<>,;:@\x00-\x1f\x7f]+")


def is_shadow(facts: GateFacts) -> str | None:
    """Shadow mode drafts; nothing can leave, whoever asks."""
    return "Shadow mode is on: nothing leaves." if facts.mode is Mode.SHADOW else None


def is_plain_address(spec: str) -> bool:
    """Exactly one address, and nothing else."""
    return _ONE_ADDRESS.fullmatch(spec) is not None


def is_no_address(facts: GateFacts) -> str | None:
    """A recipient is exactly one address, so that no header or envelope can be widened."""
    return None if is_plain_address(facts.to) else "The recipient is not one plain address."


def is_own_address(facts: GateFacts) -> str | None:
    """Mail to ourselves is a loop of one."""
    ours = {address.casefold() for address in facts.own_addresses}
    return "The recipient is our own address." if facts.to.casefold() in ours else None


def is_suppressed(facts: GateFacts) -> str | None:
    """Undeliverable addresses and complaints stop everything; an unsubscription stops mailings."""
    if facts.suppression is None:
        return None
    if facts.suppression is Suppression.UNSUBSCRIBED and facts.purpose not in MAILINGS:
        return None
    return f"We do not write to this address: {facts.suppression}."


def is_mailing_stopped(facts: GateFacts) -> str | None:
    """A person stopped the mailing: what of it is still here stays here."""
    return "A person stopped this mailing." if facts.mailing is MailingState.STOPPED else None


def is_mailing_held(facts: GateFacts) -> str | None:
    """A mailing that is paused, or that nobody has agreed to yet, waits."""
    is_held = facts.mailing in {MailingState.PAUSED, MailingState.DRAFT}
    return f"The mailing is {facts.mailing}." if is_held else None


def is_missed(facts: GateFacts) -> str | None:
    """What was due while nothing could be sent goes if it still serves."""
    if facts.useful_until is None or facts.now <= facts.useful_until:
        return None
    return f"Missed: this mail was useful until {facts.useful_until:%Y-%m-%d %H:%M} UTC."


def is_superseded(facts: GateFacts) -> str | None:
    """A replaced link leads nowhere, a corrected date misleads; another mail brings the new one."""
    return "Newer news of this kind goes in a mail of its own." if facts.is_superseded else None


def is_event_not_open(facts: GateFacts) -> str | None:
    """Nobody is asked, confirmed or reminded for a call that was cancelled or is closed."""
    if facts.purpose not in NEED_AN_OPEN_EVENT or facts.event is None or facts.event.state is EventState.OPEN:
        return None
    return f"The event is {facts.event.state}."


def holds_no_seat(facts: GateFacts) -> str | None:
    """A confirmation or reminder for somebody who withdrew in the meantime would be wrong."""
    if facts.purpose not in NEED_A_SEAT:
        return None
    if facts.attendance is not None and facts.attendance.state is AttendanceState.APPROVED:
        return None
    return "The person holds no seat (any more)."


def answers_a_program(facts: GateFacts) -> str | None:
    """RFC 3834, 2: never an automatic answer to an automatic message, nor where the headers forbid one.

    X-Auto-Response-Suppress also stands on mail that people wrote: a person may answer that one.
    """
    if not _answers_by_itself(facts) or not (facts.message_is_automatic or facts.forbids_answer):
        return None
    return "The message that this would answer was sent by a program, or forbids automatic answers."


def answers_a_forgery(facts: GateFacts) -> str | None:
    """An answer to a forged From would reach somebody who never wrote."""
    if not _answers_by_itself(facts) or facts.is_authentic:
        return None
    return "The message that this would answer failed authentication."


def answers_somebody_else(facts: GateFacts) -> str | None:
    """An automatic answer goes to the author in From, never to Reply-To, Sender or Cc."""
    if not _answers_by_itself(facts) or facts.recipient_is_author:
        return None
    return "The recipient is not the author of the message that this would answer."


def is_over_the_cap(facts: GateFacts) -> str | None:
    """So many automatic answers to one address within a day are a loop, or a person whom a person should answer.

    Not asked of the join details: they leave once per person and link, and staying without them would be worse.
    """
    if not _answers_by_itself(facts) or facts.purpose is Purpose.JOIN_DETAILS:
        return None
    if facts.answers_today < facts.answers_per_address_per_day:
        return None
    return f"This address had {facts.answers_today} automatic answers within a day."


def is_paused(facts: GateFacts) -> str | None:
    """A person paused all outgoing mail."""
    return "Outgoing mail is paused." if facts.is_paused else None


def waits_for_a_key(facts: GateFacts) -> str | None:
    """In assist mode a mail leaves when a person has released it."""
    if facts.mode is Mode.ASSIST and not facts.is_by_staff:
        return "Assist mode: this mail waits until a person releases it."
    return None


def is_over_the_hourly_cap(facts: GateFacts) -> str | None:
    """A flood of automatic answers, to however many addresses, is slowed down until somebody has looked."""
    cap = facts.answers_per_hour
    if cap is None or not _answers_by_itself(facts) or facts.answers_last_hour < cap:
        return None
    return f"{facts.answers_last_hour} automatic answers left within the hour."


def is_over_the_pace(facts: GateFacts) -> str | None:
    """Keeps to what the provider allows; room is left for links and new dates that wait."""
    reserved = 0 if facts.purpose in URGENT else facts.urgent_waiting
    if facts.sent_last_hour + reserved < facts.max_per_hour:
        return None
    return f"{facts.sent_last_hour} mails left within the hour, of at most {facts.max_per_hour}."


def _answers_by_itself(facts: GateFacts) -> bool:
    # Who was let in by a person gets the link by that person's word, though the machine sends it at its time.
    is_let_in = facts.attendance is not None and bool(facts.attendance.let_in_because)
    by_a_person = facts.is_by_staff or (facts.purpose is Purpose.JOIN_DETAILS and is_let_in)
    return facts.purpose in ANSWERS and not by_a_person
