"""Header sections: fields, subjects, ids, and the one address that an answer may go to."""

# ruff: noqa: E501  # a row of a table is one line

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.message import Address, Headers, Own
from intake.parse import answer_to, parse_headers


def test_header_section_as_a_whole() -> None:
    raw = (
        b"Return-Path: <ann@example.com>\r\nFrom: =?utf-8?q?J=C3=BCrgen?= <Ann@Example.COM>\r\n"
        b"Subject: Re: =?utf-8?b?Q1ImUw==?=\r\n =?utf-8?q?_hour?=\r\nMessage-ID: <1@example.com>\r\n"
        b"In-Reply-To: <b@example.org>\r\nReferences: <a@example.org>\r\n\t<b@example.org>\r\n"
        b'Content-Type: multipart/report; report-type="Delivery-Status"\r\n\r\nbody'
    )
    assert parse_headers(raw) == Headers(
        fields=(
            ("return-path", "<ann@example.com>"),
            ("from", "Jürgen <Ann@Example.COM>"),
            ("subject", "Re: CR&S hour"),
            ("message-id", "<1@example.com>"),
            ("in-reply-to", "<b@example.org>"),
            ("references", "<a@example.org> <b@example.org>"),
            ("content-type", 'multipart/report; report-type="Delivery-Status"'),
        ),
        subject="Re: CR&S hour",
        author=Address("Jürgen", "Ann@example.com"),
        message_id="1@example.com",
        in_reply_to="b@example.org",
        references=("a@example.org", "b@example.org"),
        content_type="multipart/report",
        report_type="delivery-status",
    )


SUBJECTS = [
    ("raw UTF-8", "Подія CR&S".encode(), "Подія CR&S"),
    ("raw Latin-1 without a label", "Größe".encode("latin-1"), "Größe"),
    ("a character cut between two words", b"=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
    ("GB2312 that holds GBK", b"=?gb2312?b?" + base64.b64encode("镕".encode("gbk")) + b"?=", "镕"),
    ("ISO-2022-JP", b"=?ISO-2022-JP?B?" + base64.b64encode("質問".encode("iso-2022-jp")) + b"?=", "質問"),
    ("an unknown character set", b"=?x-klingon?q?CR=26S?=", "CR&S"),
    ("a question mark inside a Q word", b"=?utf-8?q?Why??=", "Why?"),
    ("words with a language (RFC 2231)", b"=?utf-8*en?q?CR=26S?=", "CR&S"),
    ("a broken word stays as it is", b"=?utf-8?x?abc?= CR&S", "=?utf-8?x?abc?= CR&S"),
    ("base64 without padding", b"=?utf-8?b?Q1ImUw?=", "CR&S"),
    ("text right beside a word", b"a=?utf-8?q?b?=c", "abc"),
    ("an encoded line end", b"=?utf-8?q?CR=26S=0D=0ABcc:_x?=", "CR&S Bcc: x"),
    ("zero-width and bidi marks", "CR\u200b&\u2060S\u202c".encode(), "CR&S"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "subject"), SUBJECTS)
def test_subject_is_decoded(kind: str, value: bytes, subject: str) -> None:
    assert parse_headers(b"Subject: " + value + b"\r\n\r\n").subject == subject, kind


AUTHORS = [
    ("plain", b"Ann <ann@example.com>", Address("Ann", "ann@example.com")),
    ("old form", b"ann@example.com (Ann)", Address("Ann", "ann@example.com")),
    ("a comma that should be quoted", b"Doe, Ann <ann@example.com>", Address("Doe, Ann", "ann@example.com")),
    ("quoted with escapes", b'"Ann \\"A\\" Doe" <ann@example.com>', Address('Ann "A" Doe', "ann@example.com")),
    ("a test domain", b"ann@mail.test", Address("", "ann@mail.test")),
    ("an international domain", "Ann <ann@bücher.example>".encode(), Address("Ann", "ann@xn--bcher-kva.example")),
    ("the name repeats the address", b'"ann@example.com" <Ann@example.com>', Address("ann@example.com", "Ann@example.com")),
    ("the local part keeps its case", b"Ann.Doe@EXAMPLE.com", Address("", "Ann.Doe@example.com")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "author"), AUTHORS)
def test_author_is_read(kind: str, value: bytes, author: Address) -> None:
    headers = parse_headers(b"From: " + value + b"\r\n\r\n")
    assert (headers.author, headers.defects) == (author, ()), kind


NO_AUTHORS = [
    ("empty", b"", "From holds no address"),
    ("two authors", b"a@example.com, b@example.com", "From names several authors"),
    ("a group", b"Friends: a@example.com;", "From holds a group of addresses"),
    ("another address as the name", b'"staff@wikimedia.org" <evil@example.com>', "the name in From shows another address than the one it comes from"),
    ("another address encoded in the name", b"=?utf-8?q?staff=40wikimedia=2Eorg?= <e@example.com>", "the name in From shows another address than the one it comes from"),
    ("a full-width sign in the name", "staff＠wikimedia.org <e@example.com>".encode(), "the name in From shows another address than the one it comes from"),
    ("an address as an encoded local part", b"=?utf-8?q?staff=40wikimedia=2Eorg=00?=@example.com", "the From address is hidden in an encoded word"),
    ("an encoded NUL in the name", b"=?utf-8?q?Ann=00?= <a@example.com>", "From holds control characters that mislead"),
    ("an encoded line end in the name", b"=?utf-8?q?Ann=0A=3Cb=40example.org=3E?= <a@example.com>", "From holds control characters that mislead"),
    ("text turned round", "\u202egro.aidemikiw <a@example.com>".encode(), "From holds invisible characters that mislead"),
    ("zero-width in the address", "a\u200bnn@example.com".encode(), "From holds invisible characters that mislead"),
    ("CVE-2023-27043", b"alice@example.org)bob@example.com", "From cannot be read with certainty"),
    ("text after the address", b"<a@example.com> b@example.org", "From cannot be read with certainty"),
    ("a quote that nothing closes", b'"Ann <a@example.com>', "From cannot be read with certainty"),
    ("brackets in brackets", b"<<a@example.com>>", "From cannot be read with certainty"),
    ("two addresses in brackets", b"A <a@example.com> <b@example.com>", "From cannot be read with certainty"),
    ("a source route", b"<@hop.example:a@example.com>", "the From address is not a valid address"),
    ("no address", b"undisclosed", "From holds no address"),
    ("an address that email-validator refuses", b"Ann <a..b@example.com>", "the From address is not a valid address"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "defect"), NO_AUTHORS)
def test_misleading_author_is_none_with_its_reason(kind: str, value: bytes, defect: str) -> None:
    headers = parse_headers(b"From: " + value + b"\r\n\r\n")
    assert (headers.author, headers.defects) == (None, (defect,)), kind
    assert answer_to(headers, Own()) is None


def test_missing_and_repeated_from_are_told() -> None:
    assert parse_headers(b"To: b@example.org\r\n\r\n").defects == ("there is no From field",)
    twice = parse_headers(b"From: a@example.com\r\nFrom: b@example.com\r\n\r\n")
    assert (twice.author, twice.defects) == (None, ("there are several From fields with different addresses",))
    same = parse_headers(b"From: a@example.com\r\nFrom: A <a@Example.com>\r\n\r\n")
    assert (same.author, same.defects) == (Address("", "a@example.com"), ("there are several From fields",))


def test_answer_goes_to_from_and_never_to_reply_to() -> None:
    raw = b"From: a@example.com\r\nReply-To: evil@example.org\r\nSender: other@example.org\r\n\r\n"
    assert answer_to(parse_headers(raw), Own()) == "a@example.com"
    assert answer_to(parse_headers(raw), Own(addresses=frozenset(["a@example.com"]))) is None


def test_text_without_blank_line_is_body_not_lost() -> None:
    headers = parse_headers(b"From: a@example.com\r\nI would like to come\r\n")
    assert headers.author == Address("", "a@example.com")
    assert headers.defects == ("a line in the header section is not a header field",)


@given(st.binary(max_size=600))
def test_any_bytes_give_headers(raw: bytes) -> None:
    headers = parse_headers(raw)
    assert all(not set(value) & {"\r", "\n", "\0"} for _, value in headers.fields)


_NAMES = st.sampled_from(
    [b"From", b"Subject", b"Content-Type", b"References", b"Message-ID", b"Return-Path", b"List-Id"]
)


@given(_NAMES, st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_value_gives_headers(name: bytes, value: bytes) -> None:
    headers = parse_headers(name + b": " + value + b"\r\n\r\n")
    headers.subject.encode()
    assert not set(headers.subject) & {"\r", "\n", "\0", "\u202e"}


@pytest.mark.parametrize(
    "value",
    [
        b"Re: " * 60_000,
        b"=?utf-8?q?a?= " * 20_000,
        b"=?a =?a " * 30_000,
        b'"' * 200_000,
        b"<" * 200_000,
        b"(" * 200_000,
    ],
)
def test_hostile_value_takes_bounded_time(value: bytes) -> None:
    started = time.process_time()
    parse_headers(
        b"From: " + value + b"\r\nSubject: " + value[:100_000] + b"\r\nReferences: " + value[:100_000] + b"\r\n\r\n"
    )
    assert time.process_time() - started < 1
