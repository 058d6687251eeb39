"""Encoded words in header fields (RFC 2047, RFC 2231 section 5). Linear, tolerant, never raises."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

from intake.parse import charset

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]+")


class _Word(NamedTuple):
    label: str
    raw: bytes


def decoded(value: str) -> str:
    """`value` with its encoded words decoded; control characters are kept for the caller to judge."""
    if "=?" not in value or "?=" not in value:
        return value
    out: list[str] = []
    run: list[_Word] = []  # adjacent words of one charset: a character may be cut between two of them
    for piece in _pieces(value):
        if isinstance(piece, _Word) and (not run or run[-1].label == piece.label):
            run.append(piece)
            continue
        if run:
            out.append(charset.text(b"".join(word.raw for word in run), run[0].label)[0])
        run = [piece] if isinstance(piece, _Word) else []
        if isinstance(piece, str):
            out.append(piece)
    return "".join(out)


def _pieces(value: str) -> Iterator[str | _Word]:
    """Plain stretches and encoded words in order, ended by a plain stretch."""
    plain_from = at = 0
    last_end = value.rfind("?=")
    while 0 <= (start := value.find("=?", at)) < last_end:
        word, at = _word(value, start)
        if word is None:
            continue
        plain = value[plain_from:start]
        # RFC 2047, 6.2: white space between two encoded words is not part of the text.
        if plain.strip() or (plain and plain_from == 0):
            yield plain
        yield word
        plain_from = at
    yield value[plain_from:]


def one_line(value: str) -> str:
    """`value` decoded, without control and invisible characters, runs of blanks as one."""
    return " ".join(_UNSEEN.sub("", _CONTROL.sub(" ", decoded(value))).split())


def clean(value: str) -> str:
    """`value` decoded, control characters (CR, LF and NUL among them) as blanks."""
    plain = decoded(value)
    return plain if plain.isprintable() else _CONTROL.sub(" ", plain).strip()


def has_control(text: str) -> bool:
    """Does a decoded text hold control characters?"""
    return _CONTROL.search(text) is not None


def seen(text: str) -> str:
    """`text` without characters that nobody sees (zero-width, bidi marks)."""
    return _UNSEEN.sub("", text)


def _word(value: str, start: int) -> tuple[_Word | None, int]:
    """The encoded word at `start` (None where there is none), and where to read on."""
    first = value.find("?", start + 2, start + 82)
    if first < 0 or value[first + 2 : first + 3] != "?":
        return None, start + 2
    encoding, body = value[first + 1].lower(), first + 3
    end = value.find("?=", body)
    if end < 0 or encoding not in "bq":
        return None, start + 2
    label = value[start + 2 : first].partition("*")[0].lower()  # RFC 2231, 5: charset*language
    return _Word(label, _bytes(value[body:end], encoding)), end + 2


def _bytes(body: str, encoding: str) -> bytes:
    raw = body.encode("utf-8", "surrogateescape")
    if encoding == "q":
        return binascii.a2b_qp(raw, header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
