"""An evening at the desk: mail of every kind that staff meet, and the desk on a port, for real browsers.

The worker's passes are called by the tests (`later`), so that nothing happens behind their backs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from browser import WIDE, Window, window
from office import HOUR, Office, mail, open_office
from playwright.sync_api import expect
from sqlalchemy import text
from sqlmodel import Session, col, select

from intake.mailbox import FolderMailbox
from intake.message import Interest
from triage.app import templates_beside
from triage.flow.outbox.claims import claim
from triage.flow.rounds import Mailroom, decide, send, take_in, watch
from triage.flow.staff import accounts, sessions
from triage.flow.work import unit_of_work
from triage.model.staff import Role
from triage.store.tables import HistoryRow, OutboxRow
from triage.web.desk import Desk, desk_from, desk_site
from triage.web.serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "a sentence that nobody guesses"
QUESTION = "What does the Foundation do when a chapter ignores the Universal Code of Conduct?"
MAIL = {
    "nightjar": "Hello,\n\nI want to attend. My username is Nightjar.\n\nHow are reports handled? Who reads them?",
    "plain": "Perhaps I come, perhaps I only watch.",
    "wolf": "I want to come to the call. My account is Wolf.",
    "angry": "I would like to attend. I will find your office and hurt somebody if you ban me again. I am Angry.",
    "layla": "مرحبا،\n\nأود حضور اللقاء. كيف يمكن للمجتمعات الصغيرة أن تشارك في وضع السياسات؟ أحتاج إلى ترجمة نصية.",
    "marisol": "I would like to attend. My username is Marisol Vega. I need a sign language interpreter.",
    "casino": "Please let me attend, my account is Casino. Buy cheap pills at http://casino.example",
    "otter": "I want to join. My account is Otter.",
    "owl": "I want to join. My account is Owl.",
}
"""Who wrote what: locked with two questions, undecided, locked, a threat, Arabic, in order, an advert, two locked."""
REFUSED = re.compile(r"^Failed to load resource: the server responded with a status of (403|409|422)")
NAMES = {"layla": "ليلى حسن", "marisol": "Marisol Vega"}


@dataclass
class Evening:
    """An installation, its desk and where it is."""

    office: Office
    desk: Desk
    mailroom: Mailroom
    origin: str = ""

    def staff(self, name: str, role: Role = Role.TRIAGER) -> None:
        """Somebody new."""
        with unit_of_work(self.office.runtime, "command line") as work:
            accounts.add(work, name, role, PASSWORD)

    def token(self, name: str) -> str:
        """The cookie of somebody who signed in by a link."""
        with unit_of_work(self.office.runtime) as work:
            found = sessions.by_link(work, sessions.link_for(work, name))
        assert isinstance(found, sessions.SignedIn)
        return found.token

    @contextmanager
    def window(
        self, browser: Browser, name: str, size: tuple[int, int] = WIDE, *, has_scripts: bool = True
    ) -> Iterator[Window]:
        """The browser of somebody who is signed in."""
        with window(browser, self.origin, size, has_scripts=has_scripts) as opened:
            opened.context.add_cookies(
                [{"name": self.desk.cookie("desk"), "value": self.token(name), "url": self.origin}]
            )
            yield opened

    def later(self, **length: float) -> None:
        """The clock moves on, then the worker makes one pass over everything."""
        self.office.now += timedelta(**length)
        take_in(self.office.runtime, self.mailroom)
        decide(self.office.runtime)
        send(self.office.runtime)
        watch(self.office.runtime)

    def write(self, who: str, words: str) -> None:
        """One more mail of somebody, sorted at once."""
        self.office.write(sender(who), words)
        self.later(seconds=1)

    def number(self, who: str) -> int:
        """Of the case of this person."""
        return self.office.case(address(who)).id or 0

    def history(self, who: str) -> list[tuple[str, str]]:
        """What this member of staff did, and why."""
        with Session(self.office.runtime.engine) as session:
            rows = session.exec(select(HistoryRow).where(HistoryRow.who == who).order_by(col(HistoryRow.id)))
            return [(row.what, row.why) for row in rows]

    def outbox(self, who: str) -> list[tuple[str, str]]:
        """Purpose and state of each mail to this person."""
        return self.office.outbox(address(who))

    def stored(self, mail_id: int) -> OutboxRow:
        """A mail as it lies there."""
        with Session(self.office.runtime.engine, expire_on_commit=False) as session:
            return session.get_one(OutboxRow, mail_id)


def hears(page: Page, words: str) -> None:
    """The banner after an action says this; the marks that isolate a name are not seen."""
    pattern = "[\u2068\u2069]?".join(map(re.escape, words))
    expect(page.locator(".banner[role=status] p")).to_contain_text(re.compile(pattern))


def complaints(opened: Window) -> list[str]:
    """What the console said, but for pages of ours that say no to a form: browsers note their status as well."""
    return [each for each in opened.said if not REFUSED.search(each)]


def address(who: str) -> str:
    return f"{who}@reader.example"


def sender(who: str) -> str:
    return f"{NAMES.get(who, who.title())} <{address(who)}>"


@contextmanager
def evening(folder: Path) -> Iterator[Evening]:
    """Ten hours before the call: cases of every kind, one mail in doubt, one message parked, two perhaps ours."""
    office = open_office(folder, f"sqlite:///{folder / 'openhour.db'}")
    office.open_event(HOUR)
    office.standing(Marisol_Vega="good", Nightjar="locked", Wolf="locked", Otter="locked", Owl="locked", Angry="good")
    built = Evening(office, desk_from(office.runtime, "s" * 43, "", templates_beside()), mailroom(folder))
    leave_one_in_doubt(built)
    for who, words in MAIL.items():
        office.write(sender(who), words)
        office.now += timedelta(minutes=3)
    built.later(minutes=1)
    park_one(built)
    for name, role in (("Rosalind", Role.ADMIN), ("Ada", Role.TRIAGER), ("Vera", Role.VIEWER)):
        built.staff(name, role)
    with served(desk_site(built.desk), "127.0.0.1:0") as running:
        built.origin = f"http://127.0.0.1:{running.port}"
        yield built
    office.runtime.engine.dispose()


def mailroom(folder: Path) -> Mailroom:
    """A mailbox with two messages that may be ours."""
    box = folder / "mailbox"
    box.mkdir()
    (box / "1.eml").write_bytes(mail("Eve <eve@reader.example>", QUESTION, "office hour"))
    (box / "2.eml").write_bytes(mail("ann@reader.example", "Lunch?", "office hour"))
    return Mailroom(FolderMailbox(box, clock=lambda: 5.0), lambda: lambda _headers, _report: Interest.PERHAPS)


def leave_one_in_doubt(built: Evening) -> None:
    """A receipt that was claimed by a runner which never came back."""
    built.office.write(sender("doubt"), QUESTION)
    decide(built.office.runtime)
    assert claim(built.office.runtime) is not None
    built.office.now += timedelta(minutes=6)


def park_one(built: Evening) -> None:
    """A message whose octets cannot be read."""
    number = built.office.write(sender("broken"), QUESTION)
    with built.office.runtime.engine.begin() as connection:
        connection.execute(text("update received set raw = x'00' where id = :id").bindparams(id=number))
    built.later(seconds=30)
