"""Answers that are nearly as documented: what is left out never speaks for an account."""

from __future__ import annotations

from typing import Any

import pytest

from triage.wiki.answers import account_in, accounts_in, blocks_in, has_module

ROW = {"centralid": 4711, "name": "Example", "locked": False}
INFO = {"id": 4711, "name": "Example"}
ELSEWHERE = {"target": "Somebody else", "automatic": False}


def without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


@pytest.mark.parametrize(
    ("rows", "state", "because"),
    [
        ([ROW], "good", "as documented"),
        ([without(ROW, "locked")], "unknown", "globalusers always says whether an account is locked"),
        ([ROW | {"locked": None}], "locked", "present and not false"),
        ([without(ROW, "centralid")], "unknown", "an account that exists has an id"),
        ([ROW | {"centralid": "4711"}], "unknown", "which is a number"),
        ([ROW | {"centralid": True}], "unknown", "and not a truth"),
        ([ROW | {"missing": ""}], "missing", "an older format says it by presence"),
        ([ROW | {"missing": False}], "good", "a plain no"),
        ([ROW, ROW | {"locked": True}], "locked", "of two answers the graver"),
        ([ROW | {"locked": True}, ROW], "locked", "in either order"),
    ],
)
def test_accounts_in(rows: list[dict[str, Any]], state: str, because: str) -> None:
    assert {name: str(it.state) for name, it in accounts_in([{"query": {"globalusers": rows}}]).items()} == {
        "Example": state
    }, because


@pytest.mark.parametrize(
    ("row", "state", "because"),
    [
        (INFO, "good", "locked is only said when it is so"),
        (INFO | {"locked": True}, "locked", "locked"),
        (INFO | {"name": "Other"}, "unknown", "an answer about somebody else"),
        (without(INFO, "name"), "unknown", "an answer about nobody"),
        (without(INFO, "id"), "unknown", "no id"),
        ([], "unknown", "no object"),
    ],
)
def test_account_in(row: object, state: str, because: str) -> None:
    assert account_in({"query": {"globaluserinfo": row}}, "Example").state == state, because


@pytest.mark.parametrize(
    ("query", "is_whole", "state", "because"),
    [
        ({"globalblocks": []}, True, "good", "no blocks at all"),
        ({"globalblocks": [ELSEWHERE]}, True, "good", "older wikis answer with everybody's blocks"),
        ({"globalblocks": [ELSEWHERE, {"target": "example"}]}, True, "blocked", "the target in another form"),
        ({"globalblocks": [{"target": "Example"}]}, False, "blocked", "found though more is to come"),
        ({"globalblocks": [ELSEWHERE]}, False, "unknown", "more is to come"),
        ({"globalblocks": [{"automatic": True}]}, True, "good", "an autoblock is of an address"),
        ({"globalblocks": [{"automatic": False}]}, True, "unknown", "a block of nobody knows whom"),
        ({"globalblocks": ["Example"]}, True, "unknown", "a row that is no object"),
        ({}, True, "unknown", "the list was left out"),
        ({"globalblocks": {}}, True, "unknown", "the list is no list"),
    ],
)
def test_blocks_in(query: dict[str, Any], is_whole: bool, state: str, because: str) -> None:  # noqa: FBT001 - a column
    assert blocks_in([{"query": query}], is_whole=is_whole).fact("Example").state == state, because


def test_has_module_unless_the_wiki_warns_of_it() -> None:
    warned = {"warnings": {"query": {"warnings": 'Unrecognized value for parameter "list": globalusers.'}}}
    answers = [
        warned,
        warned | {"query": {"globalusers": []}},
        {"query": {}},
        {"warnings": {"main": {"warnings": "x"}}},
    ]
    assert [has_module(it, "globalusers") for it in answers] == [False, True, True, True]
