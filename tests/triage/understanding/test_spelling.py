"""What words add by their letters, kept from one mail to the next, is what their n-grams add."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.app import act_model
from triage.understanding import spelling
from triage.understanding.features import ngrams, seen
from triage.understanding.spelling import Spelling

FAMILY = act_model().families[0]
KEPT = Spelling(FAMILY)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=4))
def test_words_add_what_their_n_grams_add(typed: list[str]) -> None:
    texts = [seen(each) for each in typed]
    whole = FAMILY.scores(*ngrams(texts), len(texts))
    assert np.array_equal(KEPT.scores(texts), whole)
    assert np.array_equal(KEPT.scores(texts), whole), "the second time, when the words are kept"


def test_a_crowd_of_new_words_is_let_go_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_KEPT_WORDS", 3)
    small = Spelling(FAMILY)
    for texts in (["please send the link"], ["send me the link please", ""], [f"{'long' * 20} word"], []):
        assert np.array_equal(small.scores(texts), FAMILY.scores(*ngrams(texts), len(texts)))
