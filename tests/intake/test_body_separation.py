"""Own words against quotes, signatures and footers, where the shape of the mail is the difficulty."""

# ruff: noqa: E501  # a row of a table is one line

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.body import separate
from intake.message import SpanKind

OWN, ATTRIBUTION, QUOTE, FORWARD, SIGNATURE, FOOTER = SpanKind

CASES = [
    ("inline answers between quotes stay", "> Will you come?\nYes.\n> Any question?\nWho decides?\n", "Yes.\n\nWho decides?"),
    ("headings between dashes are the writer's", "--- Question 1 ---\nWhy?\n--- Question 2 ---\nHow?", "--- Question 1 ---\nWhy?\n--- Question 2 ---\nHow?"),
    ("a form is the writer's", "Name: Ann\nAccount: Example\nQuestion: Why?", "Name: Ann\nAccount: Example\nQuestion: Why?"),
    ("an appointment is no header block", "The next call:\nDate: Wednesday\nTime: 7:00 pm\nPlace: Zoom", "The next call:\nDate: Wednesday\nTime: 7:00 pm\nPlace: Zoom"),
    ("own words below the quote stay", "On 4 Dec 2023, Ann <a@example.org> wrote:\n> Hello\n\nI will come.", "I will come."),
    ("a signature ends at the quote, and own words below it stay", "Yes.\n-- \nAnn\n\nOn 4 Dec 2023, B <b@example.org> wrote:\n> Coming?\n\nTwo of us.", "Yes.\n\nTwo of us."),
    ("a greeting and a typed name are own", "I come.\n\nBest regards,\nAnn", "I come.\n\nBest regards,\nAnn"),
    ("a list footer goes", "I come.\n\n_______________________\nWikimedia-l mailing list -- https://lists.example.org/\nTo unsubscribe send a mail", "I come."),
    ("an unsubscribe footer goes, its questions too", "I come.\n\n--\nQuestions? Not you? Want fewer mails?\nUnsubscribe: https://x.example/u", "I come."),
    ("a question about unsubscribing stays", "How do I unsubscribe?", "How do I unsubscribe?"),
    ("a disclaimer goes", "I come.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you have received it in error, please notify us. Were you meant to?", "I come."),
    ("a German disclaimer goes", "Ich komme.\n\nDiese Nachricht ist vertraulich und nur für den Empfänger bestimmt. Sollten Sie sie irrtümlich erhalten haben, löschen Sie sie bitte sofort.", "Ich komme."),
    ("a question about confidential reports stays", "Are confidential reports read by one person or by several? I ask because our community was never told.", "Are confidential reports read by one person or by several? I ask because our community was never told."),
    ("a quote wrapped after marking loses no word to the writer", "> This is a line of an announcement that some server wrapped badly in the mid\ndle of it\n> and went on.\n\nI come.", "I come."),
    ("a link that closes on the next line is no quote", "See <https://meta.example.org/wiki/A\n> for more.", "See <https://meta.example.org/wiki/A\n> for more."),
    ("an attribution behind the last words is cut off", "I come. On Mon, Dec 4, 2023 at 10:01 AM, a@example.org wrote:\n> Coming?", "I come. "),
    ("a date with a colon is no attribution", "On 14 December I have one question:\nWill it be recorded?", "On 14 December I have one question:\nWill it be recorded?"),
    ("words above a pasted passage stay", "Maggie said:\n\nWill that change?", "Maggie said:\n\nWill that change?"),
    ("PGP armour goes", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nI come.\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n", "I come."),
    ("initials before the mark are a quote", "AK> Coming?\nAK> Yes?\n\nI come.", "I come."),
    ("bars below an attribution are a quote", "I come.\n\n2023/12/4 Ann <a@example.org>\n\n| Coming?\n| Yes?\n", "I come."),
    ("dividers at the end go", "I come.\n\n-----\n=====\n", "I come."),
    ("a divider between questions stays", "Why?\n--\nHow?\n--\nAnn", "Why?\n--\nHow?"),
    ("a mobile signature is not a sentence that begins alike", "Sent from my phone, will you get it?", "Sent from my phone, will you get it?"),
    ("nothing but a signature is no own word", "-- \nAnn Example\nExample Society", ""),
    ("an emoji is an answer", "👍\n\n> Coming?", "👍"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "own"), CASES)
def test_own_words(rule: str, text: str, own: str) -> None:
    assert separate(text).own == own, rule


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "a forward alone",
            "---------- Forwarded message ---------\nFrom: A <a@example.org>\nDate: 4 Dec 2023\nTo: b\n\nHello?",
        ),
        ("a quote alone", "> Will you come?\n> Yes or no?"),
        ("a bare attribution with text", "On 4 Dec 2023 at 10:01, A <a@example.org> wrote:\n\nHello?"),
    ],
)
def test_all_is_own_where_nothing_own_is_found(rule: str, text: str) -> None:
    body = separate(text)
    assert (body.own, body.is_all_quoted, [span.kind for span in body.spans]) == (text, True, [OWN]), rule


def test_spans_name_what_each_stretch_is() -> None:
    body = separate("Yes.\n\nOn 4 Dec 2023, A <a@example.org> wrote:\n> Coming?\n\nTwo of us.\n-- \nAnn\n")
    assert [(span.kind, body.text[span.start : span.end]) for span in body.spans] == [
        (OWN, "Yes.\n\n"),
        (ATTRIBUTION, "On 4 Dec 2023, A <a@example.org> wrote:\n"),
        (QUOTE, "> Coming?\n\n"),
        (OWN, "Two of us.\n"),
        (SIGNATURE, "-- \nAnn\n"),
    ]


_LINES = st.sampled_from(
    ["", ">", "> a", ">> b", "-- ", "--", "On 4 Dec 2023, A <a@example.org> wrote:", "wrote:", "<a@example.org>", "From: a@example.org", "Sent: 2023",
     "To: b", "Subject: c", "-----Original Message-----", "_____", "Sent from my iPhone", "unsubscribe https://x.example", "I come.", "Why?", "<", "> wrote:",
     "| a", "AK> b", "-----BEGIN PGP SIGNATURE-----", "\u202e", "Begin forwarded message:"]
)  # fmt: skip


@given(st.lists(_LINES | st.text(max_size=30), max_size=40).map("\n".join))
def test_spans_cover_the_text_in_order(text: str) -> None:
    body = separate(text)
    assert body.text == text
    assert "".join(text[span.start : span.end] for span in body.spans) == text
    assert all(span.start < span.end for span in body.spans)


@given(st.text(alphabet=st.characters(categories=["L", "Nd", "Zs"], include_characters=",.;!?'\n"), max_size=300))
def test_text_without_marks_is_own(text: str) -> None:
    body = separate(text)
    assert body.own.strip() in text
    assert {span.kind for span in body.spans} <= {OWN, SIGNATURE, FOOTER}


HOSTILE = [
    ("newlines", "\n" * 50_000), ("quote marks", ">\n" * 60_000), ("one line of marks", ">" * 60_000), ("one line", "a b? " * 200_000),
    ("On", "On " * 100_000), ("dates", "On 1 Jan 2023\n" * 20_000), ("colons", "a:\n" * 60_000), ("verbs", "wrote:\n" * 60_000),
    ("header lines", "From: a@b.org\n" * 20_000), ("delimiters", "--\nabc\n\n" * 20_000), ("mobile", "Sent from my \n" * 30_000),
    ("rules", "_____\n\n" * 30_000), ("unsubscribe", "unsubscribe\n\n" * 30_000), ("torn", "<\n\n" * 30_000), ("quotes in turn", "On 2023 <a@b.c> wrote:\n> q\n" * 10_000),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "text"), HOSTILE, ids=[shape for shape, _ in HOSTILE])
def test_hostile_shape_takes_bounded_time(shape: str, text: str) -> None:
    started = time.process_time()
    separate(text)
    assert time.process_time() - started < 2, shape
