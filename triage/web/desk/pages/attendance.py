"""Who comes to an event: the list with filters, as a table to take away, and who is still without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import Response

from triage.model.case import AttendanceState, StandingState
from triage.model.mail import MailState
from triage.model.staff import Right
from triage.store import statistics
from triage.store.attendances import Comer, Order, Sieve, comers, number_of_comers
from triage.store.events import event_from
from triage.store.unanswered import unanswered
from triage.web.desk.kit import Page, Visit, page
from triage.web.desk.pages.events import clock_of, row_of, seats_of
from triage.web.desk.paging import PAGE, paging
from triage.web.desk.table_file import table_file

Choice = TypeVar("Choice", bound=StrEnum)
MOST_WITHOUT = 200
HEAD = (
    "name",
    "address",
    "account",
    "account_is",
    "standing",
    "standing_checked_at",
    "state",
    "waiting_place",
    "arrived_at",
    "is_late",
    "let_in_because",
    "mail",
    "mail_state",
)


def shown(visit: Visit) -> Response:
    """Some of those who want to come."""
    sieve, order = sieve_in(visit.query), one_of(visit.query, "order", Order) or Order.ARRIVAL
    with visit.looking() as work:
        event = event_from(row_of(work, visit.part("slug")))
        pages = paging(visit.request, number_of_comers(work.session, event, sieve))
        people = comers(work.session, event, sieve, order, max(pages.first - 1, 0), PAGE)
        seats = seats_of(work.session, event)
    kept = urlencode([(name, value) for name, value in visit.query.multi_items() if value and name != "page"])
    return visit.render(
        "attendance.html",
        event=event,
        people=people,
        paging=pages,
        seats=seats,
        asked={name: visit.query.get(name, "") for name in ("state", "standing", "mail", "late", "text", "order")},
        file=f"/desk/event/{event.slug}/attendance.csv{'?' + kept if kept else ''}",
        states=list(AttendanceState),
        standings=list(StandingState),
        mails=list(MailState),
        orders=list(Order),
    )


def taken_away(visit: Visit) -> Response:
    """The same list, whole, as a file. The join details are in none."""
    sieve, order = sieve_in(visit.query), one_of(visit.query, "order", Order) or Order.ARRIVAL
    with visit.looking() as work:
        event = event_from(row_of(work, visit.part("slug")))
        people = comers(work.session, event, sieve, order)
    return table_file(f"{event.slug}-attendance.csv", HEAD, rows(people))


def rows(people: Iterable[Comer]) -> Iterable[tuple[str, ...]]:
    """Text in each cell."""
    for one in people:
        yield (
            one.name,
            one.address,
            one.account or "",
            one.ownership if one.account else "",
            one.standing or "",
            spelled(one.checked_at),
            one.state,
            str(one.place or ""),
            spelled(one.received_at),
            "yes" if one.is_late else "no",
            one.let_in_because,
            one.mail or "",
            one.mail_state or "",
        )


def spelled(at: datetime | None) -> str:
    """ISO 8601, UTC, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def sieve_in(query: QueryParams) -> Sieve:
    """What the address asks for; what nobody knows is left out."""
    return Sieve(
        state=one_of(query, "state", AttendanceState),
        standing=one_of(query, "standing", StandingState),
        mail=one_of(query, "mail", MailState),
        is_late={"yes": True, "no": False}.get(query.get("late", "")),
        text=query.get("text", "").strip(),
    )


def one_of(query: QueryParams, name: str, kind: type[Choice]) -> Choice | None:
    """One of the values of `kind`, or None."""
    text = query.get(name, "")
    return kind(text) if text in set(kind) else None


def clock_shown(visit: Visit) -> Response:
    """The clock of the evening: what is due, and everybody who is still without an answer."""
    with visit.looking() as work:
        event = event_from(row_of(work, visit.part("slug")))
        without, waiting = unanswered(work.session, event, visit.now), statistics.waits(work.session, event.id)[1]
        clock = clock_of(work.session, event, visit.now, waiting)
    return visit.render(
        "event_clock.html", event=event, clock=clock, without=without[:MOST_WITHOUT], number=len(without)
    )


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/attendance", Right.READ, shown),
    page("/desk/event/{slug}/attendance.csv", Right.READ, taken_away),
    page("/desk/event/{slug}/clock", Right.READ, clock_shown),
)
