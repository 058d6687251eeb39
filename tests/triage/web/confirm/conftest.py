"""An installation that wants confirmed accounts, its pages served over HTTP, and a stand-in of the wiki's OAuth."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from office import Office, open_office
from sqlmodel import Session, col, select
from wiki_oauth import CLIENT, SECRET, StandInOAuth

from triage.app import templates_beside
from triage.compose import environment
from triage.store.tables import AttendanceRow, HistoryRow, PersonRow
from triage.web.confirm import Site, WikiSignIn, site
from triage.web.serve import served

LINK = re.compile(r"http://127\.0\.0\.1:\d+/confirm/[a-z0-9-]+")
PROOF = re.compile(r'name="proof" value="([\w-]+)"')
WISH = "Hello,\n\nI would like to attend the conversation. My username is {account}.\n"


@dataclass
class Desk:
    """The office with its pages. `url`: where they are; `wiki`: where people sign in."""

    office: Office
    wiki: StandInOAuth
    url: str
    new_browser: Callable[[], httpx2.Client]

    def asks(self, address: str = "marisol@reader.example", account: str = "Marisol Vega") -> str:
        """Somebody writes that they will come; the link in our answer."""
        self.office.write(address, WISH.format(account=account))
        self.office.work()
        return self.link_to(address)

    def link_to(self, address: str) -> str:
        """The newest link that this address was mailed."""
        texts = [mail.text for mail in self.office.mails() if mail.to_address == address]
        return LINK.findall(" ".join(texts))[-1]

    def press(self, browser: httpx2.Client, link: str) -> httpx2.Response:
        """Opens the link and presses the button; what the page answers, not followed."""
        page = browser.get(link)
        return browser.post(link, data={"proof": PROOF.findall(page.text)[0]}, follow_redirects=False)

    def to_the_wiki(self, browser: httpx2.Client, link: str) -> str:
        """The same, and on the wiki: the address with which it sends the browser back."""
        leaving = self.press(browser, link)
        return str(browser.get(leaving.headers["Location"], follow_redirects=False).headers["Location"])

    def walk(self, link: str, browser: httpx2.Client | None = None) -> httpx2.Response:
        """The whole way; the last page."""
        used = browser or self.new_browser()
        return used.get(self.to_the_wiki(used, link))

    def attendance(self, address: str = "marisol@reader.example") -> AttendanceRow:
        with Session(self.office.runtime.engine, expire_on_commit=False) as session:
            query = select(AttendanceRow).join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
            return session.exec(query.where(PersonRow.address == address)).one()

    def known(self, address: str = "marisol@reader.example") -> tuple[str, str | None, str, str]:
        """State, account, ownership and its way."""
        row = self.attendance(address)
        return row.state, row.account, row.ownership, row.confirmed_way

    def history(self, what: str) -> list[HistoryRow]:
        with Session(self.office.runtime.engine, expire_on_commit=False) as session:
            return list(session.exec(select(HistoryRow).where(HistoryRow.what == what)))


def heading(page: httpx2.Response) -> tuple[int, str]:
    """Status and headline of a page."""
    return page.status_code, re.findall(r"<h1>(.*?)</h1>", page.text)[0]


@pytest.fixture(scope="session")
def running_oauth() -> Iterator[StandInOAuth]:
    with StandInOAuth() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    built = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    built.settings(standing_required="confirmed")
    built.open_event()
    built.standing(Marisol_Vega="good", Ben="good", Nightjar="locked")
    yield built
    built.runtime.engine.dispose()


@pytest.fixture
def said() -> Callable[[httpx2.Response], tuple[int, str]]:
    return heading


@pytest.fixture
def desk(office: Office, running_oauth: StandInOAuth) -> Iterator[Desk]:
    running_oauth.begin_anew()
    listen = f"127.0.0.1:{free_port()}"
    url = f"http://{listen}"
    running_oauth.return_url = f"{url}/confirm/return"
    office.settings(confirm_url=f"{url}/confirm")
    agent = "openhour/test (mailto:a@b.example)"
    sign_in = WikiSignIn(running_oauth.api, CLIENT, SECRET, running_oauth.return_url, agent)
    pages = site(Site(office.runtime, sign_in, url, environment(templates_beside())))
    with ExitStack() as stack, served(pages, listen):
        stack.callback(sign_in.close)

        def new_browser() -> httpx2.Client:
            return stack.enter_context(httpx2.Client(follow_redirects=True))

        yield Desk(office, running_oauth, url, new_browser)


def free_port() -> int:
    """One that nobody uses: the pages must know their own address before they are served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
