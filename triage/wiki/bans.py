"""Reads the configured ban lists and says which of them cannot be trusted just now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from triage.model.case import StandingState
from triage.wiki.api import MediaWiki
from triage.wiki.banlist import NOBODY, Listed, listed_in, members_in, revision_in
from triage.wiki.errors import StandingError
from triage.wiki.verdict import Fact
from triage.wiki.words import at, one_line


class Remembered(Protocol):
    """The largest count of names ever seen on each list, kept across restarts."""

    def get(self, title: str) -> int | None:
        """The count, or None for a list that was never read."""
        ...

    def set(self, title: str, count: int) -> None:
        """Keeps a count."""
        ...


class RememberedInMemory:
    """Counts that last as long as the program."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def get(self, title: str) -> int | None:
        """The count, or None for a list that was never read."""
        return self._counts.get(title)

    def set(self, title: str, count: int) -> None:
        """Keeps a count."""
        self._counts[title] = count


@dataclass(frozen=True, slots=True)
class BanList:
    """One list as it was last read. `trouble`: why it is not trusted, else empty."""

    title: str
    read_at: datetime
    listed: Listed = NOBODY
    source: str = ""
    trouble: str = ""


_Reader = Callable[[str, datetime], BanList]


class BanLists:
    """All configured pages and categories, read again when older than `max_age`."""

    def __init__(
        self,
        wiki: MediaWiki,
        pages: Sequence[str],
        categories: Sequence[str],
        remembered: Remembered,
        max_age: timedelta,
    ) -> None:
        self._wiki = wiki
        self._titles = dict.fromkeys(pages, self._page) | {_category(it): self._category for it in categories}
        self._unchecked = [kind for kind, given in (("list page", pages), ("ban category", categories)) if not given]
        self._remembered = remembered
        self._max_age = max_age
        self._lists: dict[str, BanList] = {}

    def refresh(self, now: datetime) -> datetime:
        """Reads what is too old. Returns when the oldest of them was read; `now` where there is none."""
        for title, read in self._titles.items():
            last = self._lists.get(title)
            if last is None or not timedelta() <= now - last.read_at <= self._max_age:
                self._lists[title] = self._trusted(self._read(title, read, now), last)
        return min([now, *(it.read_at for it in self._lists.values())])

    def fact(self, name: str) -> Fact:
        """Whether a list names this account. Lists that are not trusted clear nobody, but still accuse."""
        lists = self._lists.values()
        if on := [it for it in lists if it.listed.has(name)]:
            return Fact(StandingState.LISTED, " ".join(f"On the ban list “{it.title}” ({it.source})." for it in on))
        if troubles := self.troubles():
            return Fact(StandingState.UNKNOWN, " ".join(troubles))
        read = [f"Not on “{it.title}” ({len(it.listed.names)} names, {it.source})." for it in lists]
        return Fact(
            StandingState.GOOD, " ".join([*read, *(f"No {it} is configured: not checked." for it in self._unchecked)])
        )

    def troubles(self) -> tuple[str, ...]:
        """One sentence for each list that is not trusted."""
        return tuple(it.trouble for it in self._lists.values() if it.trouble)

    def accept(self) -> None:
        """A person looked: the lists are right as they are, and are measured anew at the next reading."""
        for title in self._titles:
            self._remembered.set(title, 0)
        self._lists.clear()

    def _read(self, title: str, read: _Reader, now: datetime) -> BanList:
        try:
            return read(title, now)
        except StandingError as error:
            return BanList(title, now, trouble=f"The ban list “{title}” cannot be read ({error}).")

    def _page(self, title: str, now: datetime) -> BanList:
        content = {"rvprop": "ids|timestamp|content", "rvslots": "main", "redirects": "1"}
        revision = revision_in(self._wiki.ask({"prop": "revisions", "titles": title, **content}))
        if revision is None:
            raise StandingError("no such page, or its text is not shown")
        text, which = revision
        return BanList(title, now, listed_in(text), f"{one_line(which)}, read {at(now)}")

    def _category(self, title: str, now: datetime) -> BanList:
        members = {"cmtitle": title, "cmnamespace": "2|3", "cmprop": "title", "cmlimit": "500"}
        asked = self._wiki.ask_all({"list": "categorymembers", **members})
        if not asked.is_whole:
            raise StandingError("it has more members than can be read")
        return BanList(title, now, members_in(asked.answers), f"category, read {at(now)}")

    def _trusted(self, read: BanList, last: BanList | None) -> BanList:
        """Names that were seen before still accuse while the list is in doubt."""
        trouble = read.trouble or self._shrunk(read)
        if not trouble:
            self._remembered.set(read.title, len(read.listed.names))
            return read
        if last is None:
            return replace(read, trouble=trouble)
        listed = Listed(read.listed.names | last.listed.names, read.listed.other_lines or last.listed.other_lines)
        return replace(read, listed=listed, source=read.source or last.source, trouble=trouble)

    def _shrunk(self, read: BanList) -> str:
        count, most = len(read.listed.names), self._remembered.get(read.title) or 0
        if count == 0:
            return f"No account's name can be read in the ban list “{read.title}” ({read.source})."
        if count < most:
            return (
                f"The ban list “{read.title}” shrank from {most} names to {count} ({read.source}); look at its history."
            )
        return ""


def _category(title: str) -> str:
    return title if title.casefold().startswith("category:") else f"Category:{title}"
