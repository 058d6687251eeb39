from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.message import Address, Headers, Interest, Own
from triage.model.event import Event, EventState
from triage.model.reading import Intent
from triage.policy.interest import event_for, interest, named_event, old_subject_intent

NOW = datetime(2026, 12, 8, 12, 0, tzinfo=UTC)
SPRING = Event(
    id=1,
    slug="spring",
    title="Conversation hour with Maggie Dennis",
    host="Maggie Dennis",
    starts_at=NOW + timedelta(days=2),
    subjects=("CR&S",),
    old_subjects=(("ask the vice president", "question"),),
)
SUMMER = replace(SPRING, id=2, slug="summer", starts_at=NOW + timedelta(days=90))
BOARD = replace(SPRING, id=3, slug="board", title="Board chat", host="Nat", subjects=("Board chat",), old_subjects=())
SPECIAL = replace(SPRING, id=4, slug="special", subjects=("CR&S", "CR&S special session"))

OURS, PERHAPS, NOT_OURS = Interest.OURS, Interest.PERHAPS, Interest.NOT_OURS
OWN_ID = "a.keyed@example.net"
REPORT = {"content_type": "multipart/report", "report_type": "delivery-status"}

ROWS: list[tuple[str, dict[str, Any], bytes, Interest, str | None]] = [
    ("the announced subject", {"subject": "CR&S"}, b"", OURS, "spring"),
    ("contained in another", {"subject": "Re: [list] my question on CR & S, please"}, b"", OURS, "spring"),
    ("an old subject", {"subject": "Question for Maggie"}, b"", OURS, "spring"),
    ("an old subject for the link", {"subject": "AW: conversation  with maggie"}, b"", OURS, "spring"),
    ("an old subject in Ukrainian", {"subject": "Питання до Меґґі"}, b"", OURS, "spring"),
    ("an old subject of the event's file", {"subject": "Ask the Vice President!"}, b"", OURS, "spring"),
    ("an answer to our mail", {"subject": "Hello", "in_reply_to": OWN_ID}, b"", OURS, None),
    ("an answer further down", {"subject": "Hello", "references": ("x@y.z", OWN_ID, "u@v.w")}, b"", OURS, None),
    ("an answer to somebody else", {"subject": "Hello", "in_reply_to": "x@y.z"}, b"", NOT_OURS, None),
    ("our own mail", {"subject": "Hello", "message_id": OWN_ID}, b"", OURS, None),
    ("a bounce of our mail", REPORT, b"Message-ID: <a.keyed@example.net>\r\n", OURS, None),
    ("a bounce of a stranger's mail", REPORT, b"Message-ID: <x@y.z>\r\n", NOT_OURS, None),
    (
        "a forged bounce of a mail that we never sent, with our subject",
        REPORT | {"subject": "Undelivered: CR&S"},
        b"Message-ID: <x@y.z>\r\n",
        NOT_OURS,
        "spring",
    ),
    ("a report that could not be peeked at", REPORT, b"", PERHAPS, None),
    (
        "a daemon's mail without a report",
        {"subject": "failure notice", "author": Address("", "MAILER-DAEMON@example.org")},
        b"",
        PERHAPS,
        None,
    ),
    ("an invitation accepted", {"subject": "Accepted: Conversation hour with Maggie Dennis @ Thu"}, b"", OURS, None),
    ("declined, in German", {"subject": "Abgelehnt: Conversation hour with Maggie Dennis"}, b"", OURS, None),
    ("another invitation accepted", {"subject": "Accepted: lunch"}, b"", NOT_OURS, None),
    (
        "a calendar's answer with a keyed UID",
        {"subject": "Zusage", "content_type": "text/calendar"},
        b"BEGIN:VEVENT\r\nUID:a.keyed@example.net\r\n",
        OURS,
        None,
    ),
    ("a weak form", {"subject": "CRS report"}, b"", PERHAPS, None),
    ("what a link leaves", {"subject": "Re: CR"}, b"", PERHAPS, None),
    ("the subject of 2020", {"subject": "Trust & Safety question"}, b"", PERHAPS, None),
    ("perhaps another team's", {"subject": "Office hour on Thursday"}, b"", PERHAPS, None),
    ("the title alone", {"subject": "Conversation hour with Maggie Dennis"}, b"", PERHAPS, None),
    ("no subject", {"subject": ""}, b"", PERHAPS, None),
    ("a list's subject without words", {"subject": "Fwd: [x]"}, b"", PERHAPS, None),
    ("another matter", {"subject": "Invoice 2024-17"}, b"", NOT_OURS, None),
    ("another name that ends alike", {"subject": "ACR&S"}, b"", NOT_OURS, None),
]


@pytest.mark.parametrize(("why", "headers", "report", "expected", "slug"), ROWS, ids=[row[0] for row in ROWS])
def test_interest_by_headers_alone(
    own: Own, why: str, headers: dict[str, Any], report: bytes, expected: Interest, slug: str | None
) -> None:
    given_headers = replace(Headers(author=Address("Ann", "ann@example.org")), **headers)
    assert interest(given_headers, report, (SPRING,), own) == (expected, slug), why


@pytest.mark.parametrize(
    ("events", "subject", "expected"),
    [
        ((), "CR&S", OURS),
        ((), "Question for Maggie", OURS),
        ((), "Board chat", NOT_OURS),
        ((BOARD,), "CR&S", PERHAPS),
        ((BOARD,), "Question for Maggie", NOT_OURS),
        ((BOARD,), "Question for Nat", OURS),
        ((replace(SPRING, subjects=()),), "CR&S", OURS),
    ],
)
def test_interest_without_an_event_of_that_name(
    own: Own, events: tuple[Event, ...], subject: str, expected: Interest
) -> None:
    assert interest(Headers(subject=subject), b"", events, own)[0] is expected


NAMED = [
    ("CR&S", (SPRING, SUMMER), None, "two events of one name: neither is named"),
    ("CR&S", (SPRING, BOARD), SPRING, "one of them"),
    ("Board chat on CR&S", (SPRING, BOARD), BOARD, "the longest phrase wins"),
    ("CR&S special session", (SPRING, SPECIAL), SPECIAL, "the longest phrase of one event"),
    ("Question for Maggie", (SPRING, BOARD), SPRING, "by the host of an old subject"),
    ("hello", (SPRING,), None, "nothing is named"),
]


@pytest.mark.parametrize(("subject", "events", "expected", "why"), NAMED)
def test_event_is_named(subject: str, events: tuple[Event, ...], expected: Event | None, why: str) -> None:
    assert named_event(subject, events) == expected, why


ENDED = replace(SPRING, starts_at=NOW - timedelta(days=2))
UNDER_WAY = replace(SPRING, starts_at=NOW - timedelta(minutes=10))
CANCELLED = replace(SPRING, state=EventState.CANCELLED)
CHOSEN: list[tuple[str, str, str | None, Sequence[Event], str | None]] = [
    ("the event of the mail that is replied to", "Board chat", "summer", (SPRING, SUMMER, BOARD), "summer"),
    ("a reply stays with an event that is over", "CR&S", "spring", (ENDED, SUMMER), "spring"),
    ("a reply stays with a cancelled event", "CR&S", "spring", (CANCELLED, SUMMER), "spring"),
    ("a reply about an event that is gone", "CR&S", "winter", (SUMMER,), "summer"),
    ("the one named", "Board chat", None, (SPRING, BOARD), "board"),
    ("the earliest of those named", "CR&S", None, (SUMMER, SPRING, BOARD), "spring"),
    ("the earliest, when none is named", "hello", None, (SUMMER, SPRING), "spring"),
    ("late for the one under way, never early for the next", "CR&S", None, (SUMMER, UNDER_WAY), "spring"),
    ("the next, once that one is over", "CR&S", None, (SUMMER, ENDED), "summer"),
    ("the only one named, though over", "CR&S", None, (ENDED, BOARD), "spring"),
    ("a cancelled one is not open", "CR&S", None, (CANCELLED, SUMMER), "summer"),
    ("none is open", "CR&S", None, (CANCELLED,), None),
    ("all are over, and none is named", "hello", None, (ENDED,), None),
    ("none at all", "CR&S", None, (), None),
]


@pytest.mark.parametrize(("why", "subject", "replied_to", "events", "slug"), CHOSEN, ids=[row[0] for row in CHOSEN])
def test_event_is_chosen(
    why: str, subject: str, replied_to: str | None, events: Sequence[Event], slug: str | None
) -> None:
    event = event_for(subject, replied_to, events, NOW)
    assert (event.slug if event else None) == slug, why


INTENTS = [
    ("Question for Maggie", Intent.QUESTION),
    ("Re: Questions for Maggie and others", Intent.QUESTION),
    ("Frage an Maggie", Intent.QUESTION),
    ("Pregunta para Maggie", Intent.QUESTION),
    ("Question pour Maggie", Intent.QUESTION),
    ("Pergunta para a Maggie", Intent.QUESTION),
    ("Domanda per Maggie", Intent.QUESTION),
    ("Вопрос для Мэгги", Intent.QUESTION),
    ("给Maggie的问题", Intent.QUESTION),
    ("給 Maggie 的問題", Intent.QUESTION),
    ("Maggieへの質問", Intent.QUESTION),
    ("سؤال إلى ماغي", Intent.QUESTION),
    ("Ask the vice president", Intent.QUESTION),
    ("“Conversation with Maggie”", Intent.ATTENDANCE),
    ("Gespräch mit Maggie", Intent.ATTENDANCE),
    ("Conversation with Margaret", None),
    ("CR&S", None),
]


@pytest.mark.parametrize(("subject", "expected"), INTENTS)
def test_old_subject_tells_the_purpose(subject: str, expected: Intent | None) -> None:
    assert old_subject_intent(subject, SPRING) is expected


def test_word_in_an_event_file_that_is_no_purpose_names_the_event_only(own: Own) -> None:
    event = replace(SPRING, old_subjects=(("tea time", "tea"),))
    assert old_subject_intent("Tea time!", event) is None
    assert interest(Headers(subject="Tea time!"), b"", (event,), own) == (OURS, "spring")


@given(st.text(), st.text(), st.binary(max_size=200))
def test_interest_is_always_decided(subject: str, local: str, report: bytes) -> None:
    headers = Headers(subject=subject, author=Address("", f"{local}@example.org"))
    kind, slug = interest(headers, report, (SPRING, BOARD), Own())
    assert kind in set(Interest)
    assert slug in {None, "spring", "board"}
