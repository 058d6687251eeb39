"""The readable text of a message and what is attached to it. Decides which parts are read, not what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.body.html import LIMIT as HTML_LIMIT
from intake.body.html import Piece, text_of
from intake.message import Attachment
from intake.parse import charset, flowed, transfer, words
from intake.parse.mime import Part

TEXT_LIMIT = 1_000_000
"""Characters of text that are read of one message."""

_RAW_LIMIT = 4_000_000
_SHOWN = frozenset(["text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"])
_KEPT_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ONLY_IN_HTML = 400  # a longer plain text is a text
TRUNCATED = "the text is too long and was truncated"


@dataclass(slots=True)
class Content:
    """What was read. `pieces` are stretches of text with what their markup says they are."""

    pieces: list[Piece] = field(default_factory=list)
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)


def content(raw: bytes, parts: tuple[Part, ...]) -> Content:
    """The text parts in order (of alternatives the plain one, where it says something), and the rest as attachments."""
    found = Content()
    budget = _Budget()
    groups: dict[int | None, list[Part]] = {}
    order: list[tuple[int | None, list[Part]]] = []
    for part in parts:
        if not _is_shown(part):
            found.attachments.append(_attachment(raw, part))
        elif part.alternative is not None and part.alternative in groups:
            groups[part.alternative].append(part)
        else:
            order.append((part.alternative, [part]))
            groups[part.alternative] = order[-1][1]
    for _, group in order:
        _read(raw, group, found, budget)
    if budget.is_spent:
        found.defects[TRUNCATED] = None
    return found


@dataclass(slots=True)
class _Budget:
    """What may still be read of one message."""

    text: int = TEXT_LIMIT
    html: int = HTML_LIMIT
    is_spent: bool = False

    def cut(self, text: str) -> str:
        self.is_spent |= len(text) > self.text
        kept = text[: self.text]
        self.text -= len(kept)
        return kept


def _read(raw: bytes, group: list[Part], found: Content, budget: _Budget) -> None:
    plain = [_text(raw, part, found, budget) for part in group if part.kind.value != "text/html"]
    html = [_text(raw, part, found, budget) for part in group if part.kind.value == "text/html"]
    found.html = found.html or "\n".join(html)[:HTML_LIMIT]
    if html and not _says_something(plain):
        pieces = [piece for source in html for piece in _html_pieces(source, budget)]
        if any(text.strip() for text, _ in pieces) or not any(text.strip() for text in plain):
            plain = []
            found.pieces.extend(pieces)
    for text in plain:
        if text.strip() or not found.pieces:
            found.pieces.append((budget.cut(text if text.endswith("\n") else text + "\n"), None))


def _html_pieces(source: str, budget: _Budget) -> list[Piece]:
    read = text_of(source, budget.html)
    budget.html = max(0, budget.html - len(source))
    budget.is_spent |= read.is_cut
    pieces = [(budget.cut(text), kind) for text, kind in read.pieces]
    return [*pieces, ("\n", pieces[-1][1])] if pieces else []


def _says_something(plain: list[str]) -> bool:
    """Seen in practice: an empty plain part, or one that only says to look at the HTML."""
    text = "\n".join(plain).strip()
    return bool(text) and not (len(text) < _ONLY_IN_HTML and "html" in text.lower())


def _is_shown(part: Part) -> bool:
    if part.kind.value not in _SHOWN:
        return False
    disposition = part.disposition
    if disposition.value == "attachment":
        return False
    return not part.within or not _name(part)


def _name(part: Part) -> str:
    name = part.disposition.parameters.get("filename") or part.kind.parameters.get("name", "")
    return words.one_line(name.replace("\\", "/").rpartition("/")[2])[:255]


def _attachment(raw: bytes, part: Part) -> Attachment:
    return Attachment(_name(part), part.kind.value, transfer.size(raw, part.start, part.end, part.encoding))


def _text(raw: bytes, part: Part, found: Content, budget: _Budget) -> str:
    budget.is_spent |= part.end - part.start > _RAW_LIMIT
    text, defects = text_of_part(raw, part)
    found.defects.update(dict.fromkeys(defects))
    return text


def text_of_part(raw: bytes, part: Part, limit: int = _RAW_LIMIT) -> tuple[str, list[str]]:
    """One text part decoded, line ends as line feeds, without NUL; and what was wrong with it."""
    decoded, wrong_encoding = transfer.decoded(raw[part.start : min(part.end, part.start + limit)], part.encoding)
    text, wrong_charset = charset.text(decoded, part.kind.parameters.get("charset", ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    nul = "the text holds NUL characters" if "\0" in text else None
    if _KEPT_CONTROL.search(text):
        text = _KEPT_CONTROL.sub("", text)
    if part.kind.parameters.get("format", "").lower() == "flowed" and part.kind.value == "text/plain":
        text = flowed.unflowed(text, has_delsp=part.kind.parameters.get("delsp", "").lower() == "yes")
    return text.removeprefix("\ufeff"), [defect for defect in (wrong_encoding, wrong_charset, nul) if defect]
