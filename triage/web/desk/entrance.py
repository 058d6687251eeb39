"""Before a page answers: is it our form, who is it, may they? Each no is a page that says what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from intake.store import StoreError, reading
from triage.flow.staff import sessions
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.staff import Staff
from triage.store.tables import StaffSessionRow
from triage.web.desk import refusals
from triage.web.desk.kit import Desk, Page, Visit
from triage.web.desk.layout import here
from triage.web.desk.origin import is_from_here
from triage.web.desk.words import sentence
from triage.web.forms import Form, FormError, form_in

SESSION = "desk"
"""The cookie's name, after `__Host-`."""


def entrance(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of this page: everything is asked, then it answers in a thread."""

    async def answered(request: Request) -> Response:
        try:
            form = await form_in(request) if page.method == "POST" else Form()
        except FormError as error:
            return refusals.plain(desk, refusals.NO_FORM, str(error))
        return await run_in_threadpool(entered, desk, page, request, form)

    return answered


def entered(desk: Desk, page: Page, request: Request, form: Form) -> Response:
    """The page's answer, or why there is none."""
    known = signed_in(desk, request)
    if known is None:
        return not_signed_in(desk, page, request, form)
    staff, session = known
    visit = Visit(desk, request, staff, session.token_digest, form)
    if holds_nul(request):
        return refusals.for_visit(visit, refusals.NOT_HERE)
    if page.method == "POST" and not is_our_form(visit):
        return refusals.for_visit(visit, refusals.NOT_OUR_FORM)
    if not staff.may(page.right):
        return refusals.for_visit(visit, refusals.NOT_ALLOWED, f"You are {staff.role}.")
    answer = answered_by(page, visit)
    if visit.now - session.seen_at > sessions.SEEN_AGAIN and answer.background is None:
        # After the answer: a page that is only read waits for no writer.
        answer.background = BackgroundTask(still_here, desk, session.token_digest)
    return answer


def holds_nul(request: Request) -> bool:
    """Nothing of ours is called that, and PostgreSQL takes no NUL to look for."""
    return "\0" in request.scope["path"] or any("\0" in text for text in request.query_params.values())


def answered_by(page: Page, visit: Visit) -> Response:
    """What cannot be done explains itself, and nothing that was typed is lost."""
    try:
        return page.answer(visit)
    except ImpossibleError as error:
        if is_by_script(visit.request):
            return JSONResponse({"wrong": str(error.args[0])}, 409)
        return refusals.for_visit(visit, refusals.IMPOSSIBLE, sentence(error))


def signed_in(desk: Desk, request: Request) -> tuple[Staff, StaffSessionRow] | None:
    """Who holds the cookie."""
    token = request.cookies.get(desk.cookie(SESSION))
    if not token:
        return None
    with Session(reading(desk.runtime.engine), expire_on_commit=False) as session:
        return sessions.who_is(Work(session, desk.runtime, desk.runtime.clock()), token)


def is_our_form(visit: Visit) -> bool:
    """From a page of ours, and with this session's proof."""
    is_here = is_from_here(visit.request.headers, origins(visit.desk, visit.request))
    return is_here and visit.desk.keys.is_proof(visit.session, visit.form.text("proof"))


def origins(desk: Desk, request: Request) -> frozenset[str]:
    """What we are called: as configured; where nothing is, as the browser calls us."""
    url = urlsplit(desk.public_url or str(request.url))
    return frozenset({f"{url.scheme}://{url.netloc}"})


def not_signed_in(desk: Desk, page: Page, request: Request, form: Form) -> Response:
    """To the sign-in page and back here; for a form, a page that keeps what was typed."""
    if is_by_script(request):
        return JSONResponse({"wrong": "You are signed out."}, 401)
    if page.method == "POST":
        return refusals.plain(desk, refusals.SIGNED_OUT, form=form)
    return RedirectResponse(f"/desk/sign-in?next={quote(here(request), safe='')}", 303)


def is_by_script(request: Request) -> bool:
    """Our scripts say what they want to read."""
    return request.headers.get("accept", "").startswith("application/json")


def still_here(desk: Desk, token_digest: str) -> None:
    """Written down after the answer. A database that is busy or away loses only this."""
    try:
        with unit_of_work(desk.runtime) as work:
            sessions.seen(work, token_digest)
    except StoreError:
        return
