from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from triage.model.case import Attendance, AttendanceState, Standing, StandingState
from triage.model.event import Event, EventState
from triage.model.facts import Ownership, Suppression
from triage.model.mail import Mode
from triage.policy.gate import RULES_FOR_JOIN_DETAILS
from triage.policy.rules import admission

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
NOW = START - timedelta(hours=30)
IN_TIME = START - timedelta(days=2)
APPROVED = Attendance(AttendanceState.APPROVED, "Example", IN_TIME)
LET_IN = replace(APPROVED, let_in_because="The host knows her.")
GOOD = Standing("Example", StandingState.GOOD, NOW - timedelta(minutes=3), "wiki")
EVENT = Event(id=1, slug="hour-1", title="Hour", host="Maggie Dennis", starts_at=START)


Row = tuple[str, dict[str, Any], str]
ROWS: list[Row] = [
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
    ("the link was changed meanwhile", {"is_superseded": True}, "withhold superseded"),
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


def test_join_details_leave_only_in_order(gate_said: Callable[[dict[str, Any]], str], row: Row) -> None:
    assert gate_said(row[1]) == row[-1], row[0]


def test_each_rule_of_this_theme_keeps_something_back() -> None:
    spoken = {row[-1].partition(" ")[2] for row in ROWS}
    assert spoken >= {rule.name for rule in RULES_FOR_JOIN_DETAILS if rule.question.__module__ == admission.__name__}
