from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.message import Authentication, Automatic, Interest, NoAnswer, Rsvp
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.facts import Suppression, Thread
from triage.model.mail import Purpose
from triage.model.reading import Act, Decision, Evidence, Flag, Intent, Verdict
from triage.policy.chain import answers, decide
from triage.policy.matter import Matter

ANN = "ann@example.org"
START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
LATE = START - timedelta(minutes=59)
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
BOTH = {"intent": Intent.BOTH, "questions": ("Why?",)}
WITHDRAWAL = {"intent": Intent.WITHDRAWAL, "account": None, "accounts": ()}
NO_ACCOUNT = {"account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}

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
            "Not sure enough what it asks for (0.500, and 0.93 is needed).",
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


MEANINGS = st.fixed_dictionaries(
    {
        "intent": st.sampled_from(Intent),
        "confidence": st.sampled_from([0.0, 0.5, 0.8, 1.0]),
        "account": st.sampled_from([None, "Example", "Example two"]),
        "accounts": st.sampled_from([(), ("Example",), ("Example", "Example two")]),
        "questions": st.sampled_from([(), ("Why?",)]),
        "flags": st.frozensets(st.sampled_from(Flag), max_size=2),
        "is_for_another": st.booleans(),
        "evidence": st.lists(st.builds(Evidence, st.just("…"), st.sampled_from(Act), st.just(0.9)), max_size=2).map(
            tuple
        ),
    }
)
MESSAGES = st.fixed_dictionaries(
    {
        "automatic": st.none() | st.sampled_from(Automatic),
        "authentication": st.sampled_from(Authentication),
        "rsvp": st.none() | st.sampled_from(Rsvp),
        "defects": st.sampled_from([(), ("the text is too long and was truncated",)]),
    }
)
KNOWN = st.fixed_dictionaries(
    {
        "attendance": st.none() | st.sampled_from(AttendanceState),
        "account": st.sampled_from([None, "Example"]),
        "was_account_asked": st.booleans(),
        "was_link_sent": st.booleans(),
    }
)
REST = st.fixed_dictionaries(
    {
        "interest": st.sampled_from(Interest),
        "event": st.sampled_from([None, EVENT, replace(EVENT, state=EventState.CANCELLED)]),
        "thread": st.none() | st.sampled_from(Purpose).map(lambda purpose: Thread("hour-1", purpose, ANN)),
        "no_answer": st.none() | st.sampled_from(NoAnswer),
        "answer_to": st.sampled_from([None, ANN]),
    }
)
FACTS = st.fixed_dictionaries(
    {
        "received_at": st.sampled_from([START - timedelta(days=1), LATE]),
        "suppression": st.none() | st.sampled_from(Suppression),
        "is_claimed": st.booleans(),
    }
)


def _may_get_the_link(matter: Matter) -> bool:
    """The conditions under which a link may be meant for the writer, written down again without the rules."""
    message, meant, known = matter.message, matter.understanding, matter.acquaintance
    dangers = {"specific_case", "threat_of_harm", "disrespectful", "spam", "possible_spoof"}
    return (
        message.headers.author is not None
        and message.automatic is None
        and message.rsvp is None
        and message.authentication != "fail"
        and message.defects == ()
        and matter.no_answer is None
        and matter.answer_to == ANN
        and (matter.interest == "ours" or matter.facts.is_claimed)
        and matter.event is not None
        and matter.event.state == "open"
        and matter.facts.received_at <= START - timedelta(hours=1)
        and matter.facts.suppression in {None, "unsubscribed"}
        and meant.intent in {"attendance", "both"}
        and meant.confidence >= 0.8
        and not meant.is_for_another
        and dangers.isdisjoint(meant.flags)
        and {"harm", "case"}.isdisjoint(one.act for one in meant.evidence)
        and (meant.account or known.account) is not None
        and (meant.account is None or known.account in {None, meant.account})
        and known.attendance in {None, "requested", "withdrawn"}
        and not known.was_link_sent
    )


@settings(max_examples=300)
@given(meant=MEANINGS, message=MESSAGES, known=KNOWN, facts=FACTS, rest=REST)
def test_no_message_is_promised_the_link_against_the_invariants(matter: Make, **changes: dict[str, Any]) -> None:
    rest = changes.pop("rest")
    given_matter = matter(**changes, **rest)
    decision = decide(given_matter)
    assert len(decision.reasons) == len(decision.rules) > 0
    if Purpose.JOIN_DETAILS in answers(given_matter, decision):
        assert _may_get_the_link(given_matter)


@given(changed=st.sampled_from(["meant", "message", "known", "facts", "rest"]), data=st.data())
def test_one_thing_changed_about_a_good_message_keeps_the_invariants(
    matter: Make, changed: str, data: st.DataObject
) -> None:
    drawn = data.draw({"meant": MEANINGS, "message": MESSAGES, "known": KNOWN, "facts": FACTS, "rest": REST}[changed])
    name = data.draw(st.sampled_from(sorted(drawn)))
    one: dict[str, Any] = {name: drawn[name]}
    given_matter = matter(**(one if changed == "rest" else {changed: one}))
    if Purpose.JOIN_DETAILS in answers(given_matter, decide(given_matter)):
        assert _may_get_the_link(given_matter)
