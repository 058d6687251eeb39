"""A body as lines, each to be given a kind. What the other modules of this package look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.message import SpanKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PROBE = 400
"""A longer line is a paragraph of text: no pattern is tried on it."""

_BEHIND = re.compile(r".*?[^\s>-](?:\s+|(?=---))(?=-*\s?On (?:\w{3,9}, |\d|\w{3} \d))")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DATE = re.compile(
    r"\d{1,4}\s?[./年-]\s?\d{1,2}\s?[./月-]\s?\d{1,4}"  # 01.12.2023, 2023/12/01, 2023年12月1日, 2023. 12. 1
    r"|(?<!\d)\d{4}(?!\d)"  # a year, in any digits
    r"|(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)"  # a time
    r"|\d{4}년"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>@]@[\w-]+\.[\w.-]+|<\s*mailto:|<\S+@")


class Lines:
    """The lines of a text: as they are (`raw`), bare of margins and invisible marks (`bare`), and their kinds.

    `kinds[n]` is None until somebody says what line n is; a blank line stays None until the end.
    """

    def __init__(self, pieces: Sequence[tuple[str, SpanKind | None]]) -> None:
        """`pieces` are stretches of text with what their markup says they are."""
        self.text = "".join(text for text, _ in pieces)
        self.raw = _cut(self.text)
        self.bare = [_bare(line) for line in self.raw]
        self.kinds: list[SpanKind | None] = [None] * len(self.raw)
        if any(kind is not None for _, kind in pieces):
            self._take_marks(pieces)

    def __len__(self) -> int:
        return len(self.raw)

    def set(self, numbers: Iterable[int], kind: SpanKind) -> None:
        """Give the lines `numbers` this kind."""
        for number in numbers:
            self.kinds[number] = kind

    def is_open(self, number: int) -> bool:
        """Has nobody said yet what this line is?"""
        return self.kinds[number] is None

    def is_blank(self, number: int) -> bool:
        """Nothing to see in it."""
        return not self.bare[number]

    def after_blanks(self, number: int) -> int | None:
        """The first line from `number` on that is not blank."""
        while number < len(self.bare):
            if self.bare[number]:
                return number
            number += 1
        return None

    def _take_marks(self, pieces: Sequence[tuple[str, SpanKind | None]]) -> None:
        starts, at = [], 0
        for line in self.raw:
            starts.append(at + len(line) - len(line.lstrip()))
            at += len(line)
        number, end = 0, 0
        for text, kind in pieces:
            end += len(text)
            while number < len(starts) and starts[number] < end:
                self.kinds[number] = kind if self.bare[number] else None
                number += 1


def _cut(text: str) -> list[str]:
    """The lines with their line ends; an attribution that a mail program put behind the last words is cut off them."""
    lines = text.split("\n")
    raw = [line + "\n" for line in lines[:-1]] + [lines[-1]]
    for number, line in enumerate(lines):
        if line.endswith(("wrote:", "wrote: ")) and len(line) <= PROBE and (behind := _BEHIND.match(line)):
            at = behind.end()
            raw[number : number + 1] = [line[:at], raw[number][at:]]
            break
    return raw


def _bare(line: str) -> str:
    line = line.strip()
    if not line or len(line) > PROBE or line.isascii():
        return line
    return _INVISIBLE.sub("", line).strip()


def has_date(text: str) -> bool:
    """Does it hold something like a date or a time, in any script?"""
    return _DATE.search(text) is not None


def has_address(text: str) -> bool:
    """Does it hold something like a mail address?"""
    return "@" in text and _ADDRESS.search(text) is not None
