"""All mails of an event in all languages, before anybody gets one; and a test of one to oneself."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from triage.flow import trials
from triage.flow.outbox.letters import WITH_CALENDAR
from triage.flow.trials import Sample
from triage.flow.work import ImpossibleError
from triage.model.mail import JOIN_DETAILS_MARKER, Purpose
from triage.model.staff import Right
from triage.store.events import event_from
from triage.web.desk.kit import Page, Visit, action, page
from triage.web.desk.pages.events import row_of
from triage.web.desk.words import MASK

FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox;"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""The letter brings its own style, as it does in a mail program; nothing else of it may load, run or lead anywhere."""


def shown(visit: Visit, status: int = 200) -> Response:
    """One mail, and the way to all others."""
    with visit.looking() as work:
        event = event_from(row_of(work, visit.part("slug")))
        purpose = chosen(visit)
        languages = trials.offered(work, purpose)
        language = language_in(visit, languages)
        seen = trials.sample(work, event, purpose, language)
    return visit.render(
        "event_mails.html",
        status,
        event=event,
        sample=seen,
        purposes=list(Purpose),
        languages=languages,
        has_calendar=purpose in WITH_CALENDAR,
        direction="rtl" if 'dir="rtl"' in seen.html[:200] else "ltr",
    )


def framed(visit: Visit) -> Response:
    """The HTML part by itself, for the frame."""
    with visit.looking() as work:
        event, purpose = event_from(row_of(work, visit.part("slug"))), chosen(visit)
        seen = trials.sample(work, event, purpose, language_in(visit, trials.offered(work, purpose)))
    return HTMLResponse(masked(seen), headers={"Content-Security-Policy": FRAMED})


def masked(seen: Sample) -> str:
    """The join details are nowhere; their place is marked."""
    return seen.html.replace(JOIN_DETAILS_MARKER, MASK)


def tested(visit: Visit) -> Response:
    """To the address that was typed, past the outbox, with made-up join details."""
    purpose, address = chosen(visit), visit.form.required("to")
    if not visit.form.is_good:
        return shown(visit, 422)
    try:
        with visit.working() as work:
            event = event_from(row_of(work, visit.part("slug")))
            language = language_in(visit, trials.offered(work, purpose))
            letter = trials.send(work, event, purpose, language, address)
        # Committed: a server that takes its time holds nobody up.
        said = trials.hand_over(work, letter)
    except ImpossibleError as error:
        visit.form.wrong("to", f"{str(error.args[0])[:1].upper()}{str(error.args[0])[1:]}.")
        return shown(visit, 422)
    return visit.go(f"/desk/event/{event.slug}/mails?purpose={purpose}&language={language}", said)


def chosen(visit: Visit) -> Purpose:
    """Which mail; at first the one with the link."""
    text = visit.form.text("purpose") or visit.query.get("purpose", "")
    return Purpose(text) if text in set(Purpose) else Purpose.JOIN_DETAILS


def language_in(visit: Visit, languages: tuple[str, ...]) -> str:
    """One that there is; at first English."""
    text = visit.form.text("language") or visit.query.get("language", "")
    return text if text in languages else languages[0]


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/mails", Right.READ, shown),
    page("/desk/event/{slug}/mails/letter", Right.READ, framed),
    action("/desk/event/{slug}/mails", Right.EVENTS, tested),
)
