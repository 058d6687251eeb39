"""The questions board of an event: all questions in the host's order, quick steps, look-alikes, one more by hand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlmodel import col, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from triage.flow import closing
from triage.flow.questions import merging, ordering
from triage.flow.questions.asked import add_by_hand
from triage.flow.work import Work
from triage.model.case import Channel, Disposition
from triage.model.staff import Right
from triage.store import board
from triage.store.events import event_from, event_row
from triage.store.tables import EventRow
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.paging import PAGE, paging

D = Disposition


class Shelf(StrEnum):
    """Parts of the board, by what became of a question."""

    OPEN = "open"
    WRITING = "writing"
    DONE = "done"
    ASIDE = "aside"
    ALL = "all"


HOLDS: dict[Shelf, frozenset[str]] = {
    Shelf.OPEN: frozenset({D.OPEN}),
    Shelf.WRITING: frozenset({D.WRITING}),
    Shelf.DONE: frozenset({D.LIVE, D.ANSWERED}),
    Shelf.ASIDE: frozenset({D.DECLINED, D.MERGED}),
    Shelf.ALL: frozenset(D),
}
TITLES = {
    Shelf.OPEN: "To answer",
    Shelf.WRITING: "In writing",
    Shelf.DONE: "Answered",
    Shelf.ASIDE: "Declined and merged",
    Shelf.ALL: "All",
}
CHANNELS = (("zoom", "Zoom"), ("youtube", "YouTube"), ("other", "elsewhere"))


def event_in(work: Work, visit: Visit) -> EventRow:
    """The event in the path; there is no page without one."""
    row = event_row(work.session, visit.part("slug"))
    if row is None:
        raise HTTPException(404)
    return row


def path_of(slug: str, rest: str = "questions") -> str:
    """A page of an event's board."""
    return f"/desk/event/{slug}/{rest}"


def nearest(visit: Visit) -> Response:
    """The board of the call that is under way or next; after the last one, of that."""
    with visit.looking() as work:
        rows = work.session.exec(select(EventRow).order_by(col(EventRow.starts_at))).all()
        row = next((row for row in rows if row.ends_at >= visit.now), rows[-1] if rows else None)
        slug = row.slug if row else ""
    return visit.go(path_of(slug)) if slug else visit.render("questions_none.html")


def shown(visit: Visit, status: int = 200) -> Response:
    """The board."""
    try:
        shelf = Shelf(visit.query.get("shelf", Shelf.OPEN))
    except ValueError:
        raise HTTPException(404) from None
    topic = visit.query.get("topic", "")
    with visit.looking() as work:
        row = event_in(work, visit)
        event, left = event_from(row), closing.what_is_left(work, row)
        numbers, topics = counted(board.numbers(work.session, row)), board.topics(work.session, row)
        found = counted(board.numbers(work.session, row, topic)) if topic else numbers
        pages = paging(visit.request, found[shelf])
        part = board.Part(HOLDS[shelf], topic, max(pages.first - 1, 0), PAGE)
        entries = board.board(work.session, row, part)
        slugs = work.session.exec(select(EventRow.slug).order_by(col(EventRow.starts_at).desc())).all()
    return visit.render(
        "questions.html",
        status,
        event=event,
        slugs=slugs,
        entries=entries,
        numbers=numbers,
        shelf=shelf,
        titles=TITLES,
        topic=topic,
        topics=sorted(topics | set(event.topics)),
        left=left,
        paging=pages,
        channels=CHANNELS,
        has_begun=visit.now >= event.starts_at,
    )


def counted(numbers: Mapping[str, int]) -> dict[str, int]:
    """How many stand on each shelf."""
    return {shelf: sum(numbers.get(each, 0) for each in held) for shelf, held in HOLDS.items()}


def added(visit: Visit) -> Response:
    """One question that was asked elsewhere."""
    form, slug = visit.form, visit.part("slug")
    text, channel = form.required("text"), form.choice("channel", Channel)
    if channel is None or not form.is_good:
        return shown(visit, 422)
    with visit.working() as work:
        row = add_by_hand(
            work, event_in(work, visit), text, channel, asker=form.text("asker"), topic=form.text("topic")
        )
        number = row.id
    return visit.go(path_of(slug), f"Question {number} stands on the board.")


def moved(visit: Visit) -> Response:
    """One place up or down in the host's order."""
    by = {"up": -1, "down": 1, "first": -1_000_000}.get(visit.form.text("way"))
    number = visit.form.number("question")
    if by is None or number is None:
        raise HTTPException(404)
    with visit.working() as work:
        ordering.move(work, event_in(work, visit), number, by)
    return visit.back(path_of(visit.part("slug")))


def lookalikes(visit: Visit) -> Response:
    """Pairs that are probably one question."""
    with visit.looking() as work:
        row = event_in(work, visit)
        words = {each.id: each for each in board.board(work.session, row)}
        pairs = [(words[pair.first], words[pair.second], pair.score) for pair in merging.proposals(work, row)]
        event = event_from(row)
    return visit.render("questions_alike.html", event=event, pairs=pairs)


def merged(visit: Visit) -> Response:
    """One question stands for another from now on."""
    number, into = visit.form.number("question"), visit.form.number("into")
    if number is None or into is None:
        raise HTTPException(404)
    with visit.working() as work:
        merging.merge(work, [number], into)
    undo = Undo(f"/desk/question/{number}/unmerge", {})
    return visit.back("/desk/questions", f"Question {into} stands for {number} now.", undo=undo)


def kept_apart(visit: Visit) -> Response:
    """They are not the same."""
    first, second = visit.form.number("first"), visit.form.number("second")
    if first is None or second is None:
        raise HTTPException(404)
    with visit.working() as work:
        merging.keep_apart(work, first, second)
    return visit.back("/desk/questions", f"Questions {first} and {second} are not proposed again.")


ROUTES: tuple[Page, ...] = (
    page("/desk/questions", Right.READ, nearest),
    action("/desk/questions/merge", Right.DECIDE, merged),
    action("/desk/questions/apart", Right.DECIDE, kept_apart),
    page("/desk/event/{slug}/questions", Right.READ, shown),
    action("/desk/event/{slug}/questions", Right.DECIDE, added),
    action("/desk/event/{slug}/questions/order", Right.DECIDE, moved),
    page("/desk/event/{slug}/questions/alike", Right.READ, lookalikes),
)
