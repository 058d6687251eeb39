from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from intake.message import (
    Attachment,
    Body,
    NoAnswer,
)
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.mail import Purpose
from triage.model.reading import Act, Evidence, Flag, Intent, Verdict
from triage.policy.chain import CHAIN
from triage.policy.rules import content

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
LATE = START - timedelta(minutes=59)
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)
CANCELLED = replace(EVENT, state=EventState.CANCELLED)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}
THANKS = OTHER | {"evidence": (Evidence("Thank you!", Act.COURTESY, 0.99),)}
GRAVE = {"doubts": frozenset({Flag.THREAT_OF_HARM})}

ACCEPT, REVIEW, ABSORB, DISCARD = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB, Verdict.DISCARD


def flags(*names: Flag) -> dict[str, Any]:
    return {"flags": frozenset(names)}


# What happens, the changes to "Ann wants to come, in time, as Example", the verdict, the first rule, the mails.
Row = tuple[str, dict[str, Any], Verdict, str, tuple[Purpose, ...]]
Decided = Callable[[dict[str, Any]], tuple[Verdict, str, tuple[Purpose, ...]]]

CONTENT: list[Row] = [
    ("a threat of harm", {"meant": flags(Flag.THREAT_OF_HARM)}, REVIEW, "harm", ()),
    ("a threat, and no event", {"meant": flags(Flag.THREAT_OF_HARM), "event": None}, REVIEW, "harm", ()),
    ("surely spam", {"meant": OTHER | flags(Flag.SPAM) | {"confidence": 0.97}}, DISCARD, "spam", ()),
    (
        "surely spam, no event",
        {"meant": OTHER | flags(Flag.SPAM) | {"confidence": 0.97}, "event": None},
        DISCARD,
        "spam",
        (),
    ),
    ("perhaps spam", {"meant": OTHER | flags(Flag.SPAM) | {"confidence": 0.85}}, REVIEW, "maybe-spam", ()),
    ("spam that wants to come", {"meant": flags(Flag.SPAM) | {"confidence": 0.99}}, REVIEW, "maybe-spam", ()),
    (
        "spam from somebody we know",
        {"meant": OTHER | flags(Flag.SPAM) | {"confidence": 0.97}, "known": {"attendance": AttendanceState.APPROVED}},
        REVIEW,
        "maybe-spam",
        (),
    ),
    ("thanks", {"meant": THANKS}, ABSORB, "courtesy", ()),
    ("thanks after the event was closed", {"meant": THANKS, "event": CANCELLED}, ABSORB, "courtesy", ()),
    (
        "a greeting with an attachment",
        {"meant": THANKS, "message": {"attachments": (Attachment("q.docx", "application/x", 9),)}},
        REVIEW,
        "unclear",
        (),
    ),
    ("a greeting with an account", {"meant": THANKS | {"account": "Example"}}, REVIEW, "unclear", ()),
    ("a greeting, unsure", {"meant": THANKS | {"confidence": 0.5}}, REVIEW, "low-confidence", ()),
    ("a specific case", {"meant": QUESTION | flags(Flag.SPECIFIC_CASE)}, REVIEW, "case", ()),
    ("an insult", {"meant": QUESTION | flags(Flag.DISRESPECTFUL)}, REVIEW, "disrespect", ()),
    ("unsure", {"meant": {"confidence": 0.79}}, REVIEW, "low-confidence", (Purpose.UNDER_REVIEW,)),
    ("hardly a wish", {"meant": {"confidence": 0.49}}, REVIEW, "low-confidence", ()),
    (
        "a wish, perhaps, beside what may be a cry for help",
        {"meant": {"confidence": 0.7, "evidence": (Evidence("…", Act.ATTEND, 0.7), Evidence("…", Act.HARM, 0.4))}},
        REVIEW,
        "maybe-grave",
        (),
    ),
    (
        "a wish beside what may be a threat between the lines",
        {"meant": GRAVE},
        REVIEW,
        "maybe-grave",
        (),
    ),
    ("thanks that may be a farewell", {"meant": THANKS | GRAVE}, REVIEW, "maybe-grave", ()),
    (
        "surely spam, which may threaten",
        {"meant": OTHER | flags(Flag.SPAM) | GRAVE | {"confidence": 0.97}},
        REVIEW,
        "maybe-grave",
        (),
    ),
    (
        "a wish, perhaps, beside another department's matter",
        {"meant": {"confidence": 0.7, "evidence": (Evidence("…", Act.ATTEND, 0.7), Evidence("…", Act.OTHER, 0.4))}},
        REVIEW,
        "low-confidence",
        (),
    ),
    ("perhaps a question, perhaps spam", {"meant": QUESTION | {"confidence": 0.7}}, REVIEW, "low-confidence", ()),
    ("just sure enough", {"meant": {"confidence": 0.93}}, ACCEPT, "attendance", (Purpose.JOIN_DETAILS,)),
    (
        "only quotes",
        {"message": {"body": Body("x", is_all_quoted=True)}},
        REVIEW,
        "all-quoted",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "cut off",
        {"message": {"defects": ("the text is too long and was truncated",)}},
        REVIEW,
        "damaged",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "a wrong label on the text",
        {"message": {"defects": ("the text is not the character set it says it is (gb2312)",)}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    ("another department's matter", {"meant": OTHER}, REVIEW, "unclear", ()),
    ("how do I use Zoom", {"meant": OTHER | flags(Flag.LOGISTICS)}, REVIEW, "logistics", (Purpose.UNDER_REVIEW,)),
    (
        "she comes, and asks how",
        {"meant": flags(Flag.LOGISTICS)},
        REVIEW,
        "logistics",
        (Purpose.JOIN_DETAILS,),
    ),
    (
        "she comes, and needs captions",
        {"meant": flags(Flag.NEEDS_ACCOMMODATION)},
        REVIEW,
        "accommodation",
        (Purpose.JOIN_DETAILS,),
    ),
    (
        "out of scope is shown, never refused",
        {"meant": QUESTION | flags(Flag.OUT_OF_SCOPE)},
        ACCEPT,
        "question",
        (Purpose.RECEIPT,),
    ),
    ("anonymous by wish", {"meant": QUESTION | flags(Flag.ANONYMOUS_REQUEST)}, ACCEPT, "question", (Purpose.RECEIPT,)),
    ("a question needs no account", {"meant": QUESTION}, ACCEPT, "question", (Purpose.RECEIPT,)),
    (
        "a question is never late",
        {"meant": QUESTION, "facts": {"received_at": LATE}},
        ACCEPT,
        "question",
        (Purpose.RECEIPT,),
    ),
    ("feedback alone", {"meant": QUESTION | {"questions": ()}}, ACCEPT, "question", (Purpose.RECEIPT,)),
]

ROWS = CONTENT


def test_message_is_decided_by_the_first_rule_that_speaks(decided: Decided, row: Row) -> None:
    assert decided(row[1]) == row[2:], row[0]


def test_nothing_goes_out_where_no_answer_may(decided: Decided, row: Row) -> None:
    assert {decided(row[1] | {"no_answer": why})[2] for why in NoAnswer} == {()}


def test_each_rule_of_this_theme_speaks_first_in_some_row() -> None:
    assert {row[3] for row in ROWS} >= {rule.name for rule in CHAIN if rule.question.__module__ == content.__name__}
