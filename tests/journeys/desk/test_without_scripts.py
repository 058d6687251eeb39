"""Everything that the desk can do, for somebody whose browser runs no scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from browser import press, unfold
from evening import address, hears
from playwright.sync_api import expect

from triage.app import templates_beside
from triage.web.desk import pages
from triage.web.desk.routes import PAGES

if TYPE_CHECKING:
    from evening import Evening
    from playwright.sync_api import Page

BY_SCRIPT_ALONE = {"/desk/case/{id}/here", "/desk/case/{id}/gone"}
"""Told by our script: who looks at a case. Without one nobody is missed: opening the case says it as well."""
UNDO = re.compile(r'Undo\(\s*f?("[^"]*")')


def case(page: Page, evening: Evening, who: str) -> None:
    page.goto(f"{evening.origin}/desk/case/{evening.number(who)}")


def test_case_is_decided_and_a_decision_taken_back(page: Page, evening: Evening) -> None:
    case(page, evening, "nightjar")
    press(page, "Approve a")
    expect(page.locator("#why-error")).to_have_text("a reason is needed, for the account is locked.")
    page.locator("#f-why").fill("their steward wrote")
    press(page, "Approve a")
    hears(page, "Nightjar: approved.")
    press(page, "Undo")
    hears(page, "Undone")
    for button, said in (
        ("They will not come w", "withdrawn"),
        ("Open again o", "opened again"),
        ("Spam !", "marked as spam"),
        ("No spam", "no spam"),
        ("Done e", "done"),
    ):
        case(page, evening, "owl")
        page.locator("#f-why").fill("so it is")
        press(page, button)
        hears(page, f"Owl: {said}.")
    case(page, evening, "plain")
    press(page, "Ask for the account q")
    hears(page, "Plain: asked for the account.")


def test_reading_is_corrected(page: Page, evening: Evening) -> None:
    case(page, evening, "otter")
    page.locator(".intents").get_by_role("button", name="question").click()
    hears(page, "Read as question from now on.")
    page.locator(".intents").get_by_role("button", name="attendance").click()
    hears(page, "Read as attendance from now on.")
    page.get_by_label("Account", exact=True).fill("Marisol Vega")
    page.locator("form", has=page.get_by_label("Account", exact=True)).get_by_role("button").click()
    hears(page, "The account is as you say")
    unfold(page, "Flags")
    page.get_by_label("disrespectful").check()
    page.locator("form[action$='/flags'] button").click()
    hears(page, "The flags are as you say.")
    unfold(page, "Sentence by sentence")
    page.get_by_label("What sentence 1 does").select_option("courtesy")
    page.locator("form[action$='/act'] button").first.click()
    hears(page, "The sentence counts as courtesy")
    press(page, "Ask now")
    hears(page, "as fresh as the source allows")
    press(page, "The account is theirs")
    expect(page.locator("#why-error")).to_contain_text("a reason is needed: how it is known")
    page.locator("#f-why").fill("they wrote from their user page")
    press(page, "The account is theirs")
    hears(page, "Otter: known to own the account.")


def test_questions_notes_people_and_assignment(page: Page, evening: Evening) -> None:
    case(page, evening, "nightjar")
    unfold(page, "Split")
    page.get_by_label("An empty line parts").fill("How are reports handled?\n\nWho reads them?")
    press(page, "Split")
    press(page, "Join with the one above")
    expect(page.locator(".asked > li")).to_have_count(1)
    page.get_by_label("A note for your colleagues").fill("Ask the steward.")
    press(page, "Note")
    press(page, "remove")
    hears(page, "The note is gone.")
    press(page, "Assign to me m")
    hears(page, "Assigned to Rosalind.")
    page.get_by_label("Assigned to").select_option("Ada")
    press(page, "Assign")
    hears(page, "Assigned to Ada.")
    unfold(page, "This is somebody we know")
    page.get_by_label("Their other address").fill(address("owl"))
    press(page, "The same person")
    hears(page, "is the same person now.")
    press(page, "not the same")
    expect(page.get_by_text("not the same")).to_have_count(0)


def test_mails_are_written_changed_released_and_kept_back(page: Page, evening: Evening) -> None:
    case(page, evening, "marisol")
    page.get_by_label("Reply").fill("An interpreter will be there.")
    press(page, "Reply")
    hears(page, "It leaves in 30 seconds.")
    unfold(page, "From a template")
    page.get_by_label("What for?").select_option("receipt")
    press(page, "Begin a draft")
    page.get_by_label("Language").select_option("ar")
    press(page, "Write it anew")
    hears(page, "Written anew from the template.")
    page.get_by_label("Subject").fill("In Arabic")
    press(page, "Save")
    press(page, "Release l")
    hears(page, "Released.")
    press(page, "Keep it back")
    unfold(page, "Send after all")
    page.get_by_label("Why?").fill("a slip")
    press(page, "Queue it again")
    hears(page, "Queued")
    evening.later(minutes=1)
    before = [("join-details", "sent"), ("reply", "sent"), ("receipt", "sent")]
    assert evening.outbox("marisol") == before
    case(page, evening, "marisol")
    press(page, "Send the link again s")
    hears(page, "Marisol Vega: gets the join details again. The mail leaves in 30 seconds.")
    evening.later(minutes=1)
    assert evening.outbox("marisol") == [*before, ("join-details", "sent")]


def test_list_is_filtered_searched_and_worked_off_in_bulk(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk")
    unfold(page, "Filter")
    page.get_by_label("Language").select_option("ar")
    press(page, "Show")
    expect(page.locator(".case-who")).to_have_count(1)
    page.get_by_role("link", name="Show all").click()
    page.locator(".case", has_text="Wolf").get_by_role("checkbox").check()
    page.get_by_label("Assign to").select_option("Ada")
    press(page, "Assign")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 1 assigned")
    page.get_by_role("searchbox", name="Search").fill("account wolf")
    page.keyboard.press("Enter")
    expect(page.locator(".case-who")).to_have_count(1)


def test_piles_pause_and_staff(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/perhaps")
    page.locator("tr", has_text="ann@").get_by_role("checkbox").check()
    press(page, "Not ours")
    hears(page, "1 dismissed.")
    press(page, "Undo")
    page.locator("tr", has_text="ann@").get_by_role("checkbox").check()
    press(page, "Not ours")
    hears(page, "1 dismissed.")
    page.goto(f"{evening.origin}/desk/uncertain")
    page.get_by_label("How do you know").fill("it is not in her mailbox")
    press(page, "It did not: send it again")
    hears(page, "It is queued again")
    page.goto(f"{evening.origin}/desk/parked")
    press(page, "Try again")
    hears(page, "It is tried again in the next pass.")
    unfold(page, "Pause mail")
    page.get_by_label("Why does all mail stop?").fill("a wrong date")
    press(page, "Pause all outgoing mail")
    press(page, "Let mail go again")
    hears(page, "Outgoing mail goes again.")


def test_every_form_of_the_desk_is_on_a_page(page: Page, evening: Evening) -> None:
    """A form that only a script could send would be no form for everybody: each action stands in a template."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (templates_beside() / "desk").glob("*.html"))
    modules = Path(pages.__path__[0]).glob("*.py")
    # The button beside what was said stands in the layout; where it leads, the page says.
    texts += "".join(UNDO.findall("".join(path.read_text(encoding="utf-8") for path in modules)))
    actions = {each.path for each in PAGES if each.method == "POST"} - BY_SCRIPT_ALONE
    ends = {path: path.rpartition("/")[2] for path in actions if not path.endswith("}")}
    assert {path for path, end in ends.items() if f'/{end}"' not in texts} == set()
