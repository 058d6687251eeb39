import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.policy.duplicates import Alike, alike, groups

OTHERS = (
    "Who decides about the budget of the human rights team?",
    "Будет ли новая версия устава движения?",
    "地域の管理者への研修はありますか？",
    "Wann erscheint der Transparenzbericht?",
)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Will a recording be available?", "WILL A RECORDING BE AVAILABLE", "case and marks do not count"),
        ("Wie lange bleibt eine Sperre?", "Wie lange bleibt eine Sperre bestehen?", "one word more"),
        ("¿Habrá traducción al quechua?", "Habra traduccion al quechua", "accents that a keyboard lacks"),
        ("報告はどのくらいの期間保管されますか？", "報告は、どれくらいの間保管されますか。", "no spaces between words"),
        ("Ｗｉｌｌ ｉｔ ｂｅ ｓｔｒｅａｍｅｄ？", "Will it be streamed?", "wide letters"),
        ("كم من الوقت تحتفظ المؤسسة بالبلاغات؟", "كم من الوقت تحتفظ المؤسسة بهذه البلاغات؟", "right to left"),
    ],
)
def test_two_that_ask_the_same_are_proposed_and_nothing_else(one: str, other: str, why: str) -> None:
    assert [(pair.first, pair.second) for pair in alike((one, *OTHERS, other))] == [(0, 5)], why


def test_most_alike_come_first() -> None:
    found = alike(("Will it be recorded?", "Will it be recorded, please?", *OTHERS, "will it be recorded"))
    assert (found[0].first, found[0].second) == (0, 6)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_groups_hang_together_by_any_pair() -> None:
    pairs = [Alike(0, 2, 0.9), Alike(2, 5, 0.5), Alike(1, 4, 0.8)]
    assert groups(pairs, 6) == ((0, 2, 5), (1, 4))


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_texts_give_each_pair_once_and_a_text_is_like_itself(texts: list[str]) -> None:
    pairs = alike(texts)
    assert len({(pair.first, pair.second) for pair in pairs}) == len(pairs)
    assert all(0 <= pair.first < pair.second < len(texts) and 0 < pair.score <= 1.001 for pair in pairs)
    again = alike([*texts, *texts])
    met = {(pair.first, pair.second) for pair in again}
    letters = [place for place, text in enumerate(texts) if any(char.isalpha() and char.isascii() for char in text)]
    assert all((place, place + len(texts)) in met for place in letters)
