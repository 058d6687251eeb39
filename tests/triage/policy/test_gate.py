import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.case import Attendance, AttendanceState, Standing, StandingState
from triage.model.event import Event, EventState
from triage.model.facts import GateFacts, Ownership, Suppression
from triage.model.mail import Defer, Mode, Purpose, Release, Withhold
from triage.policy.gate import RULES_FOR_JOIN_DETAILS, gate

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
NOW = START - timedelta(hours=30)
IN_TIME = START - timedelta(days=2)
APPROVED = Attendance(AttendanceState.APPROVED, "Example", IN_TIME)
LET_IN = replace(APPROVED, let_in_because="The host knows her.")
GOOD = Standing("Example", StandingState.GOOD, NOW - timedelta(minutes=3), "wiki")
EVENT = Event(id=1, slug="hour-1", title="Hour", host="Maggie Dennis", starts_at=START)

Make = Callable[..., GateFacts]


def _said(facts: GateFacts) -> str:
    """`release`, or the kind of refusal and its rule."""
    answer = gate(facts)
    return "release" if isinstance(answer, Release) else f"{type(answer).__name__.lower()} {answer.rule}"


LINKS: list[tuple[str, dict[str, Any], str]] = [
    ("everything is in order", {}, "release"),
    ("everything is in order, in a trial", {"mode": Mode.SHADOW}, "withhold shadow"),
    ("a trial, and a member of staff insists", {"mode": Mode.SHADOW, "is_by_staff": True}, "withhold shadow"),
    ("staff release each mail", {"mode": Mode.ASSIST}, "defer assist"),
    ("staff released this one", {"mode": Mode.ASSIST, "is_by_staff": True}, "release"),
    ("all mail is paused", {"is_paused": True}, "defer paused"),
    ("all mail is paused, for staff too", {"is_paused": True, "is_by_staff": True}, "defer paused"),
    ("a second recipient was slipped in", {"to": "ann@example.org, eve@example.org"}, "withhold address"),
    ("a header was slipped in", {"to": "ann@example.org\r\nBcc: eve@example.org"}, "withhold address"),
    ("no recipient", {"to": ""}, "withhold address"),
    ("to ourselves", {"to": "Answers@Example.net"}, "withhold own-address"),
    ("mail to her bounced", {"suppression": Suppression.UNDELIVERABLE}, "withhold suppressed"),
    ("she complained", {"suppression": Suppression.COMPLAINT}, "withhold suppressed"),
    ("she left the news, but she asked for this", {"suppression": Suppression.UNSUBSCRIBED}, "release"),
    ("too late to be of use", {"useful_until": NOW - timedelta(seconds=1)}, "withhold missed"),
    ("the last moment of use", {"useful_until": NOW}, "release"),
    ("no event", {"event": None}, "withhold no-event"),
    ("the event is cancelled", {"event": replace(EVENT, state=EventState.CANCELLED)}, "withhold event-not-open"),
    ("the event is closed", {"event": replace(EVENT, state=EventState.CLOSED)}, "withhold event-not-open"),
    ("the call is over", {"now": START + timedelta(hours=1)}, "withhold event-over"),
    ("she did not ask to come", {"attendance": None}, "withhold no-attendance"),
    *(
        (f"her wish is {state}", {"attendance": replace(APPROVED, state=state)}, "withhold not-approved")
        for state in AttendanceState
        if state is not AttendanceState.APPROVED
    ),
    (
        "she withdrew after a member of staff let her in",
        {"attendance": replace(LET_IN, state=AttendanceState.WITHDRAWN)},
        "withhold not-approved",
    ),
    ("a program wrote the message", {"message_is_automatic": True}, "withhold automatic"),
    (
        "a program wrote it, and staff insist",
        {"message_is_automatic": True, "is_by_staff": True, "attendance": LET_IN},
        "withhold automatic",
    ),
    ("the headers forbid answers", {"forbids_answer": True}, "withhold automatic"),
    ("the headers forbid answers; a person writes", {"forbids_answer": True, "is_by_staff": True}, "release"),
    ("authentication failed", {"is_authentic": False}, "withhold not-authentic"),
    (
        "authentication failed, and staff insist",
        {"is_authentic": False, "is_by_staff": True, "attendance": LET_IN},
        "withhold not-authentic",
    ),
    ("her first mail failed", {"attendance": replace(APPROVED, is_authentic=False)}, "withhold not-authentic"),
    ("to her Reply-To", {"recipient_is_author": False}, "withhold not-the-author"),
    ("to her Reply-To, by staff", {"recipient_is_author": False, "is_by_staff": True}, "withhold not-the-author"),
    (
        "she asked a second after the deadline",
        {"attendance": replace(APPROVED, received_at=START - timedelta(minutes=60) + timedelta(seconds=1))},
        "withhold late",
    ),
    (
        "she asked at the deadline itself",
        {"attendance": replace(APPROVED, received_at=START - timedelta(minutes=60))},
        "release",
    ),
    (
        "late, and let in with a reason",
        {"attendance": replace(LET_IN, received_at=START - timedelta(minutes=5))},
        "release",
    ),
    (
        "late, and let in with a blank for a reason",
        {"attendance": replace(APPROVED, received_at=START - timedelta(minutes=5), let_in_because=" ")},
        "withhold late",
    ),
    ("a moved event makes her late", {"event": replace(EVENT, starts_at=NOW + timedelta(minutes=5))}, "release"),
    (
        "a moved event puts its deadline before her mail",
        {"event": replace(EVENT, attend_deadline_minutes=60 * 24 * 3)},
        "withhold late",
    ),
    ("no account", {"attendance": replace(APPROVED, account=None)}, "withhold no-account"),
    ("no account, and let in", {"attendance": replace(LET_IN, account=None), "standing": None}, "release"),
    ("the wiki was not asked yet", {"standing": None}, "defer standing-unknown"),
    ("the wiki did not answer", {"standing": replace(GOOD, state=StandingState.UNKNOWN)}, "defer standing-unknown"),
    ("another account is good", {"standing": replace(GOOD, account="Example2")}, "defer standing-unknown"),
    (
        "asked too long ago",
        {"standing": replace(GOOD, checked_at=NOW - timedelta(minutes=10))},
        "defer standing-not-fresh",
    ),
    ("asked just in time", {"standing": replace(GOOD, checked_at=NOW - timedelta(seconds=599))}, "release"),
    ("asked in the future", {"standing": replace(GOOD, checked_at=NOW + timedelta(1))}, "defer standing-not-fresh"),
    (
        "banned long ago: asked again first",
        {"standing": replace(GOOD, state=StandingState.LOCKED, checked_at=NOW - timedelta(days=1))},
        "defer standing-not-fresh",
    ),
    *(
        (f"her account is {state}", {"standing": replace(GOOD, state=state)}, "withhold standing")
        for state in StandingState
        if state not in {StandingState.GOOD, StandingState.UNKNOWN}
    ),
    (
        "locked, and let in with a reason",
        {"standing": replace(GOOD, state=StandingState.LOCKED), "attendance": LET_IN},
        "release",
    ),
    ("the wiki is away, and she is let in", {"standing": None, "attendance": LET_IN}, "release"),
    ("a shown account is required", {"standing_required": Ownership.CONFIRMED}, "withhold unconfirmed-account"),
    (
        "a shown account is required, and shown",
        {"standing_required": Ownership.CONFIRMED, "ownership": Ownership.CONFIRMED},
        "release",
    ),
    ("many answers today do not keep the link", {"answers_today": 99}, "release"),
    ("a flood of answers", {"answers_last_hour": 50, "answers_per_hour": 50}, "defer hourly-cap"),
    ("the hour is full", {"sent_last_hour": 500}, "defer pace"),
    ("room for one, which links may take", {"sent_last_hour": 499, "urgent_waiting": 20}, "release"),
]


@pytest.mark.parametrize(("why", "changes", "expected"), LINKS, ids=[row[0] for row in LINKS])
def test_join_details_leave_only_in_order(leaving: Make, why: str, changes: dict[str, Any], expected: str) -> None:
    assert _said(leaving(**changes)) == expected, why


OTHERS: list[tuple[str, Purpose, dict[str, Any], str]] = [
    ("a receipt needs no seat", Purpose.RECEIPT, {"attendance": None, "standing": None}, "release"),
    ("a receipt to a program", Purpose.RECEIPT, {"message_is_automatic": True}, "withhold automatic"),
    ("a receipt where answers are forbidden", Purpose.RECEIPT, {"forbids_answer": True}, "withhold automatic"),
    ("a receipt to a forged sender", Purpose.RECEIPT, {"is_authentic": False}, "withhold not-authentic"),
    ("a receipt to a Reply-To", Purpose.RECEIPT, {"recipient_is_author": False}, "withhold not-the-author"),
    ("the fifth answer of the day", Purpose.RECEIPT, {"answers_today": 4}, "withhold loop-cap"),
    ("the fifth, by a person", Purpose.RECEIPT, {"answers_today": 4, "is_by_staff": True}, "release"),
    ("the fourth answer of the day", Purpose.RECEIPT, {"answers_today": 3}, "release"),
    ("room for one, kept for a link", Purpose.RECEIPT, {"sent_last_hour": 499, "urgent_waiting": 1}, "defer pace"),
    ("room for one, kept for nobody", Purpose.RECEIPT, {"sent_last_hour": 499}, "release"),
    ("a new date goes first", Purpose.RESCHEDULED, {"sent_last_hour": 499, "urgent_waiting": 9}, "release"),
    (
        "a new date answers no message",
        Purpose.RESCHEDULED,
        {"message_is_automatic": True, "is_authentic": False, "recipient_is_author": False, "answers_today": 9},
        "release",
    ),
    ("a confirmation after withdrawal", Purpose.CONFIRMED, {"attendance": None}, "withhold no-seat-held"),
    (
        "a reminder after withdrawal",
        Purpose.REMINDER,
        {"attendance": replace(APPROVED, state=AttendanceState.WITHDRAWN)},
        "withhold no-seat-held",
    ),
    ("a reminder", Purpose.REMINDER, {}, "release"),
    (
        "a reminder of a cancelled call",
        Purpose.REMINDER,
        {"event": replace(EVENT, state=EventState.CANCELLED)},
        "withhold event-not-open",
    ),
    (
        "the notice that it is cancelled",
        Purpose.CANCELLED,
        {"event": replace(EVENT, state=EventState.CANCELLED)},
        "release",
    ),
    ("news to who left the news", Purpose.FOLLOW_UP, {"suppression": Suppression.UNSUBSCRIBED}, "withhold suppressed"),
    ("news", Purpose.FOLLOW_UP, {}, "release"),
]


@pytest.mark.parametrize(("why", "purpose", "changes", "expected"), OTHERS, ids=[row[0] for row in OTHERS])
def test_mail_leaves_only_in_order(
    leaving: Make, why: str, purpose: Purpose, changes: dict[str, Any], expected: str
) -> None:
    assert _said(leaving(purpose=purpose, **changes)) == expected, why


def test_gate_facts_without_more_keep_it_shut() -> None:
    shut = {purpose: gate(GateFacts(purpose=purpose, to="ann@example.org", now=NOW)) for purpose in Purpose}
    assert [purpose for purpose, answer in shut.items() if isinstance(answer, Release)] == []


def test_refusal_says_why_in_a_sentence(leaving: Make) -> None:
    assert gate(leaving(standing=replace(GOOD, state=StandingState.LOCKED))) == Withhold(
        "standing", "The account is not in good standing but locked."
    )


def test_deferral_says_when_to_ask_again(leaving: Make) -> None:
    assert gate(leaving(is_paused=True)) == Defer("paused", "Outgoing mail is paused.", NOW + timedelta(minutes=1))


def test_each_rule_keeps_something_back(leaving: Make) -> None:
    tried = [leaving(**changes) for _, changes, _ in LINKS]
    tried += [leaving(purpose=purpose, **changes) for _, purpose, changes, _ in OTHERS]
    spoken = {_said(facts).partition(" ")[2] for facts in tried} - {""}
    assert spoken == {rule.name for rule in RULES_FOR_JOIN_DETAILS}


def test_gate_decides_within_a_millisecond(leaving: Make) -> None:
    facts = leaving()
    begin = time.process_time()
    for _ in range(1000):
        gate(facts)
    assert time.process_time() - begin < 1


MOMENTS = st.integers(-4 * 24 * 60, 3 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
ACCOUNTS = st.sampled_from(["Example", "Example2", None])
ATTENDANCES = st.builds(
    Attendance,
    state=st.sampled_from(AttendanceState),
    account=ACCOUNTS,
    received_at=MOMENTS,
    let_in_because=st.sampled_from([None, "", "  ", "The host knows her."]),
    is_authentic=st.booleans(),
)
STANDINGS = st.builds(
    Standing,
    account=st.sampled_from(["Example", "Example2"]),
    state=st.sampled_from(StandingState),
    checked_at=MOMENTS,
    source=st.just("wiki"),
)
EVENTS = st.builds(
    lambda state, minutes: replace(EVENT, state=state, attend_deadline_minutes=minutes),
    st.sampled_from(EventState),
    st.sampled_from([0, 60, 1440]),
)
FACTS = st.builds(
    GateFacts,
    purpose=st.just(Purpose.JOIN_DETAILS),
    to=st.sampled_from(["ann@example.org", "answers@example.net", "ann@example.org\nBcc: x@example.org"]),
    now=MOMENTS,
    mode=st.sampled_from(Mode),
    is_paused=st.booleans(),
    is_by_staff=st.booleans(),
    own_addresses=st.just(frozenset({"answers@example.net"})),
    suppression=st.none() | st.sampled_from(Suppression),
    event=st.none() | EVENTS,
    attendance=st.none() | ATTENDANCES,
    standing=st.none() | STANDINGS,
    standing_required=st.sampled_from(Ownership),
    ownership=st.sampled_from(Ownership),
    recipient_is_author=st.booleans(),
    message_is_automatic=st.booleans(),
    forbids_answer=st.booleans(),
    is_authentic=st.booleans(),
    useful_until=st.none() | MOMENTS,
)


def _holds_invariant_3(facts: GateFacts) -> bool:
    """The conditions under which join details may leave, written down again without the rules."""
    event, wish, standing = facts.event, facts.attendance, facts.standing
    if event is None or wish is None or wish.state != "approved":
        return False
    let_in = bool(wish.let_in_because and wish.let_in_because.strip())
    is_fresh_and_good = (
        standing is not None
        and standing.account == wish.account
        and standing.state == "good"
        and 0 <= (facts.now - standing.checked_at).total_seconds() < facts.max_age_minutes * 60
    )
    in_time = wish.received_at <= event.starts_at - timedelta(minutes=event.attend_deadline_minutes)
    return (
        (is_fresh_and_good or let_in)
        and (in_time or let_in)
        and facts.now < event.starts_at + timedelta(minutes=event.duration_minutes)
        and event.state == "open"
        and not facts.message_is_automatic
        and facts.is_authentic
        and wish.is_authentic
        and facts.suppression not in {"undeliverable", "complaint"}
        and facts.recipient_is_author
        and facts.to == "ann@example.org"
        and facts.mode != "shadow"
        and not facts.is_paused
    )


@given(FACTS)
def test_no_input_releases_the_join_details_against_invariant_3(facts: GateFacts) -> None:
    if isinstance(gate(facts), Release):
        assert _holds_invariant_3(facts)


_BREAKERS: dict[str, st.SearchStrategy[Any]] = {
    "mode": st.just(Mode.SHADOW),
    "event": st.none() | EVENTS,
    "attendance": st.none() | ATTENDANCES,
    "standing": st.none() | STANDINGS,
    "now": MOMENTS,
    "suppression": st.sampled_from(Suppression),
    "recipient_is_author": st.booleans(),
    "message_is_automatic": st.booleans(),
    "is_authentic": st.booleans(),
    "is_by_staff": st.booleans(),
}


@given(data=st.data(), names=st.sets(st.sampled_from(sorted(_BREAKERS)), max_size=3))
def test_nothing_changed_around_a_good_mail_breaks_invariant_3(
    leaving: Make, data: st.DataObject, names: set[str]
) -> None:
    facts = leaving(**{name: data.draw(_BREAKERS[name]) for name in sorted(names)})
    if isinstance(gate(facts), Release):
        assert _holds_invariant_3(facts)
