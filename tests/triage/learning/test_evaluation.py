"""What counts as wrong: what a person would have to undo, never what only looks different."""

from __future__ import annotations

import pytest

from intake.message import Interest
from triage.learning.evaluation import Judged, Outcome, evaluate
from triage.learning.examples import mail_examples
from triage.model.reading import Decision, Flag, Intent, Reading, Understanding, Verdict

ACCEPT, REVIEW, ABSORB = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB
COMES = "intent: attendance\naccount: Ann"
ASKS = "intent: question"
NOTHING = "intent: other"
THREAT = "intent: other\nflags: threat_of_harm"


def judged(
    truth: str,
    intent: Intent,
    account: str | None = None,
    verdict: Verdict = ACCEPT,
    flags: frozenset[Flag] = frozenset(),
    interest: Interest = Interest.OURS,
) -> Judged:
    (mail,) = mail_examples(f"==== one\nsubject: CR&S\n{truth}\n----\nHello.\n", "en")
    meant = Understanding("en", intent, 0.99, account=account, flags=flags)
    decision = Decision(verdict, ("…",))
    return Judged(
        mail,
        Reading("e", is_reply_to_us=False, is_late=False, understanding=meant, decision=decision, interest=interest),
    )


@pytest.mark.parametrize(
    ("case", "is_wrong"),
    [
        (judged(COMES, Intent.ATTENDANCE, "Ann"), False),
        (judged(COMES, Intent.ATTENDANCE, "Ben"), True),
        (judged(COMES, Intent.ATTENDANCE), False),
        (judged(COMES, Intent.QUESTION), True),
        (judged(ASKS, Intent.OTHER, verdict=ABSORB), True),
        (judged(NOTHING, Intent.QUESTION), True),
        (judged(NOTHING, Intent.WITHDRAWAL, verdict=ABSORB), False),
        (judged(THREAT, Intent.OTHER, verdict=ABSORB), True),
        (judged(THREAT, Intent.OTHER, flags=frozenset({Flag.THREAT_OF_HARM})), False),
    ],
)
def test_only_what_must_be_undone_is_wrong(case: Judged, *, is_wrong: bool) -> None:
    assert case.is_wrong is is_wrong


def test_what_nobody_claimed_neither_counts_as_done_nor_as_wrong() -> None:
    unclaimed = judged(COMES, Intent.ATTENDANCE, "Ben", interest=Interest.PERHAPS)
    waiting = judged(COMES, Intent.ATTENDANCE, "Ann", REVIEW)
    found = evaluate(Outcome((unclaimed, waiting, judged(COMES, Intent.ATTENDANCE, "Ann")), (), (), ()))
    assert (found.unclaimed.right, found.unclaimed.of) == (1, 3)
    assert (found.coverage.right, found.coverage.of) == (1, 2)
    assert (found.wrong.right, found.wrong.of) == (0, 1)
