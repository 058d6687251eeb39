"""A user name as MediaWiki itself would write it (its rules, not ours), or nothing where no account can have it.

Only the first letter is folded: "JDoe" and "Jdoe" are two people, and so are a Latin and a Cyrillic "а". It does not
ask whether the account exists.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from triage.understanding.namespaces import NOT_BEFORE_A_COLON, USER

USER_NAMESPACES = tuple(name for name in USER if name.casefold() not in NOT_BEFORE_A_COLON)
"""The user namespace in every language, as it is written before a colon."""

_FORBIDDEN = re.compile(
    "[#<>\\[\\]|{}/\\x00-\\x1f\\x7f\\x80-\\x9f\\xa0\\u2000-\\u200f\\u2028-\\u202f\\u3000\\ue000-\\uf8ff\\ufffd]"
)
_BIDI = re.compile("[\\u200e\\u200f\\u202a-\\u202e]")
_IP_LIKE = re.compile(r"(?:\d{1,3}\.){3}(?:\d{1,3}|xxx)|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_PREFIX = re.compile(
    r"^:?(?:[a-z][a-z-]{0,11}:)*(?:"
    + "|".join(re.escape(name).replace("\\ ", "[ _]+") for name in sorted(USER_NAMESPACES, key=len, reverse=True))
    + r")[ _]*:",
    re.IGNORECASE,
)
_INTERWIKI = re.compile(r"^:?(?:[a-z]{2,12}(?:-[a-z]+)?:)+(?=\S)")
_LONGEST = 85


@lru_cache(maxsize=1 << 12)
def username(typed: str) -> str | None:
    """The canonical form of what a person typed, or None where MediaWiki would refuse it.

    Source: UserNameUtils::getCanonical and MediaWikiTitleCodec: at most 85 bytes of UTF-8, no `/ # < > [ ] |
    { }`, no control or blank characters but the space, not like an IP address. A namespace, a wiki's prefix and a
    subpage are cut off first.
    """
    name = _BIDI.sub("", typed).strip()
    if _PERCENT.search(name):
        name = unquote(name)
    name = _PREFIX.sub("", name, count=1) if _PREFIX.match(name) else _INTERWIKI.sub("", name, count=1)
    name = re.sub(r"[ _]+", " ", unicodedata.normalize("NFC", name)).strip(" :")
    name = name.split("/", 1)[0].rstrip()
    if not name or _FORBIDDEN.search(name) or _IP_LIKE.fullmatch(name):
        return None
    name = _title_case(name[0]) + name[1:]
    return name if len(name.encode("utf-8", "replace")) <= _LONGEST else None


def is_temporary(name: str) -> bool:
    """Temporary accounts (`~2025-12345-67`) expire and cannot be checked."""
    return re.match(r"~2\d{3}-", name) is not None


def _title_case(letter: str) -> str:
    """MediaWiki's first letter: title case where that is one letter; ß has none."""
    raised = letter.title()
    return raised if len(raised) == 1 else letter
