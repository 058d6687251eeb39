"""Arbitrary text: always an answer, exact offsets, bounded time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.app import act_model
from triage.model.mail import Purpose
from triage.understanding import ActModel, understand
from triage.understanding.acts import WeightsError
from triage.understanding.sentences import sentences

MODEL = act_model()
SOUP = st.lists(
    st.sampled_from(
        ["User:", "@", "[[", "my username is ", "?", "؟", "。", "\n", "1. ", " ", "\x00", "yes", "CR&S", "«"]
    )
    | st.text(max_size=12),
    max_size=40,
).map("".join)


@given(SOUP, SOUP, st.none() | st.sampled_from(Purpose))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood_with_exact_offsets(text: str, subject: str, asked: Purpose | None) -> None:
    meant = understand(text, MODEL, subject=subject, asked=asked)
    assert 0.0 <= meant.confidence <= 1.0
    assert [text[each.start : each.end] for each in meant.evidence] == [each.sentence for each in meant.evidence]
    assert all(question in text for question in meant.questions)


@given(st.text())
@settings(deadline=None)
def test_sentences_lose_nothing_but_blanks_and_marks(text: str) -> None:
    found = sentences(text)
    assert [text[each.start : each.end] for each in found] == [each.text for each in found]
    assert all(one.end <= other.start for one, other in pairwise(found))


MEGABYTES = (
    "a" * 1_000_000,
    "? " * 500_000,
    "User:" * 200_000,
    "my username is " * 66_000,
    "。" * 1_000_000,
    "\n" * 10**6,
)


@pytest.mark.parametrize("text", MEGABYTES, ids=["letters", "questions", "namespaces", "cues", "stops", "lines"])
def test_a_megabyte_is_answered_in_bounded_time_and_doubtfully(text: str) -> None:
    start = time.process_time()
    meant = understand(text, MODEL)
    assert time.process_time() - start < 3.0
    assert meant.confidence < 0.8


NOTHING = ("", "   \n", "!!!", "1234567", "🙂🙂🙂")


@pytest.mark.parametrize("text", NOTHING)
def test_text_without_letters_goes_to_a_person(text: str) -> None:
    assert understand(text, MODEL).confidence < 0.8


def test_weights_survive_packing() -> None:
    again = ActModel.from_bytes(MODEL.to_bytes())
    assert again.to_bytes() == MODEL.to_bytes()


@pytest.mark.parametrize("blob", [b"", b"openhour acts 2\nnothing", b"PK\x03\x04"])
def test_other_bytes_are_no_weights(blob: bytes) -> None:
    with pytest.raises(WeightsError):
        ActModel.from_bytes(blob)


def test_reasons_are_given_only_where_somebody_looks() -> None:
    text = "Please send me the link."
    silent, telling = understand(text, MODEL), understand(text, MODEL.telling())
    assert [each.because for each in silent.evidence] == [()]
    assert len(telling.evidence[0].because) == 3
