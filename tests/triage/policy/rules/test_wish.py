from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from intake.message import (
    NoAnswer,
)
from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.facts import Thread
from triage.model.mail import Purpose
from triage.model.reading import Act, Evidence, Flag, Intent, Verdict
from triage.policy.chain import CHAIN
from triage.policy.rules import wish

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
LATE = START - timedelta(minutes=59)
ANN = "ann@example.org"
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)
TO_ANN = Thread("hour-1", Purpose.JOIN_DETAILS, ANN)
ASKED_ANN = Thread("hour-1", Purpose.ACCOUNT_REQUEST, ANN)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
BOTH = {"intent": Intent.BOTH, "questions": ("Why?",)}
WITHDRAWAL = {"intent": Intent.WITHDRAWAL, "account": None, "accounts": ()}
NO_ACCOUNT = {"account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}

ACCEPT, REVIEW, ABSORB, DISCARD = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB, Verdict.DISCARD


def flags(*names: Flag) -> dict[str, Any]:
    return {"flags": frozenset(names)}


# What happens, the changes to "Ann wants to come, in time, as Example", the verdict, the first rule, the mails.
Row = tuple[str, dict[str, Any], Verdict, str, tuple[Purpose, ...]]
Decided = Callable[[dict[str, Any]], tuple[Verdict, str, tuple[Purpose, ...]]]

WISHES: list[Row] = [
    ("she wants to come", {}, ACCEPT, "attendance", (Purpose.JOIN_DETAILS,)),
    ("she wants to come, and asks", {"meant": BOTH}, ACCEPT, "attendance", (Purpose.JOIN_DETAILS,)),
    (
        "the link comes later",
        {"event": replace(EVENT, send_join_details_minutes=60)},
        ACCEPT,
        "attendance",
        (Purpose.CONFIRMED,),
    ),
    (
        "the link's time has come",
        {"event": replace(EVENT, send_join_details_minutes=60 * 72)},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    (
        "at the deadline",
        {"facts": {"received_at": START - timedelta(hours=1)}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    ("after the deadline", {"facts": {"received_at": LATE}}, REVIEW, "late", (Purpose.LATE,)),
    ("late, with a question", {"meant": BOTH, "facts": {"received_at": LATE}}, REVIEW, "late", (Purpose.LATE,)),
    (
        "late, needs captions",
        {"meant": flags(Flag.NEEDS_ACCOMMODATION), "facts": {"received_at": LATE}},
        REVIEW,
        "late",
        (Purpose.LATE,),
    ),
    (
        "late, and unsure",
        {"meant": {"confidence": 0.5}, "facts": {"received_at": LATE}},
        REVIEW,
        "low-confidence",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "asked in time, answers our question late",
        {
            "facts": {"received_at": LATE},
            "known": {
                "attendance": AttendanceState.REQUESTED,
                "wished_at": START - timedelta(hours=3),
                "was_account_asked": True,
            },
        },
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    (
        "withdrew in time, wants to come again late",
        {
            "facts": {"received_at": LATE},
            "known": {"attendance": AttendanceState.WITHDRAWN, "wished_at": START - timedelta(hours=3)},
        },
        REVIEW,
        "late",
        (Purpose.LATE,),
    ),
    ("no account", {"meant": NO_ACCOUNT}, ACCEPT, "account-missing", (Purpose.ACCOUNT_REQUEST,)),
    ("no account, and a question", {"meant": BOTH | NO_ACCOUNT}, ACCEPT, "account-missing", (Purpose.ACCOUNT_REQUEST,)),
    (
        "no account, asked before",
        {"meant": NO_ACCOUNT, "known": {"was_account_asked": True}},
        REVIEW,
        "account-asked-before",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "no account now, known from before",
        {"meant": NO_ACCOUNT, "known": {"account": "Example"}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    (
        "our question about the account is answered without one",
        {"meant": OTHER, "thread": ASKED_ANN},
        REVIEW,
        "account-question-open",
        (),
    ),
    (
        "our question is answered with a question",
        {"meant": QUESTION, "thread": ASKED_ANN},
        REVIEW,
        "account-question-open",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "two accounts of her own",
        {"meant": {"account": None, "accounts": ("Example", "Example two")}},
        REVIEW,
        "several-accounts",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "which account is meant is not sure",
        {"meant": {"account": "Example", "account_confidence": 0.6}},
        REVIEW,
        "account-unsure",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "another account than before",
        {"meant": {"account": "Example two"}, "known": {"account": "Example"}},
        REVIEW,
        "other-account",
        (Purpose.UNDER_REVIEW,),
    ),
    ("for a friend", {"meant": {"is_for_another": True}}, REVIEW, "for-another", (Purpose.UNDER_REVIEW,)),
    (
        "asks again, and has the link",
        {"known": {"attendance": AttendanceState.APPROVED, "was_link_sent": True}},
        REVIEW,
        "asks-again",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "asks again, before the link's time",
        {"known": {"attendance": AttendanceState.APPROVED}},
        REVIEW,
        "asks-again",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "see you there",
        {
            "thread": TO_ANN,
            "known": {"attendance": AttendanceState.APPROVED, "account": "Example", "was_link_sent": True},
        },
        ABSORB,
        "see-you",
        (),
    ),
    (
        "see you there, and may my partner come?",
        {
            "thread": TO_ANN,
            "meant": {"is_for_another": True},
            "known": {"attendance": AttendanceState.APPROVED, "account": "Example", "was_link_sent": True},
        },
        REVIEW,
        "for-another",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "see you there, with a name that may be a friend's",
        {
            "thread": TO_ANN,
            "meant": {"account": "Friend", "account_confidence": 0.7},
            "known": {"attendance": AttendanceState.APPROVED, "was_link_sent": True},
        },
        REVIEW,
        "account-unsure",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "see you there, and a question",
        {
            "thread": TO_ANN,
            "meant": BOTH | {"evidence": (Evidence("Why?", Act.QUESTION, 0.9),)},
            "known": {"attendance": AttendanceState.APPROVED, "was_link_sent": True},
        },
        ACCEPT,
        "attendance",
        (Purpose.RECEIPT,),
    ),
    (
        "see you there, under another account",
        {
            "thread": TO_ANN,
            "meant": {"account": "Example two"},
            "known": {"attendance": AttendanceState.APPROVED, "account": "Example", "was_link_sent": True},
        },
        REVIEW,
        "other-account",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "declined before",
        {"known": {"attendance": AttendanceState.DECLINED}},
        REVIEW,
        "declined-before",
        (Purpose.UNDER_REVIEW,),
    ),
    ("before a person already", {"known": {"attendance": AttendanceState.REVIEW}}, REVIEW, "in-review", ()),
    (
        "on the waiting list",
        {"known": {"attendance": AttendanceState.WAITING}},
        REVIEW,
        "waiting",
        (Purpose.UNDER_REVIEW,),
    ),
    (
        "withdrawn before",
        {"known": {"attendance": AttendanceState.WITHDRAWN}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    ("she cannot come", {"meant": WITHDRAWAL}, ACCEPT, "withdrawal", (Purpose.WITHDRAWN,)),
    (
        "she cannot come, after the deadline",
        {"meant": WITHDRAWAL, "facts": {"received_at": LATE}},
        ACCEPT,
        "withdrawal",
        (Purpose.WITHDRAWN,),
    ),
    (
        "perhaps she cannot come",
        {"meant": WITHDRAWAL | {"confidence": 0.5}},
        REVIEW,
        "low-confidence",
        (),
    ),
]

ROWS = WISHES


def test_message_is_decided_by_the_first_rule_that_speaks(decided: Decided, row: Row) -> None:
    assert decided(row[1]) == row[2:], row[0]


def test_nothing_goes_out_where_no_answer_may(decided: Decided, row: Row) -> None:
    assert {decided(row[1] | {"no_answer": why})[2] for why in NoAnswer} == {()}


def test_each_rule_of_this_theme_speaks_first_in_some_row() -> None:
    assert {row[3] for row in ROWS} >= {rule.name for rule in CHAIN if rule.question.__module__ == wish.__name__}
