"""Names of wiki accounts as MediaWiki means them. Nobody is asked whether the account exists."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

MOST_OCTETS = 85
"""How long a name may be on Wikimedia's wikis, in octets of UTF-8 ($wgMaxNameChars)."""

_BIDI = re.compile("[\u200e\u200f\u202a-\u202e]")
_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_USER_PREFIX = re.compile(r"user ?: ?", re.IGNORECASE)
_NOT_IN_TITLES = re.compile(r"[#<>\[\]|{}/\x00-\x1f\x7f\ufffd]|%[0-9A-Fa-f]{2}|&[^\s&;]+;|~~~")
_NOT_IN_NAMES = re.compile("[\u0080-\u00a0\u2000-\u200f\u2028-\u202f\u3000\ue000-\uf8ff\ud800-\udfff]")
_OCTET = r"[0-9]{1,3}"
_LIKE_IPV4 = rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.(?:xxx|{_OCTET})"
_LIKE_ADDRESS = re.compile(rf"{_LIKE_IPV4}(?:-{_LIKE_IPV4})?")


def canonical_name(text: str) -> str | None:
    """The account that `text` names, as MediaWiki writes it, or None where no account can be called so.

    `user:jDoe_(WMF)` is `JDoe (WMF)`: only the first letter is folded, `JDoe` and `Jdoe` are two people.
    """
    name = _user_part(" ".join(_BLANKS.split(_BIDI.sub("", text))).strip())
    name = _with_capital(unicodedata.normalize("NFC", name))
    return name if _may_be_a_name(name) else None


def is_temporary(name: str) -> bool:
    """Temporary accounts are called `~2025-12345-67`: no mail address, gone after a while, nobody's for long."""
    return name.startswith("~2")


def _user_part(title: str) -> str:
    prefix = _USER_PREFIX.match(title)
    return title[prefix.end() :] if prefix else title


def _with_capital(name: str) -> str:
    """The first letter in title case, where that is one letter: ß stays as it is."""
    first = name[:1].title()
    return first + name[1:] if len(first) == 1 else name


def _may_be_a_name(name: str) -> bool:
    if not name or _NOT_IN_TITLES.search(name) or _NOT_IN_NAMES.search(name):
        return False
    if len(name.encode()) > MOST_OCTETS or name.startswith(":") or name in {".", ".."} or _USER_PREFIX.match(name):
        return False
    return not _is_network_address(name)


def _is_network_address(name: str) -> bool:
    """Also `300.1.2.3` and `1.2.3.xxx`: old wikis hid addresses like that."""
    if _LIKE_ADDRESS.fullmatch(name):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
