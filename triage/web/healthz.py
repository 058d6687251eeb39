"""`/healthz` for monitors: whether a runner works, in plain JSON. No sign-in, no names, no errors of servers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from intake.store import StoreError, reading
from triage.flow import health
from triage.flow.runtime import Runtime
from triage.flow.work import Work
from triage.web.headers import Guarded, guarding

PATH = "/healthz"
OUT_OF_REACH = health.Answer(("the database cannot be reached",), None, None, is_paused=False)


def healthz_site(runtime: Runtime) -> Starlette:
    """The ASGI application of one page: 200 while a runner works, else 503 with the reasons."""

    def asked(_: Request) -> Response:
        found = look(runtime)
        return JSONResponse(as_json(found), 200 if found.is_well else 503)

    policy = guarding("default-src 'none'; frame-ancestors 'none'")
    return Starlette(routes=[Route(PATH, asked, methods=["GET"])], middleware=[Middleware(Guarded, headers=policy)])


def look(runtime: Runtime) -> health.Answer:
    """What stands in the rows, without a lock on anything."""
    try:
        with Session(reading(runtime.engine)) as session:
            return health.answer(Work(session, runtime, runtime.clock()))
    except (SQLAlchemyError, StoreError):
        return OUT_OF_REACH


def as_json(found: health.Answer) -> dict[str, object]:
    """Times are ISO 8601, UTC, or null."""
    return {
        "status": "ok" if found.is_well else "failing",
        "reasons": list(found.reasons),
        "worked_at": spelled(found.worked_at),
        "mailbox_read_at": spelled(found.mailbox_read_at),
        "paused": found.is_paused,
    }


def spelled(at: datetime | None) -> str | None:
    """To the second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None
