"""The lines that say whose words follow: "On 1 Dec 2023 at 10:00, Ann <ann@…> wrote:" (no standard; seen in practice).

Knows no quotes and no header blocks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.body.lexicon import LAST_VERBS, STARTS, WROTE
from intake.body.lines import PROBE, has_address, has_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.body.lines import Lines

MOST_LINES = 5
_LONGEST = 360
_DECORATION = "-–—_*=~ \t|"
_ISO_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)\S{0,6} \S")
_ENDS = (":", "：", ":*", ">:", ":>")


def above_quote(lines: Lines, last: int) -> int | None:
    """The first line of the attribution that ends at line `last`, right above a marked quote, or None."""
    return _window(lines, last, _is_loose)


def above_unmarked(lines: Lines, last: int) -> int | None:
    """The same where no mark shows the quote: only what can hardly be anything else counts."""
    bare = lines.bare[last]
    if not may_end(bare):
        return None
    return _window(lines, last, _is_strict)


def may_end(bare: str) -> bool:
    """Could an attribution end with this line? Cheap, and never wrong when it says no."""
    if len(bare) > _LONGEST:
        return False
    end = bare.rstrip(_DECORATION)
    return (
        end.endswith(_ENDS)
        or end.lower().endswith(LAST_VERBS)
        or ("-" in bare and _ISO_WITH_ZONE.match(bare) is not None)
    )


def _window(lines: Lines, last: int, is_attribution: Callable[[str], bool]) -> int | None:
    """Grow upwards from `last` while a line adds a date, an address or a verb; the first line of what reads as one."""
    found: int | None = None
    text, taken, number = "", 0, last
    while number >= 0 and taken < MOST_LINES and (lines.is_open(number) or lines.is_blank(number)):
        bare = lines.bare[number]
        if not bare and not _is_torn(text):
            break
        text = f"{bare} {text}"
        if len(text) > _LONGEST:
            break
        taken += bool(bare)
        if is_attribution(text) and (found is None or _adds(bare)):
            found = number
        is_open_above = number > 0 and lines.bare[number - 1].endswith("<")
        if found is not None and has_date(text) and STARTS.match(text) and not is_open_above:
            break
        number -= 1
    return found


def _is_torn(text: str) -> bool:
    """Seen in practice: the address of an attribution on lines of its own, set apart by blank lines."""
    return text.lstrip().startswith(("<", ">", "mailto:"))


def _adds(bare: str) -> bool:
    """Could this line be the beginning of the attribution below it?"""
    if len(bare) > PROBE // 3:
        return False
    return (
        has_address(bare)
        or bare.endswith("<")
        or (has_date(bare) and not bare.endswith((".", "!", "?", ":", "。", "？")))
    )


def _is_loose(text: str) -> bool:
    end = text.rstrip().rstrip(_DECORATION)
    is_dated, is_addressed = has_date(text), has_address(text)
    if end.endswith(_ENDS):
        return is_dated or is_addressed or WROTE.search(text) is not None
    if is_dated and is_addressed:
        return True
    return (is_dated or is_addressed or text.strip().startswith("--")) and WROTE.search(text) is not None


def _is_strict(text: str) -> bool:
    core = text.strip().strip(_DECORATION)
    is_dated, is_addressed = has_date(core), has_address(core)
    if not is_dated and not is_addressed:
        return False
    if _ISO_WITH_ZONE.match(core):
        return True
    told = WROTE.search(core)
    if core.endswith(_ENDS):
        if is_addressed:
            return told is not None or is_dated
        return told is not None and STARTS.match(core) is not None
    # "… wrote" without a colon: the verb must end it.
    is_last_word = told is not None and len(core) - told.end() <= 1
    return is_last_word and is_dated and (is_addressed or STARTS.match(core) is not None)
