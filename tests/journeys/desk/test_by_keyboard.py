"""The same work by keys alone: nothing here points at anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import window
from evening import Evening, address, hears
from keyboard import at_case, keys, sign_in, tab_to, walk_to
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_evening_by_keys_alone(browser: Browser, evening: Evening) -> None:
    with window(browser, evening.origin) as opened:
        page = opened.page
        sign_in(opened)
        for step in (help_and_search, decide_one_after_the_other, reply_note_assign, select_and_decline, pause, leave):
            step(page, evening)
        assert (opened.strays, opened.said) == ([], [])
    people = ("nightjar", "plain", "wolf", "otter", "owl")
    assert {who: (evening.office.attendance(address(who)), evening.outbox(who)[1:]) for who in people} == {
        "nightjar": ("approved", [("join-details", "sent"), ("reply", "sent")]),
        "plain": ("review", [("account-request", "sent")]),
        "wolf": ("declined", [("declined", "sent")]),
        "otter": ("declined", [("declined", "sent")]),
        "owl": ("declined", [("declined", "sent")]),
    }
    assert evening.office.case(address("nightjar")).assignee == "Rosalind"


def help_and_search(page: Page, _: Evening) -> None:
    keys(page, "?")
    shown = page.get_by_role("dialog", name="Keys")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text("Approve those selected")
    keys(page, "j", "Escape")
    expect(shown).to_have_count(0)
    keys(page, "/")
    page.keyboard.type("steward")
    keys(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 cases with “steward”")
    page.go_back()


def decide_one_after_the_other(page: Page, evening: Evening) -> None:
    """In the order of the list: a decision leads to the next case."""
    expect(page.locator(".case").first).to_be_visible()
    order = [each.inner_text().split("\n")[0] for each in page.locator(".case-who > bdi:first-child").all()]
    walk_to(page, "Nightjar")
    keys(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Decline")
    keys(page, "Escape", "a")
    expect(page.locator("#f-why")).to_be_focused()
    page.keyboard.type("their steward wrote to us")
    keys(page, "Escape", "a")
    hears(page, "Nightjar: approved. The mail leaves in 30 seconds.")
    at_case(page, order[order.index("Nightjar") + 1])
    keys(page, "z")
    hears(page, "Undone")
    at_case(page, "Nightjar")
    keys(page, "y")
    page.keyboard.type("their steward wrote to us")
    keys(page, "Escape", "a")
    hears(page, "Nightjar: approved.")
    keys(page, "u")
    walk_to(page, "Plain")
    keys(page, "q")
    hears(page, "Plain: asked for the account.")
    keys(page, "u")
    walk_to(page, "Wolf")
    keys(page, "y")
    page.keyboard.type("locked")
    keys(page, "Escape", "d")
    hears(page, "Wolf: declined.")
    evening.later(minutes=1)


def reply_note_assign(page: Page, evening: Evening) -> None:
    keys(page, "u")
    expect(page.locator(".views")).to_be_visible()
    keys(page, "4")
    expect(page.locator(".views [aria-current]")).to_contain_text("All open")
    keys(page, "5")
    expect(page.locator(".views [aria-current]")).to_contain_text("Done")
    walk_to(page, "Nightjar")
    keys(page, "m")
    hears(page, "Assigned to Rosalind.")
    keys(page, "n")
    page.keyboard.type("Ask them next year.")
    tab_to(page, "form[action$='/note'] button")
    keys(page, "Enter")
    hears(page, "Noted.")
    keys(page, "r")
    page.keyboard.type("We look forward to it.")
    tab_to(page, "form.reply button")
    keys(page, "Enter")
    hears(page, "It leaves in 30 seconds.")
    evening.later(minutes=1)


def select_and_decline(page: Page, _: Evening) -> None:
    keys(page, "u")
    expect(page.locator(".views")).to_be_visible()
    keys(page, "1")
    expect(page.locator(".views [aria-current]")).to_contain_text("To review")
    for _line in range(page.locator(".case").count()):
        keys(page, "j")
        if page.locator(".case.on .case-who").inner_text().startswith(("Otter", "Owl")):
            keys(page, "x")
    tab_to(page, ".bulk-bar input[name=why]")
    page.keyboard.type("locked")
    keys(page, "Escape", "D")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 2 declined")
    tab_to(page, "a.first")
    keys(page, "Enter")
    expect(page.locator(".views")).to_be_visible()


def pause(page: Page, evening: Evening) -> None:
    tab_to(page, "details.menu summary")
    keys(page, "Enter")
    tab_to(page, "#pause-why")
    page.keyboard.type("a wrong date")
    keys(page, "Enter")
    expect(page.get_by_role("alert").first).to_contain_text("All outgoing mail is paused")
    evening.later(minutes=1)
    assert evening.outbox("owl")[1:] == [("declined", "queued")]
    tab_to(page, "form[action='/desk/resume'] button")
    keys(page, "Enter")
    expect(page.get_by_text("All outgoing mail is paused")).to_have_count(0)
    evening.later(minutes=1)


def leave(page: Page, _: Evening) -> None:
    tab_to(page, "details.menu:last-of-type summary")
    keys(page, "Enter")
    tab_to(page, "form[action='/desk/sign-out'] button")
    keys(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
