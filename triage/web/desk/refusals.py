"""Pages that say no: what happened, that nothing was changed, and what to do. One table."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import HTMLResponse, Response

from triage.web.desk.kit import Desk, Visit, local
from triage.web.forms import Form


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page without a form of its own. `keeps`: what was typed is shown, so that it can be copied."""

    title: str
    paragraphs: tuple[str, ...]
    status: HTTPStatus
    keeps: bool = False


NO_FORM = Refusal(
    "This form did not arrive whole",
    ("Nothing was changed. Please go back and send it again.",),
    HTTPStatus.BAD_REQUEST,
)
NOT_OUR_FORM = Refusal(
    "This form is too old, or not ours",
    (
        "Nothing was changed. Perhaps you signed in again meanwhile: open the page anew and repeat what you did.",
        "If a link or another site brought you here, do not repeat it, and tell whoever runs this desk.",
    ),
    HTTPStatus.FORBIDDEN,
    keeps=True,
)
NOT_ALLOWED = Refusal(
    "Your role does not reach so far",
    ("Nothing was changed. An admin can do this, or give you another role.",),
    HTTPStatus.FORBIDDEN,
)
IMPOSSIBLE = Refusal("That cannot be done", ("Nothing was changed.",), HTTPStatus.CONFLICT, keeps=True)
SIGNED_OUT = Refusal(
    "You are signed out",
    ("Nothing was changed. Sign in in another tab, open the page again, and copy over what you typed.",),
    HTTPStatus.UNAUTHORIZED,
    keeps=True,
)
NOT_HERE = Refusal(
    "There is nothing here",
    ("What stood here may have been merged, or was deleted when its time was over. The search finds the rest.",),
    HTTPStatus.NOT_FOUND,
)
NOT_SO = Refusal("That is not possible here", ("Please begin at the queue.",), HTTPStatus.METHOD_NOT_ALLOWED)
OUT_OF_ORDER = Refusal(
    "The database cannot be reached",
    ("Nothing was changed. Mail that arrives is not lost. Please try again in a moment.",),
    HTTPStatus.SERVICE_UNAVAILABLE,
    keeps=True,
)
BROKEN = Refusal(
    "Something broke here",
    (
        "It is our fault, and the log says what it was. What a press began is either done whole or not at all.",
        "Go back in your browser: what you typed is still there. Look at the page anew before you repeat it.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR,
)

NOT_TYPED = frozenset({"proof", "password", "again", "back", "version", "next"})


def for_visit(visit: Visit, refusal: Refusal, why: str = "") -> Response:
    """Inside the layout, for somebody who is signed in."""
    words = {"refusal": refusal, "why": why, "typed": typed(refusal, visit.form)}
    return visit.render("refusal.html", refusal.status, back=local(visit.form.text("back")), **words)


def plain(desk: Desk, refusal: Refusal, why: str = "", form: Form | None = None) -> Response:
    """Without anything that only staff may see."""
    words = {"refusal": refusal, "why": why, "typed": typed(refusal, form or Form()), "back": "/desk"}
    page = desk.templates.get_template("desk/refusal_plain.html")
    return HTMLResponse(page.render({**words, "asset": desk.assets.url}), refusal.status)


def typed(refusal: Refusal, form: Form) -> list[str]:
    """What somebody wrote and would not like to write again."""
    if not refusal.keeps:
        return []
    return [text for name in form.values if name not in NOT_TYPED for text in form.all(name) if " " in text.strip()]
