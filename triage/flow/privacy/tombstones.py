"""A forgotten person stays forgotten, also when the mailbox is read again from its beginning.

What is kept is a keyed digest of the address and the moment: it names nobody to who has no key, and lets somebody who
writes anew later be met like anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, select

from triage.flow.parking import count_as_other
from triage.flow.work import Work
from triage.seal import Seal
from triage.store import erasing
from triage.store.tables import TombstoneRow

Tombstones = Mapping[str, datetime]
"""When who was forgotten, by the digest of the address."""


def digest_of(seal: Seal, address: str) -> str:
    """The name under which an address is remembered as forgotten."""
    return seal.mac(b"forgotten", address.casefold()).hex()


def tombstones(session: Session) -> Tombstones:
    """All of them: they are few, and asked for once for many messages."""
    return {row.address_digest: row.forgotten_at for row in session.exec(select(TombstoneRow))}


def set_up(work: Work, addresses: Iterable[str]) -> None:
    """From now on nothing that arrived until now comes back from these addresses."""
    for address in addresses:
        digest = digest_of(work.runtime.seal, address)
        work.session.merge(TombstoneRow(address_digest=digest, forgotten_at=work.now))


def is_forgotten(stones: Tombstones, seal: Seal, address: str, received_at: datetime) -> bool:
    """Did this arrive before its author was forgotten?"""
    forgotten_at = stones.get(digest_of(seal, address)) if stones else None
    return forgotten_at is not None and received_at <= forgotten_at


def pass_over(work: Work, received_id: int) -> None:
    """Counts the message, so that the sums stay true, and keeps nothing of it."""
    count_as_other(work, received_id)
    erasing.erase_raw(work.session, erasing.of_message(received_id))
