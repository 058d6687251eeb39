"""Content-Transfer-Encoding (RFC 2045, 6), tolerant. Never raises."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? \d{3,4} [^\r\n]*\r?\n", re.MULTILINE)
_ENCODINGS = frozenset(["", "7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "uuencode", "x-uue"])


def decoded(raw: bytes, encoding: str) -> tuple[bytes, str | None]:
    """The bytes behind `encoding`, and a defect where they did not fit it."""
    match encoding:
        case "base64":
            return base64(raw)
        case "quoted-printable":
            return binascii.a2b_qp(raw), None
        case "x-uuencode" | "uuencode" | "x-uue":
            return _uu(raw)
        case _:
            return raw, None if encoding in _ENCODINGS else f"unknown transfer encoding {encoding[:40]!r}"


def base64(raw: bytes) -> tuple[bytes, str | None]:
    """Whatever can be read: foreign characters, missing and early padding are passed over."""
    kept = raw.translate(None, _NOT_BASE64)
    if b"=" not in kept.rstrip(b"="):
        whole = kept.rstrip(b"=")
        defect = None if len(whole) % 4 != 1 and len(kept) % 4 == 0 else "the base64 of a part is damaged"
        return _padded(whole), defect
    # Seen in practice: several base64 texts one after another.
    return b"".join(map(_padded, kept.split(b"="))), "the base64 of a part is damaged"


def size(raw: bytes, start: int, end: int, encoding: str) -> int:
    """Decoded size in bytes of `raw[start:end]`, without decoding base64 (exact for well-formed parts)."""
    if encoding != "base64":
        return len(binascii.a2b_qp(raw[start:end])) if encoding == "quoted-printable" else end - start
    line_ends = raw.count(b"\n", start, end) + raw.count(b"\r", start, end)
    padding = raw[max(start, end - 8) : end].count(b"=")
    return max(0, (end - start - line_ends) * 3 // 4 - padding)


def _padded(digits: bytes) -> bytes:
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _uu(raw: bytes) -> tuple[bytes, str | None]:
    begin = _UU_BEGIN.search(raw)
    if not begin:
        return raw, "the uuencoded part has no beginning"
    out: list[bytes] = []
    for line in raw[begin.end() :].splitlines():
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(out), "the uuencoded part is damaged"
    return b"".join(out), None
