"""Whatever the wiki answers: no crash, and nobody is good whom it does not plainly call so."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import repeat
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from wiki_api import StandInWiki
from wiki_faults import Fault

from triage.model.case import StandingState
from triage.wiki import StandingError, WikiStanding
from triage.wiki.answers import NOT_UNDERSTOOD, account_in, accounts_in, blocks_in, has_module
from triage.wiki.banlist import members_in, revision_in
from triage.wiki.locks import entry_in
from triage.wiki.response import answer_from

Asking = Callable[..., WikiStanding]
KEYS = (
    *("query", "globalusers", "globalblocks", "globaluserinfo", "pages", "revisions", "slots", "main", "content"),
    *("name", "centralid", "id", "locked", "missing", "invalid", "hidden", "suppressed", "target", "automatic"),
    *("continue", "bgstart", "error", "code", "info", "warnings", "logevents", "categorymembers", "title"),
)
plain = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5000)
    | st.sampled_from(["Example", "", "x", "good"])
    | st.text(max_size=5)
)
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)
user = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Example", "example", "Example", "Other", 7]),
        "centralid": st.sampled_from([4711, 4711, True, "4711", None]),
        "locked": st.sampled_from([False, False, False, True, "", 0, None]),
        **dict.fromkeys(("missing", "hidden", "invalid"), st.sampled_from([False, True, "", None])),
    },
)
block = st.fixed_dictionaries({}, optional={"target": st.sampled_from(["Example", "Other", 7]), "automatic": plain})
almost = st.fixed_dictionaries(
    {
        "query": st.fixed_dictionaries(
            {}, optional={"globalusers": st.lists(user, max_size=3), "globalblocks": st.lists(block, max_size=2)}
        )
    },
    optional={
        "continue": st.dictionaries(st.sampled_from(["gususers", "continue"]), plain, max_size=2),
        "batchcomplete": plain,
    },
)


@pytest.fixture
def source(asking: Asking) -> WikiStanding:
    return asking(ban_list_pages=[])


def is_plainly_good(answer: dict[str, Any]) -> bool:
    """The contract, stated a second time and otherwise: one row for the account, all of it in order, and no block."""
    query = answer["query"]
    if not {"globalusers", "globalblocks"} <= query.keys():
        return False
    users, blocks = query["globalusers"], query["globalblocks"]
    mine = [it for it in users if it.get("name") in {"Example", "example"}]
    return bool(mine) and all(
        (
            all(type(it.get("centralid")) is int and it.get("locked") is False for it in mine),
            not any(it.get(key, False) is not False for it in mine for key in ("missing", "hidden", "invalid")),
            all(
                it["target"] == "Other" if isinstance(it.get("target"), str) else it.get("automatic") is True
                for it in blocks
            ),
            "continue" not in answer,
        )
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.one_of(anything, almost))
def test_any_json_from_the_wire_makes_nobody_good_who_is_not(
    wiki: StandInWiki, source: WikiStanding, now: datetime, answer: dict[str, Any]
) -> None:
    wiki.faults = deque(repeat(Fault(body=json.dumps(answer).encode()), 60))
    [standing] = source.standings(["Example"], now)
    assert standing.state is not StandingState.GOOD or is_plainly_good(answer)


@given(answer=almost)
def test_a_good_account_is_recognised_and_only_that(answer: dict[str, Any]) -> None:
    account = accounts_in([answer]).get("Example", NOT_UNDERSTOOD)
    block = blocks_in([answer], is_whole="continue" not in answer).fact("Example")
    is_good = {account.state, block.state} == {StandingState.GOOD}
    event(f"good: {is_good}")
    assert is_good == is_plainly_good(answer)


@given(answer=st.dictionaries(st.sampled_from(KEYS), anything, max_size=4))
def test_readers_take_any_object(answer: dict[str, Any]) -> None:
    members = members_in([answer])
    assert all(members.has(name) for name in members.names)
    assert isinstance(entry_in(answer), str)
    assert isinstance(has_module(answer, "globalusers"), bool)
    assert account_in(answer, "Example").state in StandingState
    assert revision_in(answer) is None or "pages" in answer["query"]


@given(
    octets=st.binary(max_size=200),
    headers=st.dictionaries(st.sampled_from(["Retry-After", "Date"]), st.text(max_size=30)),
)
def test_any_response_is_an_object_or_a_standing_error(octets: bytes, headers: dict[str, str]) -> None:
    for status in (200, 301, 403, 429, 503):
        try:
            answer = answer_from(status, headers, octets)
        except StandingError as error:
            waits = error.wait_seconds
        else:
            waits = 0.0 if isinstance(answer, dict) else -1.0
        assert waits is None or waits >= 0
