"""Good standing, asked of MediaWiki: accounts, locks, global blocks and ban lists make one verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from triage.model.account import canonical_name, is_temporary
from triage.model.case import Standing, StandingState
from triage.wiki.accounts import MOST_NAMES, Accounts, Found
from triage.wiki.api import MediaWiki, Patience
from triage.wiki.bans import BanLists, Remembered, RememberedInMemory
from triage.wiki.errors import StandingError
from triage.wiki.locks import lock_sentence
from triage.wiki.verdict import INVALID, TEMPORARY, Fact, weightiest
from triage.wiki.words import at

MOST_LOCKS_EXPLAINED = 5
"""Reasons cost a request each; a mail with fifty locked names shall not."""

LISTS_MAX_AGE = timedelta(seconds=30)
"""Ban lists are read again after this: short, because a standing is never fresher than its oldest part."""


class WikiStanding:
    """The standing of accounts on the wikis behind one API. Whatever cannot be asked or understood is `unknown`."""

    def __init__(
        self,
        api: str,
        user_agent: str,
        ban_list_pages: Sequence[str],
        ban_categories: Sequence[str] = (),
        remembered: Remembered | None = None,
        *,
        lists_max_age: timedelta = LISTS_MAX_AGE,
        patience: Patience | None = None,
    ) -> None:
        self.name = api.partition("://")[2].partition("/")[0] or api
        self._wiki = MediaWiki(api, user_agent, patience or Patience())
        self._accounts = Accounts(self._wiki)
        memory = RememberedInMemory() if remembered is None else remembered
        self._bans = BanLists(self._wiki, ban_list_pages, ban_categories, memory, lists_max_age)
        self._trouble = ""

    def standings(self, accounts: Sequence[str], now: datetime) -> tuple[Standing, ...]:
        """One standing per account, in order. Names that no account can have are settled without asking.

        `checked_at` is when the oldest part of the answer was read.
        """
        names = [canonical_name(account) for account in accounts]
        askable = sorted({name for name in names if name is not None and not is_temporary(name)})
        checked_at = self._bans.refresh(now) if askable else now
        found = self._found(askable, now)
        self._explain_locks(found)
        facts = [self._facts(name, found) for name in names]
        return tuple(self._standing(*pair, checked_at, now) for pair in zip(accounts, facts, strict=True))

    def troubles(self) -> tuple[str, ...]:
        """What an alarm should say: a sentence for each ban list that is not trusted, and for a wiki out of reach."""
        return (*self._bans.troubles(), *([self._trouble] if self._trouble else []))

    def accept_lists(self) -> None:
        """A person looked at the ban lists: they are right as they are, though they shrank."""
        self._bans.accept()

    def server_time(self) -> datetime | None:
        """What the wiki's clock says (aware, UTC), to the second; None where it does not answer."""
        try:
            said = self._wiki.ask({}).get("curtimestamp")
            moment = datetime.fromisoformat(said) if isinstance(said, str) else None
        except (StandingError, ValueError):
            return None
        return moment if moment is not None and moment.tzinfo is not None else None

    def close(self) -> None:
        """Closes the connection."""
        self._wiki.close()

    def _found(self, names: Sequence[str], now: datetime) -> dict[str, Found]:
        """What the wiki says of each name. A batch that goes unanswered does not spoil the others."""
        found: dict[str, Found] = {}
        rest = iter(names)
        self._trouble = "" if names else self._trouble
        while batch := list(islice(rest, MOST_NAMES)):
            try:
                found |= self._accounts.ask(batch)
            except StandingError as error:
                self._trouble = _unanswered(self.name, error, now)
                unknown = Fact(StandingState.UNKNOWN, self._trouble)
                found |= dict.fromkeys(batch, Found(unknown, unknown))
        return found

    def _explain_locks(self, found: dict[str, Found]) -> None:
        locked = (name for name, known in found.items() if known.account.state is StandingState.LOCKED)
        for name in islice(locked, MOST_LOCKS_EXPLAINED):
            account = found[name].account
            sentence = f"{account.sentence} {lock_sentence(self._wiki, name)}".rstrip()
            found[name] = replace(found[name], account=replace(account, sentence=sentence))

    def _facts(self, name: str | None, found: dict[str, Found]) -> tuple[Fact, ...]:
        if name is None:
            return (INVALID,)
        if is_temporary(name):
            return (TEMPORARY,)
        known = found[name]
        return (known.account, known.block, self._bans.fact(name))

    def _standing(self, account: str, facts: Sequence[Fact], checked_at: datetime, now: datetime) -> Standing:
        evidence = dict.fromkeys((*(fact.sentence for fact in facts), f"Asked {self.name} on {at(now)}."))
        return Standing(account, weightiest(facts).state, checked_at, self.name, tuple(evidence))


def _unanswered(source: str, error: StandingError, now: datetime) -> str:
    """Why there is no answer, and from when on the source is asked again."""
    again = f"; it is asked again from {at(now + timedelta(seconds=error.wait_seconds))}" if error.wait_seconds else ""
    return f"{source} gave no answer: {error}{again}."
