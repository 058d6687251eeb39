"""A wiki that does not answer, or not as documented: nobody is good for it, and it is left in peace."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import repeat

import pytest
import wiki_faults
from wiki_api import StandInWiki
from wiki_faults import Fault

from triage.model.case import StandingState
from triage.wiki import Patience, WikiStanding

Asking = Callable[..., WikiStanding]
FOREVER = 40


@pytest.mark.parametrize(
    "fault",
    [
        wiki_faults.MAXLAG,
        wiki_faults.TOO_MANY,
        wiki_faults.READONLY,
        wiki_faults.ERROR_PAGE,
        wiki_faults.SLOW,
        wiki_faults.HANGS_UP,
        Fault(body=wiki_faults.said("ratelimited")),
        Fault(body=wiki_faults.said("internal_api_error_DBQueryError")),
        Fault(429, b"", (("Retry-After", "soon"),)),
    ],
    ids=repr,
)
def test_passing_trouble_is_tried_again(wiki: StandInWiki, asking: Asking, now: datetime, fault: Fault) -> None:
    wiki.faults = deque([fault])
    source = asking()
    [standing] = source.standings(["Example"], now)
    assert (standing.state, source.troubles(), len(wiki.requests)) == (StandingState.GOOD, (), 3)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (wiki_faults.MAXLAG, "the wiki says maxlag: Waiting for 10.64.0.1: 5.2 seconds lagged."),
        (wiki_faults.TOO_MANY, "the wiki answers with HTTP 429"),
        (wiki_faults.ERROR_PAGE, "the wiki answers with HTTP 503"),
        (wiki_faults.READONLY, "the wiki says readonly: The wiki is currently in read-only mode."),
        (wiki_faults.PAGE, "the answer is a page instead of JSON; check [wiki] api"),
        (wiki_faults.FORBIDDEN, "the wiki answers with HTTP 403"),
        (wiki_faults.MOVED, "the API has moved to https://elsewhere.example/w/api.php; set [wiki] api"),
        (wiki_faults.SLOW, "the wiki did not answer in time"),
        (Fault(body=b"[]"), "the answer is a page instead of JSON; check [wiki] api"),
        (Fault(body=b"[" * 200_000), "the answer is a page instead of JSON; check [wiki] api"),
        (Fault(body=b'{"error": 7}'), "the wiki says error: "),
        (Fault(body=wiki_faults.said("badvalue", "Unrecognized")), "the wiki says badvalue: Unrecognized"),
    ],
    ids=repr,
)
def test_lasting_trouble_is_unknown_with_its_reason(
    wiki: StandInWiki, asking: Asking, now: datetime, fault: Fault, sentence: str
) -> None:
    wiki.faults = deque(repeat(fault, FOREVER))
    source = asking()
    [standing] = source.standings(["Example"], now)
    wiki.faults.clear()
    assert standing.state is StandingState.UNKNOWN
    assert f"{source.name} gave no answer: {sentence}." in standing.evidence
    assert source.troubles() == (
        f"The ban list “WMF Global Ban Policy/List” cannot be read ({sentence}).",
        f"{source.name} gave no answer: {sentence}.",
    )


def test_recovery_ends_the_trouble(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source = asking(ban_list_pages=[])
    wiki.faults = deque([wiki_faults.FORBIDDEN])
    states = [source.standings(["Example"], now)[0].state for _ in range(2)]
    assert (states, source.troubles()) == ([StandingState.UNKNOWN, StandingState.GOOD], ())


def test_unreachable_host_is_unknown(asking: Asking, now: datetime) -> None:
    [standing] = asking(api="http://127.0.0.1:1/w/api.php").standings(["Example"], now)
    assert standing.state is StandingState.UNKNOWN
    assert "127.0.0.1:1 gave no answer: the wiki cannot be reached" in standing.evidence[0]


@pytest.mark.parametrize(
    "api", ["", "meta.wikimedia.org", "ftp://x/", "http://[::1", "http://\x00/", "https://" + "x" * 300]
)
def test_wrong_address_is_unknown(asking: Asking, now: datetime, api: str) -> None:
    source = asking(api=api)
    assert source.standings(["Example"], now)[0].state is StandingState.UNKNOWN
    assert source.server_time() is None


def test_long_retry_after_is_obeyed_without_waiting(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.faults = deque([wiki_faults.TOO_MANY_FOR_AN_HOUR])
    source = asking(ban_list_pages=[])
    started = time.monotonic()
    first, second = source.standings(["Example"], now), source.standings(["Example"], now)
    assert time.monotonic() - started < 1
    assert {it.state for it in first + second} == {StandingState.UNKNOWN}
    assert first[0].evidence[0] == (
        f"{source.name} gave no answer: the wiki answers with HTTP 429; it is asked again from 2026-11-21 14:00:00 UTC."
    )
    assert len(wiki.requests) == 1


def test_short_retry_after_is_waited_for(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.faults = deque([Fault(429, b"", (("Retry-After", "1"),))])
    started = time.monotonic()
    [standing] = asking(ban_list_pages=[]).standings(["Example"], now)
    assert standing.state is StandingState.GOOD
    assert time.monotonic() - started >= 1


def test_silent_wiki_is_asked_once_for_a_long_queue(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.faults = deque(repeat(wiki_faults.SLOW, FOREVER))
    names = [f"User {it}" for it in range(200)]
    source = asking(patience=Patience(timeout=0.2, attempts=2, longest_wait=1, rest=30))
    answered = source.standings(names, now)
    assert {it.state for it in answered} == {StandingState.UNKNOWN}
    assert len(wiki.requests) == 2
    wiki.faults.clear()


def test_one_batch_in_trouble_does_not_spoil_the_others(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    names = [f"User {it:02}" for it in range(80)]
    wiki.accounts |= {name: {} for name in names}
    wiki.faults = deque([wiki_faults.FORBIDDEN])
    answered = asking(ban_list_pages=[]).standings(names, now)
    assert [it.state for it in answered] == ["unknown"] * 50 + ["good"] * 30


def test_one_by_one_keeps_what_was_answered(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.has_globalusers = False
    wiki.faults = deque([Fault(), Fault(), wiki_faults.HANGS_UP, wiki_faults.HANGS_UP])
    answered = asking(ban_list_pages=[]).standings(["Example", "Nobody", "Мария"], now)
    assert [it.state for it in answered] == ["good", "unknown", "good"]


def test_drip_of_an_answer_ends_in_time(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    wiki.faults = deque(repeat(Fault(drips=True), FOREVER))
    started = time.monotonic()
    [standing] = asking(ban_list_pages=[]).standings(["Example"], now)
    assert standing.state is StandingState.UNKNOWN
    assert time.monotonic() - started < 4


def test_threads_ask_one_after_the_other(wiki: StandInWiki, asking: Asking, now: datetime) -> None:
    source = asking()
    wiki.faults = deque(repeat(Fault(seconds=0.05), FOREVER))
    threads = [threading.Thread(target=source.standings, args=(["Example"], now)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wiki.most_at_once == 1
