"""All passages of a text that could be the name of an account: many more than there are names; a ranker chooses.

A name may begin after a word that speaks of accounts, after a mark that opens, at the beginning of a short line, or at
a word that looks like no ordinary one; it may end after each of the next words. What a wiki's own form says of
beginning
and end is kept. Bounded: at most `MOST_BEGINNINGS` beginnings are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from triage.understanding.account_atoms import Atoms
from triage.understanding.account_forms import Form

MOST_BEGINNINGS = 120
QUOTED = "quoted"
HELD = frozenset({QUOTED, "link", "address", "template"})
"""Forms whose marks say where the name begins and where it ends."""
_MOST_QUOTED = 40
_MOST_FORMS = 60
_LONGEST = 9
_LONGEST_UNSPACED = 11
_MOST_CHARACTERS = 85
_QUOTED = re.compile(r"[\"“„«「『「‘`‹]([^\"“”„«»「」『』‘’`‹›\n]{1,85}?)[\"”“»」』’`›]")
_JOINT = re.compile(r"(?<=[\s(:.]\w)\. (?=[^\W\d_a-zß-ÿа-я])| ?[&+·•/] ?| - |\.(?=\w)| ?['’ʼ]|(?<=\.)-")
_BRACKETS = re.compile(r"[ ]?[(（][^()（）\n]{1,30}[)）]")
# A full stop after which the sentence goes on: it may be the name's own.
_GOES_ON = re.compile(r"\.(?:[*_`\"'»”)]{0,2} ?[(（–—,;:]|\*|[ ][a-zß-ÿа-яё])")
_TELLING = frozenset({"account", "name", "as", "edits", "wiki", "talk", "i", "am", "is", "now", "old"})
_STRONG = frozenset({"account", "name", "edits", "wiki", "talk", "as"})
_PLAIN_SHAPES = frozenset({"a", "x", "A"})
_NEVER_FIRST = frozenset({"small", "is", "wish", "no", "manners"})
_SHORT_LINE = 4
_SHORT_LINE_OF_CHARACTERS = 20
_SHORT_TEXT = 400
_SHORTEST_WITH_A_DOT = 2
_INITIALS = 2
_SHORT_TITLE = 4
_FEW = 20


@dataclass(frozen=True, slots=True)
class Span:
    """Atoms `first` to `last`; `text[start:end]` is the name as typed. `form`: the wiki's form it stands in, or ""."""

    first: int
    last: int
    start: int
    end: int
    form: str = ""
    name: str = ""


Choice = Callable[[Sequence[int]], Sequence[int]]
"""Some of the atoms at which a name may begin, in order."""


def spans(seen: Atoms, found: tuple[Form, ...], *, is_asked: bool, chosen: Choice | None = None) -> list[Span]:
    """Every passage, in order. `is_asked`: we asked for the name, so that any line may be one.

    `chosen` leaves out beginnings that need not be looked at; what a form or quotation marks hold is always kept.
    """
    found = found[:_MOST_FORMS]
    held = [form for form in found if form.name is not None]
    result = [_of_form(seen, form) for form in held if form.name]
    open_forms = {form.end: form.kind for form in found if form.name is None}
    blocked = _covered(seen, found)
    result += _quoted(seen, blocked)
    begun = list(islice(_beginnings(seen, open_forms, blocked, is_asked=is_asked), MOST_BEGINNINGS))
    for first in chosen(begun) if chosen else begun:
        result += _from(seen, first, open_forms.get(seen.starts[first], ""), blocked)
    return result


def _of_form(seen: Atoms, form: Form) -> Span:
    first = min(bisect_left(seen.starts, form.start), len(seen.starts) - 1)
    last = max(bisect_left(seen.starts, form.end) - 1, first)
    return Span(first, last, form.start, form.end, form.kind, form.name or "")


def _covered(seen: Atoms, found: Sequence[Form]) -> set[int]:
    """The atoms that belong to a form and to no other name."""
    starts = seen.starts
    return {n for form in found for n in range(bisect_left(starts, form.start), bisect_left(starts, form.end))}


def _quoted(seen: Atoms, blocked: set[int]) -> Iterator[Span]:
    """What stands in quotation marks, whatever is in it."""
    for found in islice(_QUOTED.finditer(seen.text), _MOST_QUOTED):
        start = found.start(1) + len(found[1]) - len(found[1].lstrip())
        end = start + len(found[1].strip())
        first = bisect_left(seen.starts, start)
        last = bisect_left(seen.starts, end) - 1
        if first <= last < first + _LONGEST_UNSPACED and seen.starts[first] == start and first not in blocked:
            yield Span(first, last, start, end, QUOTED)


def _beginnings(seen: Atoms, open_forms: dict[int, str], blocked: set[int], *, is_asked: bool) -> Iterator[int]:
    telling = {number for number, role in zip(seen.sentences, seen.roles, strict=True) if role in _STRONG}
    is_all_near = is_asked or len(seen.starts) <= _SHORT_TEXT
    short = _short_lines(seen)
    for n, start in enumerate(seen.starts):
        if start in open_forms:
            yield n
        elif n not in blocked and _may_begin(seen, n):
            is_near = is_all_near or seen.sentences[n] in telling or n in short
            if _is_likely(seen, n, is_near=is_near, is_asked=is_asked):
                yield n


def _may_begin(seen: Atoms, n: int) -> bool:
    """No name begins inside a word, nor at a small word that nothing sets off."""
    role, shape, before = seen.roles[n], seen.shapes[n], seen.before[n]
    if before == "" and shape != "x" and seen.shapes[n - 1] != "x":
        return False
    return role not in _NEVER_FIRST or before not in ("", " ") or shape[0] not in "ax"


def _is_likely(seen: Atoms, n: int, *, is_near: bool, is_asked: bool) -> bool:
    shape, before = seen.shapes[n], seen.before[n]
    if shape not in _PLAIN_SHAPES or (n and seen.scripts[n] != seen.scripts[n - 1]):
        return True
    opens = before not in ("", " ")
    if is_near:
        return opens or is_asked or shape != "a" or (n > 0 and _leads_to_a_name(seen, n - 1))
    return opens and before in '"(@:'


def _leads_to_a_name(seen: Atoms, n: int) -> bool:
    """A word that speaks of accounts, also with a small word after it; in the shortest mails any small word."""
    role = seen.roles[n]
    if role == "small":
        return len(seen.starts) <= _FEW or (n > 0 and seen.roles[n - 1] in _TELLING)
    return role in _TELLING


def _short_lines(seen: Atoms) -> set[int]:
    """Atoms of lines of a few words: a form's field, a name alone, a signature."""
    found: set[int] = set()
    line: list[int] = []
    for n, before in enumerate([*seen.before, "n"]):
        if before == "n" and line:
            length = seen.ends[line[-1]] - seen.starts[line[0]]
            if len(line) <= _SHORT_LINE or length <= _SHORT_LINE_OF_CHARACTERS:
                found.update(line)
            line = []
        line.append(n)
    return found


def _from(seen: Atoms, first: int, form: str, blocked: set[int]) -> Iterator[Span]:
    """The passages that begin with one atom."""
    start = seen.starts[first]
    words = 0
    for last in range(first, min(first + _LONGEST_UNSPACED, len(seen.starts))):
        if last > first:
            joint = seen.before[last]
            if last in blocked or (joint not in ("", " ") and not _is_joint(seen, last)):
                return
            words += joint == " "
        if words >= _LONGEST or seen.ends[last] - start > _MOST_CHARACTERS:
            return
        if not _is_inside_a_word(seen, last):
            yield from (Span(first, last, start, end, form) for end in _ends(seen, first, last))


def _is_inside_a_word(seen: Atoms, last: int) -> bool:
    """In scripts with capitals nothing ends where the next atom is glued on."""
    return seen.after[last] == "" and seen.shapes[last] != "x" and seen.shapes[last + 1 : last + 2] != ["x"]


def _ends(seen: Atoms, first: int, last: int) -> Iterator[int]:
    """Where a passage may end that ends with this atom: with or without a dot or "!", with brackets."""
    end = seen.ends[last]
    yield end
    if seen.text[end - 1] == ".":
        if end - seen.starts[first] > _SHORTEST_WITH_A_DOT:
            yield end - 1
    elif _may_keep_its_mark(seen, last):
        yield end + 1
    if brackets := _BRACKETS.match(seen.text, end):
        yield brackets.end()


def _may_keep_its_mark(seen: Atoms, last: int) -> bool:
    """A "!", the dot of initials, or one after which the sentence goes on."""
    end = seen.ends[last]
    if seen.after[last] != ".":
        return seen.text[end : end + 1] == "!"
    is_of_initials = end - seen.starts[last] <= _INITIALS or "." in seen.lows[last]
    return is_of_initials or _GOES_ON.match(seen.text, end) is not None


def _is_joint(seen: Atoms, place: int) -> bool:
    """May a name go on over the mark before this atom? "Bàcaro & Spritz", "Arch. Lo Verso", "van 't Zand"."""
    end, start = seen.ends[place - 1], seen.starts[place]
    found = _JOINT.match(seen.text, end)
    if found is not None and found.end() == start:
        return True
    is_short = end - seen.starts[place - 1] <= _SHORT_TITLE and seen.shapes[place - 1] == "A"
    return is_short and seen.text[end:start] == ". " and seen.shapes[place][:1] in "AUM"
