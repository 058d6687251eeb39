"""What other programs tell us about mails of ours, and people about our invitations.

Bounces (RFC 3464, and free text), read receipts (RFC 8098), complaints (RFC 5965), calendar answers (RFC 5546).

Says what a report claims. Whether it is about a mail that we sent is shown by our Message-ID alone: a stranger
can write a report, but not our Message-ID.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import icalendar
from flufl.bounce import all_failures

from intake.message import Automatic, DeliveryStatus, Rsvp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.message import Headers, Own

MOST_RECIPIENTS = 100
LIMIT = 65_536
"""Characters that are read of each part of a report."""

_FOLD = re.compile(r"\r?\n[ \t]+")
_MESSAGE_ID = re.compile(r"^[>|\s]{0,10}Message-ID\s{0,3}:\s{0,10}<([^<>\s]{1,400})>", re.IGNORECASE | re.MULTILINE)
_PARTSTAT = {"ACCEPTED": Rsvp.ACCEPTED, "DECLINED": Rsvp.DECLINED, "TENTATIVE": Rsvp.TENTATIVE}
_FAILED_BY_CHOICE = frozenset(["displayed", "deleted", "denied", "failed", "dispatched", "processed"])


@dataclass(frozen=True, slots=True)
class Notice:
    """The parts of a report as text: status (RFC 3464), disposition (8098), feedback (5965), the returned headers.

    `text` is its human part; `raw` its beginning, for bounces without any form.
    """

    status: tuple[str, ...] = ()
    disposition: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    text: str = ""
    raw: bytes = b""


def delivery_statuses(
    notice: Notice, headers: Headers, own: Own, automatic: Automatic | None
) -> tuple[DeliveryStatus, ...]:
    """One status a recipient, each once; empty for what is no report. Never raises."""
    is_bounce = automatic is Automatic.DELIVERY_STATUS
    if not (notice.status or notice.disposition or notice.feedback or is_bounce):
        return ()
    about = original_message_id(notice, headers, own)
    found = [
        *(_delivery(fields, about) for text in notice.status for fields in _groups(text)),
        *(_disposition(fields, about) for text in notice.disposition for fields in _groups(text)),
        *(status for text in notice.feedback for status in _complaints(text, notice.returned, about)),
    ]
    known = [status for status in found if status is not None]
    if not known and is_bounce:
        known = _free_text(notice, headers, about)
    return tuple(dict.fromkeys(known))[:MOST_RECIPIENTS]


def original_message_id(notice: Notice, headers: Headers, own: Own) -> str | None:
    """The mail that a report is about: an id of ours wherever it stands, else the one in the returned headers."""
    returned = [found for text in notice.returned for found in _message_ids(text)]
    told = [
        found
        for text in notice.disposition
        for fields in _groups(text)
        for found in _ids(fields.get("original-message-id", ""))
    ]
    thread = (headers.in_reply_to, *headers.references) if headers.in_reply_to else headers.references
    anywhere = (*returned, *told, *_message_ids(notice.text), *thread)
    ours = next((found for found in anywhere if own.is_our_message_id(found)), None)
    return ours or next(iter((*returned, *told)), None)


def rsvp(calendar: str, author: str | None) -> tuple[Rsvp, str | None] | None:
    """The answer in a text/calendar part and the UID it is about, or None where it is no answer (RFC 5546, 3.2.3)."""
    try:
        found = icalendar.Calendar.from_ical(calendar[:LIMIT])
        if str(found.get("METHOD", "")).strip().upper() != "REPLY":
            return None
        events = found.walk("VEVENT")
    except (ValueError, LookupError, TypeError, AttributeError):
        # A stranger's file: the library raises ValueError for most garbage, and plain errors for the rest.
        return None
    for event in events:
        answer = _answer(event, author)
        if answer is not None:
            uid = str(event.get("UID", "")).strip()[:1000]
            return answer, uid or None
    return None


def _answer(event: icalendar.Component, author: str | None) -> Rsvp | None:
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    # Several attendees: the one who writes.
    attendees.sort(key=lambda attendee: str(attendee).lower().removeprefix("mailto:") != (author or "").lower())
    for attendee in attendees:
        answer = _PARTSTAT.get(str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper())
        if answer is not None:
            return answer
    return None


def _groups(text: str) -> list[dict[str, str]]:
    """The groups of fields of a report part (RFC 3464, 2.1): names in lower case, the first of each kept."""
    plain = _FOLD.sub(" ", text[:LIMIT].replace("\r\n", "\n").strip("\n"))
    return [_fields(group.split("\n")) for group in re.split(r"\n[ \t]*\n", plain)]


def _fields(lines: Iterable[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _delivery(fields: dict[str, str], about: str | None) -> DeliveryStatus | None:
    recipient = fields.get("original-recipient") or fields.get("final-recipient")
    if not recipient and "action" not in fields:
        return None  # the group about the message as a whole (RFC 3464, 2.2)
    status = re.match(r"\d\.\d{1,3}\.\d{1,3}", fields.get("status", ""))
    action = fields.get("action", "").partition(" ")[0].lower()[:40]
    return DeliveryStatus(_recipient(recipient or ""), action, status[0] if status else "", about)


def _disposition(fields: dict[str, str], about: str | None) -> DeliveryStatus | None:
    """RFC 8098, 3.2.6: `action-mode/sending-mode; disposition-type/modifier`."""
    if "disposition" not in fields:
        return None
    kind = fields["disposition"].partition(";")[2].partition("/")[0].strip().lower()
    recipient = fields.get("original-recipient") or fields.get("final-recipient") or ""
    return DeliveryStatus(_recipient(recipient), kind if kind in _FAILED_BY_CHOICE else "processed", "", about)


def _complaints(text: str, returned: tuple[str, ...], about: str | None) -> list[DeliveryStatus]:
    """RFC 5965, 3: whoever complained is named, or stands in the returned headers' To."""
    plain = _FOLD.sub(" ", text[:LIMIT])
    named = re.findall(r"^(?:Original-Rcpt-To|Removal-Recipient)\s*:\s*(.+)$", plain, re.IGNORECASE | re.MULTILINE)
    if not named:
        named = [fields["to"] for part in returned for fields in _groups(part)[:1] if "to" in fields]
    recipients = [_recipient(value) for value in named[:MOST_RECIPIENTS]] or [None]
    return [DeliveryStatus(recipient, "complaint", "", about) for recipient in recipients]


def _free_text(notice: Notice, headers: Headers, about: str | None) -> list[DeliveryStatus]:
    """Bounces from before RFC 3464, and from those who never read it."""
    named = [_recipient(value) for value in headers.first("x-failed-recipients").split(",") if "@" in value]
    if named:
        return [DeliveryStatus(recipient, "failed", "5.0.0", about) for recipient in named]
    try:
        temporary, permanent = all_failures(email.message_from_bytes(notice.raw))
    except (ValueError, LookupError, TypeError, AttributeError):
        # Its detectors read hostile text with regular expressions and the old parser: what they raise is not told.
        return []
    return [
        *(
            DeliveryStatus(_recipient(found.decode("utf-8", "replace")), "failed", "5.0.0", about)
            for found in sorted(permanent)
        ),
        *(
            DeliveryStatus(_recipient(found.decode("utf-8", "replace")), "delayed", "4.0.0", about)
            for found in sorted(temporary)
        ),
    ]


def _recipient(value: str) -> str | None:
    """`rfc822;ann@example.org` → the address, its domain in lower case (RFC 3464, 2.3.1)."""
    address = value.rpartition(";")[2].strip().rpartition("<")[2].partition(">")[0].strip().strip("\"'")[:320]
    local, at, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}" if at and local and domain else None


def _message_ids(text: str) -> list[str]:
    return _MESSAGE_ID.findall(_FOLD.sub(" ", text[:LIMIT]))


def _ids(value: str) -> list[str]:
    return re.findall(r"<([^<>\s]{1,400})>", value)
