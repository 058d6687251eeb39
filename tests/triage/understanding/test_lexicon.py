"""Where phrases match: at words as their script writes them."""

from __future__ import annotations

import pytest

from triage.understanding.folding import fold
from triage.understanding.lexicon import CONCEPTS, Lexicon, parsed

TYPED = {
    "en": "come: attend, i will come\nnot: not.\nuser: ex-\nasking: \n".replace(
        "asking: \n", "ask: question:, question\n"
    ),
    "de": "come: *komme\n",
    "hi": "no: ना.\nwant: आना\n",
    "bn": "die: মর\n",
    "zh": "come: 参加\n",
}
LEXICON = Lexicon([row for language, text in TYPED.items() for row in parsed(language, text)])

WHERE: tuple[tuple[str, list[tuple[str, str]], str], ...] = (
    ("I am attending", [("come", "attend")], "a phrase matches at the beginning of a word"),
    ("unattended", [], "and not inside one"),
    ("not now, nothing", [("not", "not")], "a full stop in the lexicon ends the word"),
    ("I will come, attend", [("come", "i will come"), ("come", "attend")], "phrases of several words"),
    ("I will compete", [], "which are not there by half"),
    ("question: why", [("ask", "question:")], "the longest phrase wins"),
    ("my ex-husband", [("user", "ex-")], "a mark may follow"),
    ("ich vorbeikomme", [("come", "komme")], "a starred phrase stands anywhere"),
    ("बताना", [], "a vowel sign does not end a word: न + ा inside one is no “ना”"),
    ("ना", [("no", "ना")], "the word itself"),
    ("ना, आना है", [("no", "ना"), ("want", "आना")], "and between marks"),
    ("সমর", [], "nor does a Bengali word begin in the middle"),
    ("মরে", [("die", "মর")], "though it goes on with a vowel sign"),
    ("我想参加会议", [("come", "参加")], "Han is written without blanks"),
    ("don't, not", [("not", "not")], "an apostrophe belongs to the word"),
)


@pytest.mark.parametrize(("text", "expected", "_"), WHERE, ids=[why for _, _, why in WHERE])
def test_phrases_match_at_words(text: str, expected: list[tuple[str, str]], _: str) -> None:
    folded = fold(text)
    hits = LEXICON.hits(folded)
    assert [(CONCEPTS[hit.concept], folded[hit.start : hit.start + hit.length]) for hit in hits] == expected


def test_hits_are_the_same_the_second_time() -> None:
    text = fold("I will come; attending, not, ना, 参加, komme")
    assert LEXICON.hits(text) == LEXICON.hits(text)
