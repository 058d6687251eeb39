"""What every page shows around its content: who is here, what waits, whether mail leaves, what was said last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from triage.flow import pause
from triage.model.mail import Mode
from triage.model.staff import Right
from triage.store import queue_views
from triage.store.queue_views import View
from triage.web.desk.kit import Visit

MODES = {
    Mode.AUTO: "Mails go by themselves",
    Mode.ASSIST: "Mails wait for your key",
    Mode.SHADOW: "Shadow mode: nothing can leave",
}


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the navigation. `count`: the number beside it, by its name in the counts."""

    key: str
    title: str
    path: str
    right: Right = Right.READ
    count: str = ""


NAVIGATION: tuple[Way, ...] = (
    Way("queue", "Queue", "/desk", count=View.REVIEW.value),
    Way("questions", "Questions", "/desk/questions"),
    Way("events", "Events", "/desk/events"),
    Way("health", "Health", "/desk/health"),
    Way("staff", "Staff", "/desk/staff", Right.STAFF),
)


def around(visit: Visit) -> dict[str, Any]:
    """The words of `desk/layout.html`."""
    with visit.looking() as work:
        halted, counts = pause.is_paused(work), {View.REVIEW.value: queue_views.to_review(work.session)}
    mode = visit.desk.runtime.settings.mode
    return {
        "staff": visit.staff,
        "may": {right.value: visit.may(right) for right in Right},
        "now": visit.now,
        "navigation": [way for way in NAVIGATION if visit.may(way.right)],
        "counts": counts,
        "mode": mode,
        "mode_says": MODES[mode],
        "halted": halted,
        "flash": flash_of(visit),
        "proof": proof_of(visit),
        "asset": visit.desk.assets.url,
        "here": here(visit.request),
    }


def here(request: Request) -> str:
    """This page's own address, for forms that come back to it."""
    url = request.url
    return f"{url.path}?{url.query}" if url.query else url.path


def flash_of(visit: Visit) -> Any:  # noqa: ANN401 - a note of ours: text, tone, perhaps undo
    """What the last action said, once."""
    note = visit.request.cookies.get(visit.desk.cookie("flash"))
    return visit.desk.keys.opened(visit.session, note) if note else None


def proof_of(visit: Visit) -> Callable[[], Markup]:
    """`{{ proof() }}` in each form: the hidden field that shows that it is ours."""
    text = visit.desk.keys.proof(visit.session)
    field = Markup('<input type="hidden" name="proof" value="{}">').format(text)
    return lambda: field
