"""HTML mail as text: what is seen, and whose words the markup says they are."""

# ruff: noqa: E501  # a row of a table is one line

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.body import separate
from intake.body.html import text_of

REPLIES = [
    ("Gmail", '<div dir="ltr">I come.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Dec 4, 2023 CR&amp;S &lt;a@example.org&gt; wrote:<br></div><blockquote class="gmail_quote">Coming?</blockquote></div>'),
    ("Gmail, answered inline", '<div class="gmail_quote"><div class="gmail_attr">On 4 Dec 2023 A wrote:</div><blockquote>Coming?</blockquote><div>I come.</div><blockquote>Any question?</blockquote></div>'),
    ("Apple Mail", '<div>I come.</div><blockquote type="cite"><div>On 4 Dec 2023, at 10:01, A &lt;a@example.org&gt; wrote:</div><div>Coming?</div></blockquote>'),
    ("Thunderbird", '<p>I come.</p><div class="moz-cite-prefix">Am 04.12.23 um 10:01 schrieb A:<br></div><blockquote type="cite" cite="mid:1"><p>Kommst du?</p></blockquote>'),
    ("Outlook on the web", '<div>I come.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> A &lt;a@example.org&gt;<br><b>Sent:</b> Monday</div><div>Coming?</div>'),
    ("Outlook on the web, seen by another Outlook", '<div>I come.</div><div id="x_divRplyFwdMsg"><b>From:</b> A</div><div>Coming?</div>'),
    ("Outlook", '<p class="MsoNormal">I come.</p><div style="border:none;border-top:solid"><p><b>From:</b> A &lt;a@example.org&gt;<br><b>Sent:</b> Monday, December 4, 2023<br><b>To:</b> B<br><b>Subject:</b> RE</p></div><p>Coming?</p>'),
    ("Yahoo", '<div>I come.</div><div class="yahoo_quoted"><div>On Monday, A wrote:</div><div>Coming?</div></div>'),
    ("Proton", '<div>I come.</div><div class="protonmail_quote">On Monday, A wrote:<br><blockquote>Coming?</blockquote></div>'),
    ("Mail.ru", '<div>I come.</div><blockquote style="border-left:1px solid #0857A6">Понедельник, 4 декабря 2023, 10:01 от A:<div>Coming?</div></blockquote>'),
    ("a hidden line", '<div style="display: none">Preview text?</div><div>I come.</div>'),
    ("hidden by size", '<span style="font-size:0px">Why?</span><p>I come.</p>'),
    ("a style sheet and a script", "<style>p { color: red }</style><script>alert('?')</script><!-- why? --><p>I come.</p>"),
    ("a signature", '<div>I come.</div><div class="gmail_signature">Ann<br>Example Society</div>'),
]  # fmt: skip


@pytest.mark.parametrize(("program", "html"), REPLIES)
def test_own_words_of_an_html_reply(program: str, html: str) -> None:
    assert separate(text_of(html).pieces).own == "I come.", program


def test_everything_seen_is_kept_in_order() -> None:
    html = "<p>One<br>two</p><ul><li>three<li>four</ul><table><tr><td>five<td>six</table><img alt='seven'><div>eight &amp; nine</div>"
    assert "".join(text for text, _ in text_of(html).pieces).split() == [
        "One",
        "two",
        "*",
        "three",
        "*",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "&",
        "nine",
    ]


def test_long_html_is_cut_and_told() -> None:
    read = text_of("<p>I come.</p>" * 100, limit=140)
    assert (read.is_cut, "".join(text for text, _ in read.pieces).count("I come.")) == (True, 10)


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<blockquote>", "<div class=gmail_attr>", "<!--", "<style>", "a", "<", "</div>", "&amp;"]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_html_gives_text(html: str) -> None:
    separate(text_of(html).pieces)
