"""Asks MediaWiki about accounts and their global blocks, fifty names a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.model.case import StandingState
from triage.wiki.answers import NOT_UNDERSTOOD, Blocks, account_in, accounts_in, blocks_in, has_module
from triage.wiki.api import MediaWiki
from triage.wiki.errors import StandingError
from triage.wiki.verdict import Fact

MOST_NAMES = 50
"""Values that a list parameter takes without the right `apihighlimits`."""

_BLOCKS = {"bgprop": "id|target|by|timestamp|expiry|reason", "bglimit": "500"}
_BAD_NAME_CODES = frozenset({"baduser", "baduser_guiuser", "invaliduser"})


@dataclass(frozen=True, slots=True)
class Found:
    """What the wiki knows of one account, and of global blocks on it."""

    account: Fact
    block: Fact


class Accounts:
    """Two ways to ask: list=globalusers, and where the wiki does not have it yet, meta=globaluserinfo one by one.

    Which of them the wiki knows is learnt from an answer and remembered while the program runs.
    """

    def __init__(self, wiki: MediaWiki) -> None:
        self._wiki = wiki
        self._has_list = True

    def ask(self, names: Sequence[str]) -> dict[str, Found]:
        """What is known of each of at most fifty canonical names. Raises StandingError."""
        if self._has_list:
            answered = self._in_one_query(names)
            if answered is not None:
                return answered
            self._has_list = False
        return self._one_by_one(names)

    def _in_one_query(self, names: Sequence[str]) -> dict[str, Found] | None:
        """None where the wiki knows no list=globalusers."""
        users = {"gususers": "|".join(names), "gusprop": "locked|registration|editcount"}
        try:
            asked = self._wiki.ask_all({"list": "globalusers|globalblocks", **users, **_targets(names)})
        except StandingError as error:
            if error.code == "badvalue" and "globalusers" in str(error):
                return None
            raise
        if not has_module(asked.answers[0], "globalusers"):
            return None
        accounts = accounts_in(asked.answers)
        blocks = blocks_in(asked.answers, is_whole=asked.is_whole)
        return _found(names, accounts, blocks)

    def _one_by_one(self, names: Sequence[str]) -> dict[str, Found]:
        accounts = {name: self._account(name) for name in names}
        existing = [name for name in names if accounts[name].state is StandingState.GOOD]
        # Only names that exist: an older wiki answers an unknown one with every block there is.
        return _found(names, accounts, self._blocks(existing))

    def _account(self, name: str) -> Fact:
        try:
            return account_in(self._wiki.ask({"meta": "globaluserinfo", "guiuser": name, "guiprop": "editcount"}), name)
        except StandingError as error:
            if error.code in _BAD_NAME_CODES:
                return Fact(StandingState.INVALID, f"globaluserinfo: {error}")
            if error.may_pass:
                return Fact(StandingState.UNKNOWN, f"globaluserinfo: {error}")
            raise

    def _blocks(self, names: Sequence[str]) -> Blocks:
        if not names:
            return Blocks({}, is_whole=True)
        asked = self._wiki.ask_all({"list": "globalblocks", **_targets(names)})
        return blocks_in(asked.answers, is_whole=asked.is_whole)


def _targets(names: Sequence[str]) -> dict[str, str]:
    return {"bgtargets": "|".join(names), **_BLOCKS}


def _found(names: Sequence[str], accounts: dict[str, Fact], blocks: Blocks) -> dict[str, Found]:
    return {name: Found(accounts.get(name, NOT_UNDERSTOOD), blocks.fact(name)) for name in names}
