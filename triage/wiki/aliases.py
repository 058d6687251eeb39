"""One person under several names: the forms of a mail address, and account names that look like another. Pure."""

from __future__ import annotations

import unicodedata

from triage.model.address import wire_address

_DOTS_DO_NOT_COUNT = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Domains that deliver `j.doe` to `jdoe`, and the one they are the same as."""

_LATIN = (
    # Cyrillic
    *zip("АВЕЅІЈКМНОРСТУҮХҺЗԚԜѴ", "ABESIJKMHOPCTYYXH3QWV", strict=True),
    *zip("аевѕіјкмнорстуүхһзԛԝѵԁӏпг", "aebsijkmhopctyyxh3qwvdlnr", strict=True),
    # Greek
    *zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ", strict=True),
    *zip("αβεηικνορτυχγωϲϳ", "abenikvoptuxywcj", strict=True),
    # Latin beside the alphabet, and digits
    *zip("øłđıɑɡɩ01ǀ", "oldiagiol" + "l", strict=True),
)
_LOOKS_LIKE = str.maketrans(dict(_LATIN))
_SHORTEST = 4
"""In shorter names one letter makes another name, not a disguise."""


def mailbox_of(address: str) -> str:
    """The mailbox that all alias forms of `address` reach: no +tag, no case, IDN in ASCII, dots as the domain does."""
    local, _, domain = wire_address(unicodedata.normalize("NFKC", address).strip()).rpartition("@")
    local = local.strip('"').casefold()
    local, domain = local.partition("+")[0] or local, domain.casefold().rstrip(".")
    if domain in _DOTS_DO_NOT_COUNT:
        local = local.replace(".", "")
    return f"{local}@{_DOTS_DO_NOT_COUNT.get(domain, domain)}"


def skeleton(name: str) -> str:
    """What the eye makes of a name: no marks, look-alike letters of Cyrillic and Greek as Latin, i as l."""
    letters = unicodedata.normalize("NFKD", name).translate(_LOOKS_LIKE)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = bare.casefold().translate(_LOOKS_LIKE)
    return plain.replace("rn", "m").replace("vv", "w").replace("i", "l")


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less, other or in its neighbour's place makes `one` into `other`."""
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    one, other = one[start:], other[start:]
    if not one and not other:
        return False
    is_swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return is_swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def resemblance(mine: str, listed: str) -> str:
    """In what way one skeleton comes near to another, for a sentence; empty where it does not."""
    if abs(len(mine) - len(listed)) > 1 or min(len(mine), len(listed)) < _SHORTEST:
        return ""
    if mine == listed:
        return "looks like"
    return "is one letter away from" if is_one_edit(mine, listed) else ""
