"""Events: all of them, and one with its seats, its clock and its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from triage.flow.closing import what_is_left
from triage.flow.work import Work
from triage.model.event import Event, EventState
from triage.model.staff import Right
from triage.policy.evening import LOOKS, Moment, minutes, moments, next_moment
from triage.store import statistics
from triage.store.events import event_from, event_row
from triage.store.statistics import Numbers, Seats
from triage.store.tables import EventRow
from triage.web.desk import pictures
from triage.web.desk.kit import Page, Visit, page
from triage.web.desk.pictures import Picture


@dataclass(frozen=True, slots=True)
class Look:
    """How many were without an answer so many minutes before the start; None while that lies ahead."""

    minutes: int
    at: datetime
    without: int | None


@dataclass(frozen=True, slots=True)
class Clock:
    """The evening at a glance."""

    moments: tuple[Moment, ...]
    next: Moment | None
    looks: tuple[Look, ...]
    without_now: int


def row_of(work: Work, slug: str) -> EventRow:
    """The stored event; a page that says so where there is none."""
    row = event_row(work.session, slug)
    if row is None:
        raise HTTPException(404)
    return row


def all_shown(visit: Visit) -> Response:
    """Every event, the open ones first, the next call at the top."""
    with visit.looking() as work:
        rows = work.session.exec(select(EventRow).order_by(col(EventRow.starts_at))).all()
        events = [event_from(row) for row in rows]
        seats = {event.id: seats_of(work.session, event) for event in events if event.state is EventState.OPEN}
    coming = [event for event in events if event.state is EventState.OPEN]
    over = [event for event in reversed(events) if event.state is not EventState.OPEN]
    return visit.render("events.html", coming=coming, over=over, seats=seats)


def shown(visit: Visit) -> Response:
    """One event."""
    with visit.looking() as work:
        row = row_of(work, visit.part("slug"))
        event, has_link = event_from(row), row.join_sealed is not None
        numbers = visit.desk.counted.numbers(work.session, event, visit.now)
        clock = clock_of(work.session, event, visit.now, numbers.waiting)
        left = what_is_left(work, row) if event.state is EventState.OPEN and event.ends_at < visit.now else ()
    return visit.render(
        "event.html",
        200,
        event=event,
        has_join_details=has_link,
        has_zoom=visit.desk.runtime.zoom is not None,
        seats=statistics.seats(numbers.decisions, event.capacity),
        pictures=drawn(numbers, event, visit.now),
        clock=clock,
        left=left,
    )


def drawn(numbers: Numbers, event: Event, now: datetime) -> tuple[Picture, ...]:
    """The pictures of these numbers."""
    return (
        pictures.arrivals(numbers.wishes, numbers.questions, event.attend_deadline, now),
        pictures.waits(numbers.waits),
        pictures.decisions(numbers.decisions),
        pictures.languages(numbers.languages),
    )


def seats_of(session: Session, event: Event) -> Seats:
    """Taken, waiting, undecided."""
    return statistics.seats(statistics.decisions(session, event.id), event.capacity)


def clock_of(session: Session, event: Event, now: datetime, waiting: int) -> Clock:
    """What is due, and who waits. Past looks are counted as it was then."""
    looks = tuple(look(session, event, before, now) for before in LOOKS)
    return Clock(moments(event), next_moment(event, now), looks, waiting)


def look(session: Session, event: Event, before: timedelta, now: datetime) -> Look:
    """How it was so long before the start, if that is over."""
    at = event.starts_at - before
    return Look(minutes(before), at, statistics.without_answer_at(session, event.id, at) if at <= now else None)


ROUTES: tuple[Page, ...] = (
    page("/desk/events", Right.READ, all_shown),
    page("/desk/event/{slug}", Right.READ, shown),
)
