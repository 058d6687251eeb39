"""What strangers write, rendered by a real MediaWiki: the very letters are shown, and nothing in them works."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage.compose.wikitext import bare_link, linked, one_line, page_link, plain, turned

if TYPE_CHECKING:
    from mediawiki import RealWiki

HOSTILE = (Path(__file__).parent / "hostile_wikitext.txt").read_text(encoding="utf-8").split("\n%%\n")
MARKS = "[]{}|<>='~_*#:;!-/& \n\t@"
WORDS = r"""
'' {{ }} [[ ]] <nowiki> </nowiki> <!-- --> {| |} ~~~~ __ NOTOC__ http: https://x.example mailto: ISBN 978-3-16-148410-0
RFC 2822 & amp; #60; <ref> </ref> <b> </div> Category: File: {{@}} a é ؟ ＿＿ a@b.example -{ }-
"""
FRAGMENTS = (*MARKS, "ISBN ", "\x7f", "\u200b", "\u202e", *WORDS.split())
TAG = re.compile(r"<[^>]*>")
WORKS = ("links", "categories", "images", "externallinks", "sections", "iwlinks", "langlinks", "properties")


def rendered(mediawiki: RealWiki, texts: list[str]) -> dict[str, Any]:
    """A page of these texts, each in a bullet with an answer below."""
    return mediawiki.parse("\n".join(f"* {plain(text)}\n*: {plain(text)}" for text in texts))


def letters(text: str) -> str:
    """MediaWiki sets the blanks of French punctuation as hard ones."""
    return " ".join(text.split())


def require_harmless(mediawiki: RealWiki, texts: list[str]) -> None:
    parsed = rendered(mediawiki, texts)
    item = ["<li>", "<dl>", "<dd>", "</dd>", "</dl>", "</li>"]
    frame = ['<div class="mw-parser-output">', "<ul>"], ["</ul>", "</div>"]
    assert TAG.findall(parsed["text"]) == [*frame[0], *item * len(texts), *frame[1]]
    assert {name: parsed[name] for name in WORKS if parsed[name]} == {}
    assert {used["title"] for used in parsed["templates"]} <= {"Template:@"}
    shown = [letters(html.unescape(part)) for part in TAG.split(parsed["text"])]
    assert [part for part in shown if part] == [letters(one_line(text)) for text in texts for _ in range(2)]


def test_hostile_texts_show_as_they_are_written(mediawiki: RealWiki) -> None:
    require_harmless(mediawiki, HOSTILE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12)
        .map("".join)
        .filter(lambda text: bool(one_line(text))),
        min_size=1,
        max_size=20,
    )
)
def test_any_mixture_of_marks_shows_as_it_is_written(mediawiki: RealWiki, texts: list[str]) -> None:
    require_harmless(mediawiki, texts)


def test_address_gets_the_template_for_its_sign_and_reads_as_an_address(mediawiki: RealWiki) -> None:
    assert plain("write to ca@wikimedia.org, please @all") == "write to ca{{@}}wikimedia.org, please @all"
    assert "ca@wikimedia.org" in html.unescape(rendered(mediawiki, ["write to ca@wikimedia.org"])["text"])


@pytest.mark.parametrize(
    ("text", "written", "why"),
    [
        (
            "I don't think (really) - 10:30, 5 < 6?",
            "I don't think (really) - 10:30, 5 &#60; 6?",
            "prose stays readable",
        ),
        ("CR&S and R&D", "CR&S and R&D", "an ampersand is itself"),
        ("~2026-123 asked", "~2026-123 asked", "a temporary account"),
    ],
)
def test_prose_stays_readable_in_the_wikitext(text: str, written: str, why: str) -> None:
    assert plain(text) == written, why


@pytest.mark.parametrize(
    ("text", "addresses", "why"),
    [
        (
            "see https://meta.example/wiki/A_b?x=1&y=2#z.",
            ["https://meta.example/wiki/A_b?x=1&y=2#z"],
            "prose behind it",
        ),
        ("(https://a.example/x), http://b.example", ["https://a.example/x", "http://b.example"], "two"),
        ("https://a.example/__NOTOC__?~~~~", ["https://a.example/__NOTOC__?~~~~"], "marks in an address"),
        ("https://a.example/{{Main}}", ["https://a.example/{{Main}}"], "braces are letters"),
        ("https://a.example/سؤال", ["https://a.example/سؤال"], "not only Latin"),
        ("[https://a.example label]", ["https://a.example"], "brackets are letters"),
    ],
)
def test_addresses_in_what_staff_wrote_can_be_followed(
    mediawiki: RealWiki, text: str, addresses: list[str], why: str
) -> None:
    parsed = mediawiki.parse(f"* {linked(text)}")
    assert ([*map(unquoted, parsed["externallinks"])], parsed["properties"]) == ([*map(unquoted, addresses)], {}), why


def unquoted(address: str) -> str:
    return unquote(address).rstrip("/")


def test_link_to_a_page_by_title_or_address(mediawiki: RealWiki) -> None:
    by_title = mediawiki.parse(page_link("Category:Notes_of] calls", "earlier | notes"))
    assert "earlier | notes" in html.unescape(by_title["text"])
    parsed = mediawiki.parse(
        f"{page_link('Conversation hours', 'earlier')} {page_link('https://m.example/wiki/X', 'all')}"
    )
    assert ([link["title"] for link in parsed["links"]], parsed["externallinks"]) == (
        ["Conversation hours"],
        ["https://m.example/wiki/X"],
    )
    assert bare_link("https://a.example/''x''") == "https://a.example/%27%27x%27%27"


def test_text_from_right_to_left_is_marked(mediawiki: RealWiki) -> None:
    question = "هل ستُنشر التقارير؟"
    assert turned("Will they?", plain("Will they?")) == "Will they?"
    assert (
        f'<li><span dir="rtl">{question}</span></li>'
        in mediawiki.parse(f"* {turned(question, plain(question))}")["text"]
    )
