"""The HTML part."""

# ruff: noqa: E501 # a row of a table stands on one line

from __future__ import annotations

import pytest
from jinja2 import Environment

from triage.compose.html import direction, html_from
from triage.compose.wording import ENGLISH_BELOW


def body(templates: Environment, text: str, language: str = "en") -> str:
    html = html_from("Subject", text, language, templates)
    return html.split('<main class="letter">')[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        ("a paragraph", "one\ntwo", '<p dir="auto">one<br>\ntwo</p>'),
        ("markup is text", "<script>alert(1)</script> & ö", '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; &amp; ö</p>'),
        ("a list", "* one\n* two", '<ul dir="auto"><li>one</li><li>two</li></ul>'),
        ("a quotation", "> <b>one\n>\n> https://evil.example", '<blockquote dir="auto">&lt;b&gt;one<br><br>https://evil.example</blockquote>'),
        ("facts", "When: now\nWhere: https://a.example/?b=1&c", '<p class="facts"><b>When:</b> <bdi>now</bdi><br>\n<b>Where:</b> <bdi><a dir="ltr" href="https://a.example/?b=1&amp;c">https://a.example/?b=1&amp;c</a></bdi></p>'),
        ("a link by itself", "https://a.example/x", '<p class="link"><bdi><a dir="ltr" href="https://a.example/x">https://a.example/x</a></bdi></p>'),
        ("a link in a sentence", "See https://a.example/x.", '<p dir="auto">See <a dir="ltr" href="https://a.example/x">https://a.example/x</a>.</p>'),
        ("an address", "Write to ca@wm.example, please", '<p dir="auto">Write to <a dir="ltr" href="mailto:ca@wm.example">ca@wm.example</a>, please</p>'),
        ("a mail link shows its address", "or mailto:a@b.example?subject=CR%26S&body=x", '<p dir="auto">or <a dir="ltr" href="mailto:a@b.example?subject=CR%26S&amp;body=x">a@b.example</a></p>'),
        ("no other scheme is a link", "javascript:alert(1) data:x ftp://x.example", '<p dir="auto">javascript:alert(1) data:x ftp://x.example</p>'),
        ("an attribute cannot be left", "https://a.example/\"onclick=x'y", '<p dir="auto"><a dir="ltr" href="https://a.example/">https://a.example/</a>&quot;onclick=x&#x27;y</p>'),
    ],
)  # fmt: skip
def test_a_block_becomes_its_shape(templates: Environment, shape: str, text: str, expected: str) -> None:
    assert body(templates, text).strip() == f'<section lang="en" dir="ltr">\n{expected}\n</section>', shape


def test_each_language_has_its_section_and_direction(templates: Environment) -> None:
    html = html_from("موعد", f"مرحبا\n\n{ENGLISH_BELOW}\n\nHello\n\n-- \nwhy", "ar", templates)
    sections = ['<html lang="ar" dir="rtl">', '<section lang="ar" dir="rtl">', '<section lang="en" dir="ltr">']
    assert [html.count(section) for section in sections] == [1, 1, 1]
    assert html.split('<footer class="small">')[1].split("</footer>")[0].strip() == '<p dir="auto">why</p>'


def test_nothing_is_loaded_from_anywhere(templates: Environment) -> None:
    html = html_from("Subject", "text", "en", templates)
    assert [word for word in ("<img", "<link", "url(", "@import", "<script", "http") if word in html] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("und", "ltr"), ("x y", "ltr"), ("", "ltr")],
)
def test_direction_follows_the_language(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize("hostile", ["https://" * 20_000, "a@" * 50_000, "x" * 200_000 + "@", ">\n" * 50_000])
def test_hostile_text_is_quick(templates: Environment, hostile: str) -> None:
    assert "<section" in body(templates, hostile)
