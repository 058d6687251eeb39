"""A page of the wiki as it is now. It is read, never written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.wiki.api import MediaWiki, Patience
from triage.wiki.banlist import revision_in
from triage.wiki.errors import StandingError
from triage.wiki.words import at


class PageError(Exception):
    """The wiki gave no answer about this page; the sentence says why, and from when on it is worth asking again."""


@dataclass(frozen=True, slots=True)
class Page:
    """Its wikitext. `revision` says which, for people."""

    text: str
    revision: str


class WikiPages:
    """The pages behind one API."""

    def __init__(self, api: str, user_agent: str, *, patience: Patience | None = None) -> None:
        self.api = api
        self._patience = patience or Patience()
        self._wiki = MediaWiki(api, user_agent, self._patience)

    def page(self, title: str, now: datetime) -> Page | None:
        """The newest revision, behind redirects; None where there is no such page. Raises PageError."""
        newest = {"prop": "revisions", "rvprop": "ids|timestamp|content", "rvslots": "main", "redirects": "1"}
        try:
            answer = self._wiki.ask({"titles": title, **newest})
        except StandingError as error:
            seconds = error.wait_seconds if error.wait_seconds is not None else self._patience.rest
            again = f"; it can be asked again from {at(now + timedelta(seconds=seconds))}"
            raise PageError(f"the page cannot be read: {error}{again if error.may_pass else ''}") from error
        if (found := revision_in(answer)) is not None:
            return Page(*found)
        match answer.get("query"):
            case {"pages": [{"missing": True}]}:
                return None
            case {"pages": [{"invalid": True, "invalidreason": str(why)}]}:
                raise PageError(f"the page cannot be read: no page is called “{title}” ({why})")
        raise PageError("the page cannot be read: the wiki's answer is not understood")

    def close(self) -> None:
        """Closes the connection."""
        self._wiki.close()
