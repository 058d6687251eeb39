from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.message import (
    Address,
    Attachment,
    Authentication,
    Automatic,
    Body,
    Interest,
    NoAnswer,
    Rsvp,
)
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.facts import Suppression, Thread
from triage.model.mail import Purpose
from triage.model.reading import Act, Decision, Evidence, Flag, Intent, Verdict
from triage.policy.chain import CHAIN, answers, decide
from triage.policy.matter import Matter

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
LATE = START - timedelta(minutes=59)
ANN = "ann@example.org"
EVENT = Event(id=1, slug="hour-1", title="Conversation hour", host="Maggie Dennis", starts_at=START)
CANCELLED = replace(EVENT, state=EventState.CANCELLED)
TO_ANN = Thread("hour-1", Purpose.JOIN_DETAILS, ANN)
ASKED_ANN = Thread("hour-1", Purpose.ACCOUNT_REQUEST, ANN)

QUESTION = {"intent": Intent.QUESTION, "questions": ("Why?",), "account": None, "accounts": ()}
BOTH = {"intent": Intent.BOTH, "questions": ("Why?",)}
WITHDRAWAL = {"intent": Intent.WITHDRAWAL, "account": None, "accounts": ()}
NO_ACCOUNT = {"account": None, "accounts": ()}
OTHER = {"intent": Intent.OTHER, "account": None, "accounts": (), "evidence": (Evidence("Buy!", Act.OTHER, 0.99),)}
THANKS = OTHER | {"evidence": (Evidence("Thank you!", Act.COURTESY, 0.99),)}
OWN_HEADERS = {"message_id": "7.keyed@example.net"}
FROM_US = {"author": Address("Answers", "answers@example.net")}
FROM_WIKI = {"author": Address("Meta", "wiki@wikimedia.org")}

ACCEPT, REVIEW, ABSORB, DISCARD = Verdict.ACCEPT, Verdict.REVIEW, Verdict.ABSORB, Verdict.DISCARD
Make = Callable[..., Matter]


def flags(*names: Flag) -> dict[str, Any]:
    return {"flags": frozenset(names)}


# What happens, the changes to "Ann wants to come, in time, as Example", the verdict, the first rule, the mails.
Row = tuple[str, dict[str, Any], Verdict, str, tuple[Purpose, ...]]

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
    ("an out-of-office answer that says yes", {"message": {"automatic": Automatic.VACATION}}, ABSORB, "report", ()),
    ("a complaint", {"message": {"automatic": Automatic.FEEDBACK}}, ABSORB, "report", ()),
    ("a robot asks us to confirm", {"message": {"automatic": Automatic.CHALLENGE}}, ABSORB, "report", ()),
    ("a read receipt", {"message": {"automatic": Automatic.DISPOSITION}}, ABSORB, "report", ()),
    ("an auto-reply", {"message": {"automatic": Automatic.REPLIED}}, ABSORB, "report", ()),
    ("a newsletter", {"message": {"automatic": Automatic.BULK}}, ABSORB, "program", ()),
    ("a ticket system", {"message": {"automatic": Automatic.GENERATED}}, ABSORB, "program", ()),
    (
        "a web form that carries a threat",
        {"message": {"automatic": Automatic.GENERATED}, "meant": flags(Flag.THREAT_OF_HARM)},
        REVIEW,
        "harm",
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
    ("just sure enough", {"meant": {"confidence": 0.8}}, ACCEPT, "attendance", (Purpose.JOIN_DETAILS,)),
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
        {"thread": TO_ANN, "known": {"attendance": AttendanceState.APPROVED, "was_link_sent": True}},
        ABSORB,
        "see-you",
        (),
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
        (Purpose.UNDER_REVIEW,),
    ),
]

ROWS = [*ORIGIN, *INVITATIONS, *CONTENT, *WISHES]


@pytest.mark.parametrize(("why", "changes", "verdict", "rule", "mails"), ROWS, ids=[row[0] for row in ROWS])
def test_message_is_decided_by_the_first_rule_that_speaks(
    matter: Make, why: str, changes: dict[str, Any], verdict: Verdict, rule: str, mails: tuple[Purpose, ...]
) -> None:
    given = matter(**changes)
    decision = decide(given)
    assert (decision.verdict, decision.rules[0], answers(given, decision)) == (verdict, rule, mails), why


def test_each_rule_speaks_in_some_row(matter: Make) -> None:
    assert {name for row in ROWS for name in decide(matter(**row[1])).rules} == {
        *(rule.name for rule in CHAIN),
        "unclear",
    }


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


@pytest.mark.parametrize("no_answer", list(NoAnswer))
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_nothing_goes_out_where_no_answer_may(matter: Make, row: Row, no_answer: NoAnswer) -> None:
    given = matter(**(row[1] | {"no_answer": no_answer}))
    assert answers(given, decide(given)) == ()
