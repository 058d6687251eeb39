"""Is everything well? Each part, what waits for a person, and what was wrong last."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow import health, parking
from triage.flow.outbox import by_hand
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
        ways={alarm.cause: way_to(alarm.cause) for alarm in found.alarms},
        is_pressing=health.pressing(found.parts),
        parked=parked[:MOST_SHOWN],
        parked_number=len(parked),
        uncertain=uncertain[:MOST_SHOWN],
        uncertain_number=len(uncertain),
    )


def way_to(cause: str) -> str:
    """Where something can be done about an alarm; empty where that is not at the desk."""
    kind, _, number = cause.partition("-")
    if kind == "harm" and number.isdecimal():
        return f"/desk/case/{number}"
    return f"/desk/{cause}" if cause in (parking.CAUSE, by_hand.UNCERTAIN_CAUSE) else ""


ROUTES: tuple[Page, ...] = (page("/desk/health", Right.READ, shown),)
