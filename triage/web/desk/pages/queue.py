"""The queue: what waits, the most urgent first."""

from __future__ import annotations

from starlette.responses import Response

from triage.model.staff import Right
from triage.store import listing, queue_views
from triage.web.desk.kit import Page, Visit, page


def shown(visit: Visit) -> Response:
    """The open cases."""
    with visit.looking() as work:
        entries = listing.cases(work.session)[:50]
    return visit.render("queue.html", entries=entries)


def counted(visit: Visit) -> Response:
    """For the numbers that update themselves."""
    with visit.looking() as work:
        return visit.json(dict(queue_views.counts(work.session)))


ROUTES: tuple[Page, ...] = (
    page("/desk", Right.READ, shown),
    page("/desk/counts", Right.READ, counted),
)
