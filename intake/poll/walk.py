"""The walk through a folder: headers, what they are to us, bodies of what is ours. Commits nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from intake.mailbox import Head, Mailbox, Position
from intake.message import Interest, Own
from intake.parse import parse_headers
from intake.store import Arrival, Batch, Cursor, PerhapsLine

Interested = Callable[[bytes, bytes], Interest]
"""Says from the header section, and from a report's parts (else empty), what a message is to us."""

HEADS = 500
"""Header sections that are fetched at a time."""
WINDOW = 10_000
"""UIDs that one search covers: its answer stays far below the longest line that a client reads."""
BODY_BYTES = 4 << 20
"""Bodies that are held at a time; a single larger message is held compressed."""
SENDER_LENGTH, SUBJECT_LENGTH = 320, 500

_REPORT = re.compile(rb"^content-type[ \t]*:(?:[ \t]|\r?\n[ \t])*multipart/report", re.IGNORECASE | re.MULTILINE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A header section and what it is to us."""

    head: Head
    interest: Interest


Entry = tuple[int, Arrival | PerhapsLine | None]
"""A UID that is passed, and what is kept of it."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk through `mailbox`, from after the cursor `at` to where the folder stood at `position`.

    `commit_rows`: how many headers one batch may pass at most.
    """

    mailbox: Mailbox
    interest: Interested
    at: Cursor | None
    position: Position
    commit_rows: int
    at_most: int | None = None

    @property
    def first(self) -> int:
        """The first UID to read.

        A new UIDVALIDITY means that all UIDs mean something else now (RFC 3501, 2.3.1.1). A UIDNEXT at
        or below what was read already is against the RFC and seen in practice, after a restore.
        Either way the folder is walked from the start, and the digests know what is stored already.
        """
        at, position = self.at, self.position
        if at is None or at.uidvalidity != position.uidvalidity or position.uidnext <= at.uid:
            return 1
        return at.uid + 1

    def batches(self) -> Generator[Batch, None, None]:
        """What lies above the cursor, in steps that are each committed as one."""
        at = self.at
        for heads in self._heads():
            for sightings in _slices(self._sightings(heads)):
                entries = self._entries(sightings)
                for start in range(0, len(entries), self.commit_rows):
                    batch = self._batch(at, entries[start : start + self.commit_rows])
                    at = batch.cursor
                    yield batch

    def _heads(self) -> Iterator[list[Head]]:
        left = self.at_most
        for uids in self._uids():
            found = self.mailbox.heads(uids if left is None else uids[:left])
            yield found
            if left is not None:
                left -= len(found)
                if left <= 0:
                    return

    def _uids(self) -> Iterator[list[int]]:
        """The UIDs that exist, by HEADS; wide gaps are crossed in growing strides."""
        first, width = self.first, WINDOW
        while first < self.position.uidnext:
            uids = self.mailbox.uids(first, min(first + width, self.position.uidnext) - 1)
            for start in range(0, len(uids), HEADS):
                yield uids[start : start + HEADS]
            first, width = first + width, WINDOW if uids else width * 2

    def _sightings(self, heads: list[Head]) -> list[Sighting]:
        reports = self.mailbox.reports([head.uid for head in heads if _REPORT.search(head.raw)])
        return [Sighting(head, self._interest(head, reports.get(head.uid, b""))) for head in heads]

    def _interest(self, head: Head, report: bytes) -> Interest:
        try:
            return self.interest(head.raw, report)
        except Exception:  # noqa: BLE001 - the one of this loop: no header may stop the mailbox, so a person looks at it
            _log.exception("the interest in message %d of %s could not be told", head.uid, self.mailbox.folder)
            return Interest.PERHAPS

    def _entries(self, sightings: Sequence[Sighting]) -> list[Entry]:
        """What is kept of each.

        One of ours that is gone before its body was fetched was taken out by a person: nothing of it
        is left to keep, and it counts as not ours. One that the server will not hand out is shown to
        staff, who may claim it again.
        """
        kept: dict[int, Arrival | PerhapsLine] = {
            one.head.uid: _line(one.head) for one in sightings if one.interest is Interest.PERHAPS
        }
        ours = {one.head.uid: one.head for one in sightings if one.interest is Interest.OURS}
        for uid, pieces in self.mailbox.messages(tuple(ours.values())):
            head = ours[uid]
            kept[uid] = _line(head) if pieces is None else Arrival.of(uid, head.received_at, pieces)
        return [(one.head.uid, kept.get(one.head.uid)) for one in sightings]

    def _batch(self, after: Cursor | None, entries: Sequence[Entry]) -> Batch:
        return Batch(
            folder=self.mailbox.folder,
            after=after,
            cursor=Cursor(self.position.uidvalidity, entries[-1][0]),
            arrivals=tuple(kept for _, kept in entries if isinstance(kept, Arrival)),
            perhaps=tuple(kept for _, kept in entries if isinstance(kept, PerhapsLine)),
            not_ours=sum(kept is None for _, kept in entries),
        )


def _slices(sightings: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """Runs of messages whose bodies, of ours, are at most BODY_BYTES together; a larger one ends its run."""
    run: list[Sighting] = []
    size = 0
    for one in sightings:
        more = one.head.size if one.interest is Interest.OURS else 0
        if run and size + more > BODY_BYTES:
            yield run
            run, size = [], 0
        run.append(one)
        size += more
    if run:
        yield run


def _line(head: Head) -> PerhapsLine:
    said = parse_headers(head.raw, Own())
    sender = said.author.spec if said.author else said.first("from")
    return PerhapsLine(
        uid=head.uid,
        received_at=head.received_at,
        header_digest=sha256(head.raw).digest(),
        sender=sender[:SENDER_LENGTH],
        subject=said.subject[:SUBJECT_LENGTH],
    )
