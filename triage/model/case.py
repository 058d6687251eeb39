"""People, their wish to come, their questions, and who let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AttendanceState(StrEnum):
    """A person's wish to come. `approved` holds a seat. Late and invited are not states."""

    REQUESTED = "requested"
    REVIEW = "review"
    APPROVED = "approved"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CaseState(StrEnum):
    """Who must act next is a query, not a state."""

    OPEN = "open"
    DONE = "done"


class Channel(StrEnum):
    """Where a question was asked."""

    EMAIL = "email"
    ZOOM = "zoom"
    YOUTUBE = "youtube"
    OTHER = "other"


class Disposition(StrEnum):
    """What becomes of a question. None may stay `open` when the event is closed."""

    OPEN = "open"
    LIVE = "live"
    WRITING = "writing"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"


class StandingState(StrEnum):
    """What is known of an account. Everything but `good` keeps the join details back."""

    GOOD = "good"
    MISSING = "missing"
    INVALID = "invalid"
    TEMPORARY = "temporary"
    LOCKED = "locked"
    HIDDEN = "hidden"
    BLOCKED = "blocked"
    LISTED = "listed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account's good standing. `evidence` are sentences for staff.

    `checked_at` is when the source answered (aware, UTC); `unknown` means that it did not.
    """

    account: str
    state: StandingState
    checked_at: datetime
    source: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's wish to come to one event, as the gate needs to know it.

    `let_in_because`: a person of the staff let them in (late, locked, unknown), and why.
    """

    state: AttendanceState
    account: str | None
    received_at: datetime
    let_in_because: str | None = None
    is_authentic: bool = True
