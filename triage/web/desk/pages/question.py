"""One question: the asker's words beside those that are shown, who asked, what became of it, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from enum import StrEnum

from sqlmodel import col, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from triage.flow import promises
from triage.flow.questions import disposing, merging, wording
from triage.flow.questions.rows import question_held
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Disposition
from triage.model.question import Change, clock
from triage.model.staff import Right
from triage.policy.due import promises_due
from triage.policy.questions import QUESTION
from triage.store import board
from triage.store.events import event_from
from triage.store.tables import AnswerRevisionRow, AnswerRow, EventRow, PromiseRow, QuestionRow
from triage.store.turns import turns_from
from triage.understanding.channels.lines import seconds
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages.board import path_of
from triage.web.desk.words import sentence


class Outcome(StrEnum):
    """What a person can say becomes of a question."""

    LIVE = "live"
    WRITING = "writing"
    DECLINED = "declined"
    OPEN = "open"


OF_THEIR_OWN = frozenset(Disposition) - {Disposition.MERGED}
MOST_OTHERS = 200
"""So many are proposed to merge into; any other by its number."""


def path_to(number: int) -> str:
    """The question's own page."""
    return f"/desk/question/{number}"


def shown(visit: Visit, status: int = 200) -> Response:
    """The whole question."""
    number = visit.number("id")
    with visit.looking() as work:
        row = work.session.get(QuestionRow, number)
        if row is None or row.event_id is None:
            raise HTTPException(404)
        event = event_from(held := work.session.get_one(EventRow, row.event_id))
        entry = board.question(work.session, held, number)
        others = board.board(work.session, held, board.Part(OF_THEIR_OWN, most=MOST_OTHERS))
        merged, topics = board.merged_into(work.session, held).get(number, []), board.topics(work.session, held)
        written = answer_of(work, number)
        mine = select(PromiseRow).where(PromiseRow.question_id == number).order_by(col(PromiseRow.id))
        noted = work.session.exec(mine).all()
        proposed = promises.proposed(work, number)
    if entry is None:
        raise HTTPException(404)
    return visit.render(
        "question.html",
        status,
        event=event,
        entry=entry,
        others=[each for each in others if each.id != number],
        merged=merged,
        changes=[change.value for change in Change],
        topics=sorted(topics | set(event.topics)),
        may_become={outcome: Disposition(outcome) in QUESTION[Disposition(entry.disposition)] for outcome in Outcome},
        has_begun=visit.now >= event.starts_at,
        due=entry.due_at or promises_due(event),
        promises=noted,
        proposed=proposed,
        **written,
    )


def answer_of(work: Work, number: int) -> Mapping[str, object]:
    """The written answer as the page shows it: turns, state, version, and the texts that stood before."""
    row = work.session.exec(select(AnswerRow).where(AnswerRow.question_id == number)).first()
    if row is None:
        return {"answer": None, "turns": (), "revisions": ()}
    kept = select(AnswerRevisionRow).where(AnswerRevisionRow.answer_id == row.id)
    revisions = work.session.exec(kept.order_by(col(AnswerRevisionRow.id).desc())).all()
    before = [(each.version, each.state, each.at, each.by, turns_from(each.turns)) for each in revisions]
    return {"answer": row, "turns": turns_from(row.turns), "revisions": before}


def worded(visit: Visit) -> Response:
    """These words may be shown, or none may any more."""
    form, number = visit.form, visit.number("id")
    changes = [change for change in Change if form.has(change)]
    seen = form.number("version")
    try:
        with visit.working() as work:
            if form.text("way") == "back":
                wording.take_wording_back(work, number, seen)
            else:
                wording.approve(work, number, form.typed("text"), changes, seen)
    except ImpossibleError as error:
        form.wrong("text", sentence(error))
        return shown(visit, 422)
    said = "No wording is approved any more." if form.text("way") == "back" else "These words may be shown."
    return visit.go(path_to(number), said)


def filed(visit: Visit) -> Response:
    """Under a topic, or under none."""
    number = visit.number("id")
    with visit.working() as work:
        wording.set_topic(work, number, visit.form.text("topic"))
    return visit.back(path_to(number), "Filed.")


def disposed(visit: Visit) -> Response:
    """What becomes of it; the step back is one press away."""
    form, number = visit.form, visit.number("id")
    outcome = form.choice("outcome", Outcome)
    if outcome is None:
        raise HTTPException(404)
    place = place_in(visit) if outcome is Outcome.LIVE else None
    due = due_in(visit) if outcome is Outcome.WRITING else None
    if not form.is_good:
        return shown(visit, 422)
    with visit.working() as work:
        row = question_held(work, number)
        undo = undoing(row)
        dispose(work, visit, number, outcome, place, due)
        event = work.session.get_one(EventRow, row.event_id)
        slug = event.slug
    return visit.back(path_of(slug), f"Question {number}: {SAID[outcome]}.", undo=undo)


SAID = {
    Outcome.LIVE: "answered live",
    Outcome.WRITING: "to be answered in writing",
    Outcome.DECLINED: "declined",
    Outcome.OPEN: "open again",
}


def dispose(work: Work, visit: Visit, number: int, outcome: Outcome, place: int | None, due: datetime | None) -> None:
    """The use case for this outcome."""
    form = visit.form
    match outcome:
        case Outcome.LIVE:
            disposing.answered_live(work, number, place)
        case Outcome.WRITING:
            disposing.to_writing(work, number, form.text("owner") or visit.staff.name, due)
        case Outcome.DECLINED:
            disposing.decline(work, number, form.text("why"))
        case Outcome.OPEN:
            disposing.reopen(work, number)


def undoing(row: QuestionRow) -> Undo | None:
    """Back to what the question was; None where only its own page knows how (an answer, a merger)."""
    path = f"{path_to(row.id or 0)}/dispose"
    match row.disposition:
        case Disposition.OPEN:
            return Undo(path, {"outcome": Outcome.OPEN})
        case Disposition.WRITING:
            day = f"{row.due_at:%Y-%m-%d}" if row.due_at else ""
            return Undo(path, {"outcome": Outcome.WRITING, "owner": row.owner or "", "due": day})
        case Disposition.LIVE:
            return Undo(path, {"outcome": Outcome.LIVE, "at": clock(row.live_second or 0)})
        case Disposition.DECLINED:
            return Undo(path, {"outcome": Outcome.DECLINED, "why": row.declined_because})
    return None


def place_in(visit: Visit) -> int | None:
    """h:mm:ss, or now where nothing was typed."""
    text = visit.form.text("at")
    second = seconds(text)
    if text and second is None:
        visit.form.wrong("at", "Please write the place in the recording like 0:12:34.")
    return second


def due_in(visit: Visit) -> datetime | None:
    """The end of the day that was chosen, UTC; None for the promised week."""
    text = visit.form.text("due")
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), time(23, 59), UTC) if text else None
    except ValueError:
        visit.form.wrong("due", "Please write a day like 2026-12-10.")
        return None


def unmerged(visit: Visit) -> Response:
    """It stands for itself again."""
    number = visit.number("id")
    with visit.working() as work:
        merging.unmerge(work, number)
    return visit.back(path_to(number), f"Question {number} stands for itself again.")


def merged(visit: Visit) -> Response:
    """Another question stands for it, chosen on its own page."""
    number, into = visit.number("id"), visit.form.number("into", "Please choose the question that stands for it.")
    if into is None:
        return shown(visit, 422)
    try:
        with visit.working() as work:
            merging.merge(work, [number], into)
    except ImpossibleError as error:
        visit.form.wrong("into", sentence(error))
        return shown(visit, 422)
    undo = Undo(f"{path_to(number)}/unmerge", {})
    return visit.go(path_to(into), f"This question stands for question {number} as well.", undo=undo)


ROUTES: tuple[Page, ...] = (
    page("/desk/question/{id}", Right.READ, shown),
    action("/desk/question/{id}/word", Right.DECIDE, worded),
    action("/desk/question/{id}/topic", Right.DECIDE, filed),
    action("/desk/question/{id}/dispose", Right.DECIDE, disposed),
    action("/desk/question/{id}/merge", Right.DECIDE, merged),
    action("/desk/question/{id}/unmerge", Right.DECIDE, unmerged),
)
