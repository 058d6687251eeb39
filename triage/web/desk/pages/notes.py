"""The notes page: its wikitext to copy, how it differs from the live page, what was announced, what is left."""

from __future__ import annotations

import re

from sqlmodel import col, select
from starlette.responses import Response

from triage.compose import ComposeError
from triage.flow import closing, notes, promises
from triage.model.staff import Right
from triage.store.events import event_from
from triage.store.tables import AnnouncementRow, DeliverableRow
from triage.web.desk.kit import Page, Visit, action, page
from triage.web.desk.pages.board import event_in, path_of

_APART = re.compile(r"\n[ \t]*\n\s*")


def shown(visit: Visit, status: int = 200) -> Response:
    """The page as it stands now; the wiki is asked only when somebody wants to compare."""
    trouble, found, difference = "", None, None
    with visit.looking() as work:
        row = event_in(work, visit)
        try:
            found = notes.draft(work, row)
        except ComposeError as error:
            trouble = str(error)
        if found is not None and visit.query.get("compare"):
            difference = notes.against_live(work, found)
        told = select(AnnouncementRow.text).where(AnnouncementRow.event_id == row.id)
        announced = work.session.exec(told.order_by(col(AnnouncementRow.ordinal))).all()
        ticked = work.session.exec(select(DeliverableRow).where(DeliverableRow.event_id == row.id)).all()
        words = {
            "event": event_from(row),
            "left": closing.what_is_left(work, row),
            "owed": promises.open_promises(work, row),
            "ticked": ticked,
            "state": row.state,
        }
    return visit.render(
        "notes.html",
        status,
        found=found,
        trouble=trouble,
        difference=difference,
        announced="\n\n".join(announced),
        **words,
    )


def announced(visit: Visit) -> Response:
    """What the notes tell as announced."""
    texts = [part.strip() for part in _APART.split(visit.form.typed("announcements").strip()) if part.strip()]
    with visit.working() as work:
        notes.announce(work, event_in(work, visit), texts)
    return visit.go(path_of(visit.part("slug"), "notes"), "Noted.")


ROUTES: tuple[Page, ...] = (
    page("/desk/event/{slug}/notes", Right.READ, shown),
    action("/desk/event/{slug}/notes/announcements", Right.DECIDE, announced),
)
