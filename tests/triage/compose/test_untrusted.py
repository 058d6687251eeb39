"""What becomes of strangers' words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.compose.untrusted import BLOCK_MOST, LINE_MOST, one_line, paragraphs, quoted


@pytest.mark.parametrize(
    ("why", "text", "line"),
    [
        ("line breaks of all kinds", "a\r\nb\rc\nd\x0be\x85f\u2028g\u2029h", "a b c d e f g h"),
        ("NUL and escape", "a\x00b\x1b[31mc", "ab[31mc"),
        ("text that runs the other way by force", "user\u202egpj.exe\u202c", "usergpj.exe"),
        ("invisible letters", "ad\u200bmin\ufeff\u00ad", "admin"),
        ("joiners that Persian needs", "می\u200cخواهم", "می\u200cخواهم"),
        ("an emoji family", "👩\u200d👧", "👩\u200d👧"),
        ("links", "https://evil.example", "https: //evil.example"),
        ("our marker", "⟦join details⟧", "[join details]"),
        ("a lone surrogate", "a\ud800b", "ab"),
        ("too long", "x" * 400, "x" * 296 + " […]"),
    ],
)
def test_one_line_makes_words_harmless(why: str, text: str, line: str) -> None:
    assert one_line(text) == line, why


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert len(line) <= LINE_MOST + line.count("://")
    assert line.isprintable() or "\u200c" in line or "\u200d" in line or "\xa0" not in line


def test_paragraphs_keep_lines_and_lose_control_characters() -> None:
    assert paragraphs("\n\na\x07 \r\nb\n\n\n\n\nc\t d\n") == "a\nb\n\nc\t d"


@given(st.text(max_size=5_000))
def test_every_line_of_a_quotation_is_marked(text: str) -> None:
    quotation = quoted(text)
    assert all(line == ">" or line.startswith("> ") for line in quotation.split("\n"))
    assert quotation.splitlines() == quotation.split("\n")
    assert len(quotation) <= BLOCK_MOST * 3


def test_a_quotation_that_is_too_long_says_that_it_was_cut() -> None:
    assert quoted("word " * 2_000).endswith(" […]")
