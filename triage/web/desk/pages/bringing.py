"""A CSV or a chat pasted: what was read, line by line, and nothing on the board until a person says so."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow.questions import bringing
from triage.flow.questions.bringing import Layout, Preview
from triage.flow.work import ImpossibleError
from triage.model.case import Channel
from triage.model.staff import Right
from triage.store.events import event_from
from triage.web.desk.kit import Page, Visit, action, page
from triage.web.desk.pages.board import CHANNELS, event_in, path_of

LAYOUTS = (
    (Layout.ZOOM, "the chat that Zoom saved"),
    (Layout.YOUTUBE, "the live chat of YouTube, copied or saved"),
    (Layout.CSV, "a CSV, with a column named question"),
)


def asked(visit: Visit, status: int = 200) -> Response:
    """The form to paste into."""
    return rendered(visit, None, status)


def previewed(visit: Visit) -> Response:
    """What would be brought."""
    visit.form.required("text", "Please paste something.")
    found = read(visit)
    return rendered(visit, found if visit.form.is_good else None, 200 if visit.form.is_good else 422)


def accepted(visit: Visit) -> Response:
    """The ticked lines come to the board."""
    found = read(visit)
    if found is None:
        return rendered(visit, None, 422)
    try:
        with visit.working() as work:
            number = bringing.accept(
                work,
                event_in(work, visit),
                found,
                visit.form.numbers("line"),
                leave_out_bad=visit.form.has("leave_out"),
            )
    except ImpossibleError as error:
        visit.form.wrong("leave_out", str(error.args[0]))
        return rendered(visit, found, 422)
    said = "1 question was imported." if number == 1 else f"{number} questions were imported."
    return visit.go(path_of(visit.part("slug")), said)


def read(visit: Visit) -> Preview | None:
    """The paste in the form, read anew each time; None where the form is wrong."""
    form = visit.form
    layout = form.choice("layout", Layout)
    channel = form.choice("channel", Channel) if layout is Layout.CSV else None
    if layout is None:
        return None
    with visit.looking() as work:
        return bringing.preview(work, event_in(work, visit), form.typed("text"), layout, channel)


def rendered(visit: Visit, found: Preview | None, status: int) -> Response:
    """The form, with what was read below it."""
    with visit.looking() as work:
        event = event_from(event_in(work, visit))
    ticked = set(visit.form.numbers("line")) if visit.form.has("line") else set(found.proposed if found else ())
    return visit.render(
        "questions_import.html",
        status,
        event=event,
        found=found,
        ticked=ticked,
        layouts=[(layout.value, words) for layout, words in LAYOUTS],
        channels=CHANNELS,
    )


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/questions/import", Right.DECIDE, asked),
    action("/desk/event/{slug}/questions/import", Right.DECIDE, previewed),
    action("/desk/event/{slug}/questions/import/accept", Right.DECIDE, accepted),
)
