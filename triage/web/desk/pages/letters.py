"""Our mails to one person: read exactly as they leave, changed before they do, released, kept back; and notes."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from triage.compose.html import html_from
from triage.flow.desk import letters, notes
from triage.flow.desk.letters import StaleMailError
from triage.flow.desk.versions import StaleError
from triage.flow.outbox import by_hand, drafts
from triage.flow.work import ImpossibleError, Work
from triage.model.mail import JOIN_DETAILS_MARKER, MailState, Purpose
from triage.model.staff import Right
from triage.store.tables import OutboxRow
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages import case
from triage.web.desk.pages.messages import SANDBOX
from triage.web.desk.words import MASK

UNDONE = "a person kept it back"


def editor(visit: Visit, status: int = 200, **extra: Any) -> Response:  # noqa: ANN401 - more words for the page
    """The mail as it stands, in a form."""
    with visit.looking() as work:
        mail = mail_of(work, visit.number("id"))
        words = {
            "mail": mail,
            "purposes": sorted({*letters.BY_HAND, Purpose(mail.purpose)}),
            "languages": letters.languages(work, Purpose(mail.purpose)),
            "marker": JOIN_DETAILS_MARKER,
            "is_waiting": mail.state in letters.WAITS,
        }
        return visit.render("mail.html", status, **{"stale": None, **words, **extra})


def edited(visit: Visit) -> Response:
    """The new words; a stale page shows both."""
    form, number = visit.form, visit.number("id")
    subject, seen = form.required("subject"), form.number("version")
    form.required("text")
    if seen is None or not form.is_good:
        return editor(visit, 422)
    try:
        with visit.working() as work:
            mail = letters.edit(work, number, subject, form.typed("text"), seen)
            case_id = mail.case_id
            if form.has("release") and mail.state == MailState.DRAFT:
                drafts.release(work, number)
    except StaleMailError:
        return editor(visit, 409, stale=form)
    except ImpossibleError as error:
        form.wrong("text", str(error.args[0]))
        return editor(visit, 422)
    return visit.go(
        f"/desk/case/{case_id}#mail-{number}", "The mail is as you wrote it.", undo=undo_of(visit, number, case_id)
    )


def undo_of(visit: Visit, mail_id: int, case_id: int | None) -> Undo | None:
    """A button that keeps back what waits in the queue."""
    with visit.looking() as work:
        if mail_of(work, mail_id).state != MailState.QUEUED:
            return None
    return Undo(f"/desk/mail/{mail_id}/keep-back", {"back": f"/desk/case/{case_id}"}, "Keep it back")


def written_anew(visit: Visit) -> Response:
    """Another purpose or language: the template's words instead."""
    number, form = visit.number("id"), visit.form
    purpose, seen = form.choice("purpose", Purpose), form.number("version")
    if purpose is None or seen is None:
        return editor(visit, 422)
    try:
        with visit.working() as work:
            letters.write_anew(work, number, purpose, form.text("language", "en"), seen)
    except ImpossibleError as error:
        form.wrong("purpose", str(error.args[0]))
        return editor(visit, 409 if isinstance(error, StaleMailError) else 422)
    return visit.go(f"/desk/mail/{number}", "Written anew from the template.")


def begun(visit: Visit) -> Response:
    """A new draft, open for editing."""
    purpose = visit.form.choice("purpose", Purpose)
    if purpose is None or purpose not in letters.BY_HAND:
        raise ImpossibleError("choose what the mail is for")
    with visit.working() as work:
        mail = letters.begin(work, visit.number("id"), purpose, visit.form.text("language"))
        number = mail.id
    return visit.go(f"/desk/mail/{number}")


def replied(visit: Visit) -> Response:
    """In their own words; a stale page shows what came in meanwhile and keeps what was typed."""
    number, form = visit.number("id"), visit.form
    try:
        with visit.working() as work:
            mail = letters.reply(work, number, form.typed("reply"), form.number("version") or 0)
            mail_id, is_draft = mail.id, mail.state == MailState.DRAFT
    except StaleError:
        return case.shown(visit, 409, stale=True, wanted="reply")
    except ImpossibleError as error:
        form.wrong("reply", str(error.args[0]))
        return case.shown(visit, 422)
    said = "The answer is a draft." if is_draft else f"It leaves in {visit.desk.runtime.settings.undo_seconds} seconds."
    return visit.back(f"/desk/case/{number}", said, undo=undo_of(visit, mail_id or 0, number))


def released(visit: Visit) -> Response:
    """The draft leaves after the undo delay."""
    number = visit.number("id")
    with visit.working() as work:
        case_id = drafts.release(work, number).case_id
    said = f"Released. It leaves in {visit.desk.runtime.settings.undo_seconds} seconds, if the gate lets it."
    return visit.back(f"/desk/case/{case_id}", said, undo=undo_of(visit, number, case_id))


def kept_back(visit: Visit) -> Response:
    """It does not leave."""
    number, why = visit.number("id"), visit.form.text("why") or UNDONE
    with visit.working() as work:
        mail = mail_of(work, number)
        is_draft = mail.state == MailState.DRAFT
        (drafts.discard if is_draft else by_hand.keep_back)(work, number, why)
        case_id = mail.case_id
    return visit.back(f"/desk/case/{case_id}", "The draft is thrown away." if is_draft else "The mail stays here.")


def sent_again(visit: Visit) -> Response:
    """What was kept back or refused is queued after all."""
    number = visit.number("id")
    with visit.working() as work:
        case_id = by_hand.send_again(work, number, visit.form.text("why")).case_id
    return visit.back(
        f"/desk/case/{case_id}",
        "Queued; it meets the gate like every other mail.",
        undo=undo_of(visit, number, case_id),
    )


def as_html(visit: Visit) -> Response:
    """The HTML part as it leaves, the join details masked, for a frame of ours."""
    with visit.looking() as work:
        mail = mail_of(work, visit.number("id"))
        text = mail.text.replace(JOIN_DETAILS_MARKER, MASK)
        made = html_from(mail.subject, text, mail.language, work.runtime.templates)
    # The letter brings its own style, and nothing else.
    policy = SANDBOX.replace("style-src 'self'", "style-src 'unsafe-inline'")
    return HTMLResponse(made, headers={"Content-Security-Policy": policy})


def noted(visit: Visit) -> Response:
    """A note beside the case."""
    number = visit.number("id")
    with visit.working() as work:
        notes.add(work, number, visit.form.typed("note"))
    return visit.back(f"/desk/case/{number}", "Noted.")


def note_removed(visit: Visit) -> Response:
    """One's own note."""
    number = visit.number("id")
    with visit.working() as work:
        notes.remove(work, number, visit.form.number("note") or 0)
    return visit.back(f"/desk/case/{number}", "The note is gone.")


def mail_of(work: Work, mail_id: int) -> OutboxRow:
    """The stored mail."""
    mail = work.session.get(OutboxRow, mail_id)
    if mail is None:
        raise HTTPException(404)
    return mail


ROUTES: tuple[Page, ...] = (
    page("/desk/mail/{id}", Right.READ, editor),
    action("/desk/mail/{id}", Right.DECIDE, edited),
    page("/desk/mail/{id}/html", Right.READ, as_html),
    action("/desk/mail/{id}/anew", Right.DECIDE, written_anew),
    action("/desk/mail/{id}/release", Right.DECIDE, released),
    action("/desk/mail/{id}/keep-back", Right.DECIDE, kept_back),
    action("/desk/mail/{id}/again", Right.DECIDE, sent_again),
    action("/desk/case/{id}/mail", Right.DECIDE, begun),
    action("/desk/case/{id}/reply", Right.DECIDE, replied),
    action("/desk/case/{id}/note", Right.DECIDE, noted),
    action("/desk/case/{id}/note/remove", Right.DECIDE, note_removed),
)
