"""The whole work of an evening, as somebody does it who presses what the pages show."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from browser import window
from evening import PASSWORD, Evening, address, complaints, hears
from office import LINK
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARTED = "How are reports handled?\n\nWho reads them?"
CHANGED = "Dear Wolf,\n\nwe are sorry: not this time.\n"


@dataclass
class Hands:
    """One member of staff before the page."""

    page: Page
    evening: Evening

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def case(self, name: str) -> None:
        """By the list: no address is typed after the first."""
        self.page.get_by_role("link", name="Queue").click()
        self.page.get_by_role("link", name="All open").click()
        self.page.locator(".case-link", has_text=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def hears(self, words: str) -> None:
        """The banner after an action."""
        hears(self.page, words)


def test_evening_by_mouse(browser: Browser, evening: Evening) -> None:
    with window(browser, evening.origin) as opened:
        hands = Hands(opened.page, evening)
        for step in (
            *(sign_in, read_and_approve, ask_for_the_account, decline_and_undo, change_the_mail),
            *(write_from_a_template, decline_two_at_once, claim_one, settle_what_is_left, pause_and_resume),
            *(read_the_clock, sign_out),
        ):
            step(hands)
        assert (opened.strays, complaints(opened)) == ([], [])
    says_what_it_must(evening)


def sign_in(hands: Hands) -> None:
    hands.page.goto(hands.evening.origin)
    hands.page.get_by_label("Name").fill("Rosalind")
    hands.page.get_by_label("Password").fill("something else")
    hands.press("Sign in")
    expect(hands.page.locator(".error")).to_have_text("That name and password do not belong together.")
    hands.page.get_by_label("Password").fill(PASSWORD)
    hands.press("Sign in")
    expect(hands.page.locator(".case-who").first).to_contain_text("Angry")


def read_and_approve(hands: Hands) -> None:
    page = hands.page
    hands.case("Nightjar")
    expect(page.locator(".their-text").first).to_contain_text("How are reports handled?")
    expect(page.locator("#wish-h + dl")).to_contain_text("locked")
    page.locator("summary", has_text="Split").click()
    page.get_by_label("An empty line parts two questions").fill(PARTED)
    hands.press("Split")
    expect(page.locator(".asked > li")).to_have_count(2)
    page.get_by_label("A note for your colleagues").fill("Their steward wrote to us.")
    hands.press("Note")
    page.get_by_label("Assigned to").select_option("Ada")
    hands.press("Assign")
    hands.press("Approve a")
    expect(page.locator("#f-why")).to_be_focused()
    page.locator("#f-why").fill("their steward wrote to us")
    hands.press("Approve a")
    hands.hears("Nightjar: approved. The mail leaves in 30 seconds.")


def ask_for_the_account(hands: Hands) -> None:
    hands.case("Plain")
    hands.press("Ask for the account q")
    hands.hears("Plain: asked for the account.")


def decline_and_undo(hands: Hands) -> None:
    for _ in range(2):
        hands.case("Wolf")
        hands.page.locator("#f-why").fill("locked for spam")
        hands.press("Decline d")
        hands.hears("Wolf: declined.")
        if not _:
            hands.press("Undo")
            hands.hears("Undone; the case is before a person again.")


def change_the_mail(hands: Hands) -> None:
    page = hands.page
    page.get_by_role("link", name="Queue").click()
    page.get_by_role("link", name="Done").click()
    page.locator(".case-link", has_text="Wolf").click()
    page.locator(".mail", has_text="queued").get_by_role("link", name="Change").click()
    page.get_by_label("Text").fill(CHANGED)
    hands.press("Save")
    hands.hears("The mail is as you wrote it.")
    expect(page.locator(".mail", has_text="queued").locator(".letter-text")).to_have_text(CHANGED.strip())


def write_from_a_template(hands: Hands) -> None:
    page = hands.page
    hands.case("Marisol Vega")
    page.locator("summary", has_text="From a template").click()
    page.get_by_label("What for?").select_option("receipt")
    hands.press("Begin a draft")
    page.get_by_label("Subject").fill("An interpreter will be there")
    hands.press("Save and release")
    hands.press("Keep it back")
    hands.hears("The mail stays here.")
    page.locator("summary", has_text="Send after all").click()
    page.get_by_label("Why?").fill("kept back by a slip")
    hands.press("Queue it again")
    hands.hears("Queued; it meets the gate like every other mail.")
    hands.press("Done e")


def decline_two_at_once(hands: Hands) -> None:
    page = hands.page
    page.get_by_role("link", name="Queue").click()
    for name in ("Otter", "Owl"):
        page.locator(".case", has_text=name).get_by_role("checkbox").click()
    page.get_by_label("Reason").fill("locked")
    hands.press("Decline")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 2 declined")
    hands.follow("Back to the list")
    expect(page.locator(".case", has_text="Otter")).to_have_count(0)


def claim_one(hands: Hands) -> None:
    page = hands.page
    hands.follow("Perhaps ours")
    page.locator("tr", has_text="eve@").get_by_role("checkbox").click()
    hands.press("Ours: fetch them")
    hands.hears("1 claimed; the next pass fetches them.")
    hands.evening.later(seconds=10)
    page.get_by_role("link", name="Queue").click()
    page.get_by_role("link", name="Done").click()
    expect(page.locator(".case-who", has_text="Eve")).to_be_visible()


def settle_what_is_left(hands: Hands) -> None:
    page = hands.page
    hands.follow("Parked")
    page.get_by_label("Why is nothing to be done").fill("an advert, damaged on the way")
    hands.press("Dismiss")
    hands.hears("It is dismissed.")
    page.get_by_role("link", name="Queue").click()
    hands.follow("Uncertain mails")
    page.get_by_label("How do you know").fill("she answered it")
    hands.press("It arrived")
    hands.hears("It counts as sent.")


def pause_and_resume(hands: Hands) -> None:
    page, evening = hands.page, hands.evening
    page.locator("summary", has_text="Pause mail").click()
    page.get_by_label("Why does all mail stop?").fill("a wrong date in the text")
    hands.press("Pause all outgoing mail")
    expect(page.get_by_role("alert")).to_contain_text("All outgoing mail is paused")
    evening.later(minutes=2)
    assert ("declined", "queued") in evening.outbox("wolf")
    hands.press("Let mail go again")
    expect(page.get_by_role("alert").filter(has_text="paused")).to_have_count(0)
    evening.later(minutes=2)


def read_the_clock(hands: Hands) -> None:
    hands.page.get_by_role("link", name="Events").click()
    hands.follow("Conversation hour")
    hands.follow("Clock")
    expect(hands.page.get_by_role("heading", name="not settled yet")).to_be_visible()
    expect(hands.page.locator("tbody")).to_contain_text("Angry")


def sign_out(hands: Hands) -> None:
    hands.page.locator("summary", has_text="Rosalind").click()
    hands.press("Sign out")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    hands.page.goto(f"{hands.evening.origin}/desk/case/1")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def says_what_it_must(evening: Evening) -> None:
    """The rows and the mails, at the end of the evening."""
    people = ("nightjar", "plain", "wolf", "angry", "marisol", "otter", "owl", "eve", "doubt")
    assert {who: (evening.office.attendance(address(who)), evening.outbox(who)) for who in people} == {
        "nightjar": ("approved", [("under-review", "sent"), ("join-details", "sent")]),
        "plain": ("review", [("under-review", "sent"), ("account-request", "sent")]),
        "wolf": ("declined", [("under-review", "sent"), ("declined", "sent")]),
        "angry": ("review", []),
        "marisol": ("approved", [("join-details", "sent"), ("receipt", "sent")]),
        "otter": ("declined", [("under-review", "sent"), ("declined", "sent")]),
        "owl": ("declined", [("under-review", "sent"), ("declined", "sent")]),
        "eve": (None, [("receipt", "sent")]),
        "doubt": (None, [("receipt", "sent")]),
    }
    office = evening.office
    assert office.case(address("nightjar")).assignee == "Ada"
    assert set(PARTED.split("\n\n")) < set(office.questions())
    last = {str(sent["To"]): words_of(sent) for sent in office.sent() if sent["To"]}
    assert LINK in last[address("nightjar")]
    assert last[address("wolf")].replace("\r\n", "\n").strip() == CHANGED.strip()
    assert not any(LINK in last[address(who)] for who in ("wolf", "otter", "owl", "plain"))


def words_of(sent: EmailMessage) -> str:
    """Its plain part."""
    part = sent.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
