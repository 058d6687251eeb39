"""The plainest way to name an account, as in "My username is Jane Doe", however common its words are elsewhere.

A word for the account, perhaps "is", then a name in capitals up to the end of the clause; or a wiki's own form, like
"User:Jane"; one name in the whole mail. Of 476 such mails 410 name the writer's account so, the others somebody whom
they mention: how much it says is learned. Says nothing about any other mail.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from triage.understanding.account_atoms import Atoms
from triage.understanding.account_forms import forms
from triage.understanding.usernames import username

_MOST_WORDS = 4
_MOST_JOINING = 2
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


def plainly_told(seen: Atoms) -> Plain:
    """The one name of a text that is told in the plainest way."""
    told = {seen.text[seen.starts[first] : seen.ends[last]] for first, last in _told(seen)}
    held = set(_in_forms(seen))
    if len({username(name) for name in told | held}) != 1:
        return Plain()
    how = "both" if told and held else "words" if told else "form"
    return Plain(min(told | held), how, is_undisputed=_ANOTHERS.isdisjoint(seen.roles))


def _in_forms(seen: Atoms) -> Iterator[str]:
    """What a form holds, and where it leaves the end open what fills the rest of the clause."""
    for form in forms(seen.text):
        first = bisect_left(seen.starts, form.start if form.name else form.end)
        if first >= len(seen.starts) or _is_anothers(seen, first):
            continue
        if form.name:
            yield form.name
        elif form.kind == "space" and (last := _end_of_clause(seen, first, _AFTER_A_FORM)) is not None:
            yield seen.text[seen.starts[first] : seen.ends[last]]


def _told(seen: Atoms) -> Iterator[tuple[int, int]]:
    for place, role in enumerate(seen.roles):
        if role == "account" and not _is_anothers(seen, place) and _GROUPS.isdisjoint(seen.lows[place + 1 : place + 2]):
            first = _after_joining(seen, place)
            last = _end_of_clause(seen, first)
            if last is not None:
                yield first, last


def _is_anothers(seen: Atoms, place: int) -> bool:
    """An old account, a guest's, or none at all."""
    number = seen.sentences[place]
    start = place
    while start and seen.sentences[start - 1] == number:
        start -= 1
    return any(role in _ANOTHERS for role in seen.roles[start:place])


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
            # Whether the dot of "JUDr." ends a name or a sentence is not plain.
            return None if seen.lows[last].endswith(".") else last
    return None
