"""One conversation hour, as staff describe it in an event file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class EventState(StrEnum):
    """`open` until it is closed with everything promised, or cancelled."""

    OPEN = "open"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Event:
    """A conversation hour. Times are aware and UTC; the join details are not here (see `seal`).

    `subjects`: phrases that name this event in a subject. `old_subjects`: phrase → intent.
    `send_join_details_minutes`: None sends at once, else minutes before the start.
    `revision` grows with each new date, `join_version` with each new link.
    """

    id: int
    slug: str
    title: str
    host: str
    starts_at: datetime
    duration_minutes: int = 60
    series: str = ""
    state: EventState = EventState.OPEN
    revision: int = 1
    attend_deadline_minutes: int = 60
    question_deadline_minutes: int | None = None
    subjects: tuple[str, ...] = ()
    old_subjects: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    capacity: int | None = None
    stream_url: str = ""
    notes_page: str = ""
    notes_index: str = ""
    meeting_id: str = ""
    send_join_details_minutes: int | None = None
    followup_delay_hours: int = 24
    join_version: int = 0
    redirects: tuple[tuple[str, str], ...] = field(default=())

    @property
    def ends_at(self) -> datetime:
        """When the call is over."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def attend_deadline(self) -> datetime:
        """The last moment, inclusive, at which a wish to come is in time."""
        return self.starts_at - timedelta(minutes=self.attend_deadline_minutes)

    @property
    def question_deadline(self) -> datetime:
        """The last moment, inclusive, for a question sent in advance (else it is answered in writing)."""
        minutes = self.question_deadline_minutes
        return self.attend_deadline if minutes is None else self.starts_at - timedelta(minutes=minutes)

    @property
    def join_details_due(self) -> datetime | None:
        """When links go out; None means as soon as somebody is approved."""
        minutes = self.send_join_details_minutes
        return None if minutes is None else self.starts_at - timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class JoinDetails:
    """The Zoom link, id and passcode: the secret. Lives only between `seal` and SMTP."""

    join_url: str = field(repr=False)
    meeting_id: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)
