"""The letters of a name and around it: hashed, summed up, packed and unpacked."""

from __future__ import annotations

import numpy as np

from triage.understanding.account_letters import BITS, NOTHING, Letters, ngrams

TEXT = "I want to come. My account is Nightjar, thanks a lot."
NAME = (TEXT, 30, 38)


def of_one(place: tuple[str, int, int]) -> set[int]:
    return set(ngrams([place])[0].tolist())


def test_a_name_shares_its_letters_wherever_it_stands() -> None:
    elsewhere = (f"CR&S\n{TEXT}", 35, 43)
    lonely = ("Nightjar", 0, 8)
    assert of_one(NAME) == of_one(elsewhere)
    assert len(of_one(NAME) & of_one(lonely)) > 25
    assert of_one(("nightjar", 0, 8)) & of_one(lonely) != of_one(lonely)


def test_places_are_kept_apart_and_long_parts_do_not_shout() -> None:
    numbers, owners, values = ngrams([NAME, ("Ok", 0, 2)])
    assert (set(owners.tolist()), numbers.max() < 1 << BITS) == ({0, 1}, True)
    # Three parts of a place, the squares of each adding up to one.
    assert np.isclose((values[owners == 0] ** 2).sum(), 3)


def test_what_was_learned_speaks_for_its_name_and_survives_packing() -> None:
    weights = np.zeros(1 << BITS, np.int8)
    weights[list(of_one(("Nightjar", 0, 8)))] = 100
    letters = Letters(weights, 0.01)
    same = Letters.from_text(letters.to_text(), letters.scale)
    one, other = same.scores([NAME, ("My account is Otter.", 14, 19)]).tolist()
    assert one > other + 1
    assert letters.scores([NAME]).tolist() == same.scores([NAME]).tolist()


def test_nothing_learned_says_nothing() -> None:
    assert NOTHING.scores([NAME]).tolist() == [0.0]
    assert Letters(np.ones(1 << BITS, np.int8), 1.0).scores([]).tolist() == []


def test_a_place_at_both_ends_of_any_script_has_letters() -> None:
    for text in ("微光", "a", "\ud800", "🌊"):
        assert of_one((text, 0, len(text)))
