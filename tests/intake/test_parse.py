"""Whole messages: structure, character sets, transfer encodings, and what is attached. Any bytes give a message."""

# ruff: noqa: E501  # a row of a table is one line

import base64
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.message import Attachment, Message, NoAnswer, Own
from intake.parse import answer_to, parse

HEAD = b"From: Ann <ann@example.com>\r\nSubject: CR&S\r\nMIME-Version: 1.0\r\n"


def message(kind: str, body: bytes, encoding: str = "8bit") -> Message:
    return parse(HEAD + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body)


def multipart(kind: str, *parts: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/" + kind.encode() + b"; boundary=b\r\n\r\n" + body + b"--b--\r\n"


TEXTS = [
    ("UTF-8", "text/plain; charset=utf-8", "Größe?".encode(), "Größe?"),
    ("UTF-8 in quotes of the wrong kind", "text/plain; charset='utf-8'", "Größe?".encode(), "Größe?"),
    ("UTF-8 that says Latin-1", "text/plain; charset=iso-8859-1", "Größe?".encode(), "Größe?"),
    ("Windows-1252 that says ASCII", "text/plain; charset=us-ascii", "Größe – wie?".encode("cp1252"), "Größe – wie?"),
    ("no label", "text/plain", "Größe?".encode("latin-1"), "Größe?"),
    ("GB2312 that holds GBK", "text/plain; charset=gb2312", "朱镕基？".encode("gbk"), "朱镕基？"),
    ("Big5", "text/plain; charset=big5", "問題？".encode("big5"), "問題？"),
    ("ISO-2022-JP", "text/plain; charset=iso-2022-jp", "質問があります".encode("iso-2022-jp"), "質問があります"),
    ("ISO-2022-JP without a label", "text/plain", "質問".encode("iso-2022-jp"), "質問"),
    ("Shift_JIS with NEC letters", "text/plain; charset=shift_jis", "①質問".encode("cp932"), "①質問"),
    ("Korean by Microsoft's name", "text/plain; charset=ks_c_5601-1987", "질문".encode("cp949"), "질문"),
    ("KOI8-R", "text/plain; charset=koi8-r", "Вопрос?".encode("koi8-r"), "Вопрос?"),
    ("Windows-1256", "text/plain; charset=windows-1256", "سؤال؟".encode("cp1256"), "سؤال؟"),
    ("UTF-7", "text/plain; charset=utf-7", "Größe?".encode("utf-7"), "Größe?"),
    ("UTF-16", "text/plain; charset=utf-16", "Größe?".encode("utf-16"), "Größe?"),
    ("a lone carriage return", "text/plain", b"one\rtwo", "one\ntwo"),
    ("flowed lines", "text/plain; format=flowed", b"I would \r\nlike to come.\r\n> How \r\n> many?\r\n", "I would like to come."),
    ("flowed lines of a script without blanks", "text/plain; charset=utf-8; format=flowed; delsp=yes", "我想 \r\n参加".encode(), "我想参加"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content_type", "raw", "text"), TEXTS)
def test_text_is_decoded(kind: str, content_type: str, raw: bytes, text: str) -> None:
    found = message(content_type, raw)
    assert (found.body.own, found.defects) == (text, ()), kind


DAMAGED = [
    ("an unknown character set", "text/plain; charset=x-klingon", b"CR&S?", "CR&S?", "unknown character set 'x-klingon'"),
    ("a codec that is no character set", "text/plain; charset=idna", b"a?", "a?", "unknown character set 'idna'"),
    ("Windows-1252 that says UTF-8", "text/plain; charset=utf-8", "Größe?".encode("cp1252"), "Größe?", "the text is not the character set it says it is (utf-8)"),
    ("NUL", "text/plain", b"I co\0me", "I come", "the text holds NUL characters"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content_type", "raw", "text", "defect"), DAMAGED)
def test_damaged_text_is_read_and_told(kind: str, content_type: str, raw: bytes, text: str, defect: str) -> None:
    found = message(content_type, raw)
    assert (found.body.own, found.defects) == (text, (defect,)), kind


def test_damaged_base64_is_read_and_told() -> None:
    whole = base64.b64encode(b"I would like to attend.")
    assert message("text/plain", whole, "base64").defects == ()
    damaged = message("text/plain", whole[:-1].replace(b"I", b"I\xff!\r\n"), "base64")
    assert (damaged.body.own, damaged.defects) == ("I would like to attend.", ("the base64 of a part is damaged",))
    twice = message(
        "text/plain", b"SSBjb21l\r\n" + base64.b64encode(b" soon") + b"\r\n" + base64.b64encode(b"er"), "base64"
    )
    assert twice.body.own == "I come sooner"


def test_alternatives_give_the_plain_text() -> None:
    parts = (b"Content-Type: text/plain\r\n\r\nI come.", b"Content-Type: text/html\r\n\r\n<p>I <b>come</b>.</p>")
    found = parse(HEAD + multipart("alternative", *parts))
    assert (found.body.text, found.html, found.attachments) == ("I come.\n", "<p>I <b>come</b>.</p>", ())


@pytest.mark.parametrize("plain", [b"", b"   \r\n", b"Please view this message in an HTML reader."])
def test_alternatives_give_the_html_where_the_plain_text_says_nothing(plain: bytes) -> None:
    parts = (b"Content-Type: text/plain\r\n\r\n" + plain, b"Content-Type: text/html\r\n\r\n<p>I come.</p>")
    assert parse(HEAD + multipart("alternative", *parts)).body.own == "I come."


def test_inline_parts_are_joined_and_attachments_are_named() -> None:
    parts = (
        b"Content-Type: text/plain\r\n\r\nI come.",
        b"Content-Type: application/pdf; name=x.pdf\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''R%C3%A4;\r\n filename*1*=t.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"x" * 100),
        b"Content-Type: text/plain; name=notes.txt\r\n\r\nnot read",
        b"Content-Type: message/rfc822\r\n\r\nSubject: old\r\n\r\nWho are you?",
        b"Content-Type: text/plain\r\n\r\nWhy?",
    )
    found = parse(HEAD + multipart("mixed", *parts))
    assert found.body.own == "I come.\nWhy?"
    assert found.attachments == (
        Attachment("Rät.pdf", "application/pdf", 100),
        Attachment("notes.txt", "text/plain", 8),
        Attachment("", "message/rfc822", 28),
    )


CLOSED = [
    ("S/MIME", b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMIIB", "the message is encrypted or sealed with S/MIME and cannot be read"),
    ("PGP", multipart("encrypted", b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", b"Content-Type: application/octet-stream\r\n\r\nx"), "the message is encrypted with PGP and cannot be read"),
    ("PGP in the text", b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nabc", "the message is encrypted with PGP and cannot be read"),
    ("TNEF", multipart("mixed", b"Content-Type: text/plain\r\n\r\nHi", b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx"), "parts of the message are in Outlook's own format (winmail.dat) and were not read"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "rest", "defect"), CLOSED)
def test_closed_envelope_is_told(kind: str, rest: bytes, defect: str) -> None:
    assert parse(HEAD + rest).defects == (defect,), kind


def test_signed_message_is_read() -> None:
    found = parse(
        HEAD
        + multipart(
            "signed", b"Content-Type: text/plain\r\n\r\nI come.", b"Content-Type: application/pgp-signature\r\n\r\nabc"
        )
    )
    assert (found.body.own, found.defects) == ("I come.", ())


def test_missing_boundaries_lose_no_text() -> None:
    none = parse(HEAD + b"Content-Type: multipart/mixed\r\n\r\nI come.\r\n")
    assert (none.body.own, none.defects) == ("I come.", ("the parts of the message are not set apart as announced",))
    other = parse(HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--b\r\n\r\nI come.\r\n--b--\r\n")
    assert "I come." in other.body.own
    open_ended = parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nI come.\r\n")
    assert (open_ended.body.own, open_ended.defects) == ("I come.", ("the last boundary is missing",))


def test_two_hundred_levels_are_opened() -> None:
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200))
    found = parse(HEAD + levels + b"\r\nI come.\r\n")
    assert (found.body.own, found.defects) == ("I come.", ("the last boundary is missing",))


def test_ten_thousand_parts_are_bounded() -> None:
    found = parse(HEAD + multipart("mixed", *[b"Content-Type: text/plain\r\n\r\nI come."] * 11_000))
    assert found.defects == ("there are too many parts, the rest was not opened",)
    assert found.body.text.count("I come.") == 9_999


def test_mask_reaches_every_text() -> None:
    parts = (
        b"Content-Type: text/plain\r\n\r\nsecret",
        b"Content-Type: text/html\r\n\r\n<a href='x?secret'>secret</a>",
    )
    head = b"From: secret <ann@example.com>\r\nSubject: =?utf-8?q?secret?=\r\nX-Old: secret\r\n"
    plain = parse(head + multipart("alternative", *parts), mask=lambda text: text.replace("secret", "•"))
    html = parse(
        head + multipart("mixed", parts[1], b"Content-Type: a/b; name=secret\r\n\r\n"),
        mask=lambda text: text.replace("secret", "•"),
    )
    for found in (plain, html):
        values = (
            found.headers.subject,
            *(value for _, value in found.headers.fields),
            found.body.text,
            found.html,
            *(a.name for a in found.attachments),
        )
        assert not any("secret" in value for value in values)


def test_answer_to_a_message_follows_its_refusal() -> None:
    assert answer_to(parse(HEAD + b"\r\nI come."), Own()) == "ann@example.com"
    suppressed = parse(HEAD + b"X-Auto-Response-Suppress: All\r\n\r\nI come.")
    assert (suppressed.no_answer, answer_to(suppressed, Own())) == (NoAnswer.SUPPRESS, "ann@example.com")
    assert answer_to(parse(HEAD + b"Auto-Submitted: auto-replied\r\n\r\nx"), Own()) is None


def test_large_message_is_neither_copied_nor_decoded() -> None:
    payload = base64.encodebytes(b"x" * 3_000_000)
    attachment = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + payload
    raw = HEAD + multipart("mixed", b"Content-Type: text/plain\r\n\r\nI come.", attachment)
    tracemalloc.start()
    found = parse(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.body.own, found.attachments) == ("I come.", (Attachment("", "application/pdf", 3_000_000),))
    assert peak < len(raw) / 4


HOSTILE = {
    "one bracket after another": b"Content-Type: text/html\r\n\r\n" + b"<" * 500_000,
    "unclosed tags": b"Content-Type: text/html\r\n\r\n" + b"<b><i><a>" * 60_000,
    "nested tables": b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 30_000,
    "unclosed comments": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000,
    "nested quotes": b"Content-Type: text/html\r\n\r\n" + b"<blockquote type=cite>a" * 20_000,
    "carriage returns": b"\r" * 2_000_000,
    "header fields": b"a: b\r\n" * 200_000,
    "boundaries that are none": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"\n--bx" * 100_000,
    "half boundaries": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b" * 200_000,
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_hostile_message_takes_bounded_time(shape: str) -> None:
    started = time.process_time()
    parse(HOSTILE[shape])
    assert time.process_time() - started < 2


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    check(parse(raw))


_TYPES = st.sampled_from(
    [b"multipart/mixed; boundary=x", b"multipart/alternative; boundary=x", b"multipart/report; boundary=x", b"text/html; charset=utf-7",
     b"text/plain; charset=utf-16; format=flowed", b"message/rfc822", b"text/calendar", b"text/html", b"application/ms-tnef", b"text/plain; charset=hz"]
)  # fmt: skip
_CODINGS = st.sampled_from([b"base64", b"quoted-printable", b"x-uuencode", b"7bit", b"?"])


@given(
    st.lists(
        st.tuples(
            _TYPES,
            _CODINGS,
            st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
        ),
        max_size=6,
    )
)
def test_any_structure_gives_a_message(parts: list[tuple[bytes, bytes, bytes]]) -> None:
    body = b"\n--x\n".join(
        b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: " + coding + b"\n\n" + text
        for kind, coding, text in parts
    )
    check(parse(b"From: a@example.com\n" + body))


def check(found: Message) -> None:
    """A message can be stored and shown: no half characters, no NUL, spans that cover the text."""
    for text in (
        found.body.text,
        found.headers.subject,
        found.html,
        *found.defects,
        *(a.name for a in found.attachments),
    ):
        text.encode()
        assert "\0" not in text
    assert "".join(found.body.text[span.start : span.end] for span in found.body.spans) == found.body.text
