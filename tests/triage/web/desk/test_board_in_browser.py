"""The board in a real Chromium: one key on the host's view, nothing wider than its window, nothing that axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from browser import PHONE, TABLET, WIDE, Window, window
from office import HOUR, START

from triage.flow import answers
from triage.flow.questions import disposing, wording
from triage.flow.questions.asked import add_by_hand
from triage.flow.work import unit_of_work
from triage.model.case import Channel
from triage.model.question import Change, Turn
from triage.model.staff import Role
from triage.store.board import board
from triage.store.events import event_row
from triage.web.desk import desk_site
from triage.web.serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARABIC = "كيف يمكن للمجتمعات الصغيرة أن تشارك في وضع السياسات؟"
LONG = "Will there be support for volunteers who are persecuted by their governments, and for their families? " * 3
HOST = "/desk/event/hour/host"
PAGES = (
    "/desk/event/hour/questions",
    "/desk/event/hour/questions/alike",
    "/desk/event/hour/questions/import",
    "/desk/question/1",
    "/desk/question/4",
    HOST,
    "/desk/event/hour/notes?compare=yes",
)


@pytest.fixture
def origin(room) -> Iterator[str]:
    """The desk on a port; the hour has begun, and questions in two directions wait."""
    room.office.open_event(replace(HOUR, topics=("Human Rights",)))
    room.office.now = START + timedelta(minutes=12, seconds=34)
    with unit_of_work(room.office.runtime, "Nasma") as work:
        event = event_row(work.session, "hour")
        for text in (
            LONG,
            ARABIC,
            "Who decides about the budget?",
            "Who decides on the budget?",
            "https://x.example/" + "a" * 200,
        ):
            add_by_hand(work, event, text, Channel.ZOOM, asker="Ada", topic="Human Rights")
        wording.approve(work, 2, ARABIC, set())
        wording.approve(work, 4, "Who decides?", {Change.SHORTENED})
        disposing.to_writing(work, 4, "Jan")
        answers.write(work, 4, [Turn("Jan", "We will get back to you."), Turn("", "يقرر المجلس.")])
        answers.put_up(work, 4)
        answers.publish(work, 4)
    with served(desk_site(room.desk), "127.0.0.1:0") as running:
        yield f"http://127.0.0.1:{running.port}"


def signed_in(room, opened: Window) -> Window:
    """The cookie of somebody who decides."""
    name = f"Rosalind {opened.page.viewport_size['width']}"
    token = room.signed_in(name, Role.ADMIN).client.cookies[room.desk.cookie("desk")]
    opened.context.add_cookies([{"name": room.desk.cookie("desk"), "value": token, "url": opened.origin}])
    return opened


def faults(opened: Window, path: str) -> list[str]:
    """Whatever is wrong with a page as it stands."""
    opened.open(path)
    wide = [f"{path} is wider than its window"] if opened.is_wider_than_its_window() else []
    return [*opened.violations(), *wide, *opened.strays, *opened.said]


@pytest.mark.parametrize("size", [WIDE, TABLET, PHONE], ids=["wide", "tablet", "phone"])
def test_pages_fit_their_window_and_axe_finds_nothing(
    room, origin: str, browser: Browser, size: tuple[int, int]
) -> None:
    with window(browser, origin, size) as opened:
        signed_in(room, opened)
        assert {path: found for path in PAGES if (found := faults(opened, path))} == {}


def dispositions(room) -> list[str]:
    with unit_of_work(room.office.runtime) as work:
        return [each.disposition for each in board(work.session, event_row(work.session, "hour"))]


def test_one_key_marks_as_answered_and_one_takes_it_back(room, origin: str, browser: Browser) -> None:
    with window(browser, origin, TABLET) as opened:
        page = signed_in(room, opened).page
        opened.open(HOST)
        shown = page.locator(".now-words")
        assert shown.inner_text() == LONG.strip()
        page.keyboard.press("n")
        page.wait_for_url("**/host?at=2")
        page.keyboard.press("a")
        page.get_by_text("Answered at 0:12:34.").wait_for()
        assert (shown.inner_text(), dispositions(room)[1]) == ("Who decides about the budget?", "live")
        page.keyboard.press("z")
        page.wait_for_url("**/host?at=2")
        assert (shown.inner_text(), dispositions(room)[1]) == (ARABIC, "open")
        assert page.get_by_role("button", name="Answered").bounding_box()["height"] >= 60


def test_host_view_follows_what_staff_change(room, origin: str, browser: Browser) -> None:
    with window(browser, origin, TABLET) as opened:
        page = signed_in(room, opened).page
        opened.open(HOST)
        with unit_of_work(room.office.runtime, "Nasma") as work:
            wording.approve(work, 1, "Is there support?", {Change.SHORTENED})
        page.get_by_text("Is there support?").wait_for(timeout=15_000)


def test_host_view_works_without_scripts(room, origin: str, browser: Browser) -> None:
    with window(browser, origin, TABLET, has_scripts=False) as opened:
        page = signed_in(room, opened).page
        opened.open(HOST)
        page.get_by_role("button", name="Answered").click()
        assert (page.locator(".now-words").inner_text(), dispositions(room)[0]) == (ARABIC, "live")


def test_wikitext_is_copied(room, origin: str, browser: Browser) -> None:
    with window(browser, origin, WIDE) as opened:
        page = signed_in(room, opened).page
        opened.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
        opened.open("/desk/event/hour/notes")
        page.get_by_role("button", name="Copy").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("#wikitext").input_value()
        assert "* Who decides?" in copied
