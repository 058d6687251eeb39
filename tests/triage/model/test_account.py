"""Names of accounts: MediaWiki's own canonical form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.account import MOST_OCTETS, canonical_name, is_temporary


@pytest.mark.parametrize(
    ("text", "name", "because"),
    [
        ("example", "Example", "the first letter is folded"),
        ("JDoe", "JDoe", "and only the first"),
        ("ßoß", "ßoß", "ß has no capital"),
        ("ǆep", "ǅep", "title case, not upper case"),
        ("мария", "Мария", "in every script"),
        ("  J_Doe__ (WMF) ", "J Doe (WMF)", "runs of blanks and underscores are one blank"),
        ("J\u00a0Doe", "J Doe", "a no-break space is a blank"),
        ("\u200eExample\u200f", "Example", "bidi marks are dropped"),
        ("E\u0301milie", "Émilie", "NFC"),
        ("user: example", "Example", "the namespace is no part of the name"),
        ("12345", "12345", "a number can be a name"),
        ("Foo@bar", "Foo@bar", "old accounts hold @"),
        ("a" * MOST_OCTETS, "A" + "a" * (MOST_OCTETS - 1), "85 octets are allowed"),
        ("~2026-12345-67", "~2026-12345-67", "temporary names are names"),
    ],
)
def test_canonical_name_as_mediawiki_writes_it(text: str, name: str, because: str) -> None:
    assert canonical_name(text) == name, because


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "empty"),
        (" _ ", "blank"),
        ("A|B", "| would be two names to the API"),
        ("Example#top", "# is a fragment"),
        ("Exam\nple", "newline"),
        ("Example\x00", "NUL"),
        ("Exam\u200bple", "zero-width space"),
        ("\ue000", "private use"),
        ("\ud800", "a lone surrogate is no text"),
        ("A" * (MOST_OCTETS + 1), "86 octets"),
        ("я" * 43, "86 octets in 43 letters"),
        ("1.2.3.4", "a network address"),
        ("300.1.2.3", "like one"),
        ("1.2.3.xxx", "hidden one of old wikis"),
        ("1.2.3.4-1.2.3.9", "a range of them"),
        ("2001:db8::1", "a network address of version 6"),
        ("Example/common.js", "a subpage"),
        ("[[User:X]]", "wikitext"),
        ("<b>", "markup"),
        ("{{u}}", "a template"),
        ("%41dmin", "percent-encoded"),
        ("Tom &amp; Jo", "an entity"),
        ("A~~~~", "a signature"),
        (":Example", "a page of the main namespace"),
        ("User:User:X", "a name that hides a namespace"),
        ("..", "a relative path"),
    ],
)
def test_canonical_name_where_no_account_can_be_called_so(text: str, because: str) -> None:
    assert canonical_name(text) is None, because


@given(st.text(st.characters(), max_size=100))
def test_canonical_name_is_stable_and_safe_for_any_text(text: str) -> None:
    name = canonical_name(text)
    if name is not None:
        assert (canonical_name(name), set(name) & set("|#\n\r\x1f/<>[]{}"), len(name.encode()) <= MOST_OCTETS) == (
            name,
            set(),
            True,
        )


def test_is_temporary_for_names_of_temporary_accounts() -> None:
    assert [is_temporary(it) for it in ("~2026-12345", "~2026-1-22", "2026-12345", "Example", "~1")] == [
        True,
        True,
        False,
        False,
        False,
    ]
