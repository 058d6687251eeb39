"""The last check before a mail leaves: one table, asked with fresh facts for every mail and every retry.

Answers Release, Withhold (for good) or Defer (ask again). Sends nothing, stores nothing, reads no clock. The table is
read top to bottom and the first rule that speaks decides; its sentence is for staff. What shuts the gate for good
comes first, so that nobody waits for a mail that can never leave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from triage.model.facts import GateFacts
from triage.model.mail import CARRIES_JOIN_DETAILS, Defer, GateAnswer, Purpose, Release, Withhold
from triage.policy.rules import admission, outgoing

Question = Callable[[GateFacts], str | None]
"""One question about a mail: a sentence where the answer keeps it back, else None."""

ASK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GateRule:
    """A question and what its sentence means: `Withhold` (for good) or `Defer` (ask again in a minute)."""

    name: str
    question: Question
    answer: type[Withhold | Defer]


EVERY_MAIL = (
    # Shadow stands first: nothing below can reopen what must not leave at all.
    GateRule("shadow", outgoing.is_shadow, Withhold),
    GateRule("address", outgoing.is_no_address, Withhold),
    GateRule("own-address", outgoing.is_own_address, Withhold),
    GateRule("suppressed", outgoing.is_suppressed, Withhold),
    GateRule("mailing-stopped", outgoing.is_mailing_stopped, Withhold),
    GateRule("superseded", outgoing.is_superseded, Withhold),
    GateRule("missed", outgoing.is_missed, Withhold),
    GateRule("event-not-open", outgoing.is_event_not_open, Withhold),
    GateRule("no-seat-held", outgoing.holds_no_seat, Withhold),
    # RFC 3834, 2 and 4: what a machine answers by itself goes to the author, and never to a program.
    GateRule("automatic", outgoing.answers_a_program, Withhold),
    GateRule("not-authentic", outgoing.answers_a_forgery, Withhold),
    GateRule("not-the-author", outgoing.answers_somebody_else, Withhold),
    GateRule("loop-cap", outgoing.is_over_the_cap, Withhold),
)

JOIN_DETAILS = (
    # Each line is one condition of custody. No line knows a member of staff: a person's word enters only as the
    # recorded reason for letting somebody in, and it answers for lateness and standing alone.
    GateRule("no-event", admission.has_no_event, Withhold),
    GateRule("event-over", admission.is_event_over, Withhold),
    GateRule("no-attendance", admission.has_no_attendance, Withhold),
    GateRule("not-approved", admission.is_not_approved, Withhold),
    GateRule("automatic", admission.was_sent_by_a_program, Withhold),
    GateRule("not-authentic", admission.is_not_authentic, Withhold),
    GateRule("not-the-author", admission.goes_elsewhere, Withhold),
    GateRule("late", admission.came_late, Withhold),
    GateRule("unconfirmed-account", admission.is_account_unconfirmed, Withhold),
    GateRule("no-account", admission.has_no_account, Withhold),
    # Fresh first, then good: yesterday's ban may have been lifted, and yesterday's good standing proves nothing.
    GateRule("standing-unknown", admission.is_standing_unknown, Defer),
    GateRule("standing-not-fresh", admission.is_standing_not_fresh, Defer),
    GateRule("standing", admission.is_standing_not_good, Withhold),
)

FOR_NOW = (
    GateRule("paused", outgoing.is_paused, Defer),
    GateRule("mailing-paused", outgoing.is_mailing_held, Defer),
    GateRule("assist", outgoing.waits_for_a_key, Defer),
    GateRule("hourly-cap", outgoing.is_over_the_hourly_cap, Defer),
    GateRule("pace", outgoing.is_over_the_pace, Defer),
)

RULES = EVERY_MAIL + FOR_NOW
RULES_FOR_JOIN_DETAILS = EVERY_MAIL + JOIN_DETAILS + FOR_NOW


def rules_for(purpose: Purpose) -> tuple[GateRule, ...]:
    """The whole table that a mail of this purpose meets."""
    return RULES_FOR_JOIN_DETAILS if purpose in CARRIES_JOIN_DETAILS else RULES


def gate(facts: GateFacts) -> GateAnswer:
    """May this mail leave now? Takes microseconds; no input or output."""
    for rule in rules_for(facts.purpose):
        reason = rule.question(facts)
        if reason is None:
            continue
        if rule.answer is Defer:
            return Defer(rule.name, reason, facts.now + ASK_AGAIN)
        return Withhold(rule.name, reason)
    return Release()
