"""One family of features with its weights, and how it is packed. It knows nothing of acts, only columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.understanding.features import Ids

Table = NDArray[np.int8]
Rarity = NDArray[np.uint8]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Family:
    """Weights of one family of features: one row of whole numbers a feature, one column an act (or whatever is scored).

    `rarity` says how much a feature counts toward the length of a sentence (0: never learned, so not counted); a
    sentence's sum is divided by the root of the summed squares, so that long sentences do not shout. None: no division.
    """

    weights: Table
    scale: float
    rarity: Rarity | None = None

    def scores(self, numbers: Ids, owners: Ids, count: int) -> Scores:
        """What the features `numbers`, each of the sentence `owners`, add to the scores: (`count`, columns)."""
        sums = np.zeros((count, self.weights.shape[1]))
        if self.rarity is not None:
            known = self.rarity[numbers]
            kept = np.flatnonzero(known)
            numbers, owners, known = numbers[kept], owners[kept], known[kept].astype(np.float64)
        rows = self.weights[numbers]
        for column in range(sums.shape[1]):
            sums[:, column] = np.bincount(owners, rows[:, column], count)
        sums *= self.scale
        if self.rarity is None:
            return sums
        lengths = np.bincount(owners, known * known, count)
        return np.asarray(sums / np.sqrt(np.maximum(lengths, 1.0))[:, None])

    def used(self) -> Ids:
        """The rows that say something."""
        known = self.weights.any(axis=1)
        if self.rarity is not None:
            known |= self.rarity > 0
        return np.flatnonzero(known)

    def to_bytes(self) -> bytes:
        """Where the rows stand (as gaps, which pack well), how rare each feature is, and its weights by column."""
        used = self.used()
        gaps = np.diff(used, prepend=0).astype("<u4").tobytes()
        rarity = b"" if self.rarity is None else self.rarity[used].tobytes()
        return gaps + rarity + self.weights[used].T.tobytes()


def rows_of(raw: bytes, rows: int, used: int, columns: int, *, scale: float, has_rarity: bool) -> tuple[Family, bytes]:
    """The family that `to_bytes` packed at the beginning of `raw`, and the bytes after it."""
    places = np.cumsum(np.frombuffer(raw, "<u4", used), dtype=np.int64)
    at = 4 * used
    rarity = None
    if has_rarity:
        rarity = np.zeros(rows, dtype=np.uint8)
        rarity[places] = np.frombuffer(raw, np.uint8, used, at)
        at += used
    weights = np.zeros((rows, columns), dtype=np.int8)
    weights[places] = np.frombuffer(raw, np.int8, used * columns, at).reshape(columns, used).T
    return Family(weights, scale, rarity), raw[at + used * columns :]


def owned(rows: Sequence[Ids]) -> tuple[Ids, Ids]:
    """Feature numbers of many sentences one after the other, and of which sentence each is."""
    if not rows:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(row) for row in rows])
