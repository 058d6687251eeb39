"""From a received row to a case: parse, judge, then case, attendance, questions, mails, a bunch in one transaction.

A message that crashes is parked and the next one taken; nothing that arrives stops the loop.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from intake.message import Headers, Mask, Message, Received
from intake.parse import parse
from intake.store import StoreError, reading
from triage.compose import calendar_uid
from triage.flow.consequences import Arrival, follow
from triage.flow.joins import all_secrets
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

BUNCH = 20
"""Messages in one transaction: its commit costs as much as that of one, and nobody waits for it noticeably."""


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
class Known:
    """Where to ask what is known of an author: a session that reads, or the one that also writes."""

    session: Session
    runtime: Runtime
    now: datetime
    begun: Outset


@dataclass(frozen=True, slots=True)
class Opinion:
    """A message with what was made of it, and the facts that this rests on."""

    received: Received
    message: Message
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
    begun = outset(runtime, waiting)
    bunches = deque(waiting[start : start + BUNCH] for start in range(0, len(waiting), BUNCH))
    parked = 0
    while bunches:
        bunch = bunches.popleft()
        try:
            sort_once_more(runtime, bunch, begun)
        except StoreError:
            raise  # the database's trouble is no message's fault: the next round goes on
        except Exception as error:  # noqa: BLE001 - the one of this loop: a message never stops it
            if len(bunch) > 1:
                # Nothing of the bunch was kept. Now each by itself, so that whoever crashes is parked alone.
                bunches.extendleft([one] for one in reversed(bunch))
                continue
            log.warning("message %s parked: %s", bunch[0], type(error).__name__)
            park(runtime, bunch[0], error)
            parked += 1
    return Sorting(len(waiting) - parked, parked)


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
    with Session(reading(runtime.engine)) as session:
        known = Known(session, runtime, runtime.clock(), begun)
        opinions = [opinion(known, received) for received in runtime.inbox.each(bunch)]
    with unit_of_work(runtime) as work:
        ours = sorting.take(work.session, bunch)
        sorting.hold_rows(work.session)
        known = Known(work.session, runtime, work.now, begun)
        for formed in opinions:
            if formed.received.id in ours:
                settle(work, known, formed)


def opinion(known: Known, received: Received) -> Opinion:
    """What we make of one message, by what is known of its author now."""
    message = parse(received.raw, known.runtime.own, known.begun.mask)
    facts = facts_for(known, received, message)
    # The raw bytes have served; some megabytes of each would be held until the bunch is done.
    return Opinion(replace(received, raw=b""), message, facts, known.runtime.judge(message, facts))


def settle(work: Work, known: Known, formed: Opinion) -> None:
    """Does what follows from one message. Judges again where something was learned of its author meanwhile."""
    received, message = formed.received, formed.message
    author = message.headers.author
    if author and is_forgotten(known.begun.forgotten, work.runtime.seal, author.spec, received.received_at):
        pass_over(work, received.id)
        return
    facts = facts_for(known, received, message)
    made = formed.reading if facts == formed.facts else work.runtime.judge(message, facts)
    about = next((event.id for event in known.begun.events if event.slug == made.event), None)
    follow(work, Arrival(received, message, made, about))
    work.session.flush()


def facts_for(known: Known, received: Received, message: Message) -> Facts:
    """All that the judge may know besides the message."""
    settings, headers, session = known.runtime.settings, message.headers, known.session
    address = headers.author.spec if headers.author else ""
    facts = Facts(
        received_at=received.received_at,
        own=known.runtime.own,
        events=known.begun.events,
        threshold=settings.threshold,
        answers_per_address_per_day=settings.answers_per_address_per_day,
        thread=sorting.thread_of(session, [*parents(headers), *reversed(headers.references)]),
        is_claimed=received.id in known.begun.claimed,
    )
    # Nothing is known of somebody who never wrote, and we never wrote to them: nearly everybody's first mail.
    if not sorting.is_known(session, address):
        return facts
    return replace(
        facts,
        suppression=sorting.suppression(session, address),
        answers_today=sorting.answers_today(session, address, known.now),
        invitation=invitation(known, message, address),
        acquaintances=sorting.acquaintances(session, address),
    )


def parents(headers: Headers) -> list[str]:
    """The message that this one says it answers."""
    return [headers.in_reply_to] if headers.in_reply_to else []


def invitation(known: Known, message: Message, address: str) -> str | None:
    """The event whose calendar entry of ours this message answers; the entry's name is keyed per person."""
    if message.rsvp_uid is None:
        return None
    domain = known.runtime.settings.message_id_domain
    for person_id, slug in sorting.invitations(known.session, address):
        if calendar_uid(known.runtime.seal.mac, slug, person_id, domain) == message.rsvp_uid:
            return slug
    return None
