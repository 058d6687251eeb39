"""Whole names in a text: found, or replaced. Pure, and quick also where thousands of names must not stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_NOTHING = re.compile(r"(?!)")
Span = tuple[int, int, str]


class Names:
    """Names, accounts and addresses, found by their first word.

    Blanks and underscores are one, as in wiki names, and case does not count. But a single word counts only as it is
    written: Will may ask, and everybody will read it. Scripts that set no blanks have names inside of words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        # The longest first: nobody's first name is masked in somebody's whole one.
        known = sorted({each.strip() for each in names}, key=len, reverse=True)
        inside = [re.escape(name) for name in known if _NO_SPACES.search(name)]
        self._inside = re.compile("|".join(inside)) if inside else _NOTHING
        for name in known:
            if (first := _WORD.search(name)) is not None:
                self._by_word.setdefault(first[0].casefold(), []).append((first.start(), name))

    def found(self, text: str) -> Iterator[Span]:
        """Start, end and name of each, in order; none overlap."""
        inside = [(match.start(), match.end(), match[0]) for match in self._inside.finditer(text)]
        read = 0
        for start, end, name in sorted([*self._words(text), *inside], key=lambda span: (span[0], -span[1])):
            if start >= read:
                yield start, end, name
                read = end

    def _words(self, text: str) -> Iterator[Span]:
        for word in _WORD.finditer(text):
            for before, name in self._by_word.get(word[0].casefold(), ()):
                start = word.start() - before
                if start >= 0 and (match := self._pattern(name).match(text, start)) is not None:
                    yield start, match.end(), name
                    break

    def _pattern(self, name: str) -> re.Pattern[str]:
        if name not in self._patterns:
            words = r"[\s_]+".join(re.escape(part) for part in re.split(r"[\s_]+", name) if part)
            case = 0 if name.isalpha() else re.IGNORECASE
            self._patterns[name] = re.compile(rf"(?<!\w){words}(?!\w)", case)
        return self._patterns[name]


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these stand in the text."""
    return tuple(sorted({name for _, _, name in Names(names).found(text)}))


def without_names(text: str, names: Names, instead: str) -> tuple[str, int]:
    """The text with each of these replaced, and how many there were."""
    parts: list[str] = []
    read = count = 0
    for start, end, _ in names.found(text):
        parts += [text[read:start], instead]
        read, count = end, count + 1
    return "".join((*parts, text[read:])), count
