"""The parts of a message that are written for programs: reports, calendar answers, signed and closed envelopes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.parse.content import text_of_part
from intake.report import LIMIT, Notice

if TYPE_CHECKING:
    from intake.parse.mime import Part

_RAW = 262_144
_MOST = 20  # parts of each kind that are read
_RETURNED = frozenset(
    [
        "message/rfc822",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global",
        "message/global-headers",
        "message/partial",
    ]
)
_STATUS = frozenset(["message/delivery-status", "message/global-delivery-status"])
_DISPOSITION = frozenset(["message/disposition-notification", "message/global-disposition-notification"])
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True, slots=True)
class ForPrograms:
    """What was found: the report's parts, the calendars, and what keeps the text from us."""

    notice: Notice
    calendars: tuple[str, ...]
    defects: tuple[str, ...]


def for_programs(raw: bytes, parts: tuple[Part, ...], text: str) -> ForPrograms:
    """Read the parts written for programs. `text` is the readable text of the message."""
    notice = Notice(
        status=_texts(raw, parts, _STATUS),
        disposition=_texts(raw, parts, _DISPOSITION),
        feedback=_texts(raw, parts, frozenset(["message/feedback-report"])),
        returned=tuple(_header_text(found) for found in _texts(raw, parts, _RETURNED)),
        text=text[:LIMIT],
        raw=raw[:_RAW],
    )
    return ForPrograms(notice, _texts(raw, parts, frozenset(["text/calendar"])), tuple(_closed(parts, text)))


def _texts(raw: bytes, parts: tuple[Part, ...], kinds: frozenset[str]) -> tuple[str, ...]:
    found = [part for part in parts if part.kind.value in kinds]
    return tuple(text_of_part(raw, part, LIMIT)[0] for part in found[:_MOST])


def _header_text(returned: str) -> str:
    """The header section of a returned message: its own text is no report."""
    return _BLANK_LINE.split(returned.lstrip("\n"), maxsplit=1)[0]


def _closed(parts: tuple[Part, ...], text: str) -> list[str]:
    kinds = {part.kind.value for part in parts}
    around = {kind for part in parts for kind in part.within}
    defects: list[str] = []
    if kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        defects.append("the message is encrypted or sealed with S/MIME and cannot be read")
    if "multipart/encrypted" in around or _PGP in text:
        defects.append("the message is encrypted with PGP and cannot be read")
    if kinds & {"application/ms-tnef", "application/vnd.ms-tnef"}:
        defects.append("parts of the message are in Outlook's own format (winmail.dat) and were not read")
    return defects
