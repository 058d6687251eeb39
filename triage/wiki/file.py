"""Good standing from a file that staff keep: `Account = good` (or missing, locked, listed, …), one a line.

For wikis without an API, for trials, and for the demo. It asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from triage.model.account import canonical_name, is_temporary
from triage.model.case import Standing, StandingState
from triage.wiki.errors import StandingError

_States = dict[str, StandingState]
_Version = tuple[int, int, int]


class FileStanding:
    """Reads the file again whenever it changed. An account that is not in it is `missing`."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._version: _Version | None = None
        self._states: _States = {}
        self._trouble = ""

    def standings(self, accounts: Sequence[str], now: datetime) -> tuple[Standing, ...]:
        """One standing per account, in order; all `unknown` while the file cannot be read or has a wrong line."""
        try:
            self._read_if_changed()
        except StandingError as error:
            self._version, self._trouble = None, str(error)
            unknown = StandingState.UNKNOWN
            return tuple(Standing(account, unknown, now, self.name, (self._trouble,)) for account in accounts)
        self._trouble = ""
        return tuple(self._standing(account, now) for account in accounts)

    def troubles(self) -> tuple[str, ...]:
        """What an alarm should say: why the file cannot be used."""
        return (self._trouble,) if self._trouble else ()

    def _standing(self, account: str, now: datetime) -> Standing:
        state, sentence = self._state(canonical_name(account))
        return Standing(account, state, now, self.name, (sentence,))

    def _state(self, name: str | None) -> tuple[StandingState, str]:
        if name is None:
            return StandingState.INVALID, "No account can be called so (MediaWiki's rules for user names)."
        if name in self._states:
            return self._states[name], f"{self.name} says: {self._states[name]}."
        if is_temporary(name):
            return StandingState.TEMPORARY, "This is the name of a temporary account, which nobody keeps."
        return StandingState.MISSING, f"{self.name} does not name this account."

    def _read_if_changed(self) -> None:
        try:
            status = self._path.stat()
            version = (status.st_mtime_ns, status.st_size, status.st_ino)
            if version == self._version:
                return
            text = self._path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise StandingError(f"{self._path} cannot be read ({error.strerror}); check [standing] file") from error
        except UnicodeDecodeError as error:
            raise StandingError(f"{self._path} is not UTF-8 text (octet {error.start}); save it as UTF-8") from error
        self._states = states_in(text, str(self._path))
        self._version = version


def states_in(text: str, path: str) -> dict[str, StandingState]:
    """Canonical names and their states. Raises StandingError naming the first line that says neither."""
    states: dict[str, StandingState] = {}
    for number, account, word in _entries(text):
        name = canonical_name(account)
        if name is None or word not in set(StandingState):
            wanted = ", ".join(StandingState)
            raise StandingError(f"{path}, line {number}: write `Account = STATE`, STATE one of {wanted}")
        if states.setdefault(name, StandingState(word)) != word:
            raise StandingError(f"{path}, line {number}: {name} stands twice with different states; keep one")
    return states


def _entries(text: str) -> Iterator[tuple[int, str, str]]:
    """(line number, account, state) of the lines that are not empty. Neither part can hold a `#`."""
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.partition("#")[0].strip()
        if entry:
            account, _, word = entry.rpartition("=")
            yield number, account.strip(), word.strip().casefold()
