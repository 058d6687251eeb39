"""What the letters of a name say, and those before and after it: hashed n-grams with one weight each.

They know words for accounts that nobody listed, in every script and inflection, and what a name looks like. A name's
own letters count in the case in which it was typed, those around it in small ones.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS = 18
_LEFT, _RIGHT = 24, 16
_SIZES = ((1, 4), (2, 5), (2, 4))
"""The shortest and the longest n-gram of the name, of what stands before it, and of what stands after it."""
_PARTS = len(_SIZES)
_STEP, _MULTIPLIER = np.uint64(1_000_003), np.uint64(0x9E3779B97F4A7C15)

Weights = NDArray[np.int8]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Letters:
    """A weight for each number of an n-gram, in units of `scale`; none where nothing was learned."""

    weights: Weights
    scale: float

    @classmethod
    def from_text(cls, text: str, scale: float) -> Letters:
        """The letters that `to_text` wrote."""
        return cls(np.frombuffer(b64decode(text), np.int8), scale)

    def to_text(self) -> str:
        """The weights in base 64, a byte each."""
        return b64encode(self.weights.astype(np.int8).tobytes()).decode("ascii")

    def scores(self, places: Sequence[tuple[str, int, int]]) -> NDArray[np.float64]:
        """How much speaks for each place: (text, start, end)."""
        if not places or not len(self.weights):
            return np.zeros(len(places))
        numbers, owners, values = ngrams(places)
        said = np.bincount(owners, weights=self.weights[numbers] * values, minlength=len(places))
        return np.asarray(said * self.scale, np.float64)


NOTHING = Letters(np.zeros(0, np.int8), 1.0)


def ngrams(places: Sequence[tuple[str, int, int]]) -> tuple[Ids, Ids, NDArray[np.float64]]:
    """The numbers of all n-grams, of which place each is, and how much it counts there: less in a longer part."""
    parts = [part for place in places for part in _parts(*place)]
    lengths = np.asarray([len(part) for part in parts])
    part = np.repeat(np.arange(len(parts)), lengths)
    codes = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    sizes = np.asarray(_SIZES)[part % _PARTS]
    hashed = (part % _PARTS).astype(np.uint64)
    found: list[tuple[NDArray[np.uint64], Ids]] = []
    for size in range(1, max(longest for _, longest in _SIZES) + 1):
        count = len(codes) - size + 1
        if count <= 0:
            break
        hashed = hashed[:count] * _STEP + codes[size - 1 :] + np.uint64(1)
        is_kept = (part[:count] == part[size - 1 :]) & (sizes[:count, 0] <= size) & (size <= sizes[:count, 1])
        found.append((hashed[is_kept], part[:count][is_kept]))
    mixed = np.concatenate([numbers for numbers, _ in found])
    of_part = np.concatenate([owners for _, owners in found])
    numbers = ((mixed ^ (mixed >> np.uint64(31))) * _MULTIPLIER >> np.uint64(64 - BITS)).astype(np.int64)
    values = 1.0 / np.sqrt(np.bincount(of_part, minlength=len(parts)))[of_part]
    return numbers, of_part // _PARTS, values


def _parts(text: str, start: int, end: int) -> tuple[str, str, str]:
    """A name between marks, and what stands before and after it."""
    left, right = text[max(0, start - _LEFT) : start], text[end : end + _RIGHT]
    return f"\x02{text[start:end]}\x03", f"{left.lower()}\x02", f"\x03{right.lower()}"
