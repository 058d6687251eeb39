"""Blocks that mail programs put above somebody else's message: header lines and separators (seen in practice)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from intake.body.lexicon import FORWARDED, ORIGINAL, ROLE
from intake.body.lines import PROBE, has_address, has_date

if TYPE_CHECKING:
    from intake.body.lines import Lines

_FIELD = re.compile(r"[>*_|\s]*([^\W\d_][^:：|*]{0,30}?)\s*\**\s*[:：|]\s*\**\s*(.*)")
_RULE = re.compile(r"[-_=*─━—–~]{4,}")
_DECORATION = "-_=*─━—–~ \t[]<>#"
_FORWARDED_BY = re.compile(
    r"(?:forwarded (?:by|message from)|weitergeleitet von|transféré par|reenviado por|encaminhado por|inoltrato da)\b"
)
_ENOUGH = 3
_MOST_LINES = 14
_WRAPPED = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` to `last` introduce somebody else's message; `is_forward` says that it was passed on."""

    first: int
    last: int
    is_forward: bool = False


def block_at(lines: Lines, number: int) -> Block | None:
    """The block that begins at this line, or None."""
    bare = lines.bare[number]
    if not may_open(bare):
        return None
    kind = _separator(bare)
    if kind is not None:
        return _with_headers(lines, number, is_forward=kind == "forward")
    last = _header_lines(lines, number, has_rule=False)
    if last is not None:
        return Block(number, last)
    if _RULE.fullmatch(bare):
        below = lines.after_blanks(number + 1)
        last = None if below is None else _header_lines(lines, below, has_rule=True)
        if last is not None:
            return Block(number, last)
    return None


def may_open(bare: str) -> bool:
    """Could a block begin with this line? Cheap, and never wrong when it says no."""
    return 0 < len(bare) <= PROBE and (bare[0] in _DECORATION or ":" in bare or "：" in bare or "|" in bare)


def is_rule(bare: str) -> bool:
    """A line of dashes, underscores or the like."""
    return _RULE.fullmatch(bare) is not None


def _with_headers(lines: Lines, number: int, *, is_forward: bool) -> Block:
    below = lines.after_blanks(number + 1)
    last = None if below is None else _header_lines(lines, below, has_rule=True)
    return Block(number, number if last is None else last, is_forward)


def _separator(bare: str) -> str | None:
    """`original` or `forward` for "-----Original Message-----", "Begin forwarded message:" and their kin."""
    core = bare.strip(_DECORATION)
    is_framed = bare[:2].strip(_DECORATION) == "" and len(bare) - len(core) >= 4  # noqa: PLR2004  # two on each side
    ends_open = core.endswith((":", "："))
    if not core or not (is_framed or ends_open):
        return None
    words = core.rstrip(":：").strip().casefold()
    if words in FORWARDED or (is_framed and _FORWARDED_BY.match(words)):
        return "forward"
    return "original" if words in ORIGINAL and is_framed else None


def _header_lines(lines: Lines, first: int, *, has_rule: bool) -> int | None:
    """The last of the header lines that begin at `first`, or None where they are too few to be sure."""
    if _role(lines.bare[first]) is None:
        return None
    roles: dict[str, None] = {}
    values: list[str] = []
    last, wrapped, number = first, 0, first
    while number < min(len(lines), first + _MOST_LINES):
        bare = lines.bare[number]
        found = _role(bare) if bare and len(bare) <= PROBE else None
        if found is not None:
            roles[found[0]], last, wrapped = None, number, 0
            values.append(found[1])
        elif not bare:
            # One blank line between header lines is seen in HTML that became text.
            if number + 1 >= len(lines) or len(roles) >= _ENOUGH or _role(lines.bare[number + 1]) is None:
                break
        else:
            wrapped += 1
            values.append(bare[:PROBE])
            if wrapped > _WRAPPED:
                break
        number += 1
    return _end(lines, roles, " ".join(values), last, has_rule=has_rule)


def _end(lines: Lines, roles: dict[str, None], values: str, last: int, *, has_rule: bool) -> int | None:
    told = len(roles) - ("other" in roles)
    if told < _ENOUGH - 1:
        return None
    is_addressed, is_dated = has_address(values), has_date(values)
    is_sure = (told >= _ENOUGH and (is_addressed or is_dated or has_rule)) or (
        told >= _ENOUGH - 1 and is_addressed and is_dated
    )
    if not is_sure:
        return None
    # The rest of a value that was wrapped after the last header line.
    while last + 1 < len(lines) and lines.bare[last + 1].startswith("<") and has_address(lines.bare[last + 1]):
        last += 1
    return last


@lru_cache(maxsize=64)  # a block is tried from each of its lines
def _role(bare: str) -> tuple[str, str] | None:
    found = _FIELD.match(bare)
    if not found:
        return None
    role = ROLE.get(found[1].strip().casefold())
    return (role, found[2]) if role else None
