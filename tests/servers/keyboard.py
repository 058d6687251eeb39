"""The hands of somebody who has no mouse: keys alone, and never an address that is typed after the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import Window
from evening import PASSWORD
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_TABS = 80


def keys(page: Page, *pressed: str) -> None:
    """One after the other, once the page's scripts listen."""
    page.wait_for_load_state("load")
    for each in pressed:
        page.keyboard.press(each)


def tab_to(page: Page, what: str) -> None:
    """Tab after tab until the element that has the focus fits this selector."""
    page.wait_for_load_state("load")
    for _ in range(MOST_TABS):
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {what} by Tab")


def enter(page: Page, what: str) -> None:
    """Tab to it, and press Enter upon it."""
    tab_to(page, what)
    keys(page, "Enter")


def write_over(page: Page, what: str, words: str) -> None:
    """Tab to a field, and type in place of what stands there."""
    tab_to(page, what)
    keys(page, "Control+a")
    page.keyboard.type(words)


def at_case(page: Page, name: str) -> None:
    """The page of this person's case."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def walk_to(page: Page, name: str) -> None:
    """k to the top, j until the line of this person is the one that has the focus, then Enter."""
    expect(page.locator(".case").first).to_be_visible()
    number = page.locator(".case").count()
    keys(page, *["k"] * number)
    for _ in range(number):
        if name in page.locator(".case.on .case-who").inner_text():
            keys(page, "Enter")
            at_case(page, name)
            return
        keys(page, "j")
    raise AssertionError(f"{name} is not in the list")


def sign_in(opened: Window) -> None:
    """By name and password."""
    opened.open("/desk")
    page = opened.page
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Rosalind")
    keys(page, "Tab")
    page.keyboard.type(PASSWORD)
    keys(page, "Enter")
    expect(page.locator(".case").first).to_be_visible()
