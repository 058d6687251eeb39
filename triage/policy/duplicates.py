"""Which questions are probably the same, by the characters they share: for a person to look at, never to act upon.

Characters and not words, so that Japanese, Thai or a language with many endings needs no dictionary. The same question
in two languages is not found. Greetings that half of the askers write count for little, as rare pieces count for more.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LIKE_ENOUGH = 0.48
"""Tuned on the pairs of `tests/bench/duplicates.txt`: a wrong proposal costs a look, a missed one an answer twice."""
SHORT, LONG = 2, 3
"""Pieces of so many characters; scripts without spaces say in two what others say in three or more."""
EVERYWHERE = 0.25
"""A piece that stands in more of the questions says nothing, once there are many."""
MANY = 40
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_NO_WORD = re.compile(r"[\W_]+")

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two questions by their places in what was given, `first` before `second`, and how alike they are (0 to 1)."""

    first: int
    second: int
    score: float


def alike(texts: Sequence[str], at_least: float = LIKE_ENOUGH) -> tuple[Alike, ...]:
    """The pairs that are alike, the most alike first."""
    scores = cosines([Counter(pieces(text)) for text in texts])
    firsts, seconds = np.nonzero(np.triu(scores, 1) >= at_least)
    found = [Alike(int(a), int(b), float(scores[a, b])) for a, b in zip(firsts, seconds, strict=True)]
    return tuple(sorted(found, key=lambda pair: (-round(pair.score, 4), pair.first, pair.second)))


def groups(pairs: Iterable[Alike], count: int) -> tuple[tuple[int, ...], ...]:
    """Questions that hang together by these pairs, each group in order; who is like nobody is in none."""
    leader = list(range(count))

    def lead(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for pair in pairs:
        low, high = sorted((lead(pair.first), lead(pair.second)))
        leader[high] = low
    together: dict[int, list[int]] = {}
    for place in range(count):
        together.setdefault(lead(place), []).append(place)
    return tuple(tuple(places) for places in together.values() if len(places) > 1)


def pieces(text: str) -> list[str]:
    """The overlapping pieces of a text, folded: no case, accents, punctuation or width."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = _NO_WORD.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    if len(_NO_SPACES.findall(plain)) * 2 > len(plain):
        plain = plain.replace(" ", "")
        return cut(plain, SHORT) + cut(plain, LONG)
    return cut(f" {plain.strip()} ", LONG)


def cut(text: str, length: int) -> list[str]:
    """Every run of so many characters."""
    return [text[start : start + length] for start in range(len(text) - length + 1)]


def cosines(counted: Sequence[Mapping[str, int]]) -> Scores:
    """How alike each two are: 1 for the same pieces, 0 for none in common. Rare pieces weigh more."""
    number = len(counted)
    scores = np.zeros((number, number), dtype=np.float32)
    alone = [0.0] * number
    for piece, places in standing(counted).items():
        if number >= MANY and len(places) > number * EVERYWHERE:
            continue
        rarity = math.log((1 + number) / (1 + len(places))) + 1
        weights = [(1 + math.log(counted[place][piece])) * rarity for place in places]
        if len(places) == 1:  # most pieces: they only make a text longer
            alone[places[0]] += weights[0] ** 2
        else:
            where, weigh = np.array(places), np.array(weights, dtype=np.float32)
            scores[where[:, None], where] += weigh[:, None] * weigh
    squares = np.maximum(np.diagonal(scores) + np.array(alone, dtype=np.float32), np.finfo(np.float32).tiny)
    lengths: Scores = np.sqrt(squares).astype(np.float32)
    similar: Scores = (scores / lengths[:, None] / lengths).astype(np.float32, copy=False)
    return similar


def standing(counted: Sequence[Mapping[str, int]]) -> dict[str, list[int]]:
    """Each piece and the texts in which it stands."""
    found: dict[str, list[int]] = {}
    for place, counts in enumerate(counted):
        for piece in counts:
            found.setdefault(piece, []).append(place)
    return found
