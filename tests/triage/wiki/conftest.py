"""The stand-in MediaWiki, and a source of standing that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from wiki_api import StandInWiki

from triage.wiki import Patience, WikiStanding

LIST = "WMF Global Ban Policy/List"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 21, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def running_wiki() -> Iterator[StandInWiki]:
    with StandInWiki() as running:
        yield running


@pytest.fixture
def wiki(running_wiki: StandInWiki) -> StandInWiki:
    """A wiki with two accounts in good standing, and a ban list with two others."""
    running_wiki.begin_anew()
    running_wiki.accounts |= {"Example": {}, "Мария": {}}
    running_wiki.pages[LIST] = (
        "{{div col}}\n* [[m:Special:CentralAuth/Banned one|Banned one]], since 7 March 2026\n"
        "* [[User:Other]]\n{{div col end}}"
    )
    return running_wiki


@pytest.fixture
def asking(wiki: StandInWiki) -> Iterator[Callable[..., WikiStanding]]:
    """Makes a source with the given settings; all are closed at the end."""
    with ExitStack() as stack:

        def made(**settings: object) -> WikiStanding:
            patience = Patience(timeout=0.3, attempts=2, longest_wait=1.0, rest=0.0)
            given = {"api": wiki.api, "user_agent": "openhour/test (mailto:a@b.example)", "ban_list_pages": [LIST]}
            source = WikiStanding(**{**given, "patience": patience, **settings})  # type: ignore[arg-type] # a test's own
            stack.callback(source.close)
            return source

        yield made
