"""What a reader hands back, and how times of a recording are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 2_000_000
"""A chat of an hour has some thousand lines; more than this is another file."""
_TIME = re.compile(r"^-?(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$")
_LAST = 59


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `line`: where it begins, from 1. `asker`: the name shown there, or empty.

    `second`: how far into the recording, where the format says so. `is_question`: it looks like one, so that it is
    taken unless a person says otherwise.
    """

    line: int
    asker: str
    text: str
    second: int | None = None
    is_question: bool = True
    topic: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read: its number from 1, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Heard:
    """All of a paste, in its order. `left_out`: direct messages and reactions, which are nobody's question."""

    said: tuple[Said, ...] = ()
    bad: tuple[BadLine, ...] = ()
    left_out: int = 0


def seconds(text: str) -> int | None:
    """`h:mm:ss`, `m:ss` → seconds; None for anything else. Before the start (`-0:12`) is the start."""
    found = _TIME.match(text.strip())
    if found is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    if rest > _LAST or (found[1] is not None and minutes > _LAST):
        return None
    return 0 if text.strip().startswith("-") else hours * 3600 + minutes * 60 + rest


def too_long(text: str) -> Heard | None:
    """The refusal of what nobody saved from one call, else None."""
    if len(text) <= MOST_CHARACTERS:
        return None
    return Heard(bad=(BadLine(1, f"longer than {MOST_CHARACTERS:,} characters: is this the chat of one call?"),))
