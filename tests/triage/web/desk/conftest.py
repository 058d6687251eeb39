"""A desk over a whole installation, and browsers of its staff: real forms, real cookies, real pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx2
import pytest
from office import Office, open_office
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from triage.app import templates_beside
from triage.flow.staff import accounts, sessions
from triage.flow.work import unit_of_work
from triage.model.staff import Role
from triage.store.tables import HistoryRow
from triage.web.desk import Desk, desk_from, desk_site

HERE = "http://testserver"
PASSWORD = "a sentence that nobody guesses"
SECRET = "s" * 43
SAID = re.compile(r'<div class="banner (?:good|bad)" role="status">\s*<p dir="ltr">(.*?)</p>', re.DOTALL)
PROOF = re.compile(r'name="proof" value="([\w-]+)"')


@dataclass
class Browser:
    """One member of staff. `last`: the page that is open."""

    client: TestClient
    last: httpx2.Response | None = field(default=None)

    def open(self, path: str, **headers: str) -> httpx2.Response:
        """Follows a link; redirects as well."""
        self.last = self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return self.last

    def proof(self) -> str:
        """The proof on the page that is open, or on the queue."""
        page = self.last if self.last is not None and PROOF.search(self.last.text) else self.open("/desk")
        return PROOF.findall(page.text)[-1]

    def send(self, path: str, origin: str = HERE, **fields: object) -> httpx2.Response:
        """Sends a form of the open page; what comes back, redirects not followed."""
        data = {"proof": self.proof(), **fields}
        return self.client.post(path, data=data, headers={"Origin": origin}, follow_redirects=False)

    def do(self, path: str, **fields: object) -> httpx2.Response:
        """Sends a form and follows to the page it leads to."""
        answer = self.send(path, **fields)
        if answer.is_redirect:
            return self.open(answer.headers["Location"])
        self.last = answer
        return answer

    def says(self) -> str:
        """The banner of the open page: what the last action said."""
        assert self.last is not None
        found = SAID.findall(self.last.text)
        return unescape(found[0]).replace("\u2068", "").replace("\u2069", "") if found else ""


@dataclass
class DeskRoom:
    """The office, its desk, and who works there."""

    office: Office
    desk: Desk

    def staff(self, name: str, role: Role = Role.TRIAGER) -> None:
        with unit_of_work(self.office.runtime, "command line") as work:
            accounts.add(work, name, role, PASSWORD)

    def browser(self) -> Browser:
        """Of nobody."""
        return Browser(TestClient(desk_site(self.desk), raise_server_exceptions=True))

    def signed_in(self, name: str = "Rosalind", role: Role = Role.TRIAGER) -> Browser:
        """Of somebody new, signed in by a link."""
        self.staff(name, role)
        return self.again(name)

    def again(self, name: str) -> Browser:
        """One more browser of somebody known."""
        with unit_of_work(self.office.runtime) as work:
            found = sessions.by_link(work, sessions.link_for(work, name))
        assert isinstance(found, sessions.SignedIn)
        browser = self.browser()
        browser.client.cookies.set(self.desk.cookie("desk"), found.token)
        return browser

    def history(self, what: str) -> list[HistoryRow]:
        with Session(self.office.runtime.engine, expire_on_commit=False) as session:
            return list(session.exec(select(HistoryRow).where(HistoryRow.what == what).order_by(col(HistoryRow.id))))


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id with the least parameters: the real ones take a tenth of a second each."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only here

    from triage import passwords  # noqa: PLC0415

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()  # noqa: SLF001 - hashed with the other parameters


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    built = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    built.open_event()
    built.standing(Marisol_Vega="good", Ben="good", Nightjar="locked")
    yield built
    built.runtime.engine.dispose()


@pytest.fixture
def room(office: Office) -> DeskRoom:
    return DeskRoom(office, desk_from(office.runtime, SECRET, "", templates_beside()))


@pytest.fixture
def heading() -> Callable[[httpx2.Response], tuple[int, str]]:
    """Status and headline of a page."""

    def read(answer: httpx2.Response) -> tuple[int, str]:
        found = re.findall(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
        return answer.status_code, unescape(re.sub(r"<[^>]+>", "", found[0])) if found else ""

    return read
