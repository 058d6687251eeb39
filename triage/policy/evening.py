"""The clock of the evening: the moments of an event in their order, and when staff look who has no answer yet.

Moves nothing: what happens at these moments is decided where it is done. A new date moves them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.model.event import Event, EventState
from triage.policy.due import follow_up_due, promises_due

LOOKS = (timedelta(minutes=60), timedelta(minutes=15))
"""So long before the start somebody should look who is still without an answer: at T-60 and at T-15."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens at a set time. `what` is what staff read."""

    at: datetime
    what: str


def moments(event: Event) -> tuple[Moment, ...]:
    """What the event's times bring, the earliest first. A cancelled one has none left."""
    if event.state is EventState.CANCELLED:
        return ()
    found = [
        Moment(event.question_deadline, "the last moment for a question in advance"),
        Moment(event.attend_deadline, "the last moment to ask for a place"),
        *(Moment(event.starts_at - look, f"{minutes(look)} minutes left: who has no answer?") for look in LOOKS),
        Moment(event.starts_at, "the call begins"),
        Moment(event.ends_at, "the call ends"),
        Moment(follow_up_due(event), "the follow-up is due"),
        Moment(promises_due(event), "recording, notes and written answers should be there"),
    ]
    if event.join_details_due is not None:
        found.append(Moment(event.join_details_due, "the links go out"))
    return tuple(sorted(found, key=lambda moment: moment.at))


def next_moment(event: Event, now: datetime) -> Moment | None:
    """What is due next; None when all is over."""
    return next((moment for moment in moments(event) if moment.at > now), None)


def minutes(length: timedelta) -> int:
    """Whole minutes."""
    return int(length.total_seconds()) // 60
