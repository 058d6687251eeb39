"""Zoom's answers as values. Nothing in an answer has to be as documented; links and addresses show in no repr."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from triage.zoom.errors import Fault, ZoomError

MANUAL_APPROVAL = 1
_NUMBER = re.compile(r"[1-9][0-9]{7,14}")
_LINK = re.compile(r"https://[A-Za-z0-9.\-]+/[!#-;=?-~]*")
_SPACING = re.compile(r"[\s\-]+")


class Status(StrEnum):
    """Where a registrant stands, in Zoom's words."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


class Action(StrEnum):
    """What can be done to registrants."""

    APPROVE = "approve"
    CANCEL = "cancel"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is to be registered. `shown_name` is what others see in the call; only its first 64 characters count."""

    email: str = field(repr=False)
    shown_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Registrant:
    """One person in a meeting's list. `join_url` is empty while they are not approved. `status` None: not said."""

    id: str
    email: str = field(default="", repr=False)
    join_url: str = field(default="", repr=False)
    status: Status | None = None

    @property
    def may_join(self) -> bool:
        """Zoom gives a link to those who are approved, and to no others."""
        return bool(self.join_url) and self.status in (None, Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a meeting is set up. `approval_type`: 0 everybody at once, 1 by hand, 2 no registration, None unknown.

    `sends_mails`: Zoom writes to registrants itself. `starts_at`: aware, UTC; None for a meeting without a fixed time.
    The host's start link and the general join link are left out.
    """

    approval_type: int | None
    sends_mails: bool
    starts_at: datetime | None = None

    @property
    def is_guarded(self) -> bool:
        """Whether a registration page that gets about lets nobody in."""
        return self.approval_type == MANUAL_APPROVAL


def meeting_number(text: str) -> str:
    """`830 1234 5678` as Zoom wants it in addresses, more than 32 bits long; empty if `text` is no meeting id."""
    digits = _SPACING.sub("", text)
    return digits if _NUMBER.fullmatch(digits) else ""


def registrant_from(answer: dict[str, Any], id_key: str) -> Registrant:
    """A registrant as an add (`registrant_id`) or a list (`id`) tells of them. Raises ZoomError."""
    known = answer.get(id_key)
    if not isinstance(known, str) or not known:
        raise ZoomError(Fault.UNEXPECTED)
    status = answer.get("status")
    return Registrant(
        id=known,
        email=text_of(answer, "email"),
        join_url=link_of(answer),
        status=Status(status) if status in tuple(Status) else None,
    )


def link_of(answer: dict[str, Any]) -> str:
    """The personal link, or empty where there is none yet. Raises ZoomError for one that no mail should carry."""
    url = text_of(answer, "join_url")
    if url and not _LINK.fullmatch(url):
        raise ZoomError(Fault.UNEXPECTED)
    return url


def meeting_from(answer: dict[str, Any]) -> Meeting:
    """The part of a meeting's details that matters here."""
    said = answer.get("settings")
    settings = said if isinstance(said, dict) else {}
    approval_type = settings.get("approval_type")
    mails = ("registrants_email_notification", "registrants_confirmation_email")
    return Meeting(
        approval_type=approval_type if type(approval_type) is int else None,
        # Both are on unless they are said to be off.
        sends_mails=any(settings.get(name) is not False for name in mails),
        starts_at=moment_of(answer, "start_time"),
    )


def moment_of(answer: dict[str, Any], key: str) -> datetime | None:
    """A time as Zoom writes it (`2026-12-03T18:00:00Z`), or None."""
    try:
        moment = datetime.fromisoformat(text_of(answer, key))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None


def text_of(answer: dict[str, Any], key: str) -> str:
    """A text, or empty."""
    value = answer.get(key)
    return value if isinstance(value, str) else ""
