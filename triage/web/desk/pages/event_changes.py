"""An event made and changed: described, moved, cancelled, closed. Whom it tells is looked at first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.responses import Response

from triage.flow import closing, events
from triage.flow.events import EventError
from triage.flow.told import who_was_told
from triage.flow.work import ImpossibleError, Work
from triage.model.event import EventState
from triage.model.staff import Right
from triage.store.events import event_from, event_row
from triage.store.tables import EventRow
from triage.web.desk import event_form
from triage.web.desk.kit import Page, Visit, action, page
from triage.web.desk.pages.events import row_of
from triage.web.desk.pictures.saying import number_of

CHANGED = "Somebody changed this event while you wrote. Both are shown; save again, and yours stands."
MOST_LISTED = 500
"""So many of those who will be told are named; the number is always whole."""


def form_shown(visit: Visit, values: Mapping[str, str], status: int, row: EventRow | None = None) -> Response:
    """The form, new or of a stored event."""
    event = event_from(row) if row else None
    return visit.render(
        "event_form.html",
        status,
        groups=event_form.GROUPS,
        values=values,
        event=event,
        seen=event_form.fingerprint(event) if event else "",
        has_join_details=row is not None and row.join_sealed is not None,
        has_zoom=visit.desk.runtime.zoom is not None,
    )


def new_shown(visit: Visit, status: int = 200) -> Response:
    """An empty form with the usual values."""
    return form_shown(visit, event_form.usual(), status)


def added(visit: Visit) -> Response:
    """A new event."""
    made = event_form.described(visit.form, None, has_zoom=visit.desk.runtime.zoom is not None)
    if made is not None and made.starts_at <= visit.now:
        visit.form.wrong("date", "This moment is past.")
    if made is None or not visit.form.is_good:
        return new_shown(visit, 422)
    with visit.working() as work:
        is_taken = event_row(work.session, made.slug) is not None
        if not is_taken:
            events.add(work, made.event(), made.join_details())
    if is_taken:
        visit.form.wrong("slug", "There is an event of this name already.")
        return new_shown(visit, 422)
    return visit.go(f"/desk/event/{made.slug}", "The event is here. Look at its mails before anybody writes.")


def edit_shown(visit: Visit) -> Response:
    """The form of a stored event."""
    with visit.looking() as work:
        row = open_row(work, visit.part("slug"))
        return form_shown(visit, event_form.typed(event_from(row)), 200, row)


def edited(visit: Visit) -> Response:
    """The event's new description; its date moves elsewhere, because people are told of that."""
    form = visit.form
    with visit.working() as work:
        row = open_row(work, visit.part("slug"))
        stored = event_from(row)
        made = event_form.described(form, stored, has_zoom=work.runtime.zoom is not None)
        if form.text("seen") != event_form.fingerprint(stored):
            form.wrong("seen", CHANGED)
        if made is None or not form.is_good:
            return form_shown(visit, event_form.typed(stored), 422, row)
        events.add(work, made.event(), made.join_details() if event_form.has_secrets(form) else None)
    return visit.go(f"/desk/event/{stored.slug}", "The event is described anew.")


def move_shown(visit: Visit, status: int = 200, starts_at: datetime | None = None) -> Response:
    """A new date, and everybody who will be told of it: whoever knows that very date already is not."""
    return change_shown(visit, "event_move.html", status, starts_at)


def moved(visit: Visit) -> Response:
    """One date moves; everybody who was told the old one is told."""
    form = visit.form
    reason, starts_at, number = form.required("reason"), moment(visit), form.number("expected")
    if starts_at is None or number is None or not form.is_good:
        return move_shown(visit, 422, starts_at)
    try:
        with visit.working() as work:
            row = row_of(work, visit.part("slug"))
            told = events.reschedule(work, row, starts_at, reason, number)
    except EventError as error:
        form.wrong("date", str(error))
        return move_shown(visit, 422, starts_at)
    return visit.go(
        f"/desk/event/{visit.part('slug')}", f"The event moved. {number_of(told, 'person is', 'people are')} told."
    )


def cancel_shown(visit: Visit, status: int = 200) -> Response:
    """Why, and everybody who will be told."""
    return change_shown(visit, "event_cancel.html", status)


def cancelled(visit: Visit) -> Response:
    """The call will not take place."""
    form = visit.form
    reason, number = form.required("reason"), form.number("expected")
    if number is None or not form.is_good:
        return cancel_shown(visit, 422)
    try:
        with visit.working() as work:
            told = events.cancel(work, row_of(work, visit.part("slug")), reason, number)
    except EventError as error:
        form.wrong("reason", str(error))
        return cancel_shown(visit, 422)
    return visit.go(
        f"/desk/event/{visit.part('slug')}",
        f"The event is cancelled. {number_of(told, 'person is', 'people are')} told.",
    )


def close_shown(visit: Visit, status: int = 200) -> Response:
    """What is left."""
    with visit.looking() as work:
        row = row_of(work, visit.part("slug"))
        return visit.render("event_close.html", status, event=event_from(row), left=closing.what_is_left(work, row))


def closed(visit: Visit) -> Response:
    """The end; with a reason, where something is owed."""
    try:
        with visit.working() as work:
            closing.close(work, row_of(work, visit.part("slug")), visit.form.text("reason"))
    except ImpossibleError as error:
        visit.form.wrong("reason", str(error.args[0]))
        return close_shown(visit, 422)
    return visit.go(f"/desk/event/{visit.part('slug')}", "The event is closed.")


def change_shown(visit: Visit, template: str, status: int, starts_at: datetime | None = None) -> Response:
    """A form above the list of those whom it tells."""
    with visit.looking() as work:
        row = open_row(work, visit.part("slug"))
        people, event = who_was_told(work, row, starts_at), event_from(row)
    return visit.render(template, status, event=event, people=people[:MOST_LISTED], number=len(people))


def open_row(work: Work, slug: str) -> EventRow:
    """The event, if it can still be changed. Raises ImpossibleError."""
    row = row_of(work, slug)
    if row.state != EventState.OPEN:
        raise ImpossibleError(f"{row.slug} is {row.state}; only an open event can be changed")
    return row


def moment(visit: Visit) -> datetime | None:
    """Date and time as typed, UTC."""
    form = visit.form
    if not (form.required("date") and form.required("time")):
        return None
    try:
        return datetime.fromisoformat(f"{form.text('date')}T{form.text('time')}").replace(tzinfo=UTC)
    except ValueError:
        form.wrong("date", "That is no date and time.")
        return None


ROUTES: tuple[Page, ...] = (
    page("/desk/events/new", Right.EVENTS, new_shown),
    action("/desk/events/new", Right.EVENTS, added),
    page("/desk/event/{slug}/edit", Right.EVENTS, edit_shown),
    action("/desk/event/{slug}/edit", Right.EVENTS, edited),
    page("/desk/event/{slug}/move", Right.EVENTS, move_shown),
    action("/desk/event/{slug}/move", Right.EVENTS, moved),
    page("/desk/event/{slug}/cancel", Right.EVENTS, cancel_shown),
    action("/desk/event/{slug}/cancel", Right.EVENTS, cancelled),
    page("/desk/event/{slug}/close", Right.EVENTS, close_shown),
    action("/desk/event/{slug}/close", Right.EVENTS, closed),
)
