"""The switch in the header: all outgoing mail stops, or goes again."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow import pause
from triage.flow.work import require_reason
from triage.model.staff import Right
from triage.web.desk.kit import Page, Visit, action


def paused(visit: Visit) -> Response:
    """Nothing leaves from now on."""
    why = visit.form.text("why")
    require_reason(why)
    with visit.working() as work:
        pause.pause(work, why)
    return visit.back("/desk", "All outgoing mail is paused. Mails wait in the queue; alarms still go.")


def resumed(visit: Visit) -> Response:
    """Mail goes again."""
    with visit.working() as work:
        was_paused = pause.resume(work)
    return visit.back("/desk", "Outgoing mail goes again." if was_paused else "Outgoing mail was not paused.")


ROUTES: tuple[Page, ...] = (
    action("/desk/pause", Right.PAUSE, paused),
    action("/desk/resume", Right.PAUSE, resumed),
)
