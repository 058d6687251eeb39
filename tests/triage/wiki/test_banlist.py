"""Which accounts a ban list names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.wiki.banlist import listed_in, members_in, revision_in


@pytest.mark.parametrize(
    ("line", "names", "because"),
    [
        (
            "* [[m:Special:CentralAuth/Foo_bar|Foo bar]], since 7 March 2026",
            {"Foo bar"},
            "as the Foundation's tool writes",
        ),
        ("** [[Special:CentralAuth/foo]]", {"Foo"}, "an older line, deeper"),
        ("* [[:meta:User:Foo|Foo]] ([[User talk:Foo|talk]])", {"Foo"}, "a user link with its talk page"),
        ("# [[en:user:Foo/Archive]]", {"Foo"}, "another wiki, a subpage"),
        ("*[[User talk:Foo#top|Foo]]", {"Foo"}, "only the talk page"),
        ("* [[Special:Contributions/Foo%20bar]]", {"Foo bar"}, "percent-encoded"),
        ("* {{u|Foo}} since 2012", {"Foo"}, "a template"),
        ("* {{no ping|1=Foo}}", {"Foo"}, "a template with a named parameter"),
        ("* [https://meta.wikimedia.org/wiki/Special:CentralAuth/Foo_bar Foo bar]", {"Foo bar"}, "a bare address"),
        ("| [[User:Foo]] || [[User:Steward]]", {"Foo"}, "a table row: the first is the banned"),
        ("<!-- * [[User:Foo]] -->", {"Foo"}, "commented out still counts: better one look too many"),
        ("* [[Policy]]: see [[User:Foo]]", {"Foo"}, "the first account, not the first link"),
        ("See [[User:Maggie]] for questions.", set(), "running text names nobody"),
        ("== [[User:Maggie]] ==", set(), "nor does a heading"),
    ],
)
def test_listed_in_a_line(line: str, names: set[str], because: str) -> None:
    assert listed_in(line).names == names, because


def test_lines_that_point_to_no_account_still_accuse_whom_they_mention() -> None:
    listed = listed_in("* Foo_bar, since 2012\n* [[Policy]]\n* [[User:Other]]")
    assert [listed.has(name) for name in ("Foo bar", "Foo", "Oo bar", "Other", "Policy", "Example")] == [
        True,
        True,
        False,
        True,
        True,
        False,
    ]


@given(st.text(alphabet="*#|[]{}:/u sermtalkSpcilC\n<!-%20", max_size=300))
def test_listed_in_reads_any_text(text: str) -> None:
    listed = listed_in(text)
    assert all(listed.has(name) for name in listed.names)


@pytest.mark.parametrize(
    "hostile", ["* [[" * 100_000, "* " + "{{u" * 100_000, "* [[a:" + "a:" * 200_000, "*" + " /user:" * 100_000]
)
def test_listed_in_is_quick_with_hostile_text(hostile: str) -> None:
    started = time.perf_counter()
    listed_in(hostile)
    assert time.perf_counter() - started < 1


def test_members_in_a_category() -> None:
    members = ["User:Foo bar", "Benutzerin Diskussion:Other/Archive", "User:1.2.3.4", "Loose"]
    answers = [{"query": {"categorymembers": [{"ns": 2, "title": it} for it in members]}}, {"query": []}]
    assert members_in(answers).names == {"Foo bar", "Other"}


def test_revision_in_nothing_but_a_whole_page() -> None:
    slots = {"slots": {"main": {"content": "text"}}, "revid": 5, "timestamp": "2026-03-07T10:00:00Z"}
    whole = {"query": {"pages": [{"revisions": [slots]}]}}
    others = [
        {},
        {"query": {"pages": [{"missing": True}]}},
        {"query": {"pages": [{"revisions": [{"texthidden": True}]}]}},
    ]
    assert [revision_in(it) for it in (whole, *others)] == [
        ("text", "revision 5 of 2026-03-07T10:00:00Z"),
        None,
        None,
        None,
    ]
