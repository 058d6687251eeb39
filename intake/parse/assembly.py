"""Bytes → Message: total, bounded, pure. Puts together what the other modules of this package read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from intake.authentication import authentication
from intake.automatic import automatic, no_answer
from intake.body import separate
from intake.message import Attachment, Headers, Mask, Message, NoAnswer, Own
from intake.parse import mime
from intake.parse.content import content
from intake.parse.headers import headers_of
from intake.parse.notice import for_programs
from intake.parse.section import section
from intake.report import delivery_statuses, rsvp

if TYPE_CHECKING:
    from intake.message import Rsvp

_NO_ADDRESS = frozenset(
    [NoAnswer.AUTOMATIC, NoAnswer.LIST, NoAnswer.NULL_SENDER, NoAnswer.OWN_ADDRESS, NoAnswer.NO_AUTHOR]
)


def _as_it_is(text: str) -> str:
    return text


def parse(raw: bytes, own: Own = Own(), mask: Mask = _as_it_is) -> Message:  # noqa: B008  # Own is frozen
    """The message in `raw`, whatever the bytes are. Never raises; within about a second for 25 MB.

    `mask` is applied to every text taken from the message before anything else sees it.
    """
    raw = mime.without_lone_returns(raw)
    top = section(raw)
    headers = _masked_headers(headers_of(top), mask)
    opened = mime.opened(raw, top)
    found = content(raw, opened.parts)
    body = separate([(mask(text), kind) for text, kind in found.pieces])
    why = automatic(headers, body.own, own)
    special = for_programs(raw, opened.parts, body.text)
    answer, uid = _rsvp(special.calendars, headers)
    return Message(
        headers=headers,
        body=body,
        html=mask(found.html),
        attachments=tuple(Attachment(mask(a.name), a.type, a.size) for a in found.attachments),
        automatic=why,
        no_answer=no_answer(headers, own, why),
        rsvp=answer,
        rsvp_uid=uid,
        delivery_statuses=delivery_statuses(special.notice, headers, own, why),
        authentication=authentication(headers, own),
        defects=tuple(dict.fromkeys((*headers.defects, *opened.defects, *found.defects, *special.defects))),
    )


def _rsvp(calendars: tuple[str, ...], headers: Headers) -> tuple[Rsvp, str | None] | tuple[None, None]:
    author = headers.author.spec if headers.author else None
    found = (rsvp(calendar, author) for calendar in calendars)
    return next((answer for answer in found if answer is not None), (None, None))


def answer_to(message: Message | Headers, own: Own) -> str | None:
    """The author's From address (never Reply-To), or None where nothing may be sent to it."""
    if isinstance(message, Message):
        headers, refusal = message.headers, message.no_answer
    else:
        headers, refusal = message, no_answer(message, own, automatic(message, "", own))
    if headers.author is None or refusal in _NO_ADDRESS:
        return None
    return headers.author.spec


def _masked_headers(headers: Headers, mask: Mask) -> Headers:
    """Header values go through `mask` as one text: there are dozens, and the mask is asked once."""
    values = mask("\n".join([headers.subject, *(value for _, value in headers.fields)])).split("\n")
    if len(values) != len(headers.fields) + 1:
        values = [mask(headers.subject), *(mask(value).replace("\n", " ") for _, value in headers.fields)]
    fields = tuple((name, value) for (name, _), value in zip(headers.fields, values[1:], strict=True))
    return replace(headers, subject=values[0], fields=fields)
