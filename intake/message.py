"""The values that intake hands on. All frozen; nothing here reads, writes or decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Mask = Callable[[str], str]
"""Hides our own secrets where a text of ours comes back in a quote or a bounce."""


class Interest(StrEnum):
    """Is a message in the shared mailbox ours? Decided from its headers alone."""

    OURS = "ours"
    PERHAPS = "perhaps"
    NOT_OURS = "not-ours"


class Automatic(StrEnum):
    """Why a message counts as written by a program (RFC 3834, 3464, 8098, 5965)."""

    GENERATED = "auto-generated"
    REPLIED = "auto-replied"
    VACATION = "vacation"
    DELIVERY_STATUS = "delivery-status"
    DISPOSITION = "disposition-notification"
    FEEDBACK = "feedback-report"
    CHALLENGE = "challenge"
    BULK = "bulk"


class NoAnswer(StrEnum):
    """Why no automatic answer may ever go out. A person may still answer."""

    AUTOMATIC = "automatic"
    LIST = "list"
    NULL_SENDER = "null-sender"
    SUPPRESS = "suppress"
    OWN_ADDRESS = "own-address"
    LOOP_CAP = "loop-cap"
    NO_AUTHOR = "no-author"


class Rsvp(StrEnum):
    """An answer to a calendar invitation (RFC 5546, PARTSTAT)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class Authentication(StrEnum):
    """What our own border server says of the author's domain (RFC 8601). `pass` proves a domain, not a person.

    `none` also where nothing was said, or only by servers that are not ours.
    """

    PASS = "pass"  # noqa: S105  # a result of RFC 8601, no password
    FAIL = "fail"
    NONE = "none"


class SpanKind(StrEnum):
    """What a stretch of a body is. Only `OWN` is what this person wrote now."""

    OWN = "own"
    ATTRIBUTION = "attribution"
    QUOTE = "quote"
    FORWARD = "forward"
    SIGNATURE = "signature"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Own:
    """Who we are, so that mail of ours is known when it comes back.

    `addresses` and `list_ids` are in lower case. `is_our_message_id` checks the keyed
    Message-ID without a database (no stranger can make one up).
    """

    addresses: frozenset[str] = frozenset()
    list_ids: frozenset[str] = frozenset()
    authserv_id: str = ""
    is_our_message_id: Callable[[str], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the display name as decoded (untrusted), the addr-spec normalised."""

    name: str
    spec: str


@dataclass(frozen=True, slots=True)
class Headers:
    """The header section of one message.

    `fields` holds every field in order: name in lower case, value unfolded and decoded to text
    (RFC 2047), never with CR, LF or NUL. `author` is None where From is missing, ambiguous
    or made to mislead; `defects` then says so.
    """

    fields: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    author: Address | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    content_type: str = "text/plain"
    report_type: str | None = None
    defects: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the field `name` (lower case), topmost first."""
        return tuple(value for key, value in self.fields if key == name)

    def first(self, name: str) -> str:
        """The topmost value of the field `name`, or an empty string."""
        return next((value for key, value in self.fields if key == name), "")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of a body is of this kind. Spans lie in order and cover the whole text."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Body:
    """The readable text of a message and what each stretch of it is.

    `is_all_quoted`: nothing of the person's own was left, so all counts as own, with low confidence.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    is_all_quoted: bool = False

    @property
    def own(self) -> str:
        """What this person wrote now; stretches that were apart are joined by a blank line."""
        parts = (self.text[s.start : s.end].strip("\n") for s in self.spans if s.kind is SpanKind.OWN)
        return "\n\n".join(part for part in parts if part.strip())

    @property
    def set_aside(self) -> str:
        """Quotes, signatures and footers, in order."""
        parts = (self.text[s.start : s.end].strip("\n") for s in self.spans if s.kind is not SpanKind.OWN)
        return "\n\n".join(part for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not shown as text. `size` is in bytes, decoded."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """One recipient's status in a report (RFC 3464, 2.3). `status` is like `5.1.1`."""

    recipient: str | None
    action: str
    status: str
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A received mail, parsed. Parsing never fails: what was wrong is in `defects`."""

    headers: Headers = Headers()
    body: Body = Body()
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic | None = None
    no_answer: NoAnswer | None = None
    rsvp: Rsvp | None = None
    rsvp_uid: str | None = None
    delivery_statuses: tuple[DeliveryStatus, ...] = ()
    authentication: Authentication = Authentication.NONE
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message. `received_at` is the server's arrival time (INTERNALDATE), aware, UTC."""

    id: int
    digest: bytes
    received_at: datetime
    raw: bytes = field(repr=False)
