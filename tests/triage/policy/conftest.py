"""Values from which the tables of these tests start: everything in order, one thing changed per row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.message import Address, Body, Headers, Interest, Message, Own, Span, SpanKind
from triage.model.case import Attendance, AttendanceState, Standing, StandingState
from triage.model.event import Event
from triage.model.facts import Acquaintance, Facts, GateFacts
from triage.model.mail import Mode, Purpose, Release
from triage.model.reading import Act, Evidence, Intent, Understanding, Verdict
from triage.policy.chain import answers, decide
from triage.policy.gate import gate
from triage.policy.matter import Matter

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
ARRIVED = START - timedelta(days=2)
ANN = "ann@example.org"
OURS = Own(
    addresses=frozenset({"answers@example.net"}),
    authserv_id="mx.example.net",
    is_our_message_id=lambda id_: id_.endswith(".keyed@example.net"),
)


@pytest.fixture(scope="session")
def event() -> Event:
    """A conversation hour in two days."""
    return Event(
        id=1,
        slug="hour-1",
        title="Conversation hour with Maggie Dennis",
        host="Maggie Dennis",
        starts_at=START,
        subjects=("CR&S",),
    )


@pytest.fixture(scope="session")
def own() -> Own:
    """Who we are."""
    return OURS


@pytest.fixture(scope="session")
def matter(event: Event) -> Callable[..., Matter]:
    """Makes a matter: Ann wants to come, in time, as Example. Each keyword changes a part of it.

    Parts: `headers`, `message`, `meant`, `facts`, `known` (the acquaintance) as dicts; the rest are fields of Matter.
    """

    def make(**changes: Any) -> Matter:  # noqa: ANN401 - any of its fields
        parts = {name: changes.pop(name, {}) for name in ("headers", "message", "meant", "facts", "known")}
        known = {event.slug: Acquaintance(**parts["known"])} if parts["known"] else {}
        given: dict[str, Any] = {"received_at": ARRIVED, "own": OURS, "events": (event,), "acquaintances": known}
        return replace(
            Matter(
                message=_message(parts["headers"], parts["message"]),
                understanding=replace(_wish(), **parts["meant"]),
                facts=Facts(**(given | parts["facts"])),
                interest=Interest.OURS,
                event=event,
                answer_to=ANN,
            ),
            **changes,
        )

    return make


@pytest.fixture(scope="session")
def decided(matter: Callable[..., Matter]) -> Callable[[dict[str, Any]], tuple[Verdict, str, tuple[Purpose, ...]]]:
    """Says what becomes of a changed matter: the verdict, the first rule that spoke, the mails."""

    def say(changes: dict[str, Any]) -> tuple[Verdict, str, tuple[Purpose, ...]]:
        changed = matter(**changes)
        decision = decide(changed)
        return decision.verdict, decision.rules[0], answers(changed, decision)

    return say


@pytest.fixture(scope="session")
def gate_said(leaving: Callable[..., GateFacts]) -> Callable[[dict[str, Any]], str]:
    """Says what the gate answers to changed facts: `release`, or the kind of refusal and its rule."""

    def say(changes: dict[str, Any]) -> str:
        answer = gate(leaving(**changes))
        return "release" if isinstance(answer, Release) else f"{type(answer).__name__.lower()} {answer.rule}"

    return say


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `row` runs once for each row of its module's table, named by the row's sentence."""
    if "row" in metafunc.fixturenames:
        rows = metafunc.module.ROWS
        metafunc.parametrize("row", rows, ids=[row[0] for row in rows])


@pytest.fixture(scope="session")
def leaving(event: Event) -> Callable[..., GateFacts]:
    """Makes the facts of a mail with the join details that may leave. Each keyword changes one of them."""

    def make(**changes: Any) -> GateFacts:  # noqa: ANN401 - any of its fields
        now = START - timedelta(hours=30)
        given: dict[str, Any] = {
            "purpose": Purpose.JOIN_DETAILS,
            "to": ANN,
            "now": now,
            "mode": Mode.AUTO,
            "own_addresses": OURS.addresses,
            "event": event,
            "attendance": Attendance(AttendanceState.APPROVED, "Example", ARRIVED),
            "standing": Standing("Example", StandingState.GOOD, now - timedelta(minutes=3), "wiki"),
            "recipient_is_author": True,
            "message_is_automatic": False,
            "is_authentic": True,
        }
        return GateFacts(**(given | changes))

    return make


def _message(headers: dict[str, Any], message: dict[str, Any]) -> Message:
    text = "I would like to come. My account is Example."
    section = replace(Headers(subject="CR&S", author=Address("Ann", ANN), message_id="1@example.org"), **headers)
    return replace(Message(section, Body(text, (Span(0, len(text), SpanKind.OWN),))), **message)


def _wish() -> Understanding:
    said = Evidence("I would like to come.", Act.ATTEND, 0.97)
    return Understanding("en", Intent.ATTENDANCE, 0.95, (said,), account="Example", accounts=("Example",))
