"""Words and phrases of the listed languages, by what they mean: the bridge that lets one language teach another.

`lexicon/<language>.txt` holds lines `concept: phrase, phrase, …` that a speaker can read and mend; training packs them
into the weights, so that nothing is read at run time. A phrase matches at the start of a word ("attend": "attending");
`phrase.` must also end there; `*phrase` may stand anywhere (prefixed verbs, glued articles). Scripts without blanks
match anywhere. Matching is folded (see `folding`). It says which concepts a sentence touches, and where; not what they
add up to: that is learned.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from triage.understanding.folding import WORD, fold

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
    *("farewell", "means", "revenge", "watch", "despair", "fear", "fiction", "grief"),
    # manners
    *("greet", "thanks", "close", "lookforward", "intro"),
    # the rest
    *("business", "attached", "department", "anonymous", "also", "old", "name", "article"),
)
"""What the lexicon distinguishes. A concept is a meaning, not a word: "link" is also "Zoom-Zugang"."""

NUMBER = {name: number for number, name in enumerate(CONCEPTS)}
_LONGEST = 40
_SHORTEST_GLUED = 4
_FIRST_SYLLABLE = "\u2e80"
_KEPT_WORDS = 20_000
_LONGEST_KEPT = 24


class Hit(NamedTuple):
    """A phrase found in a folded sentence at `start`: its concept's number and the languages that know it."""

    start: int
    length: int
    concept: int
    languages: frozenset[str]


class _Entry(NamedTuple):
    key: str
    concept: int
    languages: frozenset[str]
    ends_word: bool
    anywhere: bool


class _Match(NamedTuple):
    """A phrase that begins `at` characters into a word. `goes_on`: the phrase, where it is longer than the word."""

    at: int
    length: int
    goes_on: str
    ends_word: bool
    concept: int
    languages: frozenset[str]


class _Begun(NamedTuple):
    """What may begin in a word: `inside` it for certain; `longer` by what must follow the word (see `_next`)."""

    inside: tuple[_Match, ...]
    longer: dict[str, tuple[_Match, ...]]


class _Index:
    """Phrases by how they begin: one word or a part of one, and those that go on after a word."""

    __slots__ = ("_lengths", "_longer", "_words", "heads")

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._words: dict[str, tuple[_Entry, ...]] = {}
        self._longer: dict[str, tuple[_Entry, ...]] = {}
        for entry in sorted(entries, key=lambda each: -len(each.key)):
            first = _first_word(entry.key)
            kept = self._words if first == entry.key else self._longer
            kept[first] = (*kept.get(first, ()), entry)
        self._lengths = _lengths(self._words)
        self.heads = frozenset(self._lengths) | {first[:2] for first in self._longer}

    def inside(self, word: str, at: int) -> list[_Match]:
        """The phrases that what is left of a word, from `at` on, begins with; the longest first."""
        rest = word[at:]
        return [
            _Match(at, length, "", each.ends_word, each.concept, each.languages)
            for length in self._lengths.get(rest[:2]) or self._lengths.get(rest[0], ())
            for each in self._words.get(rest[:length], ())
            if len(rest) == length or (len(rest) > length and not each.ends_word)
        ]

    def longer(self, word: str, at: int) -> list[_Match]:
        """The phrases that begin with all that is left of a word, and go on; the longest first."""
        return [
            _Match(at, len(each.key), each.key, each.ends_word, each.concept, each.languages)
            for each in self._longer.get(word[at:], ())
        ]


class Lexicon:
    """The phrases of all languages, ready to match. Built from the rows that `parsed` gives.

    What may begin in a word depends on the word alone: it is looked up once for a word, and kept for the next time.
    """

    __slots__ = ("_anywhere", "_begun", "_starting", "rows")

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self.rows = tuple(rows)
        entries = _merged(self.rows)
        self._starting = _Index(entries)
        # Most letters stand inside a word, where few phrases may begin.
        self._anywhere = _Index(entry for entry in entries if entry.anywhere)
        self._begun = lru_cache(_KEPT_WORDS)(self._begun_in)

    def hits(self, folded: str) -> list[Hit]:
        """Every concept touched by `folded` (see `folding.fold`), in order; the longest phrase at each place wins."""
        found: list[Hit] = []
        covered: dict[int, int] = {}
        for run in WORD.finditer(folded):
            word, start, stop = run[0], run.start(), run.end()
            inside, longer = self._begun(word) if len(word) <= _LONGEST_KEPT else self._begun_in(word)
            if longer and (begun := longer.get(_next(folded, stop))):
                inside = begun + inside
            for at, length, goes_on, ends_word, concept, languages in inside:
                end = start + at + length
                if covered.get(concept, 0) >= end:
                    continue
                if goes_on and not _stands(folded, start + at, goes_on, ends_word=ends_word):
                    continue
                covered[concept] = end
                found.append(Hit(start + at, length, concept, languages))
        return found

    def _begun_in(self, word: str) -> _Begun:
        heads = self._anywhere.heads
        inside, longer = self._starting.inside(word, 0), self._starting.longer(word, 0)
        for at in range(1, len(word)):
            if word[at : at + 2] in heads or word[at] in heads:
                inside += self._anywhere.inside(word, at)
                longer += self._anywhere.longer(word, at)
        parted: dict[str, tuple[_Match, ...]] = {}
        for each in longer:
            after = _next(each.goes_on, len(word) - each.at)
            parted[after] = (*parted.get(after, ()), each)
        return _Begun(tuple(inside), parted)


def _next(text: str, at: int) -> str:
    """What tells phrases apart that go on after the same word: the mark, or the blank and the first letter after it."""
    return text[at : at + 2] if text[at : at + 1] == " " else text[at : at + 1]


def _stands(folded: str, at: int, phrase: str, *, ends_word: bool) -> bool:
    return folded.startswith(phrase, at) and not (ends_word and WORD.match(folded, at + len(phrase)))


def _first_word(phrase: str) -> str:
    found = None if phrase.isalnum() else WORD.match(phrase)
    return found[0] if found else phrase


def votes(hits: Iterable[Hit]) -> dict[str, float]:
    """How much the phrases found speak for each language: a phrase that few languages share says more."""
    letters: dict[frozenset[str], int] = {}
    for hit in hits:
        letters[hit.languages] = letters.get(hit.languages, 0) + min(hit.length, 8)
    weights: dict[str, float] = {}
    for languages, count in letters.items():
        for tag in languages:
            weights[tag] = weights.get(tag, 0.0) + count / 8 / len(languages)
    return weights


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the phrases are that begin with these two letters, or with this one alone; the longest first."""
    lengths: dict[str, set[int]] = {}
    alone = {word for word in words if len(word) == 1}
    for word in words:
        lengths.setdefault(word[:2], {1} if word[0] in alone else set()).add(len(word))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}


def _merged(rows: Iterable[tuple[str, str, str]]) -> list[_Entry]:
    """One entry for each folded phrase and concept, with all languages that know it."""
    gathered: dict[tuple[str, int, bool, bool], set[str]] = {}
    for tag, concept, phrase in rows:
        key = phrase.removeprefix("*").removesuffix(".")
        # A lone letter would begin half of all words.
        ends_word = phrase.endswith(".") or (len(key) == 1 and key < _FIRST_SYLLABLE)
        is_glued = len(key) >= _SHORTEST_GLUED and "\u0590" <= key[0] <= "\u06ff"
        anywhere = phrase[0] == "*" or is_glued or _is_unspaced(key[0])
        gathered.setdefault((key, NUMBER[concept], ends_word, anywhere), set()).add(tag)
    return [
        _Entry(key, concept, frozenset(tags), ends_word, anywhere)
        for (key, concept, ends_word, anywhere), tags in gathered.items()
    ]


def _is_unspaced(letter: str) -> bool:
    """Kana and Han, written without blanks."""
    return "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff"


def _folded(phrase: str) -> str:
    """A phrase as it is matched, between its marks; empty where nothing is left. Done once, when the file is read."""
    typed = phrase.strip()
    key = " ".join(fold(typed.strip("*.+")).split())[:_LONGEST]
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
