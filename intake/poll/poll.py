"""One pass over the mailbox: fetch, commit, and only then touch the server."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from intake.mailbox import Mailbox, MailboxError, Position
from intake.poll.ahead import ahead
from intake.poll.walk import Interested, Walk
from intake.store import Arrival, Claimed, Cursor, Outcome, Store

COMMIT_ROWS = 500


@dataclass(frozen=True, slots=True)
class Polled:
    """What one pass came to: passed = len(received) + perhaps + not_ours + duplicates.

    `received` are the ids of the new rows. `was_overtaken`: another poller works on this folder, and
    this pass stopped. `not_moved`: why stored messages could not be moved to the folder for processed
    mail; they are safe, and stay where they are.
    """

    received: tuple[int, ...] = ()
    perhaps: int = 0
    not_ours: int = 0
    duplicates: int = 0
    was_overtaken: bool = False
    not_moved: str = ""

    @property
    def passed(self) -> int:
        """How many headers the cursor passed."""
        return len(self.received) + self.perhaps + self.not_ours + self.duplicates


def poll(
    mailbox: Mailbox,
    store: Store,
    interest: Interested,
    *,
    at_most: int | None = None,
    commit_rows: int = COMMIT_ROWS,
) -> Polled:
    """Read what has come since the last pass, or the next `at_most` headers of it.

    Each step is one transaction of at most `commit_rows` headers and some megabytes of bodies, and
    moves the cursor with what it stores: whatever stops this pass, the next one goes on from there.

    Raises MailboxError and StoreError; what was committed before stays.
    """
    walk = Walk(mailbox, interest, store.cursor(mailbox.folder), mailbox.look(), commit_rows, at_most)
    outcomes: list[Outcome] = []
    stored: list[int] = []
    # One thread talks to the server; this one packs and commits.
    for batch in chain.from_iterable(walk.batches(ahead(walk.stretches()))):
        outcomes.append(store.receive(batch))
        if not outcomes[-1].is_current:
            break
        stored += [arrival.uid for arrival in batch.arrivals]
    # The commits stand above this line: a message that the server has let go must be in the store.
    return _polled(outcomes, _moved(mailbox, stored))


def fetch_claimed(mailbox: Mailbox, store: Store) -> tuple[int, ...]:
    """Fetch whole what staff have claimed of the lines marked perhaps; the ids of the new rows.

    Run it after `poll`, which learns where the messages lie when the folder was made anew. A message
    that is gone is marked so; one that the server will not hand out stays claimed.

    Raises MailboxError and StoreError; what was committed before stays.
    """
    claims = store.claimed(mailbox.folder)
    if not claims:
        return ()
    position, cursor = mailbox.look(), store.cursor(mailbox.folder)
    received, stored = [], []
    for claim in claims:
        is_here = claim.uidvalidity == position.uidvalidity
        if not is_here and not _is_read(cursor, position):
            continue
        arrival = _whole(mailbox, claim) if is_here else None
        if isinstance(arrival, MailboxError):
            continue
        received.append(store.receive_claimed(mailbox.folder, claim, arrival))
        stored += [claim.uid] if arrival else []
    _moved(mailbox, stored)
    return tuple(row for row in received if row is not None)


def _whole(mailbox: Mailbox, claim: Claimed) -> Arrival | MailboxError | None:
    for uid, delivery in mailbox.deliveries([claim.uid]).items():
        for _, pieces in mailbox.messages({uid: delivery.size}):
            if pieces is None:
                return MailboxError(f"the server does not hand out message {uid}")
            return Arrival.of(uid, delivery.received_at, pieces)
    return None


def _is_read(cursor: Cursor | None, position: Position) -> bool:
    """The whole folder has been walked in its present form."""
    return cursor is not None and cursor.uidvalidity == position.uidvalidity and cursor.uid + 1 >= position.uidnext


def _moved(mailbox: Mailbox, uids: list[int]) -> str:
    """Move them; a sentence if that failed. Moving is a courtesy to people who look into the mailbox."""
    try:
        mailbox.move(uids)
    except MailboxError as error:
        return str(error)
    return ""


def _polled(outcomes: list[Outcome], not_moved: str) -> Polled:
    return Polled(
        received=tuple(row for outcome in outcomes for row in outcome.received),
        perhaps=sum(outcome.perhaps for outcome in outcomes),
        not_ours=sum(outcome.not_ours for outcome in outcomes),
        duplicates=sum(outcome.duplicates for outcome in outcomes),
        was_overtaken=not all(outcome.is_current for outcome in outcomes),
        not_moved=not_moved,
    )
