"""An event in numbers, for pictures and for the clock of the evening. Reads columns, not rows; changes nothing.

Times come as whole seconds since 1970: some ten thousand of them are counted at each look at a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, col

from triage.model.case import AttendanceState
from triage.model.mail import Purpose
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow, PersonRow, QuestionRow

SETTLES = (
    Purpose.JOIN_DETAILS,
    Purpose.CONFIRMED,
    Purpose.LATE,
    Purpose.NO_SEAT,
    Purpose.DECLINED,
    Purpose.WITHDRAWN,
    Purpose.CANCELLED,
)
"""Mails after which somebody who asked to come knows where they stand. To be asked for an account is no answer."""


class WishTimes(NamedTuple):
    """A wish to come: when it arrived, and when the first mail left that settles it; None while none has."""

    state: str
    received: int
    answered: int | None
    is_let_in: bool


@dataclass(frozen=True, slots=True)
class Seats:
    """How many hold a seat, wait for one or are undecided. `capacity` None: there is no end of seats."""

    taken: int
    waiting: int
    undecided: int
    capacity: int | None

    @property
    def free(self) -> int | None:
        """None where seats are not counted; never below zero."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


def wish_times(session: Session, event_id: int) -> list[WishTimes]:
    """Every wish to come to this event."""
    first = (
        select(col(OutboxRow.person_id), func.min(col(OutboxRow.sent_at)).label("at"))
        .where(
            col(OutboxRow.event_id) == event_id,
            col(OutboxRow.purpose).in_(SETTLES),
            col(OutboxRow.sent_at).is_not(None),
        )
        .group_by(col(OutboxRow.person_id))
        .subquery()
    )
    wishes = (
        select(
            col(AttendanceRow.state),
            seconds(col(AttendanceRow.received_at)),
            seconds(first.c.at),
            col(AttendanceRow.let_in_because).is_not(None),
        )
        .outerjoin(first, first.c.person_id == col(AttendanceRow.person_id))
        .where(col(AttendanceRow.event_id) == event_id)
    )
    return [WishTimes(*row) for row in session.connection().execute(wishes)]


def question_times(session: Session, event_id: int) -> list[int]:
    """When each question for this event arrived."""
    asked = select(seconds(col(QuestionRow.asked_at))).where(col(QuestionRow.event_id) == event_id)
    return list(session.connection().execute(asked).scalars())


def languages(session: Session, event_id: int) -> Mapping[str, int]:
    """People with a case about this event, by language (BCP 47, or `und`); the most frequent first."""
    number = func.count()
    spoken = (
        select(col(PersonRow.language), number)
        .join(CaseRow, col(CaseRow.person_id) == col(PersonRow.id))
        .where(col(CaseRow.event_id) == event_id)
        .group_by(col(PersonRow.language))
        .order_by(number.desc(), col(PersonRow.language))
    )
    return {language: count for language, count in session.connection().execute(spoken)}


def seats(session: Session, event_id: int, capacity: int | None) -> Seats:
    """Who holds a seat, waits for one, or has no decision yet."""
    counted = (
        select(col(AttendanceRow.state), func.count())
        .where(col(AttendanceRow.event_id) == event_id)
        .group_by(col(AttendanceRow.state))
    )
    by_state = {state: count for state, count in session.connection().execute(counted)}
    undecided = sum(by_state.get(state, 0) for state in (AttendanceState.REQUESTED, AttendanceState.REVIEW))
    taken, waiting = by_state.get(AttendanceState.APPROVED, 0), by_state.get(AttendanceState.WAITING, 0)
    return Seats(taken, waiting, undecided, capacity)


def seconds(moment: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[int]:
    """Whole seconds since 1970, in the database: reading ten thousand dates takes longer than counting them."""
    return cast(extract("epoch", moment), Integer)
