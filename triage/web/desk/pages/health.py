"""Is everything well? Each part, what waits for a person, and what was wrong last."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow import health
from triage.model.mail import MailState
from triage.model.staff import Right
from triage.store import listing
from triage.web.desk.kit import Page, Visit, page

MOST_SHOWN = 5
"""So many of each pile stand here with their actions; the rest is on the pile's own page."""


def shown(visit: Visit) -> Response:
    """Everything at once."""
    with visit.looking() as work:
        found = health.examined(work)
        parked, uncertain = listing.parked(work.session), listing.mails(work.session, MailState.UNCERTAIN)
    return visit.render(
        "health.html",
        200,
        health=found,
        is_pressing=health.pressing(found.parts),
        parked=parked[:MOST_SHOWN],
        parked_number=len(parked),
        uncertain=uncertain[:MOST_SHOWN],
        uncertain_number=len(uncertain),
    )


ROUTES: tuple[Page, ...] = (page("/desk/health", Right.READ, shown),)
