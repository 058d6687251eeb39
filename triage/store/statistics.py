"""An event in numbers, for pictures and for the clock of the evening. Counted in the database; changes nothing.

Moments are whole seconds since 1970.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Subquery, cast, extract, func, or_, select
from sqlmodel import Session, col

from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.mail import Purpose
from triage.store.tables import AttendanceRow, CaseRow, HistoryRow, OutboxRow, PersonRow, QuestionRow, SortedRow

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


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that an event's page shows, counted. `waiting`: how many asked to come and had no answer so far."""

    decisions: Mapping[tuple[str, bool], int]
    wishes: Mapping[int, int]
    questions: Mapping[int, int]
    waits: Mapping[int, int]
    waiting: int
    languages: Mapping[str, int]


SLOT = 300
"""Arrivals are counted by five minutes, beginning behind a moment that is given, so that it belongs to those before."""
LONG_AGO = SLOT * 10_000_000
"""Earlier than any mail: integers are cut towards zero, and below it that would be upwards."""


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


def wishes_by_slot(session: Session, event_id: int, around: datetime) -> Mapping[int, int]:
    """How many wishes to come arrived in each slot, by its last second (inclusive); `around` ends one."""
    of_event = col(AttendanceRow.event_id) == event_id
    return by_slot(session, seconds(col(AttendanceRow.received_at)), of_event, around)


def questions_by_slot(session: Session, event_id: int, around: datetime) -> Mapping[int, int]:
    """The same for questions."""
    return by_slot(session, seconds(col(QuestionRow.asked_at)), col(QuestionRow.event_id) == event_id, around)


def by_slot(
    session: Session, second: ColumnElement[int], condition: ColumnElement[bool], around: datetime
) -> Mapping[int, int]:
    """Counted in the database: a page needs some hundred numbers and not ten thousand dates."""
    base = int(around.timestamp()) - LONG_AGO
    slot = ((second - base - 1) // SLOT).label("slot")
    counted = select(slot, func.count()).where(condition).group_by("slot")
    return {base + (number + 1) * SLOT: count for number, count in session.connection().execute(counted)}


def decisions(session: Session, event_id: int) -> Mapping[tuple[str, bool], int]:
    """Wishes to come by (state, whether a person let them in against a rule)."""
    kind = col(AttendanceRow.state), col(AttendanceRow.let_in_because).is_not(None)
    counted = select(*kind, func.count()).where(col(AttendanceRow.event_id) == event_id).group_by(*kind)
    rows = session.connection().execute(counted)
    return {(state, bool(is_let_in)): count for state, is_let_in, count in rows}


def waits(session: Session, event_id: int) -> tuple[Mapping[int, int], int]:
    """How many waited how many seconds, from the wish to the first mail that settled it; and how many wait yet.

    Who took their wish back waits for nothing.
    """
    told = first_told(event_id)
    wait = (seconds(told.c.at) - seconds(col(AttendanceRow.received_at))).label("wait")
    is_withdrawn = (col(AttendanceRow.state) == AttendanceState.WITHDRAWN).label("is_withdrawn")
    counted = (
        select(wait, is_withdrawn, func.count())
        .select_from(AttendanceRow)
        .outerjoin(told, told.c.person_id == col(AttendanceRow.person_id))
        .where(col(AttendanceRow.event_id) == event_id)
        .group_by("wait", "is_withdrawn")
    )
    ended: Counter[int] = Counter()
    waiting = 0
    rows: Sequence[Any] = session.connection().execute(counted).all()
    for wait_seconds, has_withdrawn, count in rows:
        if wait_seconds is None:
            waiting += 0 if has_withdrawn else count
        elif wait_seconds >= 0:  # a wish that is begun anew arrives later than the answer to the first one
            ended[wait_seconds] += count
    return ended, waiting


def without_answer_at(session: Session, event_id: int, moment: datetime) -> int:
    """How many had asked to come by then and were not told where they stand, those who took it back left out."""
    told = first_told(event_id)
    waiting = (
        select(func.count())
        .select_from(AttendanceRow)
        .outerjoin(told, told.c.person_id == col(AttendanceRow.person_id))
        .where(
            col(AttendanceRow.event_id) == event_id,
            col(AttendanceRow.state) != AttendanceState.WITHDRAWN,
            col(AttendanceRow.received_at) <= moment,
            or_(told.c.at.is_(None), told.c.at > moment),
        )
    )
    return session.connection().execute(waiting).scalar_one()


def first_told(event_id: int) -> Subquery:
    """Person and moment of the first mail that settled their wish."""
    return (
        select(col(OutboxRow.person_id), func.min(col(OutboxRow.sent_at)).label("at"))
        .where(
            col(OutboxRow.event_id) == event_id,
            col(OutboxRow.purpose).in_(SETTLES),
            col(OutboxRow.sent_at).is_not(None),
        )
        .group_by(col(OutboxRow.person_id))
        .subquery()
    )


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
    return {str(language): int(count) for language, count in session.connection().execute(spoken)}


def seats(decided: Mapping[tuple[str, bool], int], capacity: int | None) -> Seats:
    """Who holds a seat, waits for one, or has no decision yet; from `decisions`."""

    def number(*states: AttendanceState) -> int:
        return sum(count for (state, _), count in decided.items() if state in states)

    undecided = number(AttendanceState.REQUESTED, AttendanceState.REVIEW)
    return Seats(number(AttendanceState.APPROVED), number(AttendanceState.WAITING), undecided, capacity)


def numbers(session: Session, event: Event) -> Numbers:
    """Everything that an event's page counts."""
    ended, waiting = waits(session, event.id)
    return Numbers(
        decisions=decisions(session, event.id),
        wishes=wishes_by_slot(session, event.id, event.attend_deadline),
        questions=questions_by_slot(session, event.id, event.attend_deadline),
        waits=ended,
        waiting=waiting,
        languages=languages(session, event.id),
    )


def state_of(session: Session, event: Event) -> tuple[int | None, ...]:
    """What changes whenever one of the numbers may have: a look into three indexes, however much there is."""
    newest = (
        select(func.max(col(HistoryRow.id))).where(col(HistoryRow.event_id) == event.id),
        select(func.max(col(SortedRow.received_id))).where(col(SortedRow.event_id) == event.id),
        select(func.max(col(QuestionRow.id))).where(col(QuestionRow.event_id) == event.id),
    )
    return (event.revision, *(session.connection().execute(query).scalar() for query in newest))


def seconds(moment: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column, or one of a subquery
    """Whole seconds since 1970."""
    return cast(extract("epoch", moment), BigInteger)
