"""Header fields as octets (RFC 5322, 2047, 8058). Every value is checked: no line break ever gets in.

Tokens (Message-IDs, list links) are written as they are and folded only between tokens: an encoded
word there breaks threading and one-click unsubscription.
"""

from __future__ import annotations

import base64
import re

from triage.compose.errors import ComposeError
from triage.model.address import wire_address

_LINE = 76
_LINE_MOST = 998
_TOKEN_MOST = 920
"""With its field's name a token stays within one line (RFC 5322, 2.1.1)."""
_ENCODED_OCTETS = 39
"""Octets to an encoded word: with its wrapping it stays below 75 characters (RFC 2047, 2)."""
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_ADDRESS = re.compile(r"[^\s<>(),:;@\\\"\[\]\x00-\x1f\x7f]+@[^\s<>(),:;@\\\"\[\]\x00-\x1f\x7f]+")
_BREAKS = re.compile(r"[\r\n\0]")
_TOKEN = re.compile(r"[\x21-\x7e]{1,900}")


def words(name: str, text: str) -> str:
    """A field of free text, in encoded words where it is not plain ASCII."""
    is_plain = _PRINTABLE.fullmatch(text) and "=?" not in text and "  " not in text and text == text.strip()
    if is_plain and len(text) < _LINE_MOST // 2:
        return tokens(name, *text.split(" "))
    if _BREAKS.search(text):
        raise ComposeError(f"{name}: a line break or NUL has no place in a header field")
    return tokens(name, *_encoded_words(text))


def tokens(name: str, *values: str) -> str:
    """A field of ASCII tokens, folded only between them."""
    lines = [f"{name}:"]
    for value in values:
        if not _PRINTABLE.fullmatch(value) or len(value) > _TOKEN_MOST:
            raise ComposeError(f"{name}: only printable ASCII of bounded length can stand here: {value[:80]!r}")
        if len(lines[-1]) + 1 + len(value) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += " " + value
    return "\r\n".join(lines) + "\r\n"


def address(name: str, spec: str, display: str = "") -> str:
    """A field with exactly one address. `display` is our own name; a stranger's is never echoed."""
    if not _ADDRESS.fullmatch(spec):
        raise ComposeError(f"{name}: not one plain address: {spec[:80]!r}")
    wire = wire_address(spec)
    if not display:
        # RFC 6532: a local part outside ASCII is written as it is; the courier then asks for SMTPUTF8.
        return f"{name}: {wire}\r\n"
    if _BREAKS.search(display):
        raise ComposeError(f"{name}: a line break has no place in a name")
    shown = [_quoted_string(display)] if display.isascii() else _encoded_words(display)
    return tokens(name, *shown, f"<{wire}>")


def message_id(name: str, *ids: str) -> str:
    """Message-IDs in angle brackets; ids that ASCII cannot state are left out. Empty when none is left."""
    stated = [f"<{each}>" for each in ids if is_statable(each)]
    return tokens(name, *stated) if stated else ""


def is_statable(message_id: str) -> bool:
    """Whether a (stranger's) Message-ID can be repeated in a header field of ours."""
    return bool(_TOKEN.fullmatch(message_id)) and not set(message_id) & set("<>")


def _encoded_words(text: str) -> list[str]:
    """RFC 2047, 4.1 and 5: base64, no character split between two words."""
    chunks = [b""]
    for char in text:
        octets = char.encode("utf-8", "replace")
        if len(chunks[-1]) + len(octets) > _ENCODED_OCTETS:
            chunks.append(b"")
        chunks[-1] += octets
    return [f"=?utf-8?b?{base64.b64encode(chunk).decode('ascii')}?=" for chunk in chunks]


def _quoted_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
