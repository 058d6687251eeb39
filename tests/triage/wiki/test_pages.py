"""The live notes page: read through redirects, said to be missing, or why it cannot be read and from when on again."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import repeat

import pytest
import wiki_faults
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wiki_api import StandInWiki
from wiki_faults import Fault

from triage.wiki import Page, PageError, Patience, WikiPages

AGENT = "openhour/test (mailto:a@b.example)"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "pages", "missing", "revisions", "slots", "main", "content"]), inner
        )
    ),
    max_leaves=12,
)


@pytest.fixture
def pages(wiki: StandInWiki) -> Iterator[WikiPages]:
    made = WikiPages(wiki.api, AGENT, patience=Patience(timeout=0.3, attempts=1, longest_wait=1.0, rest=0.0))
    yield made
    made.close()


def test_page_is_read_as_it_is_now(wiki: StandInWiki, pages: WikiPages, now: datetime) -> None:
    wiki.pages["Hour"] = "* one\n"
    wiki.redirects["Old name"] = "Hour"
    found = Page("* one\n", "revision 77 of 2026-03-07T10:00:00Z")
    assert (pages.page("Hour", now), pages.page("Old name", now)) == (found, found)


def test_page_that_is_not_there_is_none(wiki: StandInWiki, pages: WikiPages, now: datetime) -> None:
    assert pages.page("Nothing", now) is None


@pytest.mark.parametrize(
    ("fault", "said", "why"),
    [
        (wiki_faults.HANGS_UP, "it can be asked again from 2026-11-21 13:00:00 UTC", "nobody there"),
        (wiki_faults.TOO_MANY_FOR_AN_HOUR, "it can be asked again from 2026-11-21 14:00:00 UTC", "too many questions"),
        (wiki_faults.READONLY, "it can be asked again from", "the wiki rests"),
        (wiki_faults.PAGE, "the answer is a page instead of JSON; check [wiki] api", "another address"),
        (Fault(body=b'{"query": {"pages": []}}'), "the wiki's answer is not understood", "no page at all"),
        (
            Fault(body=json.dumps({"query": {"pages": [{"invalid": True, "invalidreason": "bad"}]}}).encode()),
            "no page is called “Hour” (bad)",
            "no title",
        ),
    ],
)
def test_page_that_cannot_be_read_says_why(
    wiki: StandInWiki, pages: WikiPages, now: datetime, fault: Fault, said: str, why: str
) -> None:
    wiki.faults = deque([fault])
    with pytest.raises(PageError) as error:
        pages.page("Hour", now)
    assert said in str(error.value), why


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
def test_any_answer_is_a_page_none_or_a_sentence(
    wiki: StandInWiki, pages: WikiPages, now: datetime, answer: object
) -> None:
    wiki.faults = deque(repeat(Fault(body=json.dumps(answer).encode()), 1))
    found = read(pages, now)
    assert found is None or isinstance(found, Page) or found.startswith("the page cannot be read: ")


def read(pages: WikiPages, now: datetime) -> Page | str | None:
    """The page, or why there is none."""
    try:
        return pages.page("Hour", now)
    except PageError as error:
        return str(error)
