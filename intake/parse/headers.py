"""Header sections as values (RFC 5322, 3.6). Runs for every message of a shared mailbox: it must be fast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake import references
from intake.message import Headers, Own
from intake.parse import words
from intake.parse.author import author
from intake.parse.parameters import content_type
from intake.parse.section import Section, section

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONCE = frozenset(["subject", "message-id", "date", "sender", "in-reply-to", "references", "content-type"])
_FORCED_DIRECTION = re.compile("[\u202d\u202e]")


def parse_headers(raw: bytes, own: Own = Own()) -> Headers:  # noqa: ARG001, B008  # frozen; kept for what `own` may tell later
    """The header section at the top of `raw` (as BODY.PEEK[HEADER] gives it). Never raises."""
    return headers_of(section(raw))


def headers_of(found: Section) -> Headers:
    """The fields of one header section, decoded and read."""
    fields = tuple((name, _shown(value)) for name, value in found.fields)
    raw = _topmost(found.fields)
    wrote, author_defects = author(tuple(value for name, value in found.fields if name == "from"))
    kind = content_type(raw.get("content-type", ""))
    subject = words.decoded(raw.get("subject", ""))
    return Headers(
        fields=fields,
        subject=words.one_line(subject),
        author=wrote,
        message_id=references.message_id(raw.get("message-id", "")),
        in_reply_to=references.message_id(raw.get("in-reply-to", "")),
        references=references.message_ids(raw.get("references", "")),
        content_type=kind.value,
        report_type=kind.parameters.get("report-type", "").lower() or None,
        defects=(*found.defects, *author_defects, *_repeated(found.fields), *_subject_defects(subject)),
    )


def _shown(value: str) -> str:
    if value.isascii() and value.isprintable() and "=?" not in value:
        return value
    return words.clean(value)


def _topmost(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(fields))


def _repeated(fields: Sequence[tuple[str, str]]) -> list[str]:
    """RFC 5322, 3.6: these may stand once. The topmost is used."""
    names = [name for name, _ in fields if name in _ONCE]
    if len(names) == len(set(names)):
        return []
    return [f"the field {name.title()} is repeated" for name in sorted(set(names)) if names.count(name) > 1]


def _subject_defects(subject: str) -> list[str]:
    return ["the subject holds characters that turn its direction"] if _FORCED_DIRECTION.search(subject) else []
