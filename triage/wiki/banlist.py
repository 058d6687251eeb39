"""Which accounts a ban list names: wikitext or category members → names. Pure, and tolerant of older lines.

A name too many costs a person's look; a name missed lets a banned person in. So the first account that a line points
to counts, in whatever way it does, commented out or not, and lines that point to none are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from triage.model.account import canonical_name
from triage.wiki.response import Answer

_IS_ENTRY = ("*", "#", "|", ":", ";", "!", "<!--")
_POINTERS = (
    # [[m:Special:CentralAuth/NAME|NAME]], [[User:NAME]], [[:en:User talk:NAME/Archive]]
    re.compile(
        r"\[\[:?(?:[\w-]+:){0,3}?(?:special:[\w ]+/|user(?:[ _]talk)?[ _]*:)([^\[\]|#\n]{1,255})", re.IGNORECASE
    ),
    # https://meta.wikimedia.org/wiki/Special:CentralAuth/NAME
    re.compile(r"/(?:special:\w+/|user(?:_talk)?:)([^\s\[\]?&#/|]{1,999})", re.IGNORECASE),
    # {{u|NAME}}, {{user|1=NAME}}, {{no ping|NAME}}
    re.compile(r"\{\{[\w\s-]{1,60}\|(?:1\s*=)?([^{}|\n]{1,255})\}\}"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Canonical names, and the lines that may hold further names but point to no account."""

    names: frozenset[str] = frozenset()
    other_lines: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether this account is named, be it in passing: as whole words of a line that is not understood."""
        if name in self.names:
            return True
        words = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        return any(name.casefold() in line.casefold() and words.search(line) for line in self.other_lines)


NOBODY = Listed()


def listed_in(wikitext: str) -> Listed:
    """The accounts of a list page: one a bullet, numbered line or table cell."""
    names, others = set(), []
    for line in wikitext.splitlines():
        entry = line.strip()
        if entry.startswith(_IS_ENTRY):
            name = _account_of(entry)
            if name is not None:
                names.add(name)
            else:
                others.append(entry.replace("_", " "))
    return Listed(frozenset(names), tuple(others))


def members_in(answers: Iterable[Answer]) -> Listed:
    """The accounts of a category: owners of user and user talk pages, subpages included."""
    names = (canonical_name(title.partition(":")[2].partition("/")[0]) for title in _titles(answers))
    return Listed(frozenset(name for name in names if name is not None))


def revision_in(answer: Answer) -> tuple[str, str] | None:
    """prop=revisions, formatversion=2: (wikitext, which revision) of the one page; None for anything else."""
    match answer.get("query"):
        case {"pages": [{"revisions": [{"slots": {"main": {"content": str(text)}}} as revision]}]}:
            return text, f"revision {revision.get('revid', '?')} of {revision.get('timestamp', '?')}"
    return None


def _account_of(entry: str) -> str | None:
    for pointer in _POINTERS:
        for found in pointer.finditer(entry):
            name = canonical_name(unquote(found[1]).partition("/")[0])
            if name is not None:
                return name
    return None


def _titles(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        query: Any = answer.get("query")
        members = query.get("categorymembers") if isinstance(query, dict) else None
        for member in members if isinstance(members, list) else ():
            if isinstance(member, dict) and isinstance(member.get("title"), str):
                yield member["title"]
