"""Every page of the desk as it is loaded: light, within its window, without a fault that axe, console or policy finds.

The pages come from the table of routes, so that a new one is tested by itself; a new kind of number in an address needs
a line in `numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pytest
from browser import PHONE, WIDE, Window, window
from evening import Evening, address
from office import START
from playwright.sync_api import expect

from triage.flow import answers, promises
from triage.flow.desk import letters, notes
from triage.flow.mailings.prepare import prepare
from triage.flow.questions import disposing, wording
from triage.flow.suppressions import suppress
from triage.flow.work import Work, unit_of_work
from triage.model.facts import Suppression
from triage.model.mail import Purpose
from triage.model.mailing import Segment
from triage.model.question import Change, Turn
from triage.store.events import event_row
from triage.store.tables import EventRow
from triage.web.desk.routes import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser

MOST_OCTETS, MOST_OF_SCRIPTS = 50_000, 60_000
"""Compressed."""
LONG = "I would like to attend, and before I ask I would like to say at some length why. " * 12
MORE = (
    *("/desk?view=open", "/desk?view=done", "/desk?view=open&language=ar", "/desk?view=spam&page=9"),
    *("/desk/search?q=السياسات", "/desk/search?q=nobody+wrote+this", "/desk/nothing-here", "/desk/case/999"),
    *("/desk/event/hour/mails?language=ar", "/desk/event/hour/attendance?state=approved&text=x"),
    *("/desk/event/hour/questions?shelf=all", "/desk/event/hour/notes?compare=yes"),
)
"""Addresses beside those of the table: views, languages, and what is not there."""
OPENED = "for (const each of document.querySelectorAll('main details')) each.open = true"


@pytest.fixture(scope="module")
def full(evening: Evening) -> Evening:
    """The evening with a long queue, and with a row of every kind that a page can show."""
    for number in range(55):
        evening.office.write(f"Reader {number} <r{number}@reader.example>", f"{LONG}\n\nWhat is planned for {number}?")
    evening.office.write(f"ليلى حسن <{address('layla')}>", "شكرا لكم، هل سيكون هناك تسجيل؟")
    evening.later(minutes=1)
    layla = evening.number("layla")
    with unit_of_work(evening.office.runtime, "Rosalind") as work:
        question_of_every_kind(work)
        letters.begin(work, layla, Purpose.REDIRECT)
        notes.add(work, layla, "اسألوا المضيفة.")
        suppress(work, "gone@reader.example", Suppression.UNDELIVERABLE, "550 no such user")
    evening.office.now = START.replace(hour=17, minute=20)
    with unit_of_work(evening.office.runtime, "Rosalind") as work:
        prepare(work, the_hour(work), Segment.EVERYONE, "Before the call", "Please bring tea.")
    return evening


def the_hour(work: Work) -> EventRow:
    """The only event."""
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def question_of_every_kind(work: Work) -> None:
    """Worded, answered and published with a promise."""
    wording.approve(work, 1, "What becomes of a chapter?", {Change.SHORTENED})
    disposing.to_writing(work, 2, "Jan")
    answers.write(work, 2, [Turn("Jan", "We will get back to you."), Turn("", "يقرر المجلس.")])
    promises.promise(work, the_hour(work), "We will get back to you.", "Jan", question_id=2)
    answers.put_up(work, 2)
    answers.publish(work, 2)


def numbers(evening: Evening) -> Mapping[str, tuple[object, ...]]:
    """What stands for a variable of an address, by the word before it."""
    layla = evening.number("layla")
    mails = evening.office.mails()
    return {
        "event": ("hour",),
        "case": (evening.number("nightjar"), layla, evening.number("angry"), 1),
        "message": (2,),
        "mail": (mails[-1].id, next(mail.id for mail in mails if mail.purpose == Purpose.REDIRECT), mails[0].id),
        "question": (1, 2, 3),
        "mailing": (1,),
        "person": (evening.office.case(address("layla")).person_id,),
    }


def addresses(evening: Evening) -> Iterator[str]:
    """Every page of the table that can be read, its variables filled in."""
    known = numbers(evening)
    for path in dict.fromkeys(page.path for page in PAGES if page.method == "GET"):
        found = re.search(r"/(\w+)/{\w+}", path)
        for value in known[found[1]] if found else ("",):
            yield re.sub(r"{\w+}", str(value), path)


def weight(answer: APIResponse) -> int:
    """Octets on the wire."""
    return int(answer.headers.get("content-length", "0"))


def is_page(answer: APIResponse) -> bool:
    """HTML of ours: neither for a script, a file, nor a frame that may run nothing."""
    policy = answer.headers["content-security-policy"]
    return answer.headers["content-type"].startswith("text/html") and "sandbox" not in policy


def faults(opened: Window, path: str) -> list[str]:
    """What is wrong with it, folded and unfolded."""
    opened.open(path)
    opened.page.wait_for_load_state("load")
    wide = ["wider than its window"] if opened.is_wider_than_its_window() else []
    opened.page.evaluate(OPENED)
    wide += ["wider than its window, unfolded"] if opened.is_wider_than_its_window() else []
    said = [each for each in opened.said if not re.search(r"status of 404", each)]
    wrong = [*wide, *opened.violations(), *opened.strays, *said]
    opened.said.clear()  # axe calls into frames that must not answer, and the browser says so
    return wrong


def test_pages_are_light(browser: Browser, full: Evening) -> None:
    with full.window(browser, "Rosalind") as opened:
        weights = {path: weight(opened.context.request.get(full.origin + path)) for path in addresses(full)}
        scripts = [
            weight(opened.context.request.get(full.origin + full.desk.assets.url(name)))
            for name in full.desk.assets.files
            if name.endswith(".js")
        ]
    assert {path: octets for path, octets in weights.items() if octets > MOST_OCTETS} == {}
    assert 0 < sum(scripts) < MOST_OF_SCRIPTS
    assert weights["/desk"] > 1_000  # that it is measured at all


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_fit_their_window_and_nothing_is_found(browser: Browser, full: Evening, size: tuple[int, int]) -> None:
    with full.window(browser, "Rosalind", size) as opened:
        paths = [*addresses(full), *MORE]
        pages = [path for path in paths if is_page(opened.context.request.get(full.origin + path))]
        found = {path: wrong for path in pages if (wrong := faults(opened, path))}
    assert found == {}
    assert len(pages) > 40


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_menus_help_and_sign_in_fit_as_well(browser: Browser, full: Evening, size: tuple[int, int]) -> None:
    found = {}
    with window(browser, full.origin, size) as opened:
        for path in ("/desk/sign-in", "/desk/sign-in/a-token"):
            found[path] = faults(opened, path)
    with full.window(browser, "Rosalind", size) as opened:
        opened.open("/desk")
        for summary in opened.page.locator("details.menu summary").all():
            summary.click()
            found[summary.inner_text()] = opened.violations()
            assert not opened.is_wider_than_its_window()
        opened.page.keyboard.press("Escape")
        opened.page.keyboard.press("?")
        expect(opened.page.get_by_role("dialog")).to_be_visible()
        found["help"] = opened.violations()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
