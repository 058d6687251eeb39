"""Hides join details where a text of ours comes back: in a quote, a bounce, a forward.

Mail changes a link on its way: quoted-printable, percent and HTML escapes, wrapped lines, link-checking
gateways, base64. Each octet of the link is therefore looked for in all its written forms. It does
not find a secret that somebody reworded, or one in a picture.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from intake.message import Mask

MASKED = "⟦hidden join details⟧"
"""What stands in the place of a secret. Not the marker of `compose`: a masked text is never filled in again."""

_MEETING_ID = re.compile(r"\d(?:[ \-]?\d){8,11}")
_SOFT_BREAK = r"(?:=?[ \t]{0,3}\r?\n[ \t>|]{0,20})?"
_BETWEEN_DIGITS = r"[\s.\-‐-―\u200b]{0,3}"
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
LONG = 8
"""Parameters of a link that are this long are looked for alone."""
_LEAST_BASE64 = 12


@dataclass(frozen=True, slots=True)
class _Form:
    """One written form: its first character, what may not stand before it, and the rest as a pattern."""

    first: str
    not_after: str
    rest: str

    @property
    def pattern(self) -> str:
        """Matches behind the first character, which the search has consumed already."""
        before = f"(?<!{self.not_after}{re.escape(self.first)})" if self.not_after else ""
        return before + self.rest


def pattern_mask(secrets: Iterable[str]) -> Mask:
    """A function that hides every written form of `secrets` (links, meeting ids, passcodes) in a text.

    A link also hides its meeting id and its long parameters where they stand alone. Making it takes some 100 ms a
    link.
    """
    forms = {form for secret in secrets if secret.strip() for form in _forms_of(secret.strip())}
    if not forms:
        return lambda text: text
    # By first character: so the search skips all other text quickly. The longest form wins.
    beginning: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda form: (-len(form.rest), form.rest)):
        beginning.setdefault(form.first, []).append(form.pattern)
    branches = (f"{re.escape(first)}(?:{'|'.join(patterns)})" for first, patterns in sorted(beginning.items()))
    either = re.compile("|".join(branches))
    return lambda text: either.sub(MASKED, text)


def _forms_of(secret: str) -> Iterator[_Form]:
    """The forms of one secret, by what it looks like."""
    if "://" in secret:
        yield from _link(secret)
    elif _MEETING_ID.fullmatch(secret):
        yield from _digits(secret)
    else:
        yield from _word(secret)


def _link(url: str) -> Iterator[_Form]:
    """A link without its scheme; what it carries, alone; and the whole of it in base64."""
    parts = urlsplit(url)
    core = url.split("://", 1)[1]
    rest = "".join(_SOFT_BREAK + _written(char, any_case=True) for char in core[1:])
    for first in {core[0].lower(), core[0].upper()}:
        yield _Form(first, "", rest)
    for digits in re.findall(r"\d{9,12}", parts.path):
        yield from _digits(digits)
    for _, value in parse_qsl(parts.query):
        if len(value) >= LONG:
            yield from _word(value)
    yield from _base64(core.encode())


def _digits(meeting_id: str) -> Iterator[_Form]:
    """A meeting id as people space it: `823 4567 8901`, `823-4567-8901`."""
    first, *others = re.findall(r"\d", meeting_id)
    yield _Form(first, r"\d", "".join(_BETWEEN_DIGITS + digit for digit in others) + r"(?!\d)")


def _word(word: str) -> Iterator[_Form]:
    """A passcode or token where it stands as a word of its own, escaped or not."""
    rest = "".join(_SOFT_BREAK + _written(char) for char in word[1:])
    not_after = r"\w" if word[0].isalnum() else ""
    end = r"(?!\w)" if word[-1].isalnum() else ""
    for form in _escapes(word[0]):
        yield _Form(form[0], not_after, re.escape(form[1:]) + rest + end)


def _written(char: str, *, any_case: bool = False) -> str:
    """A pattern for one character as it is, or as mail on its way may write it."""
    forms = {re.escape(form) for form in _escapes(char)}
    if any_case:
        forms |= {re.escape(char.upper()), re.escape(char.lower())}
    return "(?:" + "|".join(sorted(forms, key=lambda form: (-len(form), form))) + ")"


def _escapes(char: str) -> tuple[str, ...]:
    """`char` itself, and where it is no letter or digit, all its escaped spellings."""
    if char.isalnum():
        return (char,)
    octets = [f"{octet:02X}" for octet in char.encode()]
    spelled = [
        "".join(sign + octet for octet in octets)
        # Quoted-printable, percent, percent twice, and what one link-checking gateway writes.
        for sign in ("=", "%", "%25", "-")
    ]
    marked = [f"&#{ord(char)};", f"&#x{ord(char):x};", f"&#x{ord(char):X};"]
    named = [_NAMED[char]] if char in _NAMED else []
    gateway = ["_"] if char == "/" else []
    return tuple(dict.fromkeys((char, *spelled, *(s.lower() for s in spelled), *marked, *named, *gateway)))


def _base64(octets: bytes) -> Iterator[_Form]:
    """The characters of base64 (both alphabets) that this content fixes, at each of three alignments."""
    for inner in base64_texts(octets):
        first, *others = (_base64_digit(char) for char in inner)
        rest = "".join(_SOFT_BREAK + other for other in others)
        for start in first.strip("[]"):
            yield _Form(start, "", rest)


def base64_texts(octets: bytes) -> Iterator[str]:
    """What stands in any base64 that holds `octets`, by where in a group of three they begin."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + octets).decode("ascii")
        inner = text[-(-shift * 8 // 6) : (shift + len(octets)) * 8 // 6]
        if len(inner) >= _LEAST_BASE64:
            yield inner


def _base64_digit(char: str) -> str:
    return {"+": "[+-]", "/": "[/_]"}.get(char, char)
