"""Words and phrases of the listed languages, by what they mean: the bridge that lets one language teach another.

`lexicon/<language>.txt` holds lines `concept: phrase, phrase, …` that a speaker can read and mend; training packs them
into the weights, so that nothing is read at run time. A phrase matches at the start of a word ("attend": "attending");
`phrase.` must also end there; `*phrase` may stand anywhere (prefixed verbs, glued articles). Scripts without blanks
match anywhere. Matching is folded (see `folding`). It says which concepts a sentence touches, and where; not what they
add up to: that is learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from triage.understanding.folding import fold

CONCEPTS = (
    # coming
    *("want", "come", "enrol", "send", "link", "zoom", "seat", "may", "username", "perhaps", "yes", "guest"),
    # not coming
    *("cannot", "not", "cancel", "sorry", "nolonger", "registered", "busy", "no"),
    # asking
    *("why", "how", "what", "who", "when", "whether", "ask", "foundation", "policy", "should", "please"),
    # opinion
    *("praise", "blame", "opinion", "insult"),
    # mechanics
    *("record", "hour", "device", "interpret", "access", "broken", "event", "stream", "howlong"),
    # cases
    *("block", "harass", "user", "me", "report", "act", "since"),
    # harm
    *("suicide", "die", "kill", "danger", "idiom"),
    # manners
    *("greet", "thanks", "close", "lookforward", "intro"),
    # the rest
    *("business", "attached", "department", "anonymous", "also", "old"),
)
"""What the lexicon distinguishes. A concept is a meaning, not a word: "link" is also "Zoom-Zugang"."""

NUMBER = {name: number for number, name in enumerate(CONCEPTS)}
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿]")
_GLUED = re.compile(r"[֐-׿؀-ۿ]")
_LONGEST = 40
_SHORTEST_GLUED = 4


class Hit(NamedTuple):
    """A phrase found in a folded sentence at `start`: its concept's number and the languages that know it."""

    start: int
    length: int
    concept: int
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    concept: int
    languages: frozenset[str]
    ends_word: bool
    anywhere: bool


class Lexicon:
    """The phrases of all languages, ready to match. Built from the rows that `parsed` gives."""

    __slots__ = ("_entries", "_inside", "_lengths", "rows")

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self.rows = tuple(rows)
        self._entries: dict[str, tuple[_Entry, ...]] = {}
        for key, entry in _merged(self.rows).items():
            self._entries[key] = entry
        self._lengths = _lengths(self._entries)
        # Most letters stand inside a word, where few phrases may begin.
        self._inside = _lengths(key for key, found in self._entries.items() if any(each.anywhere for each in found))

    def hits(self, folded: str) -> list[Hit]:
        """Every concept touched by `folded` (see `folding.fold`), in order; the longest phrase at each place wins."""
        found: list[Hit] = []
        covered: dict[int, int] = {}
        is_start = True
        for at, char in enumerate(folded):
            known = self._lengths if is_start else self._inside
            lengths = known.get(folded[at : at + 2])
            if lengths is None and char > "⺀":
                lengths = known.get(char)
            if lengths is not None:
                found += self._at(folded, at, lengths, covered, is_start=is_start)
            is_start = not (char.isalnum() or char == "'")
        return found

    def _at(
        self, folded: str, at: int, lengths: tuple[int, ...], covered: dict[int, int], *, is_start: bool
    ) -> list[Hit]:
        found: list[Hit] = []
        for length in lengths:
            for entry in self._entries.get(folded[at : at + length], ()):
                end = at + length
                if not (is_start or entry.anywhere) or covered.get(entry.concept, 0) >= end:
                    continue
                if entry.ends_word and folded[end : end + 1].isalnum():
                    continue
                covered[entry.concept] = end
                found.append(Hit(at, length, entry.concept, entry.languages))
        return found


def votes(hits: Iterable[Hit]) -> dict[str, float]:
    """How much the phrases found speak for each language: a phrase that few languages share says more."""
    weights: dict[str, float] = {}
    for hit in hits:
        for tag in hit.languages:
            weights[tag] = weights.get(tag, 0.0) + min(hit.length, 8) / 8 / len(hit.languages)
    return weights


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the phrases are that begin with these two letters, the longest first."""
    lengths: dict[str, set[int]] = {}
    for key in keys:
        lengths.setdefault(key[:2], set()).add(len(key))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}


def _merged(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[_Entry, ...]]:
    """Phrases by their folded form; one entry for each concept, with all languages that know it."""
    gathered: dict[tuple[str, int, bool, bool], set[str]] = {}
    for tag, concept, phrase in rows:
        ends_word = phrase.endswith(".")
        key = phrase.removeprefix("*").removesuffix(".")
        is_glued = len(key) >= _SHORTEST_GLUED and bool(_GLUED.match(key))
        anywhere = phrase.startswith("*") or bool(_UNSPACED.match(key)) or is_glued
        gathered.setdefault((key, NUMBER[concept], ends_word, anywhere), set()).add(tag)
    merged: dict[str, tuple[_Entry, ...]] = {}
    for (key, number, at_end, everywhere), tags in gathered.items():
        merged[key] = (*merged.get(key, ()), _Entry(number, frozenset(tags), at_end, everywhere))
    return merged


def _folded(phrase: str) -> str:
    """A phrase as it is matched, between its marks; empty where nothing is left. Done once, when the file is read."""
    typed = phrase.strip()
    key = " ".join(fold(typed.strip("*.")).split())[:_LONGEST]
    return f"{'*' * typed.startswith('*')}{key}{'.' * typed.endswith('.')}" if key else ""


def parsed(language: str, text: str) -> list[tuple[str, str, str]]:
    """The rows of one lexicon file. An unknown concept is an error: it would silently teach nothing."""
    rows: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        concept, colon, phrases = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        if concept.strip() not in NUMBER:
            raise ValueError(f"lexicon/{language}.txt: no concept is called “{concept.strip()}”")
        rows += [(language, concept.strip(), folded) for phrase in phrases.split(",") if (folded := _folded(phrase))]
    return rows
