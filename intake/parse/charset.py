"""Bytes to text, whatever the label says. Never raises, never returns a lone surrogate.

Does not guess languages: a label that names a family is believed within that family, UTF-8 is
believed when the bytes are valid UTF-8, and what is left is read as Windows-1252.
"""

from __future__ import annotations

import re

# Seen in practice: mailers name the small set and send the big one that contains it.
_LABELS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
    "x-gbk": "gb18030", "euc-cn": "gb18030", "chinese": "gb18030",
    "hz-gb-2312": "hz", "hz": "hz",
    "big5": "cp950", "big5-hkscs": "big5hkscs", "cp950": "cp950", "x-x-big5": "cp950", "euc-tw": "cp950",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "cp949": "cp949", "uhc": "cp949", "korean": "cp949",
    "windows-949": "cp949", "iso-2022-kr": "iso2022_kr", "johab": "johab",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "cp932": "cp932", "ms_kanji": "cp932", "euc-jp": "euc_jp", "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_2", "iso-2022-jp-1": "iso2022_jp_2", "iso-2022-jp-2": "iso2022_jp_2",
    "iso-2022-jp-3": "iso2022_jp_3", "iso-2022-jp-2004": "iso2022_jp_2004", "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext",
    "koi8-r": "koi8_r", "koi8-u": "koi8_u", "koi8-t": "koi8_t", "x-mac-cyrillic": "mac_cyrillic",
    "macintosh": "mac_roman", "x-macroman": "mac_roman", "tis-620": "cp874", "windows-874": "cp874",
    "iso-8859-11": "cp874", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "iso-8859-6-i": "iso8859_6",
    "iso-8859-9": "cp1254", "ibm437": "cp437", "ibm850": "cp850", "ibm852": "cp852", "ibm866": "cp866",
    "utf-7": "utf_7", "unicode-1-1-utf-7": "utf_7", "utf-16": "utf_16", "utf-16le": "utf_16_le",
    "utf-16be": "utf_16_be", "utf-32": "utf_32", "utf-8": "utf_8", "utf8": "utf_8", "utf-8-sig": "utf_8_sig",
    "unicode-1-1-utf-8": "utf_8", "utf8mb4": "utf_8", "cp-850": "cp850", "cp65001": "utf_8",
}  # fmt: skip
_LABELS |= {f"windows-{n}": f"cp{n}" for n in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)}
_LABELS |= {f"cp{n}": f"cp{n}" for n in (437, 850, 852, 866, 874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)}
_LABELS |= {f"cp-{n}": f"cp{n}" for n in (1250, 1251, 1252)}
_LABELS |= {f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}

# Labels that say nothing: written by default, whatever the bytes are.
_SAY_NOTHING = frozenset(
    ["", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "ansi",
     "ansi_x3.4-1968", "8bit", "7bit", "binary", "default", "default_charset", "unknown", "unknown-8bit", "x-unknown",
     "x-user-defined", "unicode", "none", "_charset", "iso-8859-1-windows-3.1-latin-1"]
)  # fmt: skip
_JAPANESE_SHIFT = re.compile(rb"\x1b\$[@B]|\x1b\(J")
_SURROGATE = re.compile("[\ud800-\udfff]")


def text(raw: bytes, label: str) -> tuple[str, str | None]:
    """`raw` as text, and a defect where the label was unknown or wrong (else None)."""
    name = label.strip().strip("\"'").lower()
    if raw.isascii() and (codec_of(name) in {None, "utf_8"}) and b"\x1b" not in raw:
        return raw.decode("ascii"), None if name in _SAY_NOTHING or codec_of(name) else _unknown(label)
    if name in _SAY_NOTHING:
        return _guessed(raw), None
    codec = codec_of(name)
    if codec is None:
        return _guessed(raw), _unknown(label)
    try:
        return _whole(raw.decode(codec)), None
    except UnicodeError:
        return _mislabelled(raw, codec), f"the text is not the character set it says it is ({label.strip()[:40]})"


def codec_of(name: str) -> str | None:
    """Python's codec for a charset label in lower case; None for labels that are unknown or say nothing.

    Only codecs named here are ever used: `idna`, `punycode` or `unicode_escape` are slow or no charsets.
    """
    plain = name.replace("_", "-")
    if plain.startswith("iso8859-"):
        plain = "iso-" + plain.removeprefix("iso")
    return _LABELS.get(name) or _LABELS.get(plain)


def _unknown(label: str) -> str:
    return f"unknown character set {label.strip()[:40]!r}"


def _guessed(raw: bytes) -> str:
    if _JAPANESE_SHIFT.search(raw):
        return raw.decode("iso2022_jp_2", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _western(raw)


def _mislabelled(raw: bytes, codec: str) -> str:
    """Most of a text in its own charset is better than all of it in another."""
    if codec != "utf_8":
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return _whole(raw.decode(codec, "replace"))
    readable = raw.decode("utf-8", "replace")
    high = len(raw) - len(raw.decode("ascii", "ignore"))
    # Hardly any valid sequence: the label is wrong, not the bytes.
    return _western(raw) if readable.count("\ufffd") * 2 > high else readable


def _western(raw: bytes) -> str:
    # Five bytes are undefined in Windows-1252; Latin-1 has (control) characters for them.
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _whole(decoded: str) -> str:
    # UTF-7 and UTF-16 can spell half a character; a database refuses it.
    if not _SURROGATE.search(decoded):
        return decoded
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
