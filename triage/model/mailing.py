"""Mails to many: to whom, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.model.case import AttendanceState


class MailingState(StrEnum):
    """`draft` until a person agreed to its number of people; `paused` goes on, `stopped` never does."""

    DRAFT = "draft"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class Segment(StrEnum):
    """Whom of an event's people a mailing goes to. `took-part` is for the follow-up: guests, and whoever asked."""

    APPROVED = "approved"
    ASKED = "asked"
    UNANSWERED = "unanswered"
    WAITING = "waiting"
    DECLINED = "declined"
    EVERYONE = "everyone"
    TOOK_PART = "took-part"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """One person who wrote about an event, all their addresses taken together.

    `attendances`: the states of their wishes to come (several where two addresses were merged into one person).
    `is_unanswered`: a question of theirs was neither answered, live or in writing, nor declined.
    """

    person_id: int
    attendances: frozenset[AttendanceState] = frozenset()
    has_asked: bool = False
    is_unanswered: bool = False
