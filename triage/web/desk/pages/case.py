"""One case: everything that somebody who decides reads, and the decisions. Each carries the version that was seen."""

from __future__ import annotations

import logging
from typing import Any

from starlette.background import BackgroundTask
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response

from intake.store import StoreError
from triage.flow import decisions
from triage.flow.desk import approving, conversation, letters, presence, sorting_out, undoing
from triage.flow.desk.undoing import WayBack
from triage.flow.desk.versions import StaleError
from triage.flow.staff import accounts
from triage.flow.work import ImpossibleError, Work
from triage.model.mail import MailState
from triage.model.reading import Act, Flag, Intent
from triage.model.staff import Right
from triage.store import desk_case, queue
from triage.store.events import event_from
from triage.store.tables import CaseRow, EventRow
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages.queue import asked_in, trail
from triage.web.desk.steps import STEPS, Do, still_kept_back, what_came_back

log = logging.getLogger(__name__)


def shown(visit: Visit, status: int = 200, **extra: Any) -> Response:  # noqa: ANN401 - more words for the page
    """The case, whole."""
    number = visit.number("id")
    with visit.looking() as work:
        row = work.session.get(CaseRow, number)
        if row is None:
            raise HTTPException(404)
        words = page_words(visit, work, row)
        answer = visit.render("case.html", status, **{"stale": None, "wanted": None, "cannot": "", **words, **extra})
    answer.background = BackgroundTask(look_closer, visit, number)
    return answer


def page_words(visit: Visit, work: Work, row: CaseRow) -> dict[str, Any]:
    """What the template shows; rows are read while the page is rendered, and nothing is changed."""
    session, number = work.session, row.id or 0
    event_row = session.get(EventRow, row.event_id) if row.event_id else None
    event = event_from(event_row) if event_row else None
    wish = desk_case.wish_of(session, row)
    way = QueryParams(visit.form.text("trail")) if visit.form.has("trail") else visit.query
    before, after = queue.neighbours(session, asked_in(way), work.now, number)
    return {
        "case": row,
        "event": event,
        "seats_taken": desk_case.seats(session, event.id) if event and event.capacity else None,
        "person": desk_case.person_of(session, row),
        "wish": wish[0] if wish else None,
        "standing": wish[1] if wish else None,
        "not_in_order": approving.why_not_in_order(work, wish[0]) if wish else "they did not ask to come",
        "messages": conversation.conversation(work, number),
        "questions": desk_case.questions_of(session, number),
        "mails": desk_case.mails_of(session, number),
        "notes": desk_case.notes_of(session, number),
        "history": desk_case.history_of(session, number),
        "others": [
            name for name in queue.present(session, [number], work.now).get(number, ()) if name != visit.staff.name
        ],
        "colleagues": [each.name for each in accounts.all_staff(work) if each.is_active],
        "intents": list(Intent),
        "acts": list(Act),
        "flags": list(Flag),
        "purposes": letters.BY_HAND,
        "waits": {MailState.DRAFT, MailState.QUEUED},
        "before": before,
        "after": after,
        "trail": trail(asked_in(way)),
    }


def look_closer(visit: Visit, case_id: int) -> None:
    """After the page is out: they are here, and a standing that is no longer fresh is asked again."""
    try:
        with visit.working() as work:
            presence.here(work, case_id)
        decisions.ask_standing(visit.desk.runtime, case_id)
    except StoreError as error:
        # The page is out already; a database that is busy or away loses only this.
        log.warning("case %s: who looks at it, and its standing, were not noted: %s", case_id, error)


def decided(visit: Visit) -> Response:
    """Takes the step, and goes on to the next case of the list; what cannot be done is said beside the buttons."""
    number, form = visit.number("id"), visit.form
    do, seen = form.choice("do", Do), form.number("version")
    if do is None or seen is None:
        return shown(visit, 422, cannot="Press one of the buttons.")
    step = STEPS[do]
    with visit.looking() as work:
        after = queue.neighbours(work.session, asked_in(QueryParams(form.text("trail"))), work.now, number)[1]
    try:
        with visit.working() as work:
            way = undoing.with_way_back(work, number, lambda: step.take(work, number, form, seen))
            said = f"{name_of(work, number)}: {step.done}.{leaves(visit, way)}"
            if do is Do.NO_SPAM:
                kept = sorting_out.kept_back_as_spam(work, work.session.get_one(CaseRow, number))
                said += still_kept_back(tuple(mail.purpose for mail in kept))
    except StaleError:
        return shown(visit, 409, stale=True, wanted=do)
    except ImpossibleError as error:
        form.wrong("why", str(error.args[0]))
        return shown(visit, 422, wanted=do)
    to = number if step.stays or after is None else after
    path = f"/desk/case/{to}?{form.text('trail')}" if step.stays or after is not None else f"/desk?{form.text('trail')}"
    return visit.go(
        path.rstrip("?"),
        said,
        undo=Undo(f"/desk/case/{number}/undo", {"way": str(way.id), "back": f"/desk/case/{number}"}),
    )


def leaves(visit: Visit, way: WayBack) -> str:
    """When the mails of a decision leave."""
    if not way.mails:
        return ""
    what = "The mail leaves" if way.mails == 1 else f"{way.mails} mails leave"
    return f" {what} in {visit.desk.runtime.settings.undo_seconds} seconds."


def name_of(work: Work, case_id: int) -> str:
    """Whom it was about."""
    case = work.session.get_one(CaseRow, case_id)
    person = desk_case.person_of(work.session, case)
    # Isolated (Unicode TR9, 2.4): a name in another direction turns no sentence round.
    return f"\u2068{person.name or person.address}\u2069" if person else f"Case {case_id}"


def undone(visit: Visit) -> Response:
    """As it was before the decision; what could not come back is said."""
    number = visit.number("id")
    with visit.working() as work:
        done = undoing.undo(work, number, visit.form.number("way") or 0)
    send = Undo(f"/desk/case/{number}/kept-back", {}, "Send them after all") if done.kept_back else None
    return visit.go(f"/desk/case/{number}", what_came_back(done), undo=send)


def kept_back_sent(visit: Visit) -> Response:
    """What was kept back as spam leaves after all."""
    number = visit.number("id")
    with visit.working() as work:
        mails = sorting_out.send_kept_back(work, number)
    return visit.go(f"/desk/case/{number}", f"Queued again: {mails}." if mails else "No mail is kept back as spam.")


def assigned(visit: Visit) -> Response:
    """Whose it is."""
    number, to = visit.number("id"), visit.form.text("assignee")
    with visit.working() as work:
        sorting_out.assign(work, number, to or None)
    return visit.back(f"/desk/case/{number}", f"Assigned to {to}." if to else "Assigned to nobody.")


def standing_asked(visit: Visit) -> Response:
    """Asks now, and waits for the answer."""
    number = visit.number("id")
    decisions.ask_standing(visit.desk.runtime, number)
    return visit.back(f"/desk/case/{number}", "The standing is as fresh as the source allows.")


def seen(visit: Visit) -> Response:
    """For our script: I am here, who else is, and is the page still as things are?"""
    number = visit.number("id")
    with visit.working() as work:
        presence.here(work, number, is_writing=visit.form.has("writing"))
    with visit.looking() as work:
        row = work.session.get(CaseRow, number)
        others = queue.present(work.session, [number], work.now).get(number, ())
        known = desk_case.wish_of(work.session, row) if row else None
        checked = known[1].checked_at if known and known[1] else None
        names = [name for name in others if name != visit.staff.name]
        return visit.json(
            {"version": row.version if row else 0, "others": names, "checked": checked and checked.isoformat()}
        )


def left(visit: Visit) -> Response:
    """For our script: they went on."""
    with visit.working() as work:
        presence.gone(work, visit.number("id"))
    return visit.json({})


ROUTES: tuple[Page, ...] = (
    page("/desk/case/{id}", Right.READ, shown),
    action("/desk/case/{id}/decide", Right.DECIDE, decided),
    action("/desk/case/{id}/undo", Right.DECIDE, undone),
    action("/desk/case/{id}/kept-back", Right.DECIDE, kept_back_sent),
    action("/desk/case/{id}/assign", Right.DECIDE, assigned),
    action("/desk/case/{id}/standing", Right.DECIDE, standing_asked),
    action("/desk/case/{id}/here", Right.READ, seen),
    action("/desk/case/{id}/gone", Right.READ, left),
)
