"""What goes into the store and what comes out, as frozen values."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

_LARGE = 65_536  # bytes; what is larger carries attachments


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything in the folder up to `uid` has been read, as long as `uidvalidity` is the same."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message of ours, fetched whole: `packed` are its bytes, compressed; `size` counts them before that."""

    uid: int
    received_at: datetime
    digest: bytes
    size: int
    packed: bytes = field(repr=False)

    @classmethod
    def of(cls, uid: int, received_at: datetime, chunks: Iterable[bytes]) -> Arrival:
        """Digest and compress the message piece by piece, so that a large one is never held whole."""
        digest, packed, size = sha256(), [], 0
        deflate = None
        for chunk in chunks:
            deflate = deflate or _deflate(len(chunk))
            digest.update(chunk)
            packed.append(deflate.compress(chunk))
            size += len(chunk)
        packed.append((deflate or _deflate(0)).flush())
        return cls(uid, received_at, digest.digest(), size, b"".join(packed))


def _deflate(size: int) -> zlib._Compress:
    """How to compress a message whose first piece has this size.

    Attachments were compressed before they became base64. Nothing repeats in them, but each letter
    holds six bits of eight, and Huffman's code alone takes that back in a quarter of the time.
    """
    return zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY if size > _LARGE else zlib.Z_DEFAULT_STRATEGY)


@dataclass(frozen=True, slots=True)
class PerhapsLine:
    """What staff see of a message with a weak sign."""

    uid: int
    received_at: datetime
    header_digest: bytes
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One step of the cursor: what lies between `after` (None: never read) and `cursor`.

    `not_ours` counts headers; nothing else is kept of them.
    """

    folder: str
    after: Cursor | None
    cursor: Cursor
    arrivals: tuple[Arrival, ...] = ()
    perhaps: tuple[PerhapsLine, ...] = ()
    not_ours: int = 0

    @property
    def passed(self) -> int:
        """How many headers the cursor passes with this step."""
        return len(self.arrivals) + len(self.perhaps) + self.not_ours


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step came to.

    `is_current` is False when somebody else has moved the cursor meanwhile: nothing was written.
    `received` are the ids of the new rows, in the order of arrival in the folder.
    """

    is_current: bool = True
    received: tuple[int, ...] = ()
    perhaps: int = 0
    not_ours: int = 0
    duplicates: int = 0

    @property
    def passed(self) -> int:
        """How many headers the cursor passed."""
        return len(self.received) + self.perhaps + self.not_ours + self.duplicates


@dataclass(frozen=True, slots=True)
class Claimed:
    """A line that staff have claimed and whose message is to be fetched."""

    id: int
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What the cursors have passed, over all folders."""

    passed: int = 0
    ours: int = 0
    perhaps: int = 0
    not_ours: int = 0
    duplicates: int = 0

    @property
    def is_balanced(self) -> bool:
        """Every header that was passed is in exactly one of the four."""
        return self.passed == self.ours + self.perhaps + self.not_ours + self.duplicates
