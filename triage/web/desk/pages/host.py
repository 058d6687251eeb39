"""What the host reads during the call: one question, large and calm, one key to the next, and nobody's name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlmodel import col, select
from starlette.responses import Response

from triage.flow.questions import disposing
from triage.flow.work import Work
from triage.model.case import Disposition
from triage.model.question import clock
from triage.model.staff import Right
from triage.store.board import BoardEntry, board
from triage.store.events import event_from
from triage.store.tables import EventRow, QuestionRow
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages.board import event_in, path_of
from triage.web.desk.pages.question import path_to

COMING = 3
"""So many are shown below the one that is read."""


def shown(visit: Visit) -> Response:
    """The question that is read, those that come, and what was answered."""
    with visit.looking() as work:
        row = event_in(work, visit)
        event, entries, now = event_from(row), board(work.session, row), stamp(work, row)
    waiting = [each for each in entries if each.disposition == Disposition.OPEN]
    place = place_of(waiting, visit.query.get("at", ""))
    return visit.render(
        "host.html",
        event=event,
        current=waiting[place] if waiting else None,
        before=waiting[place - 1] if place else None,
        after=waiting[place + 1] if place + 1 < len(waiting) else None,
        coming=waiting[place + 1 : place + 1 + COMING],
        place=place,
        waiting=len(waiting),
        done=answered(entries),
        has_begun=visit.now >= event.starts_at,
        into_the_call=clock(max(int((visit.now - event.starts_at).total_seconds()), 0)),
        stamp=now,
    )


def answered(entries: Sequence[BoardEntry]) -> list[tuple[BoardEntry, str]]:
    """What was answered live and where in the recording, the last first."""
    live = [each for each in entries if each.disposition == Disposition.LIVE]
    latest = sorted(live, key=lambda each: each.live_second or 0, reverse=True)
    return [(each, clock(each.live_second or 0)) for each in latest]


def place_of(waiting: Sequence[BoardEntry], at: str) -> int:
    """Where the asked one stands; the first where it is gone."""
    return next((place for place, each in enumerate(waiting) if str(each.id) == at), 0)


def state(visit: Visit) -> Response:
    """Whether anything changed since the page was shown, for its script."""
    with visit.looking() as work:
        return visit.json({"stamp": stamp(work, event_in(work, visit))})


def stamp(work: Work, row: EventRow) -> str:
    """Short, and another one after any change that the host sees."""
    told = select(QuestionRow.id, QuestionRow.version, QuestionRow.position, QuestionRow.disposition)
    rows = work.session.exec(told.where(QuestionRow.event_id == row.id).order_by(col(QuestionRow.id))).all()
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def settled(visit: Visit) -> Response:
    """Answered, or left for the written answers; then the next."""
    form, slug = visit.form, visit.part("slug")
    number = form.number("question")
    following = form.text("then")
    host = path_of(slug, "host") + (f"?at={following}" if following.isdecimal() else "")
    if number is None:
        return visit.go(host)
    is_live = form.text("how") == "live"
    with visit.working() as work:
        if is_live:
            row = disposing.answered_live(work, number)
            said = f"Answered at {clock(row.live_second or 0)}."
        else:
            disposing.to_writing(work, number, visit.staff.name)
            said = "It will be answered in writing."
    undo = Undo(f"{path_to(number)}/dispose", {"outcome": "open", "back": f"{path_of(slug, 'host')}?at={number}"})
    return visit.go(host, said, undo=undo)


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/host", Right.READ, shown),
    page("/desk/event/{slug}/host/state", Right.READ, state),
    action("/desk/event/{slug}/host", Right.DECIDE, settled),
)
