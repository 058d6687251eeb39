from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from triage.model.event import Event, EventState
from triage.model.mail import Purpose
from triage.policy.due import (
    Reminder,
    are_join_details_due,
    follow_up_due,
    may_promote,
    missed_reminder,
    promises_due,
    reminder_due,
    standing_needs_person,
    useful_until,
)

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
END = START + timedelta(minutes=60)
EVENT = Event(id=1, slug="hour-1", title="Hour", host="Maggie", starts_at=START)
LATER = replace(EVENT, send_join_details_minutes=60)
CANCELLED = replace(EVENT, state=EventState.CANCELLED)
LONG_AGO = START - timedelta(days=9)


def before(**units: float) -> datetime:
    return START - timedelta(**units)


def test_each_purpose_serves_until_its_moment() -> None:
    week = timedelta(days=7)
    assert {purpose: useful_until(purpose, EVENT) for purpose in Purpose} == {
        Purpose.JOIN_DETAILS: END,
        Purpose.CONFIRMED: START,
        Purpose.RECEIPT: END + week,
        Purpose.ACCOUNT_REQUEST: START,
        Purpose.UNDER_REVIEW: END,
        Purpose.LATE: END,
        Purpose.NO_SEAT: END,
        Purpose.DECLINED: END,
        Purpose.WITHDRAWN: END,
        Purpose.REDIRECT: None,
        Purpose.REPLY: None,
        Purpose.REMINDER: START,
        Purpose.RESCHEDULED: START,
        Purpose.CANCELLED: END,
        Purpose.FOLLOW_UP: None,
        Purpose.MAILING: None,
    }


def test_new_date_moves_what_is_useful() -> None:
    moved = replace(EVENT, starts_at=START + timedelta(days=7))
    assert useful_until(Purpose.JOIN_DETAILS, moved) == END + timedelta(days=7)


@pytest.mark.parametrize(
    ("event", "now", "expected", "why"),
    [
        (EVENT, LONG_AGO, True, "at once"),
        (LATER, before(minutes=61), False, "a minute too early"),
        (LATER, before(minutes=60), True, "at its time"),
        (LATER, START, True, "after its time, while it still serves"),
    ],
)
def test_join_details_are_due(event: Event, now: datetime, expected: bool, why: str) -> None:  # noqa: FBT001
    assert are_join_details_due(event, now) is expected, why


@pytest.mark.parametrize(
    ("event", "now", "expected", "why"),
    [
        (EVENT, before(minutes=121), False, "there is time to ask again"),
        (EVENT, before(hours=2), True, "two hours before"),
        (EVENT, START, True, "while people still come in"),
        (EVENT, END, False, "over"),
        (CANCELLED, before(hours=1), False, "cancelled"),
    ],
)
def test_unknown_standing_needs_a_person(event: Event, now: datetime, expected: bool, why: str) -> None:  # noqa: FBT001
    assert standing_needs_person(event, now) is expected, why


@pytest.mark.parametrize(
    ("event", "now", "expected"),
    [(EVENT, before(seconds=1), True), (EVENT, START, False), (CANCELLED, LONG_AGO, False)],
)
def test_waiting_people_are_promoted_until_the_start(event: Event, now: datetime, expected: bool) -> None:  # noqa: FBT001
    assert may_promote(event, now) is expected


@pytest.mark.parametrize(
    ("event", "approved_at", "now", "expected", "why"),
    [
        (EVENT, LONG_AGO, before(hours=25), None, "too early"),
        (EVENT, LONG_AGO, before(hours=24), Reminder.DAY, "a day before"),
        (EVENT, LONG_AGO, before(hours=2), Reminder.DAY, "late, after a standstill"),
        (EVENT, LONG_AGO, before(hours=1), Reminder.HOUR, "an hour before"),
        (EVENT, before(hours=20), before(hours=19), None, "approved after the day's reminder"),
        (EVENT, before(hours=20), before(minutes=50), Reminder.HOUR, "approved in time for the hour's"),
        (EVENT, before(minutes=55), before(minutes=50), None, "let in late: told a moment ago"),
        (EVENT, LONG_AGO, START, None, "nobody is reminded of a call that has begun"),
        (CANCELLED, LONG_AGO, before(hours=1), None, "cancelled"),
        (LATER, LONG_AGO, before(minutes=50), None, "the mail with the link, an hour before, is the reminder"),
        (LATER, LONG_AGO, before(hours=20), Reminder.DAY, "the link comes much later"),
        (EVENT, before(hours=24), before(hours=24), None, "approved this very moment"),
    ],
)
def test_reminder_is_due(
    event: Event, approved_at: datetime, now: datetime, expected: Reminder | None, why: str
) -> None:
    assert reminder_due(event, approved_at, now) is expected, why


def test_promises_have_their_day() -> None:
    assert (follow_up_due(EVENT), promises_due(EVENT)) == (END + timedelta(hours=24), END + timedelta(days=7))


def test_reminder_of_the_day_before_serves_until_the_one_of_the_hour() -> None:
    assert useful_until(Purpose.REMINDER, EVENT, Reminder.DAY) == START - timedelta(hours=1)
    assert useful_until(Purpose.REMINDER, EVENT, Reminder.HOUR) == START


@pytest.mark.parametrize(
    ("approved", "now", "expected"),
    [
        (-120, -1, None),  # it can still be sent
        (-120, 0, Reminder.HOUR),
        (-61, 0, Reminder.HOUR),
        (-60, 0, None),  # they had only just been told
        (-120, 60 + 2 * 24 * 60, None),  # nobody needs to know any more
    ],
)
def test_missed_reminder_is_shown_for_a_while(approved: int, now: int, expected: Reminder | None) -> None:
    at = START + timedelta(minutes=now)
    assert missed_reminder(EVENT, START + timedelta(minutes=approved), at) == expected
