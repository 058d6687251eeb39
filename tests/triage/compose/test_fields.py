"""Header fields as octets."""

# ruff: noqa: E501 # a row of a table stands on one line

from __future__ import annotations

from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.compose import ComposeError
from triage.compose.fields import address, message_id, tokens, words

LONG_URL = "https://desk.wikimedia.example/unsubscribe/" + "x" * 300


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (words("Subject", "Hello"), "Subject: Hello\r\n"),
        (words("Subject", "Grüße"), "Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n"),
        (words("Subject", "=?utf-8?q?not_encoded?="), "Subject: =?utf-8?b?PT91dGYtOD9xP25vdF9lbmNvZGVkPz0=?=\r\n"),
        (tokens("List-Unsubscribe", f"<{LONG_URL}>,", "<mailto:a@b.example>"), f"List-Unsubscribe: <{LONG_URL}>,\r\n <mailto:a@b.example>\r\n"),
        (message_id("References", "a@b.example", "c@d.example"), "References: <a@b.example> <c@d.example>\r\n"),
        (message_id("References", "a" * 90 + "@b.example", "c@d.example"), f"References: <{'a' * 90}@b.example>\r\n <c@d.example>\r\n"),
        (message_id("References", "a b@c", "a\r\nBcc: x@y.example", "ä@b", "a>b@c", "", "ok@b.example"), "References: <ok@b.example>\r\n"),
        (message_id("In-Reply-To"), ""),
        (address("To", "ann@example.org"), "To: ann@example.org\r\n"),
        (address("To", "ann@müller.example"), "To: ann@xn--mller-kva.example\r\n"),
        (address("To", "josé@example.org"), "To: josé@example.org\r\n"),
        (address("From", "a@b.example", 'The "hour", answers'), 'From: "The \\"hour\\", answers" <a@b.example>\r\n'),
        (address("From", "a@b.example", "Gespräch"), "From: =?utf-8?b?R2VzcHLDpGNo?= <a@b.example>\r\n"),
    ],
)  # fmt: skip
def test_a_field_is_written_so(field: str, expected: str) -> None:
    assert field == expected


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), min_size=1, max_size=300))
def test_any_subject_comes_back_as_it_was(text: str) -> None:
    field = words("Subject", text)
    value = field.removeprefix("Subject:").replace("\r\n", "")
    assert str(make_header(decode_header(value.strip()))) == text
    assert all(len(line) <= 998 and line.isascii() for line in field.split("\r\n"))
    assert all(line.startswith(("Subject:", " ")) for line in field.removesuffix("\r\n").split("\r\n"))


@pytest.mark.parametrize("text", ["a\r\nBcc: x@y.example", "ä\nBcc: x@y.example", "a\0b", "ä\rb"])
def test_no_line_break_ever_gets_into_a_field(text: str) -> None:
    for write in (lambda: words("Subject", text), lambda: address("From", "a@b.example", text)):
        with pytest.raises(ComposeError):
            write()


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "ann",
        "ann@example.org, eve@evil.example",
        "Ann <ann@example.org>",
        "ann@example.org\r\nBcc: eve@evil.example",
        "a@b@c.example",
        '"ann, eve"@example.org',
        "ann@example.org\0",
    ],
)
def test_only_one_plain_address_is_written(spec: str) -> None:
    with pytest.raises(ComposeError, match="not one plain address"):
        address("To", spec)


@pytest.mark.parametrize("token", ["<https://exämple.org/>", "<https://example.org/" + "x" * 920 + ">"])
def test_a_token_that_no_line_can_hold_is_an_error_not_an_encoded_word(token: str) -> None:
    with pytest.raises(ComposeError, match="only printable ASCII"):
        tokens("List-Unsubscribe", token)
