"""What MediaWiki's answers say of accounts and global blocks. Pure; whatever is not as documented is `unknown`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage.model.account import canonical_name
from triage.model.case import StandingState
from triage.wiki.response import Answer
from triage.wiki.verdict import Fact, weightiest
from triage.wiki.words import one_line

Row = Mapping[str, Any]

NOT_UNDERSTOOD = Fact(StandingState.UNKNOWN, "The wiki's answer about this account is not understood.")


@dataclass(frozen=True, slots=True)
class Blocks:
    """Global blocks by the canonical name of their target. `is_whole`: every block was read and understood."""

    by_name: Mapping[str, tuple[str, ...]]
    is_whole: bool

    def fact(self, name: str) -> Fact:
        """Whether one of them is about this account."""
        if sentences := self.by_name.get(name):
            return Fact(StandingState.BLOCKED, " ".join(sentences))
        if not self.is_whole:
            return Fact(StandingState.UNKNOWN, "globalblocks: the answer was not whole or not understood.")
        return Fact(StandingState.GOOD, "globalblocks: no block is about this account.")


def has_module(answer: Answer, module: str) -> bool:
    """Whether the wiki knows this list. An unknown one is only a warning (API:Errors and warnings)."""
    is_warned = any(module in warning for warning in _warnings(answer))
    return isinstance(_query(answer).get(module), list) or not is_warned


def accounts_in(answers: Iterable[Answer]) -> dict[str, Fact]:
    """list=globalusers: one fact a canonical name."""
    found: dict[str, Fact] = {}
    for row in _rows(answers, "globalusers"):
        name = canonical_name(row["name"]) if isinstance(row.get("name"), str) else None
        if name is not None:
            fact = fact_of(row, "globalusers", id_key="centralid", is_locked_said=True)
            found[name] = weightiest((found[name], fact)) if name in found else fact
    return found


def account_in(answer: Answer, name: str) -> Fact:
    """meta=globaluserinfo: the fact about the one account that was asked for."""
    row = _query(answer).get("globaluserinfo")
    if not isinstance(row, dict):
        return NOT_UNDERSTOOD
    fact = fact_of(row, "globaluserinfo", id_key="id", is_locked_said=False)
    is_about_it = isinstance(row.get("name"), str) and canonical_name(row["name"]) == name
    return NOT_UNDERSTOOD if fact.state is StandingState.GOOD and not is_about_it else fact


def fact_of(row: Row, module: str, *, id_key: str, is_locked_said: bool) -> Fact:
    """One account's row. `is_locked_said`: the module always says `locked`, so its absence is no good sign."""
    if _says(row, "locked"):
        return Fact(StandingState.LOCKED, f"{module}: the account is globally locked{_lock_log(row)}.")
    if _says(row, "hidden") or _says(row, "suppressed"):
        return Fact(StandingState.HIDDEN, f"{module}: the account is hidden.")
    if _says(row, "missing"):
        return Fact(StandingState.MISSING, f"{module}: no such account (a hidden one answers the same).")
    if _says(row, "invalid"):
        return Fact(StandingState.INVALID, f"{module}: no account can be called so.")
    if type(row.get(id_key)) is not int or (is_locked_said and row.get("locked") is not False):
        return NOT_UNDERSTOOD
    return Fact(StandingState.GOOD, f"{module}: the account exists{_particulars(row, id_key)} and is not locked.")


def blocks_in(answers: Iterable[Answer], *, is_whole: bool) -> Blocks:
    """list=globalblocks. Its rows may be about anybody: older versions answer an unknown name with every block."""
    answers = tuple(answers)
    is_answered = any(isinstance(_query(answer).get("globalblocks"), list) for answer in answers)
    by_name: dict[str, tuple[str, ...]] = {}
    for row in _rows(answers, "globalblocks"):
        target = row.get("target")
        if isinstance(target, str):
            name = canonical_name(target) or target
            by_name[name] = (*by_name.get(name, ()), _block_sentence(row))
        elif row.get("automatic") is not True:  # an autoblock hides its target, an address
            is_whole = False
    return Blocks(by_name, is_whole and is_answered)


def _query(answer: Answer) -> Row:
    query = answer.get("query")
    return query if isinstance(query, dict) else {}


def _warnings(answer: Answer) -> Iterator[str]:
    """The sentences in `{"warnings": {MODULE: {"warnings": SENTENCE}}}`."""
    warned = answer.get("warnings")
    for said in warned.values() if isinstance(warned, dict) else ():
        yield from (it for it in said.values() if isinstance(it, str)) if isinstance(said, dict) else ()


def _rows(answers: Iterable[Answer], module: str) -> Iterator[Row]:
    """The module's rows. What is no object stands for a row that says nothing."""
    for answer in answers:
        rows = _query(answer).get(module)
        for row in rows if isinstance(rows, list) else ():
            yield row if isinstance(row, dict) else {}


def _says(row: Row, key: str) -> bool:
    """Present means yes, also as "" (formatversion=1); only a plain `false` means no."""
    return key in row and row[key] is not False


def _lock_log(row: Row) -> str:
    return f" (lock log {one_line(row['locklogid'])})" if "locklogid" in row else ""


def _particulars(row: Row, id_key: str) -> str:
    said = [f"central id {row[id_key]}"]
    if "registration" in row:
        said.append(f"registered {one_line(row['registration'])}")
    if "editcount" in row:
        said.append(f"{one_line(row['editcount'])} edits")
    return f" ({', '.join(said)})"


def _block_sentence(row: Row) -> str:
    by, since, until = (one_line(row.get(key, "?")) for key in ("by", "timestamp", "expiry"))
    return f"globalblocks: blocked by {by} since {since} until {until}, reason “{one_line(row.get('reason', ''))}”."
