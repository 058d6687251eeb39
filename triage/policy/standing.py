"""What an account's standing means for somebody who wants to come: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.model.case import StandingState


class StandingStep(StrEnum):
    """What happens next with the wish to come."""

    APPROVE = "approve"
    ASK = "ask"
    REVIEW = "review"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A step and the sentence that staff read."""

    step: StandingStep
    sentence: str


STEPS = {
    StandingState.GOOD: StandingRule(StandingStep.APPROVE, "The account is in good standing."),
    # Hidden and suppressed accounts also answer "missing": the person is asked, never told which it is.
    StandingState.MISSING: StandingRule(StandingStep.ASK, "No such account is known; the person is asked once."),
    StandingState.INVALID: StandingRule(StandingStep.ASK, "That cannot be an account name; the person is asked once."),
    StandingState.TEMPORARY: StandingRule(
        StandingStep.ASK, "A temporary account says nothing; the person is asked once."
    ),
    # A lock is used for spam, compromised and own-request accounts too: a person decides, never the machine.
    StandingState.LOCKED: StandingRule(StandingStep.REVIEW, "The account is globally locked; see the evidence."),
    StandingState.HIDDEN: StandingRule(StandingStep.REVIEW, "The account is hidden; see the evidence."),
    StandingState.BLOCKED: StandingRule(StandingStep.REVIEW, "The account is globally blocked; see the evidence."),
    StandingState.LISTED: StandingRule(StandingStep.REVIEW, "The account is on a ban list; see the evidence."),
    StandingState.UNKNOWN: StandingRule(StandingStep.WAIT, "Standing could not be asked; it is asked again."),
}


def step_for(state: StandingState, *, was_asked: bool) -> StandingRule:
    """What happens with a wish to come whose account has this standing. An account is asked for only once."""
    rule = STEPS[state]
    if rule.step is StandingStep.ASK and was_asked:
        return StandingRule(StandingStep.REVIEW, f"{rule.sentence.split(';', maxsplit=1)[0]}, and we asked already.")
    return rule
