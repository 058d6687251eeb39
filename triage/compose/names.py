"""Whole names in a text: found, or replaced. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these stand in the text as whole words, in whatever case."""
    return tuple(sorted(name for name in names if whole(name).search(text)))


def without_names(text: str, names: Iterable[str], instead: str) -> tuple[str, int]:
    """The text with each of these replaced, the longest first, and how many there were."""
    count = 0
    for name in sorted(names, key=len, reverse=True):
        text, times = whole(name).subn(instead, text)
        count += times
    return text, count


def whole(name: str) -> re.Pattern[str]:
    """The name where it is no part of a longer word; blanks and underscores are one, as in wiki names.

    A single word counts only as it is written: Will may ask, and everybody will read it.
    """
    words = r"[\s_]+".join(re.escape(part) for part in re.split(r"[\s_]+", name.strip()) if part)
    return re.compile(rf"(?<!\w){words}(?!\w)", 0 if name.strip().isalpha() else re.IGNORECASE)
