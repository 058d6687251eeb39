"""The pages behind the link in our mail: explained, off to the wiki and back, and what came of it.

A GET of the link changes nothing, because programs that scan mail open links: only the button begins. Every address
that a browser is sent to comes from the configuration; nothing of the request chooses one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from jinja2 import Environment
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from intake.store import reading
from triage.compose import written_time
from triage.flow import ownership
from triage.flow.alarms import raise_alarm, recover
from triage.flow.confirmation_links import Addressee, addressee_of
from triage.flow.ownership import Glance
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.web.confirm import pages
from triage.web.confirm.pages import Said
from triage.web.confirm.passage import LASTS, Passage, begin, passage_in
from triage.web.confirm.policy import content_security_policy
from triage.web.confirm.signin import SignInError, Trouble, WikiSignIn, trouble_in
from triage.web.headers import Guarded, guarding

CAUSE = "sign-in"
MOST_OCTETS = 2_048
"""How long a pressed button's form may be."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages need. `public_url`: as people see it; `templates` are the program's own."""

    runtime: Runtime
    sign_in: WikiSignIn
    public_url: str
    templates: Environment

    @property
    def is_secure(self) -> bool:
        """Under TLS, as everywhere but on the machine itself."""
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """`__Host-`: no neighbouring site can put one into the browser (RFC 6265bis, 4.1.3.2)."""
        return "__Host-confirm" if self.is_secure else "confirm"


def site(parts: Site) -> Starlette:
    """The ASGI application. It reads no configuration and opens no port."""
    style = parts.templates.get_template("web/style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = content_security_policy(digest, parts.sign_in.origin)
    parts.templates.globals["style"] = Markup(style)  # noqa: S704 - our own file
    return Starlette(
        routes=[
            Route("/confirm/return", back(parts), methods=["GET"]),
            Route("/confirm/{token}", opened(parts), methods=["GET"]),
            Route("/confirm/{token}", pressed(parts), methods=["POST"]),
        ],
        middleware=[Middleware(Guarded, headers=guarding(policy))],
        exception_handlers=refusals(parts),
    )


def opened(parts: Site) -> Callable[[Request], Response]:
    """The link is opened: what is asked, why, and what is stored."""

    def page(request: Request) -> Response:
        token = request.path_params["token"]
        addressee = addressee_of(parts.runtime.seal.mac, token)
        if addressee is None:
            return said(parts, pages.NOT_OURS)
        seen = look(parts, addressee)
        if seen.state is not None:
            return said(parts, pages.SHOWN[seen.state])
        return explained(parts, seen, begin(token.lower(), parts.runtime.clock()))

    return page


def pressed(parts: Site) -> Callable[..., object]:
    """The button was pressed on our page, in this browser: off to the wiki."""

    async def leave(request: Request) -> Response:
        proof = await proof_in(request)
        return await run_in_threadpool(sent_out, parts, request, proof)

    return leave


def sent_out(parts: Site, request: Request, proof: str) -> Response:
    """To the wiki, or back to the beginning where the button was not this browser's."""
    mac, token = parts.runtime.seal.mac, request.path_params["token"].lower()
    addressee = addressee_of(mac, token)
    if addressee is None:
        return said(parts, pages.NOT_OURS)
    passage = passage_of(parts, request)
    if passage is None or passage.is_out or passage.token != token or not passage.has_state(mac, proof):
        return said(parts, pages.BEGIN_AGAIN, token)
    seen = look(parts, addressee)
    if seen.state is not None:
        return said(parts, pages.SHOWN[seen.state])
    out = passage.gone_out()
    # 303: what follows is a GET, also for browsers that keep the method (RFC 9110, 15.4.4).
    leaving = RedirectResponse(parts.sign_in.authorize_url(out.state(mac), out.verifier(mac)), 303)
    return keeping(parts, leaving, out)


def back(parts: Site) -> Callable[[Request], Response]:
    """Back from the wiki: who was it, and is that the account?"""

    def page(request: Request) -> Response:
        answer = returned(parts, request)
        answer.delete_cookie(parts.cookie_name, secure=parts.is_secure, httponly=True, samesite="lax")
        return answer

    return page


def returned(parts: Site, request: Request) -> Response:
    """What the wiki sent the browser back with, and what follows."""
    mac, asked = parts.runtime.seal.mac, request.query_params
    passage = passage_of(parts, request)
    addressee = addressee_of(mac, passage.token) if passage else None
    if passage is None or addressee is None or not passage.is_out:
        return said(parts, pages.BEGIN_AGAIN)
    if "error" in asked:
        # Extension:OAuth says no without our state; nothing is done on it but to offer the link again.
        return said(parts, pages.TROUBLE[trouble_in(asked["error"])], passage.token)
    if not passage.has_state(mac, asked.get("state", "")):
        return said(parts, pages.BEGIN_AGAIN, passage.token)
    try:
        username = parts.sign_in.username(asked.get("code", ""), passage.verifier(mac))
    except SignInError as error:
        alarm(parts, error)
        return said(parts, pages.TROUBLE[error.trouble], passage.token)
    return said(parts, pages.SHOWN[settled(parts, addressee, username)])


def settled(parts: Site, addressee: Addressee, username: str | None) -> ownership.Shown:
    """Writes down what was shown. The wiki was asked before: no transaction waits for it."""
    with unit_of_work(parts.runtime) as work:
        recover(work, CAUSE)
        return ownership.show(work, addressee, username)


def alarm(parts: Site, error: SignInError) -> None:
    """Whoever watches over this hears of what people cannot mend."""
    if error.trouble in {Trouble.UNREACHABLE, Trouble.MISCONFIGURED}:
        with unit_of_work(parts.runtime) as work:
            raise_alarm(work, CAUSE, f"Nobody can show whose account it is: {error}.")


def look(parts: Site, addressee: Addressee) -> Glance:
    """What the page may say of this link, without a lock on anything."""
    with Session(reading(parts.runtime.engine)) as session:
        return ownership.glance(Work(session, parts.runtime, parts.runtime.clock()), addressee)


def passage_of(parts: Site, request: Request) -> Passage | None:
    """The passage that this browser is on, if it is not over."""
    passage = passage_in(request.cookies.get(parts.cookie_name, ""))
    return None if passage is None or passage.is_over(parts.runtime.clock()) else passage


async def proof_in(request: Request) -> str:
    """The form's only field; a longer form than ours is none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_OCTETS:
            return ""
    fields = parse_qs(body.decode("ascii", "replace"))
    return fields.get("proof", [""])[0]


def explained(parts: Site, seen: Glance, passage: Passage) -> Response:
    """The page with the button."""
    words = {
        "event": seen.title,
        "starts": written_time(seen.starts_at, "en") if seen.starts_at else "",
        "hint": pages.hint_of(seen.address),
        "wiki": parts.sign_in.host,
        "proof": passage.state(parts.runtime.seal.mac),
    }
    page = HTMLResponse(parts.templates.get_template("web/confirm.html").render(words))
    return keeping(parts, page, passage)


def said(parts: Site, page: Said, token: str | None = None) -> Response:
    """A page without a form; with the link, where it still serves. Its address is relative: it leads nowhere else."""
    again = token if token and page.may_retry and addressee_of(parts.runtime.seal.mac, token) else None
    text = parts.templates.get_template("web/said.html").render(page=page, again=again)
    return HTMLResponse(text, page.status)


def keeping(parts: Site, answer: Response, passage: Passage) -> Response:
    """The same answer, with the cookie of this passage and no other."""
    seconds = int(LASTS.total_seconds())
    answer.set_cookie(
        parts.cookie_name, passage.cookie, max_age=seconds, secure=parts.is_secure, httponly=True, samesite="lax"
    )
    return answer


def refusals(parts: Site) -> dict[object, Callable[[Request, Exception], Response]]:
    """Pages for what nobody asked for, and for a database that is out of reach."""

    def refused(_: Request, error: Exception) -> Response:
        is_method = isinstance(error, HTTPException) and error.status_code == pages.NOT_SO.status
        return said(parts, pages.NOT_SO if is_method else pages.NOT_HERE)

    def out_of_order(_: Request, __: Exception) -> Response:
        return said(parts, pages.OUT_OF_ORDER)

    return {HTTPException: refused, SQLAlchemyError: out_of_order}
