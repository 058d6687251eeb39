"""What is due when, computed from the event and a moment. A new date for the event moves everything with it.

Remembers nothing: the outbox's unique key says what was done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from triage.model.event import Event, EventState
from triage.model.mail import Purpose

PERSON_BEFORE = timedelta(hours=2)
"""So long before the start somebody still has time to decide what a machine could not ask."""

PROMISED_WITHIN = timedelta(days=7)
"""Recording, notes and answers: "usually in one week"."""


class Reminder(StrEnum):
    """The reminders of an event, by how long before the start they go."""

    DAY = "24h"
    HOUR = "1h"


REMINDERS = {Reminder.DAY: timedelta(hours=24), Reminder.HOUR: timedelta(hours=1)}

WITH_THE_LINK = timedelta(hours=1)
"""So close together nobody wants two mails."""

MISSED_ARE_SHOWN = timedelta(days=2)
"""So long after a call what nobody sent is still put before a person."""

_UNTIL: dict[Purpose, Callable[[Event], datetime]] = {
    # Somebody may join in the last minute.
    Purpose.JOIN_DETAILS: lambda event: event.ends_at,
    Purpose.CONFIRMED: lambda event: event.starts_at,
    # Who is asked for an account must still be able to answer.
    Purpose.ACCOUNT_REQUEST: lambda event: event.starts_at,
    Purpose.UNDER_REVIEW: lambda event: event.ends_at,
    # The stream can be watched, and asked on, to the end.
    Purpose.LATE: lambda event: event.ends_at,
    Purpose.NO_SEAT: lambda event: event.ends_at,
    Purpose.DECLINED: lambda event: event.ends_at,
    Purpose.WITHDRAWN: lambda event: event.ends_at,
    Purpose.REMINDER: lambda event: event.starts_at,
    Purpose.RESCHEDULED: lambda event: event.starts_at,
    Purpose.CANCELLED: lambda event: event.ends_at,
    # The questions are answered in writing within the week: until then it helps to know that they arrived.
    Purpose.RECEIPT: lambda event: event.ends_at + PROMISED_WITHIN,
}


def useful_until(purpose: Purpose, event: Event, reminder: Reminder | None = None) -> datetime | None:
    """The last moment at which a mail of this purpose still serves; None: it always does (redirect, follow-up).

    The reminder of the day before has served its time when the one of the hour comes: nobody gets two at once.
    """
    if reminder is Reminder.DAY:
        return event.starts_at - REMINDERS[Reminder.HOUR]
    until = _UNTIL.get(purpose)
    return until(event) if until else None


def are_join_details_due(event: Event, now: datetime) -> bool:
    """Whether the link goes out at once to who is approved now: at-once events, or its set time has come."""
    return event.join_details_due is None or now >= event.join_details_due


def standing_needs_person(event: Event, now: datetime) -> bool:
    """Whether a standing that cannot be asked is shown to a person: from two hours before the start to the end."""
    return event.state is EventState.OPEN and event.starts_at - PERSON_BEFORE <= now < event.ends_at


def may_promote(event: Event, now: datetime) -> bool:
    """Whether a free seat still goes to who waits: until the call begins."""
    return event.state is EventState.OPEN and now < event.starts_at


def reminder_due(event: Event, approved_at: datetime, now: datetime) -> Reminder | None:
    """The reminder that this person should get now: the latest whose time has come, if they held a seat by then.

    Who was approved at its time or later has only just been told; nobody is reminded of a call that has begun; and
    where the links go out at about the time of a reminder, the mail with the link is the reminder.
    """
    if event.state is not EventState.OPEN or now >= event.starts_at:
        return None
    come = [reminder for reminder, before in REMINDERS.items() if event.starts_at - before <= now]
    if not come:
        return None
    return reminder_for(event, min(come, key=REMINDERS.__getitem__), approved_at)


def reminder_for(event: Event, reminder: Reminder, approved_at: datetime) -> Reminder | None:
    """This reminder, if it is for who was approved then, and not the mail with the link in another dress."""
    goes_at, link_goes_at = event.starts_at - REMINDERS[reminder], event.join_details_due
    is_the_link = link_goes_at is not None and abs(link_goes_at - goes_at) <= WITH_THE_LINK
    return reminder if approved_at < goes_at and not is_the_link else None


def missed_reminder(event: Event, approved_at: datetime, now: datetime) -> Reminder | None:
    """The reminder that nobody sent in time, while it is still worth showing to staff that it was missed."""
    if event.state is not EventState.OPEN or not event.starts_at <= now < event.ends_at + MISSED_ARE_SHOWN:
        return None
    return reminder_for(event, Reminder.HOUR, approved_at)


def follow_up_due(event: Event) -> datetime:
    """When everyone is sent what was promised."""
    return event.ends_at + timedelta(hours=event.followup_delay_hours)


def promises_due(event: Event) -> datetime:
    """When recording, notes and written answers should be there; later is an alarm, not an error."""
    return event.ends_at + PROMISED_WITHIN
