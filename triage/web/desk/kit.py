"""What a page of the desk is made of: its line in a table of routes, and the visit that it answers.

    ROUTES = (
        page("/desk/event/{slug}/notes", Right.READ, shown),
        action("/desk/event/{slug}/notes", Right.DECIDE, saved),
    )

Pages run in a thread, so that they may wait for the database. `page` reads, `action` changes: by then the browser
has shown who they are, that the form is ours, and that their role reaches so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from jinja2 import Environment
from sqlmodel import Session
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from intake.store import reading
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.staff import Right, Staff
from triage.web.desk.assets import Assets
from triage.web.desk.counting import Counts
from triage.web.desk.keys import Keys
from triage.web.forms import Form

Tone = Literal["good", "bad"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages share. `public_url`: as people see it, empty where nobody wrote it down."""

    runtime: Runtime
    keys: Keys
    public_url: str
    templates: Environment
    assets: Assets
    counted: Counts = field(default_factory=Counts)

    @property
    def is_secure(self) -> bool:
        """Under TLS, as everywhere but on the machine itself."""
        return self.public_url.startswith("https://")

    def cookie(self, name: str) -> str:
        """`__Host-`: no neighbouring site can put one into the browser (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-{name}" if self.is_secure else name

    def set_cookie(self, answer: Response, name: str, value: str) -> None:
        """Until the browser is closed; for no script, and for no form of another site."""
        answer.set_cookie(self.cookie(name), value, secure=self.is_secure, httponly=True, samesite="lax")

    def drop_cookie(self, answer: Response, name: str) -> None:
        """Gone."""
        answer.delete_cookie(self.cookie(name), secure=self.is_secure, httponly=True, samesite="lax")


@dataclass(frozen=True, slots=True)
class Undo:
    """A button beside what was said: posts these fields to `path`."""

    path: str
    fields: Mapping[str, str]
    label: str = "Undo"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in. `session`: the digest that forms are keyed to."""

    desk: Desk
    request: Request
    staff: Staff
    session: str
    form: Form = field(default_factory=Form)

    @property
    def now(self) -> datetime:
        """Aware, UTC."""
        return self.desk.runtime.clock()

    @property
    def query(self) -> QueryParams:
        """What stands behind the `?`."""
        return self.request.query_params

    def part(self, name: str) -> str:
        """A part of the path, like `slug`."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """A part of the path that is a number; what is none leads nowhere."""
        text = self.part(name)
        if not (text.isascii() and text.isdecimal() and len(text) < len("1000000000")):
            raise HTTPException(404)
        return int(text)

    @contextmanager
    def looking(self) -> Iterator[Work]:
        """Reads as staff see it, and waits for nobody. What is changed here is not kept."""
        runtime = self.desk.runtime
        with Session(reading(runtime.engine), autoflush=False) as session:
            yield Work(session, runtime, self.now, self.staff.name)

    def working(self) -> AbstractContextManager[Work]:
        """Changes rows in their name; kept when the block ends."""
        return unit_of_work(self.desk.runtime, self.staff.name)

    def may(self, right: Right) -> bool:
        """Does their role reach so far?"""
        return self.staff.may(right)

    def render(self, template: str, status: int = 200, **words: Any) -> Response:  # noqa: ANN401 - anything shown
        """`desk/<template>` with these words, and with what the layout shows on every page."""
        from triage.web.desk.layout import around  # noqa: PLC0415 - the layout knows visits

        shown = around(self)
        text = self.desk.templates.get_template(f"desk/{template}").render({**shown, "form": self.form, **words})
        answer = HTMLResponse(text, status)
        if shown["flash"] is not None:
            self.desk.drop_cookie(answer, "flash")
        return answer

    def go(self, path: str, said: str = "", *, tone: Tone = "good", undo: Undo | None = None) -> Response:
        """After an action: to a page of ours, where `said` is shown once (303, so that reloading repeats nothing)."""
        answer = RedirectResponse(local(path), 303)
        if said:
            note = {"text": said, "tone": tone}
            if undo is not None:
                note |= {"undo": {"path": undo.path, "fields": dict(undo.fields), "label": undo.label}}  # type: ignore[dict-item]
            self.desk.set_cookie(answer, "flash", self.desk.keys.sealed(self.session, note))
        return answer

    def back(self, otherwise: str, said: str = "", *, tone: Tone = "good", undo: Undo | None = None) -> Response:
        """The same, to where the form's field `back` says, if that is a page of ours."""
        return self.go(local(self.form.text("back"), otherwise), said, tone=tone, undo=undo)

    def json(self, value: object) -> Response:
        """For our own scripts."""
        return JSONResponse(value)


@dataclass(frozen=True, slots=True)
class Page:
    """One line of a table of routes."""

    method: Literal["GET", "POST"]
    path: str
    right: Right
    answer: Callable[[Visit], Response]


def page(path: str, right: Right, answer: Callable[[Visit], Response]) -> Page:
    """Something to read. It changes nothing."""
    return Page("GET", path, right, answer)


def action(path: str, right: Right, answer: Callable[[Visit], Response]) -> Page:
    """Something to do: a form with its proof. It ends with `visit.go(…)`, or renders the form again."""
    return Page("POST", path, right, answer)


def local(path: str, otherwise: str = "/desk") -> str:
    """A path on the desk, so that no link leads to another site through us; else `otherwise`."""
    is_ours = path == "/desk" or path.startswith(("/desk/", "/desk?"))
    is_plain = path.isprintable() and "\\" not in path and "//" not in path.partition("?")[0]
    return path if is_ours and is_plain else otherwise
