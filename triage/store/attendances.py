"""The list of those who want to come to an event, for staff and as a table to take away. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlmodel import Session, col, func, or_, select

from triage.model.case import AttendanceState, StandingState
from triage.model.event import Event
from triage.model.facts import ownership_of
from triage.model.mail import MailState
from triage.store.statistics import SETTLES
from triage.store.tables import AttendanceRow, OutboxRow, PersonRow, StandingRow


class Order(StrEnum):
    """By what the list is sorted."""

    ARRIVAL = "arrival"
    NEWEST = "newest"
    NAME = "name"
    ADDRESS = "address"
    ACCOUNT = "account"
    STATE = "state"


COLUMNS: Mapping[Order, ColumnElement[Any]] = {
    Order.ARRIVAL: col(AttendanceRow.received_at).asc(),
    Order.NEWEST: col(AttendanceRow.received_at).desc(),
    Order.NAME: func.lower(col(PersonRow.name)),
    Order.ADDRESS: col(PersonRow.address).asc(),
    Order.ACCOUNT: col(AttendanceRow.account).asc(),
    Order.STATE: col(AttendanceRow.state).asc(),
}

WISHED = (
    col(AttendanceRow.account),
    col(AttendanceRow.confirmed_account),
    col(AttendanceRow.state),
    col(AttendanceRow.received_at),
    col(AttendanceRow.let_in_because),
)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is shown. None or empty: no matter which. `text`: stands in name, address or account."""

    state: AttendanceState | None = None
    standing: StandingState | None = None
    mail: MailState | None = None
    is_late: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Comer:
    """One person who wants to come. `mail` and `mail_state`: the newest mail that settles it, None where there is none.

    `place`: how many wait before them, counted from one, while they wait.
    """

    case_id: int
    name: str
    address: str
    account: str | None
    ownership: str
    standing: str | None
    checked_at: datetime | None
    state: str
    received_at: datetime
    is_late: bool
    let_in_because: str
    mail: str | None = None
    mail_state: str | None = None
    place: int | None = None


def comers(
    session: Session, event: Event, sieve: Sieve, order: Order = Order.ARRIVAL, first: int = 0, most: int | None = None
) -> list[Comer]:
    """Those that pass the sieve, in this order, from the `first` on and at most so many."""
    # By columns: a whole list to take away is thousands, and rows that could be changed cost four times as much.
    found = (
        select(AttendanceRow.person_id, AttendanceRow.case_id, PersonRow.name, PersonRow.address)
        .add_columns(*WISHED, col(StandingRow.state).label("standing"), col(StandingRow.checked_at))
        .join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
        .outerjoin(StandingRow, col(StandingRow.account) == AttendanceRow.account)
        .where(*conditions(event, sieve))
        .order_by(COLUMNS[order], col(AttendanceRow.id))
        .offset(first)
    )
    rows = session.connection().execute(found if most is None else found.limit(most)).all()
    mails = newest_mails(session, event, [row.person_id for row in rows] if most else None)
    places = waiting_places(session, event.id)
    return [comer(event, row, mails.get(row.person_id), places.get(row.person_id)) for row in rows]


def number_of_comers(session: Session, event: Event, sieve: Sieve) -> int:
    """How many pass."""
    counted = (
        select(func.count())
        .select_from(AttendanceRow)
        .join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
        .outerjoin(StandingRow, col(StandingRow.account) == AttendanceRow.account)
        .where(*conditions(event, sieve))
    )
    return session.exec(counted).one()


def conditions(event: Event, sieve: Sieve) -> list[ColumnElement[bool]]:
    """The sieve as the database understands it."""
    found = [col(AttendanceRow.event_id) == event.id]
    if sieve.state:
        found.append(col(AttendanceRow.state) == sieve.state)
    if sieve.standing:
        found.append(col(StandingRow.state) == sieve.standing)
    if sieve.is_late is not None:
        received = col(AttendanceRow.received_at)
        found.append(received > event.attend_deadline if sieve.is_late else received <= event.attend_deadline)
    if sieve.mail:
        found.append(has_mail(event.id, sieve.mail))
    if sieve.text:
        places = (PersonRow.name, PersonRow.address, AttendanceRow.account)
        found.append(or_(*(col(place).icontains(sieve.text, autoescape=True) for place in places)))
    return found


def has_mail(event_id: int, state: MailState) -> ColumnElement[bool]:
    """Is a mail that settles the wish in this state?"""
    return (
        select(OutboxRow.id)
        .where(
            OutboxRow.event_id == event_id,
            OutboxRow.person_id == AttendanceRow.person_id,
            col(OutboxRow.purpose).in_(SETTLES),
            OutboxRow.state == state,
        )
        .exists()
    )


def newest_mails(session: Session, event: Event, people: Sequence[int] | None) -> Mapping[int, tuple[str, str]]:
    """Purpose and state of the newest mail that settles each person's wish; None: everybody's."""
    mails = (
        select(OutboxRow.person_id, OutboxRow.purpose, OutboxRow.state)
        .where(OutboxRow.event_id == event.id, col(OutboxRow.purpose).in_(SETTLES))
        .order_by(col(OutboxRow.id))
    )
    if people is not None:
        mails = mails.where(col(OutboxRow.person_id).in_(people))
    return {person_id: (purpose, state) for person_id, purpose, state in session.exec(mails)}


def waiting_places(session: Session, event_id: int) -> Mapping[int, int]:
    """Who waits for a seat, in the order in which seats are given: that of asking."""
    waiting = (
        select(AttendanceRow.person_id)
        .where(AttendanceRow.event_id == event_id, AttendanceRow.state == AttendanceState.WAITING)
        .order_by(col(AttendanceRow.received_at), col(AttendanceRow.id))
    )
    return {person_id: place for place, person_id in enumerate(session.exec(waiting), start=1)}


def comer(event: Event, row: Row[Any], mail: tuple[str, str] | None, place: int | None) -> Comer:
    """The frozen value of these columns."""
    purpose, state = mail or (None, None)
    return Comer(
        case_id=row.case_id,
        name=row.name,
        address=row.address,
        account=row.account,
        ownership=ownership_of(row.account, row.confirmed_account),
        standing=row.standing,
        checked_at=row.checked_at,
        state=row.state,
        received_at=row.received_at,
        is_late=row.received_at > event.attend_deadline,
        let_in_because=row.let_in_because or "",
        mail=purpose,
        mail_state=state,
        place=place,
    )
