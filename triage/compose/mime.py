"""From the stored mail to the octets that leave: text, HTML and calendar entry in one message.

The one place where the join details enter a mail. Does not send, store or log; takes no recipient from
any header, and writes nobody's display name.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote

from jinja2 import Environment, TemplateError

from intake.message import Address
from triage.compose import fields
from triage.compose.errors import ComposeError
from triage.compose.html import html_from, languages_of
from triage.compose.wording import ENGLISH, ENGLISH_BELOW
from triage.model.event import JoinDetails
from triage.model.mail import CARRIES_JOIN_DETAILS, JOIN_DETAILS_MARKER, Mail, Purpose

_CALENDAR_METHODS = frozenset({"REQUEST", "CANCEL"})
_MOSTLY_ASCII = 6
"""Quoted-printable while fewer than one octet in six is outside ASCII, base64 above."""


def build(mail: Mail, sender: str | Address, join: JoinDetails | None, date: datetime, templates: Environment) -> bytes:
    """The whole message (RFC 5322) with CRLF line ends; the same arguments give the same octets.

    `sender` is our own address, with our own name if it is an `Address`; `date` is aware. Raises
    ComposeError when the secret is missing, or would go out in a mail that must not carry it.
    """
    text = _with_join_details(mail, join, templates)
    html = html_from(mail.subject, text, mail.language, templates)
    ours = sender if isinstance(sender, Address) else Address("", sender)
    head = "".join(_head(mail, ours, date))
    return head.encode() + _content(mail, text, html)


def _with_join_details(mail: Mail, join: JoinDetails | None, templates: Environment) -> str:
    """The text with the secret in the marker's place, and every reason not to."""
    carries = mail.purpose in CARRIES_JOIN_DETAILS
    if not carries and (join is not None or JOIN_DETAILS_MARKER in mail.text):
        raise ComposeError(f"a mail of purpose {mail.purpose} must not carry join details")
    if JOIN_DETAILS_MARKER in mail.subject + mail.calendar:
        raise ComposeError("join details have no place in a subject or a calendar entry")
    if not carries:
        return mail.text
    if join is None or not join.join_url:
        raise ComposeError("a mail with join details cannot be built without them")
    if JOIN_DETAILS_MARKER not in mail.text:
        raise ComposeError("a mail with join details says nowhere where they stand")
    return f"\n{ENGLISH_BELOW}\n".join(
        part.replace(JOIN_DETAILS_MARKER, _spoken(join, language, templates))
        for language, part in languages_of(mail.text, mail.language)
    )


def _spoken(join: JoinDetails, language: str, templates: Environment) -> str:
    """Link, id and passcode in the words of `language`."""
    names = [
        f"mail/parts/{name}.txt" for name in (language.lower(), language.split("-", maxsplit=1)[0].lower(), ENGLISH)
    ]
    try:
        parts = templates.select_template(names).module
        return str(parts.join_details_block(join.join_url, join.meeting_id, join.passcode)).strip()  # type: ignore[attr-defined] # macros are attributes of the module
    except TemplateError as error:
        raise ComposeError(f"templates/mail/parts: {error}") from error


def _head(mail: Mail, sender: Address, date: datetime) -> Iterator[str]:
    """The header section without the fields of the content."""
    yield fields.address("From", sender.spec, sender.name)
    yield fields.address("To", mail.to)
    yield fields.words("Subject", mail.subject)
    yield fields.tokens("Date", format_datetime(date.astimezone(UTC)))
    yield fields.message_id("Message-ID", mail.message_id)
    yield from _thread(mail)
    # RFC 3834, 5: an answer is auto-replied, everything that we send first is auto-generated.
    if mail.purpose is not Purpose.REPLY:  # a person wrote that one: no field at all (RFC 3834, 5)
        yield fields.tokens("Auto-Submitted", "auto-replied" if mail.is_reply else "auto-generated")
    # Exchange is asked for no automatic answer of any kind but one: bounces (NDR), which we need.
    yield fields.tokens("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply")
    if mail.unsubscribe_url or mail.unsubscribe_subject:
        yield from _unsubscribe(mail, sender.spec)
    yield fields.tokens("Content-Language", *_languages(mail))
    yield "MIME-Version: 1.0\r\n"


def _thread(mail: Mail) -> Iterator[str]:
    """RFC 5322, 3.6.4: References ends with the message that is answered."""
    parent = (mail.in_reply_to,) if mail.in_reply_to else ()
    yield fields.message_id("In-Reply-To", *parent)
    earlier = tuple(each for each in mail.references if each not in parent)
    yield fields.message_id("References", *earlier, *parent)


def _unsubscribe(mail: Mail, sender: str) -> Iterator[str]:
    """RFC 8058, 3.1: one https link, which a POST alone must serve; RFC 2369: and a mail link.

    The mail link answers this very mail (RFC 6068, 6), so that the shared mailbox knows it for ours, also from a
    program that sends no In-Reply-To: then its subject says whose it is. Whoever signs our mails (DKIM) must cover both
    fields (RFC 8058, 4), or the big providers show no button.
    """
    subject = quote(mail.unsubscribe_subject or "unsubscribe", safe="")
    answer = f"<mailto:{sender}?subject={subject}&In-Reply-To=%3C{quote(mail.message_id)}%3E>"
    url = mail.unsubscribe_url
    if not url:
        yield fields.tokens("List-Unsubscribe", answer)
        return
    if not url.startswith("https://") or set(url) & set("<>, "):
        raise ComposeError("the unsubscribe link must be one https link")
    yield fields.tokens("List-Unsubscribe", f"<{url}>,", answer)
    yield fields.tokens("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def _languages(mail: Mail) -> tuple[str, ...]:
    return (", ".join(language for language, _ in languages_of(mail.text, mail.language)),)


def _content(mail: Mail, text: str, html: str) -> bytes:
    """RFC 6047, 4: the calendar entry beside the text, and once more as a file."""
    boundary = "=_" + hashlib.blake2b(mail.message_id.encode(), digest_size=16).hexdigest()
    shown = [_part("text/plain", text), _part("text/html", html)]
    if not mail.calendar:
        return _multipart("alternative", boundary, shown)
    if mail.calendar_method not in _CALENDAR_METHODS:
        raise ComposeError(f"no calendar entry can have the method {mail.calendar_method[:20]!r}")
    entry = mail.calendar.encode()
    shown.append(_encoded(f"text/calendar; charset=utf-8; method={mail.calendar_method}", entry))
    inner = _multipart("alternative", f"{boundary}.a", shown)
    named = 'application/ics; name="invitation.ics"\r\nContent-Disposition: attachment; filename="invitation.ics"'
    return _multipart("mixed", boundary, [inner, _encoded(named, entry)])


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    """No encoded line can begin with `--=_`, so that no content can end a part (RFC 2045, 6.7, rule 5)."""
    opened = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}\r\n".encode()
    return opened + b"".join(line + part for part in parts) + f"--{boundary}--\r\n".encode()


def _part(content_type: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    octets = lines.replace("\n", "\r\n").encode("utf-8", "replace")
    typed = f"{content_type}; charset=utf-8"
    if (len(octets) - len(lines)) * _MOSTLY_ASCII > len(octets) * 2:
        return _encoded(typed, octets)
    fields_of_part = f"Content-Type: {typed}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return fields_of_part.encode() + binascii.b2a_qp(octets, istext=True)


def _encoded(content_type: str, octets: bytes) -> bytes:
    """A part in base64, in lines of 76 characters."""
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + base64.encodebytes(octets).replace(b"\n", b"\r\n")
