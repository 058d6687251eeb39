"""What is known of a message's author and thread before it is judged: the facts, asked for a whole bunch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from intake.message import Message, Received
from intake.references import thread_ids
from triage.compose import calendar_uid
from triage.flow.arrivals import author_of
from triage.flow.runtime import Runtime
from triage.model.event import Event
from triage.model.facts import Facts
from triage.store import sorting


@dataclass(frozen=True, slots=True)
class Incoming:
    """A received message as it was read; its raw bytes have served and are let go."""

    received: Received
    message: Message


@dataclass(frozen=True, slots=True)
class Asking:
    """Where and when to ask: a session that reads, or the one that also writes. The events, and what staff claimed."""

    session: Session
    runtime: Runtime
    now: datetime
    events: tuple[Event, ...]
    claimed: frozenset[int]


def facts_of(asking: Asking, incoming: Sequence[Incoming]) -> list[Facts]:
    """All that the judge may know besides each message."""
    authors = {author_of(one.message) for one in incoming} - {""}
    threads = [thread_ids(one.message.headers) for one in incoming]
    known = sorting.known_of(asking.session, authors)
    ours = sorting.ours_among(asking.session, {number for thread in threads for number in thread})
    settings = asking.runtime.settings
    found = []
    for one, thread in zip(incoming, threads, strict=True):
        facts = Facts(
            received_at=one.received.received_at,
            own=asking.runtime.own,
            events=asking.events,
            threshold=settings.threshold,
            answers_per_address_per_day=settings.answers_per_address_per_day,
            # The mail of ours that it answers; the nearest counts.
            thread=next((ours[number] for number in thread if number in ours), None),
            is_claimed=one.received.id in asking.claimed,
        )
        # Nothing is known of somebody who never wrote, and we never wrote to them: nearly everybody's first mail.
        found.append(of_author(asking, one.message, facts) if author_of(one.message) in known else facts)
    return found


def of_author(asking: Asking, message: Message, facts: Facts) -> Facts:
    """With what is known of the author of this message."""
    session, address = asking.session, author_of(message)
    return replace(
        facts,
        suppression=sorting.suppression(session, address),
        answers_today=sorting.answers_today(session, address, asking.now),
        invitation=invitation(asking, message, address),
        acquaintances=sorting.acquaintances(session, address),
    )


def invitation(asking: Asking, message: Message, address: str) -> str | None:
    """The event whose calendar entry of ours this message answers; the entry's name is keyed per person."""
    if message.rsvp_uid is None:
        return None
    domain = asking.runtime.settings.message_id_domain
    for person_id, slug in sorting.invitations(asking.session, address):
        if calendar_uid(asking.runtime.seal.mac, slug, person_id, domain) == message.rsvp_uid:
            return slug
    return None
