"""Good standing from a file that staff keep: `Account = good` (or missing, locked, listed, …), one a line.

For wikis without an API, for trials, and for the demo. It asks nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from triage.model.account import canonical_name, is_temporary
from triage.model.case import Standing, StandingState
from triage.wiki.errors import StandingError
from triage.wiki.kept import KeptFile, entries
from triage.wiki.verdict import INVALID, TEMPORARY, Fact

States = Mapping[str, StandingState]


class FileStanding:
    """Reads the file again whenever it changed. An account that is not in it is `missing`."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = KeptFile(path, states_in, "[standing] file")
        self._trouble = ""

    def standings(self, accounts: Sequence[str], now: datetime) -> tuple[Standing, ...]:
        """One standing per account, in order; all `unknown` while the file cannot be read or has a wrong line."""
        try:
            states = self._file.value()
            self._trouble = ""
        except StandingError as error:
            self._trouble = str(error)
            return tuple(self._standing(it, Fact(StandingState.UNKNOWN, self._trouble), now) for it in accounts)
        return tuple(self._standing(it, self._fact(canonical_name(it), states), now) for it in accounts)

    def troubles(self) -> tuple[str, ...]:
        """What an alarm should say: why the file cannot be used."""
        return (self._trouble,) if self._trouble else ()

    def _standing(self, account: str, fact: Fact, now: datetime) -> Standing:
        return Standing(account, fact.state, now, self.name, (fact.sentence,))

    def _fact(self, name: str | None, states: States) -> Fact:
        if name is None:
            return INVALID
        if name in states:
            return Fact(states[name], f"{self.name} says: {states[name]}.")
        return TEMPORARY if is_temporary(name) else Fact(StandingState.MISSING, f"{self.name} does not name it.")


def states_in(text: str, path: str) -> States:
    """Canonical names and their states. Raises StandingError naming the first line that is wrong."""
    states: dict[str, StandingState] = {}
    for number, entry in entries(text):
        account, _, word = (part.strip() for part in entry.rpartition("="))
        name, word = canonical_name(account), word.casefold()
        if name is None or word not in set(StandingState):
            wanted = ", ".join(StandingState)
            raise StandingError(f"{path}, line {number}: write `Account = STATE`, STATE one of {wanted}")
        if states.setdefault(name, StandingState(word)) != word:
            raise StandingError(f"{path}, line {number}: {name} stands here twice with different states; keep one")
    return states
