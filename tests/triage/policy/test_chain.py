from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from triage.model.event import Event
from triage.model.reading import Act, Decision, Evidence, Flag, Intent, Verdict
from triage.policy.chain import answers, decide
from triage.policy.matter import Matter

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
LATE = START - timedelta(minutes=59)
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
BOTH = {"intent": Intent.BOTH, "questions": ("Why?",)}
WITHDRAWAL = {"intent": Intent.WITHDRAWAL, "account": None, "accounts": ()}
NO_ACCOUNT = {"account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}

ACCEPT, REVIEW, ABSORB, DISCARD = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB, Verdict.DISCARD
Make = Callable[..., Matter]


def flags(*names: Flag) -> dict[str, Any]:
    return {"flags": frozenset(names)}


def test_review_shows_every_reason(matter: Make) -> None:
    given = matter(
        meant={"confidence": 0.5, "is_for_another": True} | flags(Flag.NEEDS_ACCOMMODATION),
        facts={"received_at": LATE},
    )
    assert decide(given) == Decision(
        Verdict.REVIEW,
        (
            "It asks for somebody else's place.",
            "Not sure enough what it asks for (0.50, and 0.80 is needed).",
            "The wish to come arrived after the deadline (2026-12-10 17:00 UTC).",
            "The writer needs an accommodation.",
        ),
        ("for-another", "low-confidence", "late", "accommodation"),
    )


def test_threat_calls_a_person_at_once(matter: Make) -> None:
    assert decide(matter(meant=flags(Flag.THREAT_OF_HARM))).is_alarm


def test_needs_go_ahead_while_a_person_looks(matter: Make) -> None:
    needs = decide(matter(meant=flags(Flag.NEEDS_ACCOMMODATION, Flag.LOGISTICS)))
    doubt = decide(matter(meant={"confidence": 0.5} | flags(Flag.NEEDS_ACCOMMODATION)))
    assert (needs.goes_ahead, doubt.goes_ahead) == (True, False)


def test_message_that_no_rule_knows_goes_to_a_person(matter: Make) -> None:
    assert decide(matter(meant=OTHER)) == Decision(
        Verdict.REVIEW, ("It asks for nothing that is done by itself.",), ("unclear",)
    )


SECRET_KEPT = [
    flags(Flag.THREAT_OF_HARM),
    flags(Flag.SPECIFIC_CASE),
    flags(Flag.SPAM),
    flags(Flag.POSSIBLE_SPOOF),
    flags(Flag.DISRESPECTFUL),
]


@pytest.mark.parametrize("meant", SECRET_KEPT)
@pytest.mark.parametrize("besides", [{}, BOTH, QUESTION, WITHDRAWAL, NO_ACCOUNT, {"confidence": 0.1}])
@pytest.mark.parametrize("received_at", [START - timedelta(days=1), LATE])
def test_nothing_goes_out_where_a_person_must_find_the_words(
    matter: Make, meant: dict[str, Any], besides: dict[str, Any], received_at: datetime
) -> None:
    given = matter(meant=besides | meant, facts={"received_at": received_at})
    assert answers(given, decide(given)) == ()
