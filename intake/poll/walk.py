"""The walk through a folder: headers, what they are to us, bodies of what is ours. Commits nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256

from intake.mailbox import Delivery, Head, Mailbox, Pieces, Position
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
    """A header section, what it is to us, and, unless it is not ours, when it arrived.

    `delivery` is None also where the message was gone before that could be asked.
    """

    head: Head
    interest: Interest
    delivery: Delivery | None = None

    @property
    def weight(self) -> int:
        """How many bytes of body are to be fetched."""
        return self.delivery.size if self.delivery and self.interest is Interest.OURS else 0


Kept = Arrival | PerhapsLine | None
"""What is kept of a message; None is nothing at all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of headers with the bodies of what is ours, by UID: packed, in pieces, or None if refused."""

    sightings: Sequence[Sighting]
    bodies: dict[int, Arrival | Pieces | None]


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

    def stretches(self) -> Generator[Stretch, None, None]:
        """Fetch what lies above the cursor, some megabytes at a time."""
        for heads in self._heads():
            for sightings in _runs(self._sightings(heads)):
                yield Stretch(sightings, self._bodies(sightings))

    def batches(self, stretches: Generator[Stretch, None, None]) -> Generator[list[Batch], None, None]:
        """Pack the bodies; each batch is one commit."""
        at = self.at
        with closing(stretches):
            for stretch in stretches:
                kept, batches = _kept(stretch), []
                for start in range(0, len(kept), self.commit_rows):
                    batches.append(self._batch(at, kept[start : start + self.commit_rows]))
                    at = batches[-1].cursor
                yield batches

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
        reports = self.mailbox.reports([head.uid for head in heads if _is_report(head.raw)])
        told = [(head, self._interest(head, reports.get(head.uid, b""))) for head in heads]
        wanted = [head.uid for head, interest in told if interest is not Interest.NOT_OURS]
        deliveries = self.mailbox.deliveries(wanted) if wanted else {}
        return [Sighting(head, interest, deliveries.get(head.uid)) for head, interest in told]

    def _interest(self, head: Head, report: bytes) -> Interest:
        try:
            return self.interest(head.raw, report)
        except Exception:  # noqa: BLE001 - the one of this loop: no header may stop the mailbox, so a person looks at it
            _log.exception("the interest in message %d of %s could not be told", head.uid, self.mailbox.folder)
            return Interest.PERHAPS

    def _bodies(self, sightings: Sequence[Sighting]) -> dict[int, Arrival | Pieces | None]:
        """Small ones are packed later, beside the next fetch; a large one is packed as its pieces come in."""
        ours = {one.head.uid: one.delivery for one in sightings if one.delivery and one.interest is Interest.OURS}
        bodies: dict[int, Arrival | Pieces | None] = {}
        for uid, pieces in self.mailbox.messages({uid: delivery.size for uid, delivery in ours.items()}):
            if pieces is None or isinstance(pieces, tuple):
                bodies[uid] = pieces
            else:
                bodies[uid] = Arrival.of(uid, ours[uid].received_at, pieces)
        return bodies

    def _batch(self, after: Cursor | None, kept: Sequence[tuple[int, Kept]]) -> Batch:
        return Batch(
            folder=self.mailbox.folder,
            after=after,
            cursor=Cursor(self.position.uidvalidity, kept[-1][0]),
            arrivals=tuple(one for _, one in kept if isinstance(one, Arrival)),
            perhaps=tuple(one for _, one in kept if isinstance(one, PerhapsLine)),
            not_ours=sum(one is None for _, one in kept),
        )


def _runs(sightings: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """Runs whose bodies are at most BODY_BYTES together; a larger one makes a run of its own."""
    run: list[Sighting] = []
    size = 0
    for one in sightings:
        if run and size + one.weight > BODY_BYTES:
            yield run
            run, size = [], 0
        run.append(one)
        size += one.weight
    if run:
        yield run


def _kept(stretch: Stretch) -> list[tuple[int, Kept]]:
    """What is kept of each, in order.

    One of ours that is gone before its body was fetched was taken out by a person: nothing of it is
    left to keep, and it counts as not ours. One that the server will not hand out is shown to staff,
    who may claim it again.
    """
    kept: list[tuple[int, Kept]] = []
    for one in stretch.sightings:
        uid = one.head.uid
        found: Kept = None
        if one.delivery and one.interest is Interest.PERHAPS:
            found = _line(one.head, one.delivery)
        elif one.delivery and uid in stretch.bodies:
            body = stretch.bodies.pop(uid)  # packed, its bytes need not be held twice
            found = _line(one.head, one.delivery) if body is None else _arrival(uid, one.delivery, body)
        kept.append((uid, found))
    return kept


def _arrival(uid: int, delivery: Delivery, body: Arrival | Pieces) -> Arrival:
    return body if isinstance(body, Arrival) else Arrival.of(uid, delivery.received_at, body)


def _line(head: Head, delivery: Delivery) -> PerhapsLine:
    said = parse_headers(head.raw, Own())
    sender = said.author.spec if said.author else said.first("from")
    return PerhapsLine(
        uid=head.uid,
        received_at=delivery.received_at,
        header_digest=sha256(head.raw).digest(),
        sender=sender[:SENDER_LENGTH],
        subject=said.subject[:SUBJECT_LENGTH],
    )


def _is_report(raw: bytes) -> bool:
    return b"multipart/report" in raw.lower() and _REPORT.search(raw) is not None
