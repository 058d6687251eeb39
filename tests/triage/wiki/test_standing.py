"""Standing as the wiki knows it: the verdict table, on wikis with and without list=globalusers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wiki_api import StandInWiki

from triage.model.case import Standing, StandingState
from triage.wiki import WikiStanding

BLOCK = {
    "id": 1,
    "target": "Example",
    "automatic": False,
    "by": "Steward",
    "timestamp": "2023-02-05T06:07:08Z",
    "expiry": "infinity",
    "reason": "spam\nby bots",
}
AUTOBLOCK = {"id": 2, "automatic": True, "by": "Steward", "expiry": "infinity", "reason": "Autoblocked"}
Asking = Callable[..., WikiStanding]
LIST = "WMF Global Ban Policy/List"


def test_good_account_says_what_was_asked_and_answered(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source = asking()
    account = "globalusers: the account exists (central id 4711, registered 2008-05-12T20:31:02Z, 12 edits)"
    revision = "revision 77 of 2026-03-07T10:00:00Z, read 2026-11-21 13:00:00 UTC"
    evidence = (
        f"{account} and is not locked.",
        "globalblocks: no block is about this account.",
        f"Not on “{LIST}” (2 names, {revision}). No ban category is configured: not checked.",
        f"Asked {source.name} on 2026-11-21 13:00:00 UTC.",
    )
    assert source.standings(["example"], now) == (Standing("example", StandingState.GOOD, now, source.name, evidence),)
    assert [it.parameters.get("list", "") for it in wiki.requests] == ["", "globalusers|globalblocks"]


@pytest.mark.parametrize("has_globalusers", [True, False])
@pytest.mark.parametrize(
    ("account", "facts", "blocks", "state", "because"),
    [
        ("Example", {}, [], "good", "exists, not locked, not blocked, not listed"),
        ("Nobody", None, [], "missing", "unknown, renamed or hidden"),
        ("Example", {"locked": True, "locklogid": 123}, [], "locked", "globally locked"),
        ("Example", {"locked": ""}, [], "locked", "an older format says it by presence"),
        ("Example", {"hidden": True}, [], "hidden", "hidden from lists"),
        ("Example", {"suppressed": True}, [], "hidden", "suppressed"),
        ("Example", {"locked": True, "hidden": True}, [BLOCK], "locked", "locked says more than hidden and blocked"),
        ("Example", {"hidden": True}, [BLOCK], "hidden", "hidden says more than blocked"),
        ("Example", {}, [BLOCK], "blocked", "globally blocked"),
        ("Example", {}, [BLOCK | {"target": "example"}], "blocked", "the block's target in another form"),
        ("Example", {}, [AUTOBLOCK], "good", "an autoblock names no account"),
        ("Example", {}, [{"id": 3, "automatic": False}], "unknown", "a block of nobody knows whom"),
        ("Example", {"invalid": True}, [], "invalid", "the wiki says that no account can be called so"),
        ("Banned one", {}, [], "listed", "on the ban list"),
        ("Banned one", {"locked": True}, [], "listed", "the ban says more than the lock"),
        ("banned_one", None, [], "listed", "a ban of an account that is hidden by now"),
    ],
)
def test_verdict_table(  # noqa: PLR0917, PLR0913 - a table of six columns
    wiki: StandInWiki,
    asking: Asking,
    now: datetime,
    account: str,
    facts: dict[str, Any] | None,
    blocks: list[dict[str, Any]],
    state: str,
    because: str,
    has_globalusers: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    wiki.has_globalusers = has_globalusers
    wiki.accounts.pop(account, None)
    if facts is not None:
        wiki.accounts[account] = facts
    wiki.blocks = blocks
    [standing] = asking().standings([account], now)
    assert (standing.account, standing.state) == (account, state), because


@pytest.mark.parametrize(
    ("account", "state"),
    [
        ("A|B", "invalid"),
        ("A#B", "invalid"),
        ("A\nB", "invalid"),
        ("A" * 86, "invalid"),
        ("1.2.3.4", "invalid"),
        ("", "invalid"),
        ("\ud800", "invalid"),
        ("~2026-12345", "temporary"),
    ],
)
def test_names_without_an_account_are_settled_without_asking(
    wiki: StandInWiki, asking: Asking, now: datetime, account: str, state: str
) -> None:
    [standing] = asking().standings([account], now)
    assert (standing.account, standing.state, wiki.requests) == (account, state, [])


def test_answers_come_in_the_order_of_the_accounts(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.accounts["Zed"] = {"locked": True}
    accounts = ["Zed", "Nobody", "\u202eexample", "1.2.3.4", "Example", "zed", "Мария", "Banned one"]
    answered = asking().standings(accounts, now)
    states = ["locked", "missing", "good", "invalid", "good", "locked", "good", "listed"]
    assert [(it.account, it.state) for it in answered] == list(zip(accounts, states, strict=True))
    assert wiki.asked("globalusers")[0]["gususers"] == "Banned one|Example|Nobody|Zed|Мария"


def test_no_accounts_ask_nothing(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    assert (asking().standings([], now), wiki.requests) == ((), [])


def test_answers_in_pieces_are_followed(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.accounts |= {f"User {it}": {} for it in range(9)}
    wiki.blocks = [BLOCK | {"target": f"User {it}"} for it in range(9)]
    wiki.rows = 2
    answered = asking().standings([f"User {it}" for it in range(9)], now)
    assert {it.state for it in answered} == {StandingState.BLOCKED}


def test_endless_blocks_clear_nobody_but_say_who_is_missing(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.blocks = [BLOCK | {"target": "Example"}] * 60
    wiki.rows = 2
    wiki.accounts["Мария"] = {}
    answered = asking().standings(["Example", "Мария", "Nobody"], now)
    assert [it.state for it in answered] == ["blocked", "unknown", "missing"]


def test_older_wiki_that_matches_every_block_blocks_nobody(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.matches_all = True
    wiki.blocks = [BLOCK | {"target": "Somebody else"}]
    assert [it.state for it in asking().standings(["Nobody"], now)] == ["missing"]


def test_wiki_without_globalusers_is_remembered(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.has_globalusers = False
    source = asking()
    first, second = source.standings(["Example"], now), source.standings(["Example", "Nobody"], now)
    assert [it.state for it in first + second] == ["good", "good", "missing"]
    assert len(wiki.asked("globalusers|")) == 1
    assert [it["bgtargets"] for it in wiki.asked("globalblocks")] == ["Example", "Example", "Example"]


def test_lock_is_explained_from_the_log(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.accounts["Example"] = {"locked": True, "locklogid": 123}
    entry = {"user": "WMFOffice", "timestamp": "2024-01-02T03:04:05Z", "comment": "[[m:Policy|Foundation Global Ban]]"}
    wiki.lock_log["User:Example@global"] = [entry]
    [standing] = asking().standings(["Example"], now)
    assert standing.evidence[0] == (
        "globalusers: the account is globally locked (lock log 123). "
        "Lock log: WMFOffice on 2024-01-02T03:04:05Z, reason “[[m:Policy|Foundation Global Ban]]”."
    )


def test_few_locks_are_explained_and_all_are_locked(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    names = [f"User {it}" for it in range(40)]
    wiki.accounts |= {name: {"locked": True} for name in names}
    assert {it.state for it in asking().standings(names, now)} == {StandingState.LOCKED}
    assert len(wiki.requests) == 1 + 1 + 5


def test_block_reason_is_one_line(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.blocks = [BLOCK]
    [standing] = asking().standings(["Example"], now)
    assert standing.evidence[1] == (
        "globalblocks: blocked by Steward since 2023-02-05T06:07:08Z until infinity, reason “spam by bots”."
    )


@pytest.mark.parametrize("locked", [0, 500])
def test_five_hundred_accounts_in_at_most_25_requests(
    wiki: StandInWiki, asking: Asking, now: datetime, locked: int
) -> None:
    names = [f"Account number {it:03}" for it in range(500)]
    wiki.accounts |= {name: {"locked": place < locked} for place, name in enumerate(names)}
    answered = asking(ban_categories=["Banned"]).standings(names, now)
    assert len(answered) == 500
    assert len(wiki.requests) <= 25


def test_manners(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    asking().standings(["Example"], now)
    headers = [it.headers for it in wiki.requests]
    assert {it["User-Agent"] for it in headers} == {"openhour/test (mailto:a@b.example)"}
    assert {it["Accept-Encoding"] for it in headers} == {"gzip"}
    assert [it.get("Cookie") for it in headers] == [None, "WMF-Uniq=abc"]
    assert {it.parameters["maxlag"] for it in wiki.requests} == {"5"}


def test_server_time_is_the_wikis(asking: Asking) -> None:
    assert asking().server_time() == datetime(2026, 11, 21, 13, tzinfo=UTC)


def test_checked_at_is_the_oldest_part(asking: Asking, now: datetime) -> None:
    source = asking()
    source.standings(["Example"], now)
    [standing] = source.standings(["Example"], now + timedelta(seconds=20))
    assert standing.checked_at == now
