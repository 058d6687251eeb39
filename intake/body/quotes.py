"""Stretches that are somebody else's words: marked line by line, or everything below a block or an attribution."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from intake.body import attribution
from intake.body.blocks import Block, block_at, is_rule, may_open
from intake.body.lexicon import WROTE
from intake.body.lines import PROBE
from intake.message import SpanKind

if TYPE_CHECKING:
    from intake.body.lines import Lines

_MARKED = re.compile(r">(?!.*<<<$)")
_INITIALS = re.compile(r"([A-Za-z]{1,15})>(?: |$)")
_ARMOUR = re.compile(r"-----BEGIN PGP SIGN(?:ED MESSAGE|ATURE)-----")
_WRAP_WIDTH = 62
_SHORT = 30
_MOST_SPILLED = 60
_BLANKS_BELOW = 4
_MOST_TRIED = 3000  # candidates looked at closely; real mail has dozens


def set_marked(lines: Lines) -> None:
    """Lines that begin with ">" (RFC 3676, 4.5), or with somebody's initials and ">", or "|" below an attribution."""
    for number, bare in enumerate(lines.bare):
        if bare.startswith(">") and _MARKED.match(bare) and lines.is_open(number) and not _closes_link(lines, number):
            lines.kinds[number] = SpanKind.QUOTE
    _set_initials(lines)
    _set_bars(lines)


def set_armour(lines: Lines) -> None:
    """The lines that OpenPGP puts around a signed text (RFC 9580, 7)."""
    for number, bare in enumerate(lines.bare):
        if not bare.startswith("-----BEGIN PGP") or not _ARMOUR.match(bare):
            continue
        is_signature = "SIGNATURE" in bare
        end = number + 1
        while end < len(lines) and (
            lines.bare[end].startswith("-----END") is False if is_signature else bool(lines.bare[end])
        ):
            end += 1
        lines.set(range(number, min(end + is_signature, len(lines))), SpanKind.FOOTER)


def set_attributions(lines: Lines) -> None:
    """The lines right above each marked quote that say whose words it is."""
    tops = [n for n, (above, kind) in enumerate(pairwise(lines.kinds), 1) if kind is SpanKind.QUOTE is not above]
    for number in tops[:_MOST_TRIED]:
        last = _above(lines, number)
        first = None if last is None else attribution.above_quote(lines, last)
        if first is not None and last is not None:
            lines.set(range(first, last + 1), SpanKind.ATTRIBUTION)


def set_rest(lines: Lines) -> None:
    """Below a header block, a separator or an attribution without marks, everything is somebody else's.

    Unless marked quotes follow it at once: then the marks say what is quoted.
    """
    number, tried = 0, 0
    while number < len(lines) and tried < _MOST_TRIED:
        is_candidate = lines.is_open(number) and _may_introduce(lines.bare[number])
        tried += is_candidate
        block = _introduction(lines, number) if is_candidate else None
        if block is None:
            number += 1
            continue
        lines.set(range(block.first, block.last + 1), SpanKind.ATTRIBUTION)
        below = lines.after_blanks(block.last + 1)
        if below is None or lines.is_open(below):
            kind = SpanKind.FORWARD if block.is_forward else SpanKind.QUOTE
            lines.set((n for n in range(block.last + 1, len(lines)) if lines.is_open(n)), kind)
            return
        number = block.last + 1


def set_spilled(lines: Lines) -> None:
    """Quoted lines that were wrapped after they were marked: the end of the line lost its mark."""
    for number in range(1, len(lines) - 1):
        if not lines.bare[number] or not lines.is_open(number) or len(lines.bare[number]) > PROBE:
            continue
        if (
            lines.kinds[number - 1] is SpanKind.QUOTE
            and lines.kinds[number + 1] is SpanKind.QUOTE
            and _is_spilled(lines, number)
        ):
            lines.kinds[number] = SpanKind.QUOTE


def _is_spilled(lines: Lines, number: int) -> bool:
    above, bare = lines.bare[number - 1], lines.bare[number]
    if not lines.bare[number + 1].startswith(">"):
        return False
    if (
        above.rfind("(http") > above.rfind(")")
        or above.rfind("<http") > above.rfind(">") > 0
        or bare.startswith("(http")
    ):
        return True
    return len(bare) <= _MOST_SPILLED and bare[0].islower() and len(above) >= _WRAP_WIDTH and above[-1] not in ".?!:"


def _may_introduce(bare: str) -> bool:
    """Could this line be part of a block or the end of an attribution? Asked of every line: it must be cheap."""
    return bool(bare) and (may_open(bare) or attribution.may_end(bare))


def _introduction(lines: Lines, number: int) -> Block | None:
    block = block_at(lines, number)
    if block is not None:
        return block
    first = attribution.above_unmarked(lines, number)
    if first is None:
        return None
    while first > 0 and is_rule(lines.bare[first - 1]) and lines.is_open(first - 1):
        first -= 1
    return Block(first, number)


def _above(lines: Lines, number: int) -> int | None:
    """The last line of text above a quote, over a few blank lines."""
    for above in range(number - 1, max(-1, number - 1 - _BLANKS_BELOW), -1):
        if not lines.is_blank(above):
            return above if lines.is_open(above) else None
    return None


def _closes_link(lines: Lines, number: int) -> bool:
    """`See <https://…` on one line and `> for more` on the next is no quote, nor is `> wrote:` after an address."""
    if len(lines.bare[number]) < _SHORT and WROTE.fullmatch(lines.bare[number].strip("> :")):
        return True
    if number == 0 or not lines.is_open(number - 1):
        return False
    above = lines.bare[number - 1]
    return above.rfind("<http") > above.rfind(">") and "<" not in lines.bare[number].split(" ")[0]


def _set_initials(lines: Lines) -> None:
    """`AK> text`, as some Usenet and Russian programs mark it; two lines in a row at least."""
    previous: str | None = None
    for number, bare in enumerate(lines.bare):
        found = _INITIALS.match(bare) if ">" in bare[:16] else None
        now = found[1] if found and lines.is_open(number) else None
        if now is not None and now == previous:
            lines.set((number - 1, number), SpanKind.QUOTE)
        previous = now


def _set_bars(lines: Lines) -> None:
    number = 1
    while number < len(lines):
        if (
            not lines.bare[number].startswith("|")
            or not lines.is_open(number)
            or lines.bare[number - 1].startswith("|")
        ):
            number += 1
            continue
        last = _above(lines, number)
        if last is None or attribution.above_quote(lines, last) is None:
            number += 1
            continue
        while number < len(lines) and lines.bare[number].startswith("|"):
            lines.kinds[number] = SpanKind.QUOTE
            number += 1
