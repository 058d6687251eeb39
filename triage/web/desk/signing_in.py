"""The way in and out: by name and password, or by a link that works once. The only pages for people not signed in."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from ipaddress import ip_address, ip_network

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from triage.flow.staff import sessions
from triage.flow.staff.sessions import Refusal, SignedIn
from triage.flow.work import unit_of_work
from triage.model.staff import Right
from triage.web.desk import refusals
from triage.web.desk.attempts import Attempts
from triage.web.desk.entrance import SESSION, origins, signed_in
from triage.web.desk.kit import Desk, Page, Visit, action, local
from triage.web.desk.origin import is_from_here
from triage.web.forms import Form, FormError, form_in

VISITOR = "visitor"
"""The cookie that ties the sign-in form to the browser that opened it."""
WRONG = "That name and password do not belong together."
TOO_MANY = "Too many attempts from where you are. Please wait a minute."


def routes(desk: Desk) -> list[Route]:
    """These pages ask nobody who they are."""
    attempts = Attempts()
    return [
        Route("/desk/sign-in", opened(desk), methods=["GET"]),
        Route(
            "/desk/sign-in",
            posted(desk, lambda request, form: by_password(desk, attempts, request, form)),
            methods=["POST"],
        ),
        Route("/desk/sign-in/{token}", link_opened(desk), methods=["GET"]),
        Route(
            "/desk/sign-in/{token}", posted(desk, lambda request, form: by_link(desk, request, form)), methods=["POST"]
        ),
    ]


def opened(desk: Desk) -> Callable[[Request], Response]:
    """The form."""

    def page(request: Request) -> Response:
        if signed_in(desk, request) is not None:
            return RedirectResponse(local(request.query_params.get("next", "")), 303)
        return asked(desk, Form(), local(request.query_params.get("next", "")))

    return page


def link_opened(desk: Desk) -> Callable[[Request], Response]:
    """A button first: programs that scan mails and chats open links, and this one works once."""

    def page(_: Request) -> Response:
        return with_proof(desk, "desk/sign_in_link.html", {})

    return page


def posted(desk: Desk, answer: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Reads the form and answers in a thread, if the form is this browser's."""

    async def page(request: Request) -> Response:
        try:
            form = await form_in(request)
        except FormError as error:
            return refusals.plain(desk, refusals.NO_FORM, str(error))
        visitor = request.cookies.get(desk.cookie(VISITOR), "")
        is_here = is_from_here(request.headers, origins(desk, request))
        if not (is_here and visitor and desk.keys.is_proof(visitor, form.text("proof"))):
            form.wrong("name", "Please try once more; this desk needs cookies.")
            return asked(desk, form, local(form.text("next")), HTTPStatus.FORBIDDEN)
        return await run_in_threadpool(answer, request, form)

    return page


def by_password(desk: Desk, attempts: Attempts, request: Request, form: Form) -> Response:
    """Signed in, or the form again; it does not say which of the two was wrong."""
    where, now = place_of(request), desk.runtime.clock()
    if not attempts.may_try(where, now):
        form.wrong("name", TOO_MANY)
        return asked(desk, form, local(form.text("next")), HTTPStatus.TOO_MANY_REQUESTS)
    with unit_of_work(desk.runtime) as work:
        found = sessions.sign_in(work, form.text("name"), form.typed("password"))
    if isinstance(found, SignedIn):
        return welcomed(desk, found, local(form.text("next")))
    attempts.failed(where, now)
    form.wrong("name", sentence(desk, found))
    return asked(desk, form, local(form.text("next")), HTTPStatus.FORBIDDEN)


def place_of(request: Request) -> str:
    """Where somebody tries from, as the proxy on this machine says; without it one stranger would rest everybody.

    Only the last address counts, which the proxy wrote; of IPv6 the network, for a household has them by the billion.
    """
    peer = request.client.host if request.client else ""
    told = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    try:
        if not told or not ip_address(peer).is_loopback:
            return peer
        address = ip_address(told)
    except ValueError:
        return peer
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))  # noqa: PLR2004 - IPv4


def by_link(desk: Desk, request: Request, _: Form) -> Response:
    """Signed in, once."""
    with unit_of_work(desk.runtime) as work:
        found = sessions.by_link(work, request.path_params["token"])
    if isinstance(found, SignedIn):
        return welcomed(desk, found, "/desk")
    form = Form()
    form.wrong("name", "This link was used, or is too old. Ask for another one, or sign in here.")
    return asked(desk, form, "/desk", HTTPStatus.GONE)


def sentence(desk: Desk, refusal: Refusal) -> str:
    """Why nobody was signed in."""
    if refusal.until is None:
        return WRONG
    seconds = max(1, round((refusal.until - desk.runtime.clock()).total_seconds()))
    return f"{WRONG} After so many attempts this name rests: please wait {seconds} seconds."


def welcomed(desk: Desk, found: SignedIn, to: str) -> Response:
    """A new session: the old cookie's value is never taken over."""
    answer = RedirectResponse(to, 303)
    desk.set_cookie(answer, SESSION, found.token)
    desk.drop_cookie(answer, VISITOR)
    return answer


def asked(desk: Desk, form: Form, to: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The sign-in form, with the name as typed and never the password."""
    return with_proof(desk, "desk/sign_in.html", {"form": form, "next": to}, status)


def with_proof(desk: Desk, template: str, words: dict[str, object], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A form for a browser without a session: keyed to a cookie of its own."""
    visitor = secrets.token_urlsafe(16)
    shown = {**words, "proof_text": desk.keys.proof(visitor), "asset": desk.assets.url}
    answer = HTMLResponse(desk.templates.get_template(template).render(shown), status)
    desk.set_cookie(answer, VISITOR, visitor)
    return answer


def signed_out(visit: Visit) -> Response:
    """The session ends at once, here and in the database."""
    with visit.working() as work:
        sessions.end(work, visit.session)
    answer = RedirectResponse("/desk/sign-in", 303)
    visit.desk.drop_cookie(answer, SESSION)
    return answer


ROUTES: tuple[Page, ...] = (action("/desk/sign-out", Right.READ, signed_out),)
