"""Ban lists that are read, shrink, vanish or come back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import wiki_faults
from wiki_api import StandInWiki

from triage.wiki import RememberedInMemory, WikiStanding

Asking = Callable[..., WikiStanding]
LIST = "WMF Global Ban Policy/List"
LATER = timedelta(minutes=1)
READ = "revision 77 of 2026-03-07T10:00:00Z, read 2026-11-21"


def states(source: WikiStanding, now: datetime, *accounts: str) -> list[str]:
    return [str(it.state) for it in source.standings(accounts or ("Example", "Banned one", "Nobody"), now)]


def test_lists_are_cached_for_their_age(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source = asking(lists_max_age=timedelta(seconds=30))
    for seconds in (0, 10, 30, 31):
        source.standings(["Example"], now + timedelta(seconds=seconds))
    assert len(wiki.asked("revisions")) == 2


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        (
            "* [[User:Banned one]]",
            f"The ban list “{LIST}” shrank from 2 names to 1 ({READ} 13:01:00 UTC); look at its history.",
        ),
        ("", f"No account's name can be read in the ban list “{LIST}” ({READ} 13:01:00 UTC)."),
        ("#REDIRECT [[Elsewhere]]", f"No account's name can be read in the ban list “{LIST}” ({READ} 13:01:00 UTC)."),
        (None, f"The ban list “{LIST}” cannot be read (no such page, or its text is not shown)."),
    ],
)
def test_list_in_doubt_clears_nobody_and_still_accuses(
    wiki: StandInWiki, asking: Asking, now: datetime, text: str | None, trouble: str
) -> None:
    source = asking()
    assert states(source, now) == ["good", "listed", "missing"]
    wiki.pages = {} if text is None else {LIST: text}
    assert states(source, now + LATER, "Example", "Banned one", "Other", "Nobody") == [
        "unknown",
        "listed",
        "listed",
        "missing",
    ]
    assert source.troubles() == (trouble,)


def test_shrinking_is_noticed_after_a_restart(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    remembered = RememberedInMemory()
    assert states(asking(remembered=remembered), now, "Example") == ["good"]
    wiki.pages[LIST] = "* [[User:Other]]"
    assert states(asking(remembered=remembered), now, "Example", "Other") == ["unknown", "listed"]
    assert remembered.get(LIST) == 2


def test_shrunk_list_is_trusted_when_it_is_whole_again(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source, whole = asking(), wiki.pages[LIST]
    states(source, now)
    wiki.pages[LIST] = "* [[User:Other]]"
    states(source, now + LATER)
    wiki.pages[LIST] = whole
    assert states(source, now + 2 * LATER) == ["good", "listed", "missing"]
    assert source.troubles() == ()


def test_shrunk_list_is_trusted_when_a_person_accepts_it(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source = asking()
    states(source, now)
    wiki.pages[LIST] = "* [[User:Other]]"
    assert states(source, now + LATER, "Example") == ["unknown"]
    source.accept_lists()
    assert states(source, now + LATER, "Example", "Banned one", "Other") == ["good", "missing", "listed"]


def test_shrunk_list_is_accepted_after_a_restart_too(asking: Asking, now: datetime) -> None:
    remembered = RememberedInMemory()
    remembered.set(LIST, 41)
    source = asking(remembered=remembered)
    source.accept_lists()
    assert (states(source, now, "Example"), remembered.get(LIST)) == (["good"], 2)


def test_page_out_of_reach_clears_nobody(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.faults = deque([wiki_faults.FORBIDDEN])
    source = asking()
    assert states(source, now) == ["unknown", "missing", "missing"]
    assert source.troubles() == (f"The ban list “{LIST}” cannot be read (the wiki answers with HTTP 403).",)


def test_redirect_is_followed(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.pages["New place"] = wiki.pages.pop(LIST)
    wiki.redirects[LIST] = "New place"
    assert states(asking(), now) == ["good", "listed", "missing"]


def test_several_lists_and_categories_are_all_read(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.pages["Global bans/List"] = "* [[User:Example]]"
    wiki.categories["Category:Banned"] = [f"User:User {it}" for it in range(5)]
    wiki.rows = 2
    wiki.accounts |= {"User 4": {}}
    source = asking(ban_list_pages=[LIST, "Global bans/List"], ban_categories=["Banned"])
    assert states(source, now, "Example", "User 4", "Мария") == ["listed", "listed", "good"]


def test_category_without_members_is_not_trusted(asking: Asking, now: datetime) -> None:
    source = asking(ban_categories=["Category:Mispelt"])
    assert states(source, now, "Example") == ["unknown"]
    assert source.troubles() == (
        "No account's name can be read in the ban list “Category:Mispelt” (category, read 2026-11-21 13:00:00 UTC).",
    )


def test_endless_category_is_not_trusted(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.categories["Category:Banned"] = [f"User:User {it}" for it in range(50)]
    wiki.rows = 2
    source = asking(ban_categories=["Banned"])
    assert states(source, now, "Example") == ["unknown"]
    assert source.troubles() == (
        "The ban list “Category:Banned” cannot be read (it has more members than can be read).",
    )


def test_no_lists_configured_says_that_none_was_checked(asking: Asking, now: datetime) -> None:
    [standing] = asking(ban_list_pages=[]).standings(["Example"], now)
    assert (
        standing.evidence[2] == "No list page is configured: not checked. No ban category is configured: not checked."
    )
