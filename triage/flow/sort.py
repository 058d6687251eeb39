"""From a received row to a case: parse, judge, then case, attendance, questions, mails, a bunch in one transaction.

A message that crashes is parked and the next one taken; nothing that arrives stops the loop.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from intake.message import Mask, Received
from intake.parse import parse
from intake.store import StoreError, reading
from triage.flow.arrivals import Arrival, author_of
from triage.flow.consequences import follow
from triage.flow.joins import all_secrets
from triage.flow.known import Asking, Incoming, facts_of
from triage.flow.parking import park
from triage.flow.privacy.tombstones import Tombstones, is_forgotten, pass_over, tombstones
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.event import Event
from triage.model.facts import Facts
from triage.model.reading import Reading
from triage.seal import mask_for
from triage.store import sorting
from triage.store.events import open_events

log = logging.getLogger(__name__)

BUNCH, BUNCH_BYTES = 50, 4 << 20
"""Messages in one transaction: its commit costs as much as that of one, and nobody waits for it noticeably.

Fewer of large ones, for all of them are held at a time.
"""


@dataclass(frozen=True, slots=True)
class Sorting:
    """How many messages were sorted and how many had to be parked."""

    sorted: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Outset:
    """What one run of the sorter asks once for all its messages."""

    mask: Mask
    events: tuple[Event, ...]
    claimed: frozenset[int]
    forgotten: Tombstones


@dataclass(frozen=True, slots=True)
class Opinion:
    """A message with what was made of it, and the facts that this rests on."""

    incoming: Incoming
    facts: Facts
    reading: Reading


def outset(runtime: Runtime, waiting: Sequence[int]) -> Outset:
    """The secrets to mask, the events there are, what of this a person of the staff claimed, and who is forgotten."""
    with Session(reading(runtime.engine)) as session:
        mask = mask_for(all_secrets(session, runtime.seal))
        return Outset(mask, open_events(session), sorting.claimed_of(session, waiting), tombstones(session))


def sort_received(runtime: Runtime, limit: int = 1000) -> Sorting:
    """Sorts what has arrived, oldest first, at most `limit` messages."""
    with Session(reading(runtime.engine)) as session:
        waiting = sorting.unsorted(session, limit)
    if not waiting:
        return Sorting()
    begun = outset(runtime, list(waiting))
    left = deque(bunches(waiting))
    parked = 0
    while left:
        bunch = left.popleft()
        try:
            sort_once_more(runtime, bunch, begun)
        except StoreError:
            raise  # the database's trouble is no message's fault: the next round goes on
        except Exception as error:  # noqa: BLE001 - the one of this loop: a message never stops it
            if len(bunch) > 1:
                # Nothing of the bunch was kept. Now each by itself, so that whoever crashes is parked alone.
                left.extendleft([one] for one in reversed(bunch))
                continue
            log.warning("message %s parked: %s", bunch[0], type(error).__name__)
            park(runtime, bunch[0], error)
            parked += 1
    return Sorting(len(waiting) - parked, parked)


def bunches(waiting: Mapping[int, int]) -> Iterator[list[int]]:
    """What waits, with its bytes, in bunches."""
    bunch: list[int] = []
    size = 0
    for number, octets in waiting.items():
        if bunch and (len(bunch) == BUNCH or size + octets > BUNCH_BYTES):
            yield bunch
            bunch, size = [], 0
        bunch.append(number)
        size += octets
    if bunch:
        yield bunch


def sort_once_more(runtime: Runtime, bunch: Sequence[int], begun: Outset) -> None:
    """Tries again where another worker began the same person or case a moment ago."""
    try:
        sort_bunch(runtime, bunch, begun)
    except IntegrityError:
        sort_bunch(runtime, bunch, begun)


def sort_bunch(runtime: Runtime, bunch: Sequence[int], begun: Outset) -> None:
    """Understands some messages and does what follows, all or nothing.

    Understanding takes most of the time, and nobody waits for it: the lock is taken after it.
    """
    read = [incoming(runtime, received, begun.mask) for received in runtime.inbox.each(bunch)]
    with Session(reading(runtime.engine)) as session:
        known = facts_of(Asking(session, runtime, runtime.clock(), begun.events, begun.claimed), read)
    formed = [Opinion(one, facts, runtime.judge(one.message, facts)) for one, facts in zip(read, known, strict=True)]
    with unit_of_work(runtime) as work:
        ours = sorting.take(work.session, bunch)
        sorting.hold_rows(work.session)
        kept = [each for each in formed if each.incoming.received.id in ours and not is_passed_over(work, begun, each)]
        for run in runs(work, kept):
            settle(work, begun, run)


def incoming(runtime: Runtime, received: Received, mask: Mask) -> Incoming:
    """The message in the raw bytes. Some megabytes of each would be held until the bunch is done, so they go."""
    return Incoming(replace(received, raw=b""), parse(received.raw, runtime.own, mask))


def is_passed_over(work: Work, begun: Outset, formed: Opinion) -> bool:
    """Is it from somebody who was forgotten? Then it is counted, and nothing of it kept."""
    author, received = author_of(formed.incoming.message), formed.incoming.received
    if not author or not is_forgotten(begun.forgotten, work.runtime.seal, author, received.received_at):
        return False
    pass_over(work, received.id)
    return True


def runs(work: Work, opinions: Sequence[Opinion]) -> Iterator[list[Opinion]]:
    """A bunch in parts: somebody of whom something is known alone, people who are new together, each once.

    So nothing that is done for one message of a part is about the author of another one.
    """
    known = set(sorting.known_of(work.session, {author_of(formed.incoming.message) for formed in opinions}))
    new: list[Opinion] = []
    for formed in opinions:
        author = author_of(formed.incoming.message)
        if author not in known:
            new.append(formed)
            known |= {author} - {""}
            continue
        if new:
            yield new
        yield [formed]
        new = []
    if new:
        yield new


def settle(work: Work, begun: Outset, run: Sequence[Opinion]) -> None:
    """Does what follows from some messages. Judges again where something was learned of an author meanwhile."""
    work.session.flush()
    asking = Asking(work.session, work.runtime, work.now, begun.events, begun.claimed)
    known = facts_of(asking, [formed.incoming for formed in run])
    follow(work, [arrival(work, begun, formed, facts) for formed, facts in zip(run, known, strict=True)])


def arrival(work: Work, begun: Outset, formed: Opinion, facts: Facts) -> Arrival:
    """The message by the facts that hold now."""
    received, message = formed.incoming.received, formed.incoming.message
    made = formed.reading if facts == formed.facts else work.runtime.judge(message, facts)
    about = next((event.id for event in begun.events if event.slug == made.event), None)
    return Arrival(received, message, made, about)
