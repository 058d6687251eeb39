"""From a received row to a case, in one transaction a message: parse, judge, case, attendance, questions, mails.

A message that crashes is parked and the next one taken; nothing that arrives stops the loop.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from triage.seal import mask_for
from triage.store import sorting
from triage.store.events import open_events

log = logging.getLogger(__name__)


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
    parked = 0
    for received_id in waiting:
        try:
            sort_once_more(runtime, received_id, begun)
        except StoreError:
            raise  # the database's trouble is no message's fault: the next round goes on
        except Exception as error:  # noqa: BLE001 - the one of this loop: a message never stops it
            log.warning("message %s parked: %s", received_id, type(error).__name__)
            park(runtime, received_id, error)
            parked += 1
    return Sorting(len(waiting) - parked, parked)


def sort_once_more(runtime: Runtime, received_id: int, begun: Outset) -> None:
    """Tries again where another worker began the same person or case a moment ago."""
    try:
        sort_one(runtime, received_id, begun)
    except IntegrityError:
        sort_one(runtime, received_id, begun)


def sort_one(runtime: Runtime, received_id: int, begun: Outset) -> None:
    """Understands one message and does what follows, all or nothing."""
    received = runtime.inbox.received(received_id)
    message = parse(received.raw, runtime.own, begun.mask)
    with unit_of_work(runtime) as work:
        if not sorting.take(work.session, received_id):
            return
        author = message.headers.author
        if author and is_forgotten(begun.forgotten, runtime.seal, author.spec, received.received_at):
            pass_over(work, received_id)
            return
        made = runtime.judge(message, facts_for(work, received, message, begun))
        about = next((event.id for event in begun.events if event.slug == made.event), None)
        follow(work, Arrival(received, message, made, about))


def facts_for(work: Work, received: Received, message: Message, begun: Outset) -> Facts:
    """All that the judge may know besides the message."""
    settings, headers, session = work.runtime.settings, message.headers, work.session
    address = headers.author.spec if headers.author else ""
    facts = Facts(
        received_at=received.received_at,
        own=work.runtime.own,
        events=begun.events,
        threshold=settings.threshold,
        answers_per_address_per_day=settings.answers_per_address_per_day,
        thread=sorting.thread_of(session, [*parents(headers), *reversed(headers.references)]),
        is_claimed=received.id in begun.claimed,
    )
    # Nothing is known of somebody who never wrote, and we never wrote to them: nearly everybody's first mail.
    if not sorting.is_known(session, address):
        return facts
    return replace(
        facts,
        suppression=sorting.suppression(session, address),
        answers_today=sorting.answers_today(session, address, work.now),
        invitation=invitation(work, message, address),
        acquaintances=sorting.acquaintances(session, address),
    )


def parents(headers: Headers) -> list[str]:
    """The message that this one says it answers."""
    return [headers.in_reply_to] if headers.in_reply_to else []


def invitation(work: Work, message: Message, address: str) -> str | None:
    """The event whose calendar entry of ours this message answers; the entry's name is keyed per person."""
    if message.rsvp_uid is None:
        return None
    domain = work.runtime.settings.message_id_domain
    for person_id, slug in sorting.invitations(work.session, address):
        if calendar_uid(work.runtime.seal.mac, slug, person_id, domain) == message.rsvp_uid:
            return slug
    return None
