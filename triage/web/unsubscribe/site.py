"""GET shows a button and changes nothing, because programs that scan mail open links; POST leaves the mailings.

RFC 8058, 3.2: the POST comes from a mail program, without cookies, sign-in or our page before it, and is answered
without a redirect. The token in the address is all that it needs, so that no form proof stands between.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from http import HTTPStatus

from jinja2 import Environment
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from intake.store import StoreError, reading
from triage.flow import suppressions
from triage.flow.mailings.trial import NOBODY
from triage.flow.runtime import Runtime
from triage.flow.unsubscribe_links import person_of
from triage.flow.work import unit_of_work
from triage.model.facts import Suppression
from triage.store.tables import PersonRow, SuppressionRow
from triage.web.confirm.pages import hint_of
from triage.web.headers import Guarded, guarding

POLICY = "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
HOW = "asked on the page"

NOT_OURS = ("There is nothing here", ("This is no link of ours. Was it cut off? Please copy the whole of it.",))
TRIAL = ("This was a test", ("The mail that brought you here was a test, and its link strikes nobody off.",))
DONE = (
    "You will get no more mails of this kind",
    (
        "That is all. What you asked us yourself we still answer, and if you signed up for a conversation, its details"
        " still come.",
        "Was it a slip? Then write to us, and a person undoes it.",
    ),
)
OUT_OF_ORDER = ("This does not work just now", ("We are sorry. Please try again in some minutes, or answer our mail.",))


def unsubscribe_site(runtime: Runtime, templates: Environment) -> Starlette:
    """The ASGI application. It reads no configuration and opens no port. `templates` are the program's own."""
    style = templates.get_template("web/style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    templates.globals["style"] = Markup(style)  # noqa: S704 - our own file
    return Starlette(
        routes=[
            Route("/unsubscribe/{token}", shown(runtime, templates), methods=["GET"]),
            Route("/unsubscribe/{token}", pressed(runtime, templates), methods=["POST"]),
        ],
        middleware=[Middleware(Guarded, headers=guarding(POLICY.format(style=digest)))],
        exception_handlers=refusals(templates),
    )


def shown(runtime: Runtime, templates: Environment) -> Callable[[Request], Response]:
    """Whose mails stop, and the button."""

    def page(request: Request) -> Response:
        person_id = person_of(runtime.seal.mac, request.path_params["token"])
        if person_id == NOBODY:
            return said(templates, TRIAL)
        address = address_of(runtime, person_id)
        if address is None:
            return said(templates, NOT_OURS, HTTPStatus.NOT_FOUND)
        if not address:
            return said(templates, DONE)
        return HTMLResponse(templates.get_template("web/unsubscribe.html").render(hint=hint_of(address)))

    return page


def pressed(runtime: Runtime, templates: Environment) -> Callable[[Request], Response]:
    """The button, ours or a mail program's. What the form says does not matter; pressing twice is pressing once."""

    def page(request: Request) -> Response:
        person_id = person_of(runtime.seal.mac, request.path_params["token"])
        if person_id == NOBODY:
            return said(templates, TRIAL)
        if person_id is None:
            return said(templates, NOT_OURS, HTTPStatus.NOT_FOUND)
        with unit_of_work(runtime) as work:
            is_known = suppressions.unsubscribe(work, person_id, HOW)
        # Who was forgotten since gets no mail either.
        return said(templates, DONE) if is_known else said(templates, NOT_OURS, HTTPStatus.NOT_FOUND)

    return page


def address_of(runtime: Runtime, person_id: int | None) -> str | None:
    """The person's address; empty where we write no mailings to it already; None where there is nobody such."""
    with Session(reading(runtime.engine)) as session:
        person = session.get(PersonRow, person_id) if person_id is not None else None
        if person is None:
            return None
        row = session.get(SuppressionRow, person.address)
        return "" if row is not None and row.why == Suppression.UNSUBSCRIBED else person.address


def said(templates: Environment, page: tuple[str, tuple[str, ...]], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page without a button."""
    title, paragraphs = page
    words = {"page": {"title": title, "paragraphs": paragraphs}, "again": None}
    return HTMLResponse(templates.get_template("web/said.html").render(words), status)


def refusals(templates: Environment) -> dict[object, Callable[[Request, Exception], Response]]:
    """Pages for what nobody asked for, and for a database that is out of reach: 503 makes a mail program try again."""

    def refused(_: Request, error: Exception) -> Response:
        status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        return said(templates, NOT_OURS, status)

    def out_of_order(_: Request, __: Exception) -> Response:
        return said(templates, OUT_OF_ORDER, HTTPStatus.SERVICE_UNAVAILABLE)

    return {HTTPException: refused, SQLAlchemyError: out_of_order, StoreError: out_of_order}
