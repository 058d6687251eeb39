"""The written answer of a question, from its page: turns, review, publishing, updates, promises."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from triage.flow import answers, promises
from triage.flow.questions.rows import event_of, question_held
from triage.flow.work import ImpossibleError
from triage.model.question import Turn
from triage.model.staff import Right
from triage.web.desk.kit import Page, Visit, action
from triage.web.desk.pages.question import due_in, path_to, shown
from triage.web.desk.words import sentence


def written(visit: Visit) -> Response:
    """The whole answer; `next` says whether it goes on to be read."""
    form, number = visit.form, visit.number("id")
    turns = [Turn(*pair) for pair in zip(form.all("speaker"), form.all("said"), strict=False)]
    try:
        with visit.working() as work:
            answers.write(work, number, turns, form.number("answer_version"))
            if form.text("next") == "review":
                answers.put_up(work, number)
    except ImpossibleError as error:
        form.wrong("said", sentence(error))
        return shown(visit, 422)
    is_up = form.text("next") == "review"
    return visit.go(f"{path_to(number)}#answer", "Put up for review." if is_up else "Saved as a draft.")


def stepped(visit: Visit) -> Response:
    """Put up for review, or published."""
    number, is_published = visit.number("id"), visit.form.text("step") == "publish"
    with visit.working() as work:
        (answers.publish if is_published else answers.put_up)(work, number)
    return visit.go(f"{path_to(number)}#answer", "Published." if is_published else "Put up for review.")


def taken_back(visit: Visit) -> Response:
    """A draft again."""
    number = visit.number("id")
    with visit.working() as work:
        answers.take_back(work, number, visit.form.text("why"))
    return visit.go(f"{path_to(number)}#answer", "It is a draft again.")


def updated(visit: Visit) -> Response:
    """What became known later, inside the published answer."""
    form, number = visit.form, visit.number("id")
    turn, on = form.number("turn"), day_in(visit)
    text = form.required("update")
    if turn is None or not form.is_good:
        return shown(visit, 422)
    try:
        with visit.working() as work:
            answers.update(work, number, text, turn=turn, behind=form.text("behind"), on=on)
    except ImpossibleError as error:
        form.wrong("behind", sentence(error))
        return shown(visit, 422)
    return visit.go(f"{path_to(number)}#answer", "The update stands in the answer.")


def promised(visit: Visit) -> Response:
    """Somebody owns what was promised."""
    form, number = visit.form, visit.number("id")
    text, due = form.required("promise"), due_in(visit)
    if not form.is_good:
        return shown(visit, 422)
    with visit.working() as work:
        event = event_of(work, question_held(work, number))
        owner = form.text("owner") or visit.staff.name
        promises.promise(work, event, text, owner, question_id=number, due_at=due)
    return visit.go(f"{path_to(number)}#promises", f"{owner} owns this promise.")


def redeemed(visit: Visit) -> Response:
    """It is done; with an update it stands in the answer as well."""
    number = visit.number("id")
    with visit.working() as work:
        row = promises.redeem(work, number, visit.form.text("how"), visit.form.text("update"))
        question_id = row.question_id
    return visit.back(path_to(question_id) if question_id else "/desk/questions", "The promise is redeemed.")


def day_in(visit: Visit) -> date | None:
    """The update's date; None for today."""
    text = visit.form.text("on")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        visit.form.wrong("on", "Please write a day like 2026-12-21.")
        return None


ROUTES: tuple[Page, ...] = (
    action("/desk/question/{id}/answer", Right.DECIDE, written),
    action("/desk/question/{id}/answer/step", Right.PUBLISH, stepped),
    action("/desk/question/{id}/answer/take-back", Right.PUBLISH, taken_back),
    action("/desk/question/{id}/answer/update", Right.PUBLISH, updated),
    action("/desk/question/{id}/promise", Right.DECIDE, promised),
    action("/desk/promise/{id}/redeem", Right.DECIDE, redeemed),
)
