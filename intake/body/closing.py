"""What stands below a person's words: signatures (RFC 3676, 4.3), mobile signatures, list and legal footers.

Greetings and a typed name ("Best regards, Ann") are the person's own words and stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.body.blocks import is_rule
from intake.body.lexicon import DISCLAIMER, MOBILE, MOBILE_AT_THE_END, SCANNED, UNSUBSCRIBE
from intake.message import SpanKind

if TYPE_CHECKING:
    from intake.body.lines import Lines

_LONGEST_SIGNATURE = 20  # lines that say something
_MOST_SIGNATURE = 1500  # characters
_LONGEST_MOBILE = 110
_PARAGRAPH = 4000

_LEGAL_ENOUGH = 120  # a disclaimer has some length
_LINK = re.compile(r"https?://\S+")


def set_signatures(lines: Lines) -> None:
    """Mark signatures: from the delimiter to the next thing that is not the person's own."""
    end: int | None = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if not lines.is_open(number):
            end = number
        # Two delimiters in one stretch: the first is a divider that the person drew.
        elif end is not None and lines.bare[number] == "--":
            if _is_signature(lines, number + 1, end):
                kind = SpanKind.FOOTER if _is_list(_text(lines, number, end)) else SpanKind.SIGNATURE
                lines.set(range(number, end), kind)
            end = None
    _set_mobile_signatures(lines)


def set_footers(lines: Lines) -> None:
    """Mark list, legal and scanner footers, to the end of the stretch that they close."""
    has_own = False
    for first, last in _paragraphs(lines):
        if not lines.is_open(first):
            continue
        text = _text(lines, first, last + 1)
        if has_own and _is_footer(text):
            lines.set(range(_divider_above(lines, first), _own_end(lines, first)), SpanKind.FOOTER)
            has_own = False
        else:
            has_own = has_own or any(character.isalnum() for character in text)


def set_trailing_dividers(lines: Lines) -> None:
    """Mark the lines of mere dashes and dots that close the person's words."""
    number = len(lines) - 1
    while number >= 0 and (lines.is_blank(number) or not lines.is_open(number) or is_ascii_divider(lines.bare[number])):
        if lines.is_open(number) and is_ascii_divider(lines.bare[number]):
            lines.kinds[number] = SpanKind.FOOTER
        number -= 1


def is_ascii_divider(bare: str) -> bool:
    """Dashes, stars and the like, but neither "?" and "!" nor an emoji: those are words of a kind."""
    return (len(bare) > 1 or bare == "ᐧ") and not bare.strip("-_=*~#+─━—– .·ᐧ")


def _own_end(lines: Lines, number: int) -> int:
    end = number + 1
    while end < len(lines) and (lines.is_open(end) or lines.is_blank(end)):
        end += 1
    return end


def _text(lines: Lines, first: int, end: int) -> str:
    return "".join(lines.raw[first:end])[:_PARAGRAPH]


def _is_signature(lines: Lines, first: int, end: int) -> bool:
    said = [lines.bare[n] for n in range(first, end) if lines.bare[n]]
    return len(said) <= _LONGEST_SIGNATURE and sum(map(len, said)) <= _MOST_SIGNATURE


def _is_mobile(bare: str) -> bool:
    is_one = MOBILE.fullmatch(bare) or (not bare.isascii() and MOBILE_AT_THE_END.fullmatch(bare))
    return bool(is_one) and "?" not in _LINK.sub("", bare)


def _set_mobile_signatures(lines: Lines) -> None:
    """Below a mobile signature stands the old message, its marks lost; unless nothing of the person's stood above."""
    said_above = False
    for number, bare in enumerate(lines.bare):
        if not bare or not lines.is_open(number):
            continue
        if len(bare) <= _LONGEST_MOBILE and _is_mobile(bare):
            lines.set(range(number, _own_end(lines, number) if said_above else number + 1), SpanKind.SIGNATURE)
        else:
            said_above = True


def _paragraphs(lines: Lines) -> list[tuple[int, int]]:
    """Stretches of open lines between blank lines, and from a drawn line on, as (first, last)."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for number in range(len(lines) + 1):
        is_text = number < len(lines) and lines.is_open(number) and not lines.is_blank(number)
        is_new = is_text and is_ascii_divider(lines.bare[number])
        if first is not None and (is_new or not is_text):
            found.append((first, number - 1))
            first = None
        if is_text and first is None:
            first = number
    return found


def _is_list(text: str) -> bool:
    return _names(text.casefold(), UNSUBSCRIBE)


def _names(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _is_footer(text: str) -> bool:
    if _is_list(text):
        return _is_list_footer(text)
    plain = text.casefold()
    if "?" not in _LINK.sub("", plain) and _names(plain, SCANNED):
        return True
    return len(text) >= _LEGAL_ENOUGH and all(_names(plain, row) for row in DISCLAIMER)


def _is_list_footer(text: str) -> bool:
    first, _, _ = text.partition("\n")
    return (
        "http" in text
        or "www." in text
        or "<mailto:" in text
        or is_rule(first.strip())
        or is_ascii_divider(first.strip())
    )


def _divider_above(lines: Lines, first: int) -> int:
    number = first - 1
    while number >= 0 and lines.is_blank(number):
        number -= 1
    return number if number >= 0 and lines.is_open(number) and is_ascii_divider(lines.bare[number]) else first
