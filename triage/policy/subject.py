"""Subjects as people and their programs write them: folded to one form, and searched for an event's phrases.

Linear in the length of the subject, however hostile: nothing backtracks, nothing is normalised as one long run.
Decides nothing; `interest` does.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from triage.policy.reply_prefixes import PREFIX, TAG

_SIGN = r"\s?(?:&|\+|%26|amp;|/|-)\s?"
_WORDS = r"\s(?:and|und|et|y|e|и|n|en|og|och|ve|i|та|і|й|ja|és|și|dan|na|και|و)\s"
_SCRIPTS = r"\s?(?:和|与|與|及|と|및)\s?"
_AND = rf"(?:{_SIGN}|{_WORDS}|{_SCRIPTS})"

_AMPERSANDS = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_HUGE_REFERENCES = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_UNESCAPE_ROUNDS = 4
_NORMALISED_AT_ONCE = 256
_LONGEST = 1_000_000  # letters; more than any real header section holds

_CYRILLIC_C = re.compile(r"[сϲ](?=[\s.]{0,3}r)")
_CYRILLIC_S = re.compile(rf"(r[\s.]{{0,2}}(?:{_SIGN}|{_WORDS}))ѕ")

_ACRONYM = re.compile(r"([a-z0-9]{1,5})\s?&\s?([a-z0-9]{1,5})")
_PHRASE_AND = re.compile(r"\s*&\s*|\sand\s")
DEFAULT_PHRASE = "CR&S"


@lru_cache(maxsize=8)
def folded(subject: str) -> str:
    """A subject in the one form in which it is compared: no entities, widths, invisible marks, cases, double blanks.

    Seen in practice: `CR&amp;amp;S` (escaped twice on its way), `CR＆S` (typed in Chinese), `СR&S` (Cyrillic С).
    """
    text = _seen(_normalised(_unescaped(subject[:_LONGEST]))[:_LONGEST])
    text = " ".join(text.split()).casefold().replace("i\u0307", "i")  # İ of Turkish
    return text if text.isascii() else _CYRILLIC_S.sub(r"\1s", _CYRILLIC_C.sub("c", text))


def base_subject(subject: str) -> str:
    """The folded subject without reply and forward prefixes and `[list]` tags, however many stand in front.

    A tag that itself names the series stays (`[CR&S]`).
    """
    text = folded(subject)
    position = 0
    while found := PREFIX.match(text, position) or _droppable_tag(text, position):
        position = found.end()
    return text[position:].strip()


def has_reply_prefix(subject: str) -> bool:
    """Whether it begins like an answer or a forwarded message."""
    text = folded(subject)
    position = 0
    while tag := _droppable_tag(text, position):
        position = tag.end()
    return PREFIX.match(text, position) is not None


def names(phrase: str, text: str) -> bool:
    """Does the folded `text` contain the phrase? & is also and, und, et, …; words stand by themselves."""
    return bool(phrase.strip()) and pattern(phrase).search(text) is not None


@lru_cache(maxsize=512)
def pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in folded text. An acronym like CR&S is found with dots and blanks too (`C. R. & S.`)."""
    text = folded(phrase)
    if acronym := _ACRONYM.fullmatch(text):
        left, right = (r"\s?\.?\s?".join(map(re.escape, letters)) for letters in acronym.groups())
        # A glued "and" (CRandS) is seen; a glued single letter would find "crys".
        return re.compile(rf"(?<![a-z0-9]){left}\.?(?:{_AND}|and){right}(?![a-z])")
    sides = [r"\s?-?\s?".join(map(re.escape, side.split())) for side in _PHRASE_AND.split(text)]
    return re.compile(_edge(text[:1], "(?<!{})") + _AND.join(sides) + _edge(text[-1:], "(?!{})"))


def is_default(text: str) -> bool:
    """Whether folded text holds the name of the series itself, in any of its strong forms."""
    return pattern(DEFAULT_PHRASE).search(text) is not None


def _edge(letter: str, look: str) -> str:
    """A phrase ends where its word ends. Scripts without blanks between words have no such end."""
    if letter.isascii():
        return look.format("[a-z0-9]") if letter.isalnum() else ""
    is_wide = unicodedata.east_asian_width(letter) in "WF" if letter else True
    return "" if is_wide else look.format(r"\w")


def _droppable_tag(text: str, position: int) -> re.Match[str] | None:
    tag = TAG.match(text, position)
    return None if tag is None or is_default(tag.group()) else tag


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    for _ in range(_UNESCAPE_ROUNDS):
        # A reference of a thousand digits is no character, and Python refuses to read it.
        plain = html.unescape(_HUGE_REFERENCES.sub("", _AMPERSANDS.sub("&", text)))
        if plain == text:
            break
        text = plain
    return text


def _normalised(text: str) -> str:
    """NFKC in pieces: sorting one long run of combining marks takes quadratic time."""
    if text.isascii():
        return text
    pieces = (text[at : at + _NORMALISED_AT_ONCE] for at in range(0, len(text), _NORMALISED_AT_ONCE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _seen(text: str) -> str:
    """Without invisible and control characters: zero-width, bidi marks, NUL."""
    return text if text.isprintable() and text.isascii() else "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter.isprintable():
        return letter
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) in {"Cf", "Cc"} else letter
