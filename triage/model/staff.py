"""Who may do what at the desk: three roles, and one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Each may do what those before it may."""

    VIEWER = "viewer"
    TRIAGER = "triager"
    ADMIN = "admin"


class Right(StrEnum):
    """What a page or an action needs."""

    READ = "read"
    DECIDE = "decide"
    PAUSE = "pause"
    EVENTS = "events"
    MAILINGS = "mailings"
    SETTLE = "settle"
    PUBLISH = "publish"
    FORGET = "forget"
    STAFF = "staff"


LEAST_ROLE: Mapping[Right, Role] = {
    # Every page, every search, original messages as well.
    Right.READ: Role.VIEWER,
    # Cases, drafts, questions, notes, corrections, merging of persons.
    Right.DECIDE: Role.TRIAGER,
    # Stopping all mail is anybody's who works here: it can be undone, and haste saves.
    Right.PAUSE: Role.TRIAGER,
    # Parked messages, uncertain mails.
    Right.SETTLE: Role.TRIAGER,
    # Notes pages and answers that the public will read.
    Right.PUBLISH: Role.TRIAGER,
    # New dates, cancelling, join details: mail to everybody follows.
    Right.EVENTS: Role.ADMIN,
    # One mail to many.
    Right.MAILINGS: Role.ADMIN,
    # What cannot be undone.
    Right.FORGET: Role.ADMIN,
    Right.STAFF: Role.ADMIN,
}

_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the staff, signed in."""

    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Does their role reach so far?"""
        return _RANK[self.role] >= _RANK[LEAST_ROLE[right]]
