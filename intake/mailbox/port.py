"""The port: what intake asks of a mailbox, whatever holds the mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

REPORT_BYTES = 16_384
"""How much of each peeked part of a report is read: enough for a status and a returned header section."""


Pieces = Iterable[bytes]
"""The bytes of one message, in order."""


class MailboxError(Exception):
    """The mailbox cannot be read now; the sentence says what to do.

    `is_permanent`: trying again does not help before a person has changed something.
    """

    def __init__(self, sentence: str, *, is_permanent: bool = False) -> None:
        super().__init__(sentence)
        self.is_permanent = is_permanent


class TokenError(Exception):
    """What a token callable raises when it has no access token; `is_permanent` as with MailboxError."""

    def __init__(self, sentence: str, *, is_permanent: bool = False) -> None:
        super().__init__(sentence)
        self.is_permanent = is_permanent


@dataclass(frozen=True, slots=True)
class Position:
    """Where a folder stands: its UIDVALIDITY and the UID that the next message will get (RFC 3501, 2.3.1.1)."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Head:
    """A message's header section as it lies in the mailbox."""

    uid: int
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """When a message arrived at the server (INTERNALDATE), aware, UTC, and its size in bytes.

    Servers are known to be wrong about the size.
    """

    received_at: datetime
    size: int


class Mailbox(Protocol):
    """One folder of a mailbox, read-only but for `move`. Every method may raise MailboxError."""

    @property
    def folder(self) -> str:
        """The folder's name, which the cursor is kept under."""
        ...

    def look(self) -> Position:
        """Where the folder stands now. Cheap enough for every few seconds."""
        ...

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs that exist, or did at the last look, from `first` to `last`, both included, ascending."""
        ...

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """The header sections of these messages, ascending; those that are gone are missing."""
        ...

    def reports(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The second and third parts of these reports, each cut at REPORT_BYTES (RFC 3462: status, returned mail)."""
        ...

    def deliveries(self, uids: Sequence[int]) -> dict[int, Delivery]:
        """When these messages arrived, and how large they are. Asked apart: most mail is not ours."""
        ...

    def messages(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Pieces | None]]:
        """Each of these messages whole, as (uid, pieces), in the order given; `sizes` are in bytes, by UID.

        A tuple of pieces is in memory already; others must be read before the next message is asked
        for. A message that is gone is left out. One that the server lists and will not hand out comes
        with None. Memory does not grow with their number or size.
        """
        ...

    def move(self, uids: Sequence[int]) -> None:
        """Move these messages to the folder for processed mail, if one is configured. The caller has committed."""
        ...

    def close(self) -> None:
        """Hang up, where there is something to hang up. The next call opens again."""
        ...
