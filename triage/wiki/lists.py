"""Staff's private list: accounts and addresses they want to look at before these get a link.

An account or an address a line, `#` begins a comment. Addresses are compared, and best also kept, as keyed hashes of
the mailbox they reach, whatever alias form was written. It never decides alone who may come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.model.account import canonical_name
from triage.wiki.aliases import mailbox_of, resemblance, skeleton
from triage.wiki.errors import StandingError
from triage.wiki.kept import KeptFile, entries

Mac = Callable[[str], bytes]
"""A keyed hash of a text."""

_ADDRESS = re.compile(r"[^@\s:]+@[^@\s]+\.[^@\s.]+\.?")
_HASH = re.compile(r"hash:((?:[0-9a-f]{2}){16,64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exact:
    """The account or the mailbox is on the list: a person looks before anything leaves."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Near:
    """The account's name comes near to one on the list: pointed out, and nothing else."""

    sentence: str


@dataclass(frozen=True, slots=True)
class PrivateList:
    """Canonical account names and keyed hashes of mailboxes, each with its line; and how the names look."""

    accounts: Mapping[str, int]
    skeletons: Mapping[str, str]
    mailboxes: Mapping[bytes, int]
    mac: Mac

    def matches(self, address: str | None, account: str | None) -> Exact | Near | None:
        """Whether this person is on the list under this address or account, or comes near to it."""
        name = canonical_name(account) if account else None
        if name is not None and name in self.accounts:
            return Exact(f"The account {name} is on the private list (line {self.accounts[name]}).")
        if address and (line := self.mailboxes.get(self.mac(mailbox_of(address)))):
            return Exact(f"The address, or another form of it, is on the private list (line {line}).")
        return self._near(name) if name else None

    def _near(self, name: str) -> Near | None:
        mine = skeleton(name)
        for listed, theirs in self.skeletons.items():
            if how := resemblance(mine, theirs):
                line = self.accounts[listed]
                return Near(f"The account {name} {how} {listed}, which is on the private list (line {line}).")
        return None


def private_list_file(path: Path, mac: Mac) -> KeptFile[PrivateList]:
    """The list in a file; its `value()` raises StandingError while it cannot be used."""
    return KeptFile(path, lambda text, where: private_list_in(text, where, mac), "[standing] private_list")


def private_list_in(text: str, path: str, mac: Mac) -> PrivateList:
    """The list as `text` states it. Raises StandingError with the number of a wrong line, never with what it says."""
    accounts: dict[str, int] = {}
    mailboxes: dict[bytes, int] = {}
    for number, entry in entries(text):
        if (hashed := _hashed(entry, mac)) is not None:
            mailboxes.setdefault(hashed, number)
        elif (name := canonical_name(entry)) is not None:
            accounts.setdefault(name, number)
        else:
            raise StandingError(f"{path}, line {number}: neither an account, an address, nor hash:HEX; mend the line")
    return PrivateList(accounts, {name: skeleton(name) for name in accounts}, mailboxes, mac)


def without_addresses(text: str, mac: Mac) -> str:
    """The same list with each address as its keyed hash, so that the file tells nobody who is on it."""
    return "".join(_without_address(line, mac) for line in text.splitlines(keepends=True))


def _without_address(line: str, mac: Mac) -> str:
    entry = line.partition("#")[0].strip()
    return line.replace(entry, f"hash:{mac(mailbox_of(entry)).hex()}", 1) if _ADDRESS.fullmatch(entry) else line


def _hashed(entry: str, mac: Mac) -> bytes | None:
    if found := _HASH.fullmatch(entry):
        return bytes.fromhex(found[1])
    return mac(mailbox_of(entry)) if _ADDRESS.fullmatch(entry) else None
