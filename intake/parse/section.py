"""The header section of a message or part: raw fields in order, and where the body begins (RFC 5322, 2.2).

Knows nothing of what the fields mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.parse import charset

LIMIT = 262_144
"""Bytes of a header section that are read. Real ones have less than a tenth."""

MOST_FIELDS = 5000

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_NAME = re.compile(r"[!-9;-~]+[ \t]*:")
_MBOX = re.compile(r">?From (?!.*:\S+$)")


@dataclass(frozen=True, slots=True)
class Section:
    """Fields as (name in lower case, unfolded text not yet decoded); `body` is the offset of the body."""

    fields: tuple[tuple[str, str], ...]
    body: int
    defects: tuple[str, ...] = ()

    def first(self, name: str) -> str:
        """The topmost value of the field `name`, or an empty string."""
        return next((value for key, value in self.fields if key == name), "")


def section(raw: bytes, start: int = 0, end: int | None = None) -> Section:
    """The header section of the entity `raw[start:end]`."""
    end = len(raw) if end is None else end
    head_end, body = _extent(raw, start, end)
    head = raw[start:head_end]
    defects: list[str] = []
    if b"\r" in head:
        head = head.replace(b"\r\n", b"\n")
        if b"\r" in head:
            head = head.replace(b"\r", b" ")
            defects.append("a lone carriage return in the header section")
    text = _text(head)
    # RFC 5322, 2.2.3: a line that starts with white space goes on with the one before.
    lines = text.replace("\n ", " ").replace("\n\t", " ").split("\n")
    if body - start > LIMIT or len(lines) > MOST_FIELDS:
        defects.append("the header section is too long, the rest of it was not read")
    fields: list[tuple[str, str]] = []
    strange: list[int] = []
    for number, line in enumerate(lines[:MOST_FIELDS]):
        name, colon, value = line.partition(":")
        if colon and name.isascii() and name.isprintable() and name and " " not in (name := name.rstrip(" \t")):
            fields.append((name.lower(), value.strip(" \t")))
        elif line.strip() and not (number == 0 and _MBOX.match(line)):
            strange.append(number)
    if not strange:
        return Section(tuple(fields), body, tuple(defects))
    defects.append("a line in the header section is not a header field")
    return Section(tuple(fields), _body_without_blank_line(raw, start, end, body), tuple(defects))


def _extent(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header section ends and where the body begins."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return start, raw.index(b"\n", start) + 1
    stop = min(end, start + LIMIT)
    blank = _BLANK_LINE.search(raw, start, stop)
    if blank:
        return blank.start(), blank.end()
    if stop == end:
        return end, end
    late = [at + len(line) for line in (b"\n\n", b"\n\r\n") if (at := raw.find(line, stop, end)) >= 0]
    return stop, min(late, default=end)


def _text(head: bytes) -> str:
    try:
        return head.decode("utf-8")  # RFC 6532
    except UnicodeDecodeError:
        # Raw 8-bit without a label: each line may be in another character set.
        label = re.search(rb"charset\s*=\s*\"?([\w.:-]{2,40})", head, re.IGNORECASE)
        name = label[1].decode("ascii", "replace") if label else ""
        return "\n".join(_raw_line(line, name) for line in head.split(b"\n"))


def _raw_line(line: bytes, label: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return charset.text(line, label)[0].replace("\n", " ")


def _body_without_blank_line(raw: bytes, start: int, end: int, body: int) -> int:
    """The body begins right after the last header field where no blank line sets it off."""
    after = start
    for found in re.finditer(rb"([^\n]*)\n?", raw[start:body]):
        line = found[1].decode("latin-1").rstrip("\r")
        is_folded = line[:1] in {" ", "\t"} and after > start
        if _NAME.match(line) or (is_folded and line.strip()):
            after = start + found.end()
    return min(after, end) if raw[after:body].strip() else body
