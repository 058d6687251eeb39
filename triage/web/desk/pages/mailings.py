"""After the call, and one mail to many: the three ticks, the mailings of an event, one mailing and how far it is.

Nothing leaves before somebody typed the number of people that it goes to.
"""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from triage.compose import ComposeError
from triage.courier import CourierError
from triage.flow.mailings import deliverables, rows, steer
from triage.flow.mailings import prepare as preparing
from triage.flow.mailings.letters import Letter
from triage.flow.mailings.trial import try_out
from triage.flow.work import ImpossibleError, Work
from triage.model.event import EventState
from triage.model.mailing import MailingState, Segment
from triage.model.question import Deliverable
from triage.model.staff import Right
from triage.store.events import event_from, stored_id
from triage.store.tables import EventRow, MailingRow
from triage.web.desk.kit import Page, Visit, action, page
from triage.web.desk.pages.events import row_of
from triage.web.desk.paging import PAGE, paging
from triage.web.desk.pictures.saying import number_of

SEGMENTS: dict[Segment, str] = {
    Segment.APPROVED: "holds a seat",
    Segment.ASKED: "asked something",
    Segment.UNANSWERED: "has a question without an answer",
    Segment.WAITING: "waits for a seat",
    Segment.DECLINED: "was declined",
    Segment.EVERYONE: "wrote about this event",
    Segment.TOOK_PART: "holds a seat or asked something",
}
"""Whom a mailing goes to: everybody who …"""
TONES = {
    MailingState.DRAFT: "calm",
    MailingState.SENDING: "accent",
    MailingState.PAUSED: "warn",
    MailingState.STOPPED: "bad",
    MailingState.DONE: "good",
}


def of_event(visit: Visit, status: int = 200) -> Response:
    """What was promised and is there, every mailing, and the form for one more."""
    with visit.looking() as work:
        row = row_of(work, visit.part("slug"))
        event_id = stored_id(row.id)
        return visit.render(
            "mailings.html",
            status,
            event=event_from(row),
            ticks=deliverables.ticks(work, event_id),
            mailings=[(each, rows.progress(work, each)) for each in rows.mailings(work, event_id)],
            segments=SEGMENTS,
            tones=TONES,
            is_over=visit.now >= row.ends_at,
            may_begin=row.state != EventState.CLOSED,
        )


def prepared(visit: Visit) -> Response:
    """A draft; who gets it is found at once."""
    form = visit.form
    segment, subject = form.choice("segment", Segment), form.required("subject")
    form.required("text")
    if segment is None or not form.is_good:
        return of_event(visit, 422)
    try:
        with visit.working() as work:
            made = preparing.prepare(work, row_of(work, visit.part("slug")), segment, subject, form.typed("text"))
            number = made.id
    except ImpossibleError as error:
        form.wrong("segment" if isinstance(error, preparing.NobodyError) else "text", str(error.args[0]))
        return of_event(visit, 422)
    return visit.go(f"/desk/mailing/{number}", "This is a draft. Look at some letters before you send it.")


def ticked(visit: Visit) -> Response:
    """Recording, notes or answers are there now, or not after all."""
    form, slug = visit.form, visit.part("slug")
    what = form.choice("what", Deliverable)
    if what is None:
        return of_event(visit, 422)
    try:
        with visit.working() as work:
            if form.text("do") == "untick":
                deliverables.untick(work, row_of(work, slug), what)
            else:
                deliverables.tick(work, row_of(work, slug), what, form.text(f"url-{what}"))
    except ImpossibleError as error:
        form.wrong(f"url-{what}", str(error.args[0]))
        return of_event(visit, 422)
    return visit.go(f"/desk/event/{slug}/mailings", "Noted. With all three, the follow-up prepares itself.")


def one_shown(visit: Visit, status: int = 200) -> Response:
    """One mailing: how far it is, its letters one by one, its people, and what can be done."""
    with visit.looking() as work:
        row = mailing_of(work, visit.number("id"))
        event = event_from(work.session.get_one(EventRow, row.event_id))
        progress = rows.progress(work, row)
        everybody = progress.people + progress.by_state.get(rows.LEFT_OUT, 0)
        pages = paging(visit.request, everybody)
        return visit.render(
            "mailing.html",
            status,
            event=event,
            mailing=row,
            progress=progress,
            said_of=SEGMENTS[Segment(row.segment)],
            tones=TONES,
            paging=pages,
            people=rows.people(work, progress.mailing_id, offset=max(pages.first - 1, 0), limit=PAGE),
            **letter_words(visit, work, row, progress.people),
        )


def letter_words(visit: Visit, work: Work, row: MailingRow, total: int) -> dict[str, Any]:
    """The letter that is looked at, and where it stands among them."""
    asked = visit.query.get("letter", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < len("1000000")
    nth = min(max(int(asked) if is_number else 1, 1), max(total, 1))
    letter: Letter | None = None
    fault = ""
    try:
        letter = preparing.preview(work, row, nth) if total else None
    except ComposeError as error:
        fault = str(error)
    return {"letter": letter, "nth": nth, "total": total, "fault": fault}


def how_far(visit: Visit) -> Response:
    """For our own script: the numbers of one mailing."""
    with visit.looking() as work:
        progress = rows.progress(work, mailing_of(work, visit.number("id")))
    return visit.json({"state": progress.state, "settled": progress.settled, "people": progress.people})


def tried(visit: Visit) -> Response:
    """One letter to oneself."""
    form, number = visit.form, visit.number("id")
    to = form.required("to")
    if not form.is_good:
        return one_shown(visit, 422)
    try:
        said = try_out(visit.desk.runtime, number, to, visit.staff.name, form.number("letter") or 1)
    except (ImpossibleError, CourierError) as error:
        form.wrong("to", str(error.args[0]))
        return one_shown(visit, 422)
    return visit.go(f"/desk/mailing/{number}", f"A test is on its way to {to}: {said}")


def looked_again(visit: Visit) -> Response:
    """Its people, found anew."""
    number = visit.number("id")
    with visit.working() as work:
        people = steer.look_again(work, number).people
    return visit.go(f"/desk/mailing/{number}", f"It goes to {number_of(people, 'person', 'people')} now.")


def sent(visit: Visit) -> Response:
    """Agreed to by its number."""
    form, number = visit.form, visit.number("id")
    confirmed = form.number("count")
    if confirmed is None:
        form.wrong("count", "Type the number of people, in digits.")
        return one_shown(visit, 422)
    try:
        with visit.working() as work:
            steer.send(work, number, confirmed)
    except ImpossibleError as error:
        form.wrong("count", str(error.args[0]))
        return one_shown(visit, 422)
    return visit.go(
        f"/desk/mailing/{number}",
        f"It goes to {number_of(confirmed, 'person', 'people')}, after everything that is more urgent.",
    )


def paused(visit: Visit) -> Response:
    """No further mail of it."""
    number = visit.number("id")
    with visit.working() as work:
        steer.pause(work, number, visit.form.text("why"))
    return visit.go(f"/desk/mailing/{number}", "Paused. What went, went; nothing more goes.")


def resumed(visit: Visit) -> Response:
    """On, where it was."""
    number = visit.number("id")
    with visit.working() as work:
        steer.resume(work, number)
    return visit.go(f"/desk/mailing/{number}", "It goes on where it was.")


def stopped(visit: Visit) -> Response:
    """For good."""
    number = visit.number("id")
    with visit.working() as work:
        steer.stop(work, number, visit.form.text("why"))
    return visit.go(f"/desk/mailing/{number}", "Stopped for good. Nobody else gets it.")


def retried(visit: Visit) -> Response:
    """Only those that failed."""
    number = visit.number("id")
    with visit.working() as work:
        again = steer.retry(work, number, visit.form.text("why"))
    said = f"{number_of(again, 'is', 'are')} tried again." if again else "None that failed can be tried again."
    return visit.go(f"/desk/mailing/{number}", said, tone="good" if again else "bad")


def mailing_of(work: Work, mailing_id: int) -> MailingRow:
    """The stored mailing."""
    row = work.session.get(MailingRow, mailing_id)
    if row is None:
        raise HTTPException(404)
    return row


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/mailings", Right.READ, of_event),
    action("/desk/event/{slug}/mailings", Right.MAILINGS, prepared),
    action("/desk/event/{slug}/promised", Right.PUBLISH, ticked),
    page("/desk/mailing/{id}", Right.READ, one_shown),
    page("/desk/mailing/{id}/progress", Right.READ, how_far),
    action("/desk/mailing/{id}/test", Right.MAILINGS, tried),
    action("/desk/mailing/{id}/again", Right.MAILINGS, looked_again),
    action("/desk/mailing/{id}/send", Right.MAILINGS, sent),
    action("/desk/mailing/{id}/pause", Right.PAUSE, paused),
    action("/desk/mailing/{id}/resume", Right.MAILINGS, resumed),
    action("/desk/mailing/{id}/stop", Right.MAILINGS, stopped),
    action("/desk/mailing/{id}/retry", Right.MAILINGS, retried),
)
