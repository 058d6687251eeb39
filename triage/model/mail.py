"""What we send: purposes, the outbox row's states, and the values between gate and courier."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """Why a mail is sent: one folder under `templates/mail/` each."""

    JOIN_DETAILS = "join-details"
    CONFIRMED = "confirmed"
    RECEIPT = "receipt"
    ACCOUNT_REQUEST = "account-request"
    UNDER_REVIEW = "under-review"
    LATE = "late"
    NO_SEAT = "no-seat"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REDIRECT = "redirect"
    REPLY = "reply"
    REMINDER = "reminder"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    FOLLOW_UP = "follow-up"
    MAILING = "mailing"


CARRIES_JOIN_DETAILS = frozenset({Purpose.JOIN_DETAILS})
"""Purposes whose mails hold the secret: only these meet the whole gate."""


class MailState(StrEnum):
    """`queued` waits; `sending` is claimed; a time-out after DATA is `uncertain`, never sent again blindly."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    WITHHELD = "withheld"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Mode(StrEnum):
    """`auto` sends, `assist` drafts for one key, `shadow` drafts and can never send."""

    AUTO = "auto"
    ASSIST = "assist"
    SHADOW = "shadow"


JOIN_DETAILS_MARKER = "⟦join details⟧"
"""Stands in a stored mail where the secret goes; `outbox` puts it in after the gate."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One outgoing mail as stored: what staff saw is what is sent, the marker aside.

    `text` is plain text. `calendar` is the iCalendar body, or empty; it never holds the secret.
    `references` and `in_reply_to` are Message-IDs without angle brackets. `unsubscribe_url`: https, may be empty;
    `unsubscribe_subject`: the subject of a mail to our mailbox that does the same. Either makes it a mailing.
    """

    purpose: Purpose
    to: str
    subject: str
    text: str
    language: str
    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    calendar: str = ""
    calendar_method: str = "REQUEST"
    is_reply: bool = True
    unsubscribe_url: str = ""
    unsubscribe_subject: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What SMTP is told (RFC 5321). Kept apart from the bytes: headers never choose recipients."""

    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server took it. `reply` is its last line."""

    reply: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no. `is_permanent` tells 5yz from 4yz (RFC 5321, 4.2.1).

    `is_unreachable`: nobody answered, so that other mails need not be tried now.
    """

    reply: str
    is_permanent: bool
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """The connection ended after DATA: it may have been delivered. Nobody sends it again blindly."""

    why: str


Delivery = Delivered | Refused | Unsure


@dataclass(frozen=True, slots=True)
class Release:
    """The gate opens."""


@dataclass(frozen=True, slots=True)
class Withhold:
    """The gate stays shut for good: `reason` is a sentence, `rule` its name in counts."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Defer:
    """Not now: ask again later. `until` may be None when nobody can say."""

    rule: str
    reason: str
    until: datetime | None = field(default=None)


GateAnswer = Release | Withhold | Defer
