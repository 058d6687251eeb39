"""Boosted trees over a row of signals: what single weights cannot say, such as "sends a link, but nobody comes".

Every tree asks three questions one after the other, each whether a signal is more than an edge, and adds the value of
the leaf where it ends to one column (an intent, a flag). They are grown by `triage.learning.growing`, which holds the
comparison, and kept as a line of numbers, a tree after the other: column, signals, edges, leaves.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

DEPTH = 3
QUESTIONS = 2**DEPTH - 1
LEAVES = 2**DEPTH
WIDTH = 1 + 2 * QUESTIONS + LEAVES
"""Numbers of one tree. Its questions stand as in a heap: after question n comes 2n + 1 (no) or 2n + 2 (yes)."""

Line = NDArray[np.float64]


def sums(line: Line, seen: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """What all trees of a `line` add to each of the `columns` for one row of signals; nothing where there are none."""
    columns_of = line[_starts(len(line) // WIDTH)].astype(np.intp)
    said = np.bincount(columns_of, weights=_leaves(line, seen[None])[0], minlength=columns)
    return np.asarray(said, np.float64)


def totals(line: Line, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """What all trees of a `line` add up to for each of the `rows` of signals, whatever their columns."""
    return np.asarray(_leaves(line, rows).sum(axis=1), np.float64)


def _leaves(line: Line, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each tree ends for each row: (rows, trees)."""
    starts = _starts(len(line) // WIDTH)
    at = np.zeros((len(rows), len(starts)), np.intp)
    places = np.arange(len(rows))[:, None]
    for _ in range(DEPTH):
        question = starts + 1 + at
        at = 2 * at + 1 + (rows[places, line[question].astype(np.intp)] > line[question + QUESTIONS])
    return np.asarray(line[starts + 1 + QUESTIONS + at], np.float64)


@cache
def _starts(trees: int) -> NDArray[np.intp]:
    """Where each tree of a line begins."""
    return np.asarray(np.arange(trees) * WIDTH, np.intp)
