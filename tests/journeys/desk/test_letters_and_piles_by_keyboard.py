"""By keys alone as well: letters from templates, questions that are split, the piles beside the queue, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import window
from evening import Evening, address, hears
from keyboard import at_case, enter, keys, sign_in, tab_to, walk_to, write_over
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "An interpreter will be there"
ADDED = "She sits beside the host."


def test_letters_questions_piles_and_clock_by_keys_alone(browser: Browser, evening: Evening) -> None:
    with window(browser, evening.origin) as opened:
        sign_in(opened)
        for step in (
            *(write_from_a_template, release_another, split_and_join_a_question),
            *(claim_one_and_dismiss_the_other, settle_the_one_in_doubt, retry_and_dismiss_the_parked, read_the_clock),
        ):
            step(opened.page, evening)
        assert (opened.strays, opened.said) == ([], [])
    assert {who: evening.outbox(who) for who in ("marisol", "nightjar", "eve", "doubt")} == {
        "marisol": [
            *(("join-details", "sent"), ("receipt", "sent"), ("redirect", "sent")),
            ("join-details", "sent"),
        ],
        "nightjar": [("under-review", "sent")],
        "eve": [("receipt", "sent")],
        "doubt": [("receipt", "sent")],
    }
    [receipt] = [sent for sent in evening.office.sent() if sent["Subject"] == TITLE]
    assert receipt["To"] == address("marisol")
    assert ADDED in str(receipt.get_body(("plain",)))


def begin_a_draft(page: Page, name: str) -> None:
    """From the case: the template by the beginning of its name."""
    keys(page, "t")
    expect(page.locator("#new-purpose")).to_be_focused()
    page.keyboard.type(name)
    enter(page, "form[action$='/mail'] button")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name}: mail to {address('marisol')}")


def choose(page: Page, what: str, name: str) -> None:
    """An entry of a list, by the beginning of its name."""
    tab_to(page, what)
    page.keyboard.type(name)


def write_from_a_template(page: Page, evening: Evening) -> None:
    """Another language is looked at, then this one is written over; it leaves, is kept back, and goes after all."""
    walk_to(page, "Marisol Vega")
    begin_a_draft(page, "Receipt")
    choose(page, "#anew-language", "Arabic")
    enter(page, "form[action$='/anew'] button")
    hears(page, "Written anew from the template.")
    expect(page.locator("#f-text")).to_have_attribute("lang", "ar")
    choose(page, "#anew-language", "English")
    enter(page, "form[action$='/anew'] button")
    expect(page.locator("#f-text")).to_have_attribute("lang", "en")
    write_over(page, "#f-subject", TITLE)
    tab_to(page, "#f-text")
    keys(page, "Control+Home")
    page.keyboard.type(f"{ADDED}\n\n")
    enter(page, "button[name=release]")
    hears(page, "The mail is as you wrote it.")
    at_case(page, "Marisol Vega")
    keys(page, "z")
    hears(page, "The mail stays here.")
    enter(page, ".mail .menu summary")
    tab_to(page, "form[action$='/again'] input[name=why]")
    page.keyboard.type("kept back by a slip")
    keys(page, "Enter")
    hears(page, "Queued; it meets the gate like every other mail.")


def release_another(page: Page, evening: Evening) -> None:
    """A draft is left as the template has it, and released by its key from the case."""
    begin_a_draft(page, "Others who can help")
    keys(page, "u")
    at_case(page, "Marisol Vega")
    keys(page, "l")
    hears(page, "Released. It leaves in 30 seconds, if the gate lets it.")
    keys(page, "s")
    hears(page, "Marisol Vega: gets the join details again. The mail leaves in 30 seconds.")
    evening.later(minutes=1)


def split_and_join_a_question(page: Page, _: Evening) -> None:
    """Two in one message: parted, joined again, parted."""
    to_the_list(page)
    walk_to(page, "Nightjar")
    for number in (2, 1, 2):
        if number == 1:
            enter(page, ".asked form[action$='/join'] button")
        else:
            enter(page, ".asked summary")
            write_over(page, ".asked textarea", "How are reports handled?\n\nWho reads them?")
            enter(page, ".asked form[action$='/split'] button")
        expect(page.locator(".asked > li")).to_have_count(number)


def claim_one_and_dismiss_the_other(page: Page, evening: Evening) -> None:
    for who, button, said in (
        ("eve@", "claim", "1 claimed; the next pass fetches them."),
        ("ann@", "dismiss", "1 dismissed."),
    ):
        to_the_pile(page, "9", "Perhaps ours")
        keys(page, "j")
        if who not in page.locator("tr.on").inner_text():
            keys(page, "j")
        keys(page, "x")
        enter(page, f"button[value={button}]")
        hears(page, said)
        evening.later(seconds=10)
    to_the_list(page)
    keys(page, "5")
    expect(page.locator(".case-who", has_text="Eve")).to_be_visible()


def to_the_list(page: Page) -> None:
    """From a case, or from a pile."""
    keys(page, "u")
    expect(page.locator(".views")).to_be_visible()


def to_the_pile(page: Page, key: str, name: str) -> None:
    """Over the list, then by its number."""
    to_the_list(page)
    keys(page, key)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def settle_the_one_in_doubt(page: Page, _: Evening) -> None:
    keys(page, "8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uncertain mails")
    tab_to(page, "input[name=why]")
    page.keyboard.type("she answered it")
    enter(page, "button[value=sent]")
    hears(page, "It counts as sent.")
    expect(page.get_by_text("No mail is in doubt.")).to_be_visible()


def retry_and_dismiss_the_parked(page: Page, evening: Evening) -> None:
    """It fails once more, so that it lies here again; a dismissal needs a reason."""
    to_the_pile(page, "0", "Parked")
    enter(page, "button[value=retry]")
    hears(page, "It is tried again in the next pass.")
    evening.later(seconds=10)
    to_the_pile(page, "0", "Parked")
    enter(page, "button[value=dismiss]")
    expect(page.get_by_placeholder("Why is nothing to be done?")).to_be_focused()
    page.keyboard.type("an advert, damaged on the way")
    keys(page, "Enter")
    hears(page, "It is dismissed.")
    expect(page.get_by_text("Nothing is parked.")).to_be_visible()


def read_the_clock(page: Page, _: Evening) -> None:
    """To the event, to its clock, and from there to who waits longest."""
    enter(page, ".ways a[href='/desk/events']")
    expect(page.get_by_role("heading", level=1)).to_have_text("Events")
    enter(page, "a[href='/desk/event/hour']")
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversation hour")
    enter(page, "a[href='/desk/event/hour/clock']")
    expect(page.get_by_role("heading", level=2, name="not settled yet")).to_be_visible()
    first = page.locator("tbody a").first.inner_text()
    enter(page, "tbody a")
    at_case(page, first)
