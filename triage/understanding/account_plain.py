"""The plainest way to name an account, as in "My username is Jane Doe", however common its words are elsewhere.

A word for the account, perhaps "on Wikipedia", perhaps "is", then a name in capitals up to the end of the clause; or a
wiki's own form, like "User:Jane"; one name in the whole mail. Of 1,062 such training mails 949 name the writer's
account so, the others somebody whom they mention: how much it says is learned. Says nothing about any other mail.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from triage.understanding.account_atoms import Atoms, atoms
from triage.understanding.account_forms import NO_ACCOUNT, Form
from triage.understanding.usernames import username

_MOST_WORDS = 4
_MOST_JOINING = 2
_INITIALS = 2
_MOST_OF_A_PLACE = 4
# "On" is "he" in Polish and Czech, and stands among the guests.
_OF_A_PLACE = frozenset({"small", "wiki", "", "as", "edits", "guest"})
_JOINS = frozenset({" ", ":", "=", '"', "-"})
_AFTER_A_FORM = frozenset({"", " ", ":"})
_ENDS = frozenset({".", "n", "t", "!", ",", '"', ")"})
_ANOTHERS = frozenset({"guest", "other", "old", "no", "talk"})
_IN_CAPITALS = frozenset("AUM")
_NUMBER = "x9"
_GROUPS = frozenset({"group", "groups", "gruppe", "gruppen"})
"""A "User Group" is an affiliate of the movement, and nobody's account."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The name as typed, empty where none or more than one is told so; and how it was: `words`, `form`, `both`.

    `is_undisputed`: the mail has no word of a guest, of others, of an old account, or of none.
    """

    typed: str = ""
    how: str = "not"
    is_undisputed: bool = False


def plainly_told(seen: Atoms, forms: Sequence[Form]) -> Plain:
    """The one name of a text that is told in the plainest way; `forms`: those that the text holds."""
    anothers = _anothers(seen)
    told = {seen.text[seen.starts[first] : seen.ends[last]] for first, last in _told(seen, anothers)}
    held = set(_in_forms(seen, forms, anothers))
    names = {username(name) for name in told | held}
    if len(names) != 1 or None in names:
        return Plain()
    how = "both" if told and held else "words" if told else "form"
    return Plain(min(told | held), how, is_undisputed=_ANOTHERS.isdisjoint(seen.roles))


def as_names(seen: Atoms, plain: Plain) -> Atoms:
    """The words of a name that is told plainly mean nothing else: "Ben" is no Turkish "I" there, "Will" no wish."""
    if not plain.typed:
        return seen
    words = set(atoms(plain.typed).lows)
    roles = ["" if low in words else role for low, role in zip(seen.lows, seen.roles, strict=True)]
    return replace(seen, roles=roles)


def _in_forms(seen: Atoms, forms: Sequence[Form], anothers: Sequence[bool]) -> Iterator[str]:
    """What a form holds, and where it leaves the end open what fills the rest of the clause."""
    for form in forms:
        if form.kind in NO_ACCOUNT:
            continue
        first = bisect_left(seen.starts, form.start if form.name else form.end)
        if first >= len(seen.starts) or anothers[first]:
            continue
        if form.name:
            yield form.name
        elif form.kind == "space" and (last := _end_of_clause(seen, first, _AFTER_A_FORM)) is not None:
            yield seen.text[seen.starts[first] : seen.ends[last]]


def _told(seen: Atoms, anothers: Sequence[bool]) -> Iterator[tuple[int, int]]:
    for place, role in enumerate(seen.roles):
        if role == "account" and not anothers[place] and _GROUPS.isdisjoint(seen.lows[place + 1 : place + 2]):
            first = _after_joining(seen, _after_a_wiki(seen, place))
            last = _end_of_clause(seen, first)
            if last is not None:
                yield first, last


def _anothers(seen: Atoms) -> list[bool]:
    """For each atom whether a word before it in its sentence tells of an old account, a guest's, or of none at all."""
    found: list[bool] = []
    was_told, number = False, -1
    for role, sentence in zip(seen.roles, seen.sentences, strict=True):
        was_told = was_told and sentence == number
        found.append(was_told)
        was_told, number = was_told or role in _ANOTHERS, sentence
    return found


def _after_a_wiki(seen: Atoms, place: int) -> int:
    """The last atom of "account on the English Wikipedia"; else the word for the account itself."""
    wiki = place
    for n in range(place + 1, min(place + 1 + _MOST_OF_A_PLACE, len(seen.roles))):
        if seen.before[n] != " " or seen.roles[n] not in _OF_A_PLACE:
            break
        wiki = n if seen.roles[n] == "wiki" else wiki
    is_next = seen.roles[wiki + 1 : wiki + 2] in (["is"], ["name"])
    return wiki if is_next else place


def _after_joining(seen: Atoms, place: int) -> int:
    """The first atom behind "name" and "is"."""
    for first in range(place + 1, min(place + 2 + _MOST_JOINING, len(seen.roles))):
        if seen.roles[first] not in ("name", "is", "account") or seen.shapes[first][:1] in _IN_CAPITALS:
            return first
    return len(seen.roles)


def _end_of_clause(seen: Atoms, first: int, joins: frozenset[str] = _JOINS) -> int | None:
    """The last atom of a name that fills the rest of its clause; None where something else stands there."""
    if first >= len(seen.roles) or seen.before[first] not in joins:
        return None
    for last in range(first, min(first + _MOST_WORDS, len(seen.roles))):
        is_number = last > first and seen.shapes[last] == _NUMBER
        if not (seen.shapes[last][:1] in _IN_CAPITALS or is_number) or (last > first and seen.before[last] != " "):
            return None
        if seen.after[last] in _ENDS:
            return None if _may_own_the_dot(seen, last) else last
    return None


def _may_own_the_dot(seen: Atoms, last: int) -> bool:
    """Whether the dot of "JUDr.", "Zeynep Ö." or "Otto II." ends a name or a sentence is not plain."""
    low = seen.lows[last]
    is_short = len(low) <= _INITIALS and not low.isdecimal()
    return low.endswith(".") or (seen.after[last] == "." and (is_short or "." in low))
