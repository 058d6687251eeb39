"""The buttons for those selected: in sight while there are some, and never upon the line that somebody is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from evening import Evening
    from playwright.sync_api import Browser, Locator, Page


def edges(what: Locator) -> tuple[float, float]:
    """Where it begins and ends in the window, from above."""
    box = what.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


def line_and_bar(page: Page) -> tuple[float, float]:
    """Where the line ends that one is at, and where the buttons begin."""
    return edges(page.locator(".case.on"))[1], edges(page.locator(".bulk-bar"))[0]


@pytest.mark.parametrize("size", [(1280, 560), (390, 700)], ids=["wide", "phone"])
def test_buttons_cover_no_line(browser: Browser, evening: Evening, size: tuple[int, int]) -> None:
    with evening.window(browser, "Rosalind", size) as opened:
        opened.open("/desk")
        page, bar = opened.page, opened.page.locator(".bulk-bar")
        number = page.locator(".case").count()
        expect(page.get_by_label("Select all on this page")).to_be_visible()  # the script is there
        assert number > 5
        assert edges(bar)[0] >= edges(page.locator(".case").last)[1]  # nothing is selected: it stands at the end
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(bar).to_contain_text("With the 1 selected")
        expect(bar).to_be_in_viewport(ratio=1)
        walked = []
        for _line in range(number):
            walked.append(line_and_bar(page))
            page.keyboard.press("j")
        assert [pair for pair in walked if pair[0] > pair[1]] == []
        page.get_by_label("Select all on this page").check()
        expect(bar).to_contain_text(f"With the {number} selected")
        page.get_by_label("Select all on this page").uncheck()
        expect(bar).to_contain_text("With those selected")
        assert (opened.strays, opened.said) == ([], [])


def test_buttons_stand_at_the_end_without_scripts_until_one_is_selected(browser: Browser, evening: Evening) -> None:
    with evening.window(browser, "Rosalind", (1280, 560), has_scripts=False) as opened:
        opened.open("/desk")
        bar = opened.page.locator(".bulk-bar")
        expect(opened.page.get_by_label("Select all on this page")).to_be_hidden()
        expect(bar).not_to_be_in_viewport()
        opened.page.locator(".case input").first.check()
        expect(bar).to_be_in_viewport(ratio=1)
