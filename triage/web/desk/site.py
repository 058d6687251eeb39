"""The desk as one ASGI application: every page of the table, the sign-in, style and scripts, and the headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from intake.store import StoreError
from triage.flow.runtime import Runtime
from triage.web.desk import refusals, signing_in
from triage.web.desk.assets import assets_in
from triage.web.desk.entrance import entrance, signed_in
from triage.web.desk.keys import Keys
from triage.web.desk.kit import Desk, Page, Visit
from triage.web.desk.routes import PAGES
from triage.web.desk.words import desk_environment
from triage.web.forms import Form
from triage.web.headers import Guarded, guarding

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script';"
    " trusted-types 'none'"
)
"""Nothing inline, nothing from other hosts; no script can turn a text into HTML."""
# The origin is told to ourselves, or browsers would send `Origin: null` with our forms (Fetch, 3.2).
HEADERS = guarding(POLICY, Referrer_Policy="same-origin")
LEAST_PACKED = 800
PACKED_BY = 5
"""A page is one in a hundred larger than by 9, and packed in half the time."""


def desk_from(runtime: Runtime, secret: str, public_url: str, templates: Path) -> Desk:
    """The desk of an installation. `templates`: the program's own folder, whatever the mails' texts come from."""
    folder = templates / "desk"
    keys = Keys(secret.encode())
    return Desk(runtime, keys, public_url, desk_environment(templates), assets_in(folder / "static"))


def desk_site(desk: Desk) -> Starlette:
    """The ASGI application. It reads no configuration and opens no port."""
    return Starlette(
        routes=[
            Route("/", lambda _: RedirectResponse("/desk", 303), methods=["GET"]),
            Route("/desk/static/{digest}/{name}", desk.assets.serve, methods=["GET"]),
            *signing_in.routes(desk),
            *(route(desk, page) for page in PAGES),
        ],
        middleware=[
            # Policy against being framed is the page's own where it is a frame of ours.
            Middleware(Guarded, headers=HEADERS),
            Middleware(GZipMiddleware, minimum_size=LEAST_PACKED, compresslevel=PACKED_BY),
        ],
        exception_handlers=explained(desk),
    )


def route(desk: Desk, page: Page) -> Route:
    """The page's place in the application."""
    return Route(page.path, entrance(desk, page), methods=[page.method])


def explained(desk: Desk) -> Mapping[object, Callable[[Request, Exception], Response]]:
    """Pages for what is not there, and for a database that is out of reach."""

    def refused(request: Request, error: Exception) -> Response:
        is_method = isinstance(error, HTTPException) and error.status_code == refusals.NOT_SO.status
        refusal = refusals.NOT_SO if is_method else refusals.NOT_HERE
        known = signed_in(desk, request)
        if known is None:
            return refusals.plain(desk, refusal)
        staff, session = known
        return refusals.for_visit(Visit(desk, request, staff, session.token_digest, Form()), refusal)

    def out_of_order(_: Request, __: Exception) -> Response:
        return refusals.plain(desk, refusals.OUT_OF_ORDER)

    def broke(_: Request, __: Exception) -> Response:
        answer = refusals.plain(desk, refusals.BROKEN)
        # Answered outside of all middleware, which has gone down with the page.
        answer.headers.update(HEADERS)
        return answer

    return {HTTPException: refused, SQLAlchemyError: out_of_order, StoreError: out_of_order, Exception: broke}
