"""One family of features with its weights, and how it is packed. It knows nothing of acts, only columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from triage.understanding.features import Ids

Weights = NDArray[np.int8]
Rarity = NDArray[np.uint8]
Table = NDArray[np.int32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Family:
    """Weights of one family of features: a row of whole numbers for each feature that says something.

    `places`: of every feature its row in `table`, 0 where it says nothing. `table`: a column an act (or whatever is
    scored), and last the square of the rarity, by which a feature counts toward the length of a sentence. `is_divided`:
    a sentence's sum is divided by the root of that length, so that long sentences do not shout.
    """

    places: Table
    table: Table
    scale: float
    is_divided: bool

    @classmethod
    def of(cls, weights: Weights, scale: float, rarity: Rarity | None = None) -> Family:
        """A row of `weights` for each feature; `rarity` 0: never learned, so not counted. None: sums as they are."""
        known = weights.any(axis=1) if rarity is None else rarity > 0
        used = np.flatnonzero(known)
        rare = np.zeros(len(used), np.int32) if rarity is None else rarity[used].astype(np.int32)
        return cls(*_placed(weights[used], rare, used, len(weights)), scale, is_divided=rarity is not None)

    def scores(self, numbers: Ids, owners: Ids, count: int) -> Scores:
        """What the features `numbers` add to the scores: (`count`, columns). `owners`: of which sentence, in order."""
        return self.weighed(self.sums(numbers, owners, count))

    def sums(self, numbers: Ids, owners: Ids, count: int) -> Table:
        """The rows of the features `numbers`, summed up by owner: (`count`, columns and the square of the length)."""
        # Small whole numbers in few rows: the sum is exact, and most of the table stays in the cache.
        return summed(self.table[self.places[numbers]], np.bincount(owners, minlength=count))

    def weighed(self, sums: Table) -> Scores:
        """What such sums add to the scores."""
        scores: Scores = np.multiply(sums[:, :-1], self.scale, dtype=np.float64)
        return scores / np.sqrt(np.maximum(sums[:, -1:], 1)) if self.is_divided else scores

    def rows(self, numbers: Sequence[int]) -> Table:
        """The weights of these features."""
        return self.table[self.places[list(numbers)], :-1]

    def used(self) -> Ids:
        """The features that say something."""
        return np.flatnonzero(self.places)

    def to_bytes(self) -> bytes:
        """Where the rows stand (as gaps, which pack well), how rare each feature is, and its weights by column."""
        gaps = np.diff(self.used(), prepend=0).astype("<u4").tobytes()
        rarity = np.sqrt(self.table[1:, -1]).round().astype(np.uint8).tobytes() if self.is_divided else b""
        return gaps + rarity + self.table[1:, :-1].T.astype(np.int8).tobytes()


def summed(rows: Table, counts: Ids) -> Table:
    """`rows` that stand in order, summed up: the first `counts[0]` of them, and so on."""
    sums = np.zeros((len(counts), rows.shape[1]), np.int32)
    spoken = np.flatnonzero(counts)
    if len(spoken):
        sums[spoken] = np.add.reduceat(rows, (np.cumsum(counts) - counts)[spoken], axis=0)
    return sums


def rows_of(raw: bytes, rows: int, used: int, columns: int, *, scale: float, has_rarity: bool) -> tuple[Family, bytes]:
    """The family that `to_bytes` packed at the beginning of `raw`, and the bytes after it."""
    places = np.cumsum(np.frombuffer(raw, "<u4", used), dtype=np.int64)
    at = 4 * used
    rare = np.zeros(used, np.int32)
    if has_rarity:
        rare = np.frombuffer(raw, np.uint8, used, at).astype(np.int32)
        at += used
    weights = np.frombuffer(raw, np.int8, used * columns, at).reshape(columns, used).T
    return Family(*_placed(weights, rare, places, rows), scale, is_divided=has_rarity), raw[at + used * columns :]


def _placed(weights: Weights, rare: Table, used: Ids, rows: int) -> tuple[Table, Table]:
    """The features' places in the table, and the table; its first row, of features that say nothing, is empty."""
    places = np.zeros(rows, dtype=np.int32)
    places[used] = np.arange(1, len(used) + 1)
    table = np.zeros((len(used) + 1, weights.shape[1] + 1), dtype=np.int32)
    table[1:, :-1] = weights
    table[1:, -1] = rare * rare
    return places, table


def owned(rows: Sequence[Sequence[int]]) -> tuple[Ids, Ids]:
    """Feature numbers of many sentences one after the other, and of which sentence each is."""
    if not rows:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.fromiter(chain.from_iterable(rows), np.int64), np.repeat(np.arange(len(rows)), [len(row) for row in rows])
