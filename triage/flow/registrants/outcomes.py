"""What follows when Zoom says no: one table. Nobody is ever sent the event's own link instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from triage.model.mail import Defer, GateAnswer, Withhold
from triage.zoom import Fault
from triage.zoom.errors import SENTENCES

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`Defer`: asked again by itself. `Withhold`: the case goes before a person. `is_alarm`: somebody must mend it."""

    answer: type[Defer | Withhold]
    is_alarm: bool = False


OUTCOMES = {
    Fault.UNREACHABLE: Outcome(Defer, is_alarm=True),
    Fault.RATE: Outcome(Defer),
    Fault.DAILY_LIMIT: Outcome(Defer),
    # What is mended in Zoom or in the configuration is mended for everybody: the mails wait for it.
    Fault.CREDENTIALS: Outcome(Defer, is_alarm=True),
    Fault.SCOPE: Outcome(Defer, is_alarm=True),
    Fault.NOT_OURS: Outcome(Defer, is_alarm=True),
    Fault.REGISTRATION_OFF: Outcome(Defer, is_alarm=True),
    Fault.UNGUARDED: Outcome(Defer, is_alarm=True),
    # Another meeting_id is another link, and so another mail: this one can never leave.
    Fault.NOT_FOUND: Outcome(Withhold, is_alarm=True),
    Fault.OVER: Outcome(Withhold, is_alarm=True),
    Fault.HOST: Outcome(Withhold),
    Fault.FULL: Outcome(Withhold, is_alarm=True),
    Fault.ADDRESS: Outcome(Withhold),
    Fault.DENIED: Outcome(Withhold),
    Fault.UNEXPECTED: Outcome(Withhold, is_alarm=True),
}

EVERYWHERE = frozenset({Fault.UNREACHABLE, Fault.CREDENTIALS})
"""Faults of the account, whatever the meeting."""


def gate_answer(fault: Fault, until: datetime) -> GateAnswer:
    """What the fault means for a mail that waits for this place."""
    if OUTCOMES[fault].answer is Withhold:
        return Withhold(fault.value, SENTENCES[fault])
    return Defer(fault.value, SENTENCES[fault], until)


def try_again_at(fault: Fault | None, now: datetime, attempts: int, said: datetime | None = None) -> datetime:
    """When to ask again: what Zoom said, else midnight UTC for daily limits, else later each time; never past that.

    `attempts` is how often it was asked in vain before. None: no fault, they only wait for approval.
    """
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    if fault is Fault.DAILY_LIMIT:
        return min(max(said or midnight, now + FIRST_RETRY), midnight)
    later = now + min(FIRST_RETRY * (1 << min(attempts, 10)), LONGEST_RETRY)
    return min(max(said or later, now + FIRST_RETRY), now + LONGEST_RETRY)
