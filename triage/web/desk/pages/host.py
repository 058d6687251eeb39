"""What the host reads during the call: one question, large and calm, one key to the next, and nobody's name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlmodel import col, func, select
from starlette.responses import Response

from triage.flow.questions import disposing
from triage.flow.work import Work
from triage.model.case import Disposition
from triage.model.question import clock
from triage.model.staff import Right
from triage.store.board import BoardEntry, Part, board, in_order
from triage.store.events import event_from
from triage.store.tables import EventRow, QuestionRow
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages.board import event_in, path_of
from triage.web.desk.pages.question import path_to

COMING = 3
"""So many are shown below the one that is read."""
OPEN, LIVE = frozenset({Disposition.OPEN}), frozenset({Disposition.LIVE})


def shown(visit: Visit) -> Response:
    """The question that is read, those that come, and what was answered."""
    with visit.looking() as work:
        row = event_in(work, visit)
        event, now = event_from(row), stamp(work, row)
        waiting = in_order(work.session, row, Part(OPEN))
        place = place_of(waiting, visit.query.get("at", ""))
        # The one before as well, where there is one.
        near = board(work.session, row, Part(OPEN, first=max(place - 1, 0), most=COMING + 2))
        done = answered(board(work.session, row, Part(LIVE)))
    shown_at = min(place, 1)
    ahead = near[shown_at + 1 :][:COMING]
    return visit.render(
        "host.html",
        event=event,
        current=near[shown_at] if near else None,
        before=near[0] if place else None,
        after=ahead[0] if ahead else None,
        coming=ahead,
        place=place,
        waiting=len(waiting),
        done=done,
        has_begun=visit.now >= event.starts_at,
        into_the_call=clock(max(int((visit.now - event.starts_at).total_seconds()), 0)),
        stamp=now,
    )


def answered(entries: Sequence[BoardEntry]) -> list[tuple[BoardEntry, str]]:
    """What was answered live and where in the recording, the last first."""
    latest = sorted(entries, key=lambda each: each.live_second or 0, reverse=True)
    return [(each, clock(each.live_second or 0)) for each in latest]


def place_of(waiting: Sequence[int], at: str) -> int:
    """Where the asked one stands; the first where it is gone."""
    return next((place for place, each in enumerate(waiting) if str(each) == at), 0)


def state(visit: Visit) -> Response:
    """Whether anything changed since the page was shown, for its script."""
    with visit.looking() as work:
        return visit.json({"stamp": stamp(work, event_in(work, visit))})


def stamp(work: Work, row: EventRow) -> str:
    """Short, and another one after any change that the host sees."""
    number, version, position = col(QuestionRow.id), col(QuestionRow.version), col(QuestionRow.position)
    # Sums tell each change from the others, and the database adds thousands up sooner than we read them.
    told = select(QuestionRow.disposition, func.count(), func.sum(number), func.sum(version))
    each = told.add_columns(func.sum(number * position), func.sum(position * position))
    of_event = each.where(col(QuestionRow.event_id) == row.id).group_by(col(QuestionRow.disposition))
    rows = [tuple(map(str, one)) for one in work.session.execute(of_event.order_by(col(QuestionRow.disposition)))]
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
