"""Trees ask three questions and add a leaf; grown ones tell apart what no single weight can."""

from __future__ import annotations

import numpy as np
import pytest

from triage.learning.growing import grown, in_column
from triage.understanding.trees import LEAVES, QUESTIONS, sums, totals

ASKS_FOR_0_THEN_1_THEN_2 = [0.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]
EDGES = [0.5] * QUESTIONS


@pytest.mark.parametrize("leaf", range(LEAVES))
def test_three_answers_lead_to_a_leaf(leaf: int) -> None:
    tree = np.asarray([1.0, *ASKS_FOR_0_THEN_1_THEN_2, *EDGES, *range(LEAVES)])
    answers = np.asarray([float(digit) for digit in f"{leaf:03b}"])
    assert sums(tree, answers, 3).tolist() == [0.0, leaf, 0.0]
    assert sums(np.concatenate([tree, in_column(tree, 2)]), answers, 3).tolist() == [0.0, leaf, leaf]


def test_no_trees_add_nothing() -> None:
    assert sums(np.zeros(0), np.ones(4), 2).tolist() == [0.0, 0.0]


def test_many_rows_at_once_say_the_same() -> None:
    tree = np.asarray([0.0, *ASKS_FOR_0_THEN_1_THEN_2, *EDGES, *range(LEAVES)])
    line = np.concatenate([tree, tree[:1], tree[1 : 1 + 2 * QUESTIONS], np.full(LEAVES, 0.5)])
    rows = np.asarray([[float(digit) for digit in f"{leaf:03b}"] for leaf in range(LEAVES)])
    assert totals(line, rows).tolist() == [sums(line, row, 1)[0] for row in rows]


def test_either_but_not_both_is_learned() -> None:
    seen = np.asarray([[first, second, 0.3] for first in (0.0, 1.0) for second in (0.0, 1.0)] * 40)
    wanted = (seen[:, 0] != seen[:, 1]).astype(np.int64)
    line = grown(seen, wanted, np.ones(len(seen)))
    assert [bool(sums(line, row, 1)[0] > 0) for row in seen[:4]] == [False, True, True, False]


def test_three_intents_have_a_column_each() -> None:
    seen = np.repeat(np.eye(3), 30, axis=0)
    wanted = np.repeat(np.asarray([0, 2, 4]), 30)
    line = grown(seen, wanted, np.ones(len(seen)))
    assert [int(sums(line, row, 5)[[0, 2, 4]].argmax()) for row in np.eye(3)] == [0, 1, 2]


def test_where_nothing_differs_nothing_grows() -> None:
    assert not len(grown(np.ones((5, 2)), np.zeros(5, np.int64), np.ones(5)))
