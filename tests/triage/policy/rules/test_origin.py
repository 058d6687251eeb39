from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from intake.message import (
    Address,
    Authentication,
    Automatic,
    Interest,
    NoAnswer,
    Rsvp,
)
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.facts import Suppression, Thread
from triage.model.mail import Purpose
from triage.model.reading import Act, Evidence, Flag, Intent, Verdict
from triage.policy.chain import CHAIN
from triage.policy.rules import origin

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
ANN = "ann@example.org"
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)
CANCELLED = replace(EVENT, state=EventState.CANCELLED)
TO_ANN = Thread("hour-1", Purpose.JOIN_DETAILS, ANN)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
WITHDRAWAL = {"intent": Intent.WITHDRAWAL, "account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}
OWN_HEADERS = {"message_id": "7.keyed@example.net"}
FROM_US = {"author": Address("Answers", "answers@example.net")}
FROM_WIKI = {"author": Address("Meta", "wiki@wikimedia.org")}

ACCEPT, REVIEW, ABSORB, DISCARD = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB, Verdict.DISCARD


def flags(*names: Flag) -> dict[str, Any]:
    return {"flags": frozenset(names)}


# What happens, the changes to "Ann wants to come, in time, as Example", the verdict, the first rule, the mails.
Row = tuple[str, dict[str, Any], Verdict, str, tuple[Purpose, ...]]
Decided = Callable[[dict[str, Any]], tuple[Verdict, str, tuple[Purpose, ...]]]

ORIGIN: list[Row] = [
    ("our own mail came back", {"headers": OWN_HEADERS | FROM_US}, ABSORB, "own-mail", ()),
    (
        "our Message-ID, copied by somebody to be passed over",
        {"headers": OWN_HEADERS, "no_answer": NoAnswer.OWN_ADDRESS},
        REVIEW,
        "own-address",
        (),
    ),
    (
        "our address in From, but not a mail of ours",
        {"headers": FROM_US, "no_answer": NoAnswer.OWN_ADDRESS, "answer_to": None},
        REVIEW,
        "own-address",
        (),
    ),
    ("a bounce", {"message": {"automatic": Automatic.DELIVERY_STATUS}}, ABSORB, "report", ()),
    (
        "a bounce that quotes a threat",
        {"message": {"automatic": Automatic.DELIVERY_STATUS}, "meant": flags(Flag.THREAT_OF_HARM)},
        ABSORB,
        "report",
        (),
    ),
    ("an out-of-office answer that says yes", {"message": {"automatic": Automatic.VACATION}}, ABSORB, "program", ()),
    ("a complaint", {"message": {"automatic": Automatic.FEEDBACK}}, ABSORB, "report", ()),
    ("a robot asks us to confirm", {"message": {"automatic": Automatic.CHALLENGE}}, ABSORB, "program", ()),
    ("a read receipt", {"message": {"automatic": Automatic.DISPOSITION}}, ABSORB, "report", ()),
    ("an auto-reply", {"message": {"automatic": Automatic.REPLIED}}, ABSORB, "program", ()),
    ("a newsletter", {"message": {"automatic": Automatic.BULK}}, ABSORB, "program", ()),
    ("a ticket system", {"message": {"automatic": Automatic.GENERATED}}, ABSORB, "program", ()),
    (
        "a web form that carries a threat",
        {"message": {"automatic": Automatic.GENERATED}, "meant": flags(Flag.THREAT_OF_HARM)},
        REVIEW,
        "harm",
        (),
    ),
    (
        "an absence, guessed from words, that carries a threat",
        {"message": {"automatic": Automatic.VACATION}, "meant": flags(Flag.THREAT_OF_HARM)},
        REVIEW,
        "harm",
        (),
    ),
    (
        "a postmaster who wants to come",
        {"no_answer": NoAnswer.AUTOMATIC, "answer_to": None},
        REVIEW,
        "unanswerable",
        (),
    ),
    ("authentication failed", {"message": {"authentication": Authentication.FAIL}}, REVIEW, "not-authentic", ()),
    ("From was made to mislead", {"meant": flags(Flag.POSSIBLE_SPOOF)}, REVIEW, "not-authentic", ()),
    ("nothing is known of authentication", {}, ACCEPT, "attendance", (Purpose.JOIN_DETAILS,)),
    ("no author", {"headers": {"author": None}, "answer_to": None}, REVIEW, "no-author", ()),
    (
        "two From fields that agree",
        {"headers": {"defects": ("there are several From fields",)}},
        REVIEW,
        "doubtful-author",
        (),
    ),
    ("through Special:EmailUser", {"headers": FROM_WIKI}, REVIEW, "wiki-mail", ()),
    ("through a list", {"no_answer": NoAnswer.LIST, "answer_to": None}, REVIEW, "unanswerable", ()),
    ("a null sender", {"no_answer": NoAnswer.NULL_SENDER, "answer_to": None}, REVIEW, "unanswerable", ()),
    ("Exchange forbids answers to a wish", {"no_answer": NoAnswer.SUPPRESS}, REVIEW, "unanswerable", ()),
    (
        "Exchange forbids answers to a question: it is kept, without a receipt",
        {"no_answer": NoAnswer.SUPPRESS, "meant": QUESTION},
        ACCEPT,
        "question",
        (),
    ),
    ("a loop, or nearly", {"no_answer": NoAnswer.LOOP_CAP, "facts": {"answers_today": 4}}, REVIEW, "loop-cap", ()),
    ("mail to her bounces", {"facts": {"suppression": Suppression.UNDELIVERABLE}}, REVIEW, "suppressed", ()),
    (
        "she left the news",
        {"facts": {"suppression": Suppression.UNSUBSCRIBED}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
    ("no event is open", {"event": None}, REVIEW, "no-event", ()),
    ("the event is cancelled", {"event": CANCELLED}, REVIEW, "no-event", ()),
    ("perhaps ours", {"interest": Interest.PERHAPS}, REVIEW, "unclaimed", ()),
    ("not ours by its subject, but it wants to come", {"interest": Interest.NOT_OURS}, REVIEW, "unclaimed", ()),
    ("not ours at all", {"interest": Interest.NOT_OURS, "meant": OTHER}, ABSORB, "not-ours", ()),
    (
        "perhaps ours, and claimed by a person",
        {"interest": Interest.PERHAPS, "facts": {"is_claimed": True}},
        ACCEPT,
        "attendance",
        (Purpose.JOIN_DETAILS,),
    ),
]

INVITATIONS: list[Row] = [
    ("accepted: approves nothing", {"message": {"rsvp": Rsvp.ACCEPTED}}, ABSORB, "invitation-accepted", ()),
    ("perhaps", {"message": {"rsvp": Rsvp.TENTATIVE}}, ABSORB, "invitation-accepted", ()),
    (
        "declined, ours",
        {
            "message": {"rsvp": Rsvp.DECLINED},
            "meant": WITHDRAWAL,
            "facts": {"invitation": "hour-1"},
            "known": {"attendance": AttendanceState.APPROVED},
        },
        ACCEPT,
        "invitation-declined",
        (),
    ),
    (
        "declined by a calendar that says it is a program",
        {
            "message": {"rsvp": Rsvp.DECLINED, "automatic": Automatic.GENERATED},
            "meant": WITHDRAWAL,
            "facts": {"invitation": "hour-1"},
        },
        ACCEPT,
        "invitation-declined",
        (),
    ),
    (
        "declined in the thread of our mail",
        {
            "message": {"rsvp": Rsvp.DECLINED},
            "meant": WITHDRAWAL,
            "thread": TO_ANN,
            "known": {"attendance": AttendanceState.APPROVED},
        },
        ACCEPT,
        "invitation-declined",
        (),
    ),
    (
        "a rival declines in her name, without our invitation",
        {
            "message": {"rsvp": Rsvp.DECLINED},
            "meant": WITHDRAWAL,
            "known": {"attendance": AttendanceState.APPROVED},
        },
        REVIEW,
        "other-invitation-declined",
        (),
    ),
    (
        "a forged refusal",
        {
            "message": {"rsvp": Rsvp.DECLINED, "authentication": Authentication.FAIL},
            "meant": WITHDRAWAL,
            "facts": {"invitation": "hour-1"},
        },
        REVIEW,
        "not-authentic",
        (),
    ),
    (
        "accepted, with a question",
        {"message": {"rsvp": Rsvp.ACCEPTED}, "meant": {"evidence": (Evidence("Why?", Act.QUESTION, 0.9),)}},
        REVIEW,
        "invitation-and-words",
        (),
    ),
]

ROWS = [*ORIGIN, *INVITATIONS]


def test_message_is_decided_by_the_first_rule_that_speaks(decided: Decided, row: Row) -> None:
    assert decided(row[1]) == row[2:], row[0]


def test_nothing_goes_out_where_no_answer_may(decided: Decided, row: Row) -> None:
    assert {decided(row[1] | {"no_answer": why})[2] for why in NoAnswer} == {()}


def test_each_rule_of_this_theme_speaks_first_in_some_row() -> None:
    assert {row[3] for row in ROWS} >= {rule.name for rule in CHAIN if rule.question.__module__ == origin.__name__}
