from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from triage.model.case import Attendance, AttendanceState
from triage.model.event import Event, EventState
from triage.model.facts import Suppression
from triage.model.mail import Mode, Purpose
from triage.model.mailing import MailingState
from triage.policy.gate import RULES_FOR_JOIN_DETAILS
from triage.policy.rules import outgoing

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
NOW = START - timedelta(hours=30)
IN_TIME = START - timedelta(days=2)
APPROVED = Attendance(AttendanceState.APPROVED, "Example", IN_TIME)
EVENT = Event(id=1, slug="hour-1", title="Hour", host="Maggie Dennis", starts_at=START)


Row = tuple[str, Purpose, dict[str, Any], str]
ROWS: list[Row] = [
    ("a trial", Purpose.RECEIPT, {"mode": Mode.SHADOW}, "withhold shadow"),
    ("a trial, and staff insist", Purpose.RECEIPT, {"mode": Mode.SHADOW, "is_by_staff": True}, "withhold shadow"),
    ("staff release each mail", Purpose.RECEIPT, {"mode": Mode.ASSIST}, "defer assist"),
    ("staff released this one", Purpose.RECEIPT, {"mode": Mode.ASSIST, "is_by_staff": True}, "release"),
    ("all mail is paused", Purpose.RECEIPT, {"is_paused": True, "is_by_staff": True}, "defer paused"),
    ("a header was slipped in", Purpose.RECEIPT, {"to": "a@b.org\r\nBcc: eve@b.org"}, "withhold address"),
    ("to ourselves", Purpose.RECEIPT, {"to": "Answers@Example.net"}, "withhold own-address"),
    ("too late to be of use", Purpose.RECEIPT, {"useful_until": NOW - timedelta(seconds=1)}, "withhold missed"),
    ("the last moment of use", Purpose.RECEIPT, {"useful_until": NOW}, "release"),
    ("the date was corrected meanwhile", Purpose.RESCHEDULED, {"is_superseded": True}, "withhold superseded"),
    ("the mailing was stopped", Purpose.MAILING, {"mailing": MailingState.STOPPED}, "withhold mailing-stopped"),
    ("the mailing is paused", Purpose.MAILING, {"mailing": MailingState.PAUSED}, "defer mailing-paused"),
    ("nobody agreed to the mailing yet", Purpose.MAILING, {"mailing": MailingState.DRAFT}, "defer mailing-paused"),
    ("the mailing is under way", Purpose.MAILING, {"mailing": MailingState.SENDING}, "release"),
    (
        "an unsubscription stops mailings",
        Purpose.MAILING,
        {"suppression": Suppression.UNSUBSCRIBED},
        "withhold suppressed",
    ),
    ("mail to her bounced", Purpose.RECEIPT, {"suppression": Suppression.UNDELIVERABLE}, "withhold suppressed"),
    (
        "a flood of answers",
        Purpose.RECEIPT,
        {"answers_last_hour": 50, "answers_per_hour": 50},
        "defer hourly-cap",
    ),
    (
        "a flood of answers stops no staff",
        Purpose.RECEIPT,
        {"answers_last_hour": 50, "answers_per_hour": 50, "is_by_staff": True},
        "release",
    ),
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


def test_mail_leaves_only_in_order(gate_said: Callable[[dict[str, Any]], str], row: Row) -> None:
    assert gate_said({"purpose": row[1]} | row[2]) == row[-1], row[0]


def test_each_rule_of_this_theme_keeps_something_back() -> None:
    spoken = {row[-1].partition(" ")[2] for row in ROWS}
    assert spoken >= {rule.name for rule in RULES_FOR_JOIN_DETAILS if rule.question.__module__ == outgoing.__name__}
