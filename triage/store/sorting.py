"""Queries for the sorter: what waits to be sorted, and what is known of its author."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, event
from sqlmodel import Session, and_, col, func, or_, select

from intake.store import PerhapsRow, PerhapsState, ReceivedRow
from triage.model.case import AttendanceState
from triage.model.facts import Acquaintance, Suppression, Thread
from triage.model.mail import CARRIES_JOIN_DETAILS, MailState, Purpose
from triage.store.tables import (
    AttendanceRow,
    EventRow,
    OutboxRow,
    ParkedRow,
    PersonRow,
    SortedRow,
    SuppressionRow,
)

MAY_HAVE_LEFT = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)
ON_ITS_WAY = (MailState.DRAFT, MailState.QUEUED, *MAY_HAVE_LEFT)


def is_one_of(column: object, values: Iterable[str]) -> ColumnElement[bool]:
    """One of these, spelled out in the statement: a list that is bound anew each time costs twice the rest."""
    return or_(*(col(column) == value for value in sorted(values)))


# Asked for each bunch, and said once: building a statement costs more than running it.
_KNOWN = select(PersonRow.address).where(col(PersonRow.address).in_(bindparam("addresses", expanding=True)))
_OURS = (
    select(OutboxRow.message_id, OutboxRow.purpose, OutboxRow.to_address, EventRow.slug)
    .join(EventRow, col(EventRow.id) == OutboxRow.event_id)
    .where(col(OutboxRow.message_id).in_(bindparam("message_ids", expanding=True)))
)
# Asked for each message of somebody who is known.
_WISHES = (
    select(EventRow.slug, AttendanceRow.event_id, AttendanceRow.state, AttendanceRow.account)
    .add_columns(col(AttendanceRow.received_at), col(AttendanceRow.account_asked_at))
    .join(EventRow, col(EventRow.id) == AttendanceRow.event_id)
    .join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
    .where(col(PersonRow.address) == bindparam("address"))
)
_LINKED = select(OutboxRow.event_id).where(
    OutboxRow.to_address == bindparam("address"),
    is_one_of(OutboxRow.purpose, CARRIES_JOIN_DETAILS),
    is_one_of(OutboxRow.state, ON_ITS_WAY),
)
_ANSWERS = select(func.count()).where(
    OutboxRow.to_address == bindparam("address"),
    col(OutboxRow.queued_at) > bindparam("since"),
    is_one_of(OutboxRow.state, ON_ITS_WAY),
    col(OutboxRow.by_staff).is_(None),
)
_SUPPRESSED = select(SuppressionRow.why).where(SuppressionRow.address == bindparam("address"))


def unsorted(session: Session, limit: int) -> dict[int, int]:
    """Received messages that are neither sorted nor parked, in the order of their storing, with their bytes."""
    waiting = select(ReceivedRow.id, ReceivedRow.size).where(*waits()).order_by(col(ReceivedRow.id)).limit(limit)
    return {number: size for number, size in session.exec(waiting) if number is not None}


def waits() -> tuple[ColumnElement[bool], ...]:
    """Neither sorted nor parked."""
    return (
        ~select(SortedRow.received_id).where(SortedRow.received_id == ReceivedRow.id).exists(),
        ~select(ParkedRow.received_id).where(ParkedRow.received_id == ReceivedRow.id).exists(),
    )


def take(session: Session, received_ids: Sequence[int]) -> frozenset[int]:
    """Locks received messages for sorting; those that no other sorter was faster with."""
    of_these = col(ReceivedRow.id).in_(received_ids)
    # In one order, so that two sorters wait for each other in turn.
    session.exec(select(ReceivedRow.id).where(of_these).order_by(col(ReceivedRow.id)).with_for_update()).all()
    sorted_already = session.exec(select(SortedRow.received_id).where(col(SortedRow.received_id).in_(received_ids)))
    return frozenset(received_ids) - frozenset(sorted_already)


def hold_rows(session: Session) -> None:
    """Keeps every row that the session meets until it ends; else it forgets what nobody holds, and asks again."""
    held: list[object] = []
    for met in ("loaded_as_persistent", "pending_to_persistent"):
        event.listen(session, met, lambda _, row: held.append(row))


def unsorted_count(session: Session) -> int:
    """How many wait. Counted by themselves, so that a message counted twice shows in the sums."""
    return session.exec(select(func.count()).select_from(ReceivedRow).where(*waits())).one()


def known_of(session: Session, addresses: Collection[str]) -> frozenset[str]:
    """Those of these addresses that have written before. Nothing else is known of one that has not."""
    return frozenset(session.connection().execute(_KNOWN, {"addresses": list(addresses)}).scalars())


def ours_among(session: Session, message_ids: Collection[str]) -> dict[str, Thread]:
    """The mails of ours among these Message-IDs."""
    if not message_ids:
        return {}
    found = session.connection().execute(_OURS, {"message_ids": list(message_ids)})
    return {message_id: Thread(slug, Purpose(purpose), to) for message_id, purpose, to, slug in found}


def acquaintances(session: Session, address: str) -> dict[str, Acquaintance]:
    """What is known of this address, by event slug."""
    wishes = session.connection().execute(_WISHES, {"address": address}).all()
    linked = link_holders(session, address) if wishes else frozenset()
    return {
        slug: Acquaintance(
            attendance=AttendanceState(state),
            account=account,
            wished_at=wished_at,
            was_account_asked=asked_at is not None,
            was_link_sent=event_id in linked,
        )
        for slug, event_id, state, account, wished_at, asked_at in wishes
    }


def invitations(session: Session, address: str) -> Sequence[tuple[int, str]]:
    """(person, event slug) of the calendar entries that were sent to this address."""
    sent = (
        select(OutboxRow.person_id, EventRow.slug)
        .join(EventRow, col(EventRow.id) == OutboxRow.event_id)
        .where(OutboxRow.to_address == address, OutboxRow.calendar != "")
        .distinct()
    )
    return session.exec(sent).all()


def link_holders(session: Session, address: str) -> frozenset[int]:
    """Events whose link this address has, may have, or is about to get."""
    return frozenset(session.connection().execute(_LINKED, {"address": address}).scalars())


def suppression(session: Session, address: str) -> Suppression | None:
    """Why we do not write to this address, if we do not."""
    why = session.connection().scalar(_SUPPRESSED, {"address": address})
    return Suppression(why) if why else None


def automatic_answers(session: Session, address: str, since: datetime) -> int:
    """Automatic answers that are on their way to this address or went since then: what the loop cap counts."""
    return int(session.connection().scalar(_ANSWERS, {"address": address, "since": since}) or 0)


def answers_today(session: Session, address: str, now: datetime) -> int:
    """Automatic answers of the last 24 hours."""
    return automatic_answers(session, address, now - timedelta(hours=24))


def claimed_of(session: Session, received_ids: Sequence[int]) -> frozenset[int]:
    """Which of these a person of the staff claimed from among the messages that perhaps are ours."""
    fetched = (
        select(ReceivedRow.id)
        .join(
            PerhapsRow,
            and_(
                col(ReceivedRow.folder) == PerhapsRow.folder,
                col(ReceivedRow.uidvalidity) == PerhapsRow.uidvalidity,
                col(ReceivedRow.uid) == PerhapsRow.uid,
            ),
        )
        .where(col(ReceivedRow.id).in_(received_ids), PerhapsRow.state == PerhapsState.FETCHED)
    )
    return frozenset(number for number in session.exec(fetched) if number is not None)
