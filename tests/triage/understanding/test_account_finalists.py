"""The likeliest names side by side, and the trees that choose among them."""

from __future__ import annotations

import numpy as np
import pytest

from triage.app import act_model
from triage.understanding.account_finalists import MOST_NAMES, finalists, meant
from triage.understanding.account_letters import NOTHING
from triage.understanding.account_ranker import Ranking, ranking
from triage.understanding.trees import LEAVES, QUESTIONS

TWO_NAMES = "My account is Nightjar, my friend's is Otter. We would like to come."


def ranked(text: str) -> Ranking:
    return ranking(f"CR&S\n{text}", act_model().names, (), asked="", subject_end=5)


def one_tree(signal: int, edge: float, if_more: float) -> np.ndarray:
    """A tree that asks only whether `signal` is more than `edge`."""
    signals, edges = np.full(QUESTIONS, float(signal)), np.full(QUESTIONS, edge)
    leaves = np.zeros(LEAVES)
    leaves[LEAVES - 1] = if_more
    return np.concatenate([[0.0], signals, edges, leaves])


def test_none_comes_first_then_the_likeliest_names() -> None:
    last = finalists(ranked(TWO_NAMES), NOTHING)
    assert last[0].name is None
    assert "Nightjar" in {each.name for each in last}
    assert [each.chance for each in last[1:]] == sorted((each.chance for each in last[1:]), reverse=True)


@pytest.mark.parametrize(
    "text", [TWO_NAMES, "Yes", "我是维基百科的微光，想参加。", "User:A, User:B, User:C, User:D, User:E"]
)
def test_every_row_is_of_one_width(text: str) -> None:
    last = finalists(ranked(text), NOTHING)
    assert len(last) <= 1 + MOST_NAMES
    assert len({len(each.signals) for each in [*last, *finalists(ranked(TWO_NAMES), NOTHING)]}) == 1


def test_the_trees_choose_and_without_them_the_ranker_does() -> None:
    found = ranked(TWO_NAMES)
    assert meant(found, NOTHING, np.zeros(0))[0] == max(finalists(found, NOTHING), key=lambda each: each.chance).name
    is_none = 0
    name, chance = meant(found, NOTHING, one_tree(is_none, 0.5, 20.0))
    assert name is None
    assert chance > 0.99


def test_where_nothing_is_written_nobody_is_named() -> None:
    assert meant(Ranking(), NOTHING, np.zeros(0)) == (None, 1.0)


@pytest.mark.parametrize(
    "noise", [" ".join(f"<g{n}@example.org>" for n in range(14)), " ".join(f'"{n}st"' for n in range(15))]
)
def test_many_addresses_and_quotes_push_no_name_out(noise: str) -> None:
    assert "Nightjar" in {each.name for each in finalists(ranked(f"My username is Nightjar.\nTo: {noise}"), NOTHING)}
