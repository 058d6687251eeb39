"""From the board to the closed event: what is done with questions and promises, in a browser that runs no scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from browser import press, unfold
from evening import address, hears
from office import START
from playwright.sync_api import expect

from triage.flow.suppressions import suppress
from triage.flow.work import unit_of_work
from triage.model.facts import Suppression
from triage.model.mail import Mode
from triage.store.tables import OutboxRow

if TYPE_CHECKING:
    from evening import Evening
    from playwright.sync_api import Page

BOARD = "/desk/event/hour/questions"


def on_board(page: Page, evening: Evening, shelf: str = "open") -> list[str]:
    """The questions of one shelf, from above."""
    page.goto(f"{evening.origin}{BOARD}?shelf={shelf}")
    return page.locator(".question-words").all_inner_texts()


def opened(page: Page, evening: Evening, words: str) -> None:
    """The page of the question that says this."""
    page.goto(f"{evening.origin}{BOARD}?shelf=all")
    page.locator(".question-words", has_text=words).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question ")


def one_more(page: Page, words: str) -> None:
    """Asked elsewhere, and put on the board by hand."""
    page.get_by_label("The asker's words").fill(words)
    press(page, "Add to the board")
    expect(page.locator(".question-words", has_text=words)).to_be_visible()


def test_question_is_brought_ordered_filed_worded_and_merged(page: Page, evening: Evening) -> None:
    on_board(page, evening)
    for words in ("Who keeps the archive?", "Who keeps the archives?"):
        one_more(page, words)
    last = page.locator(".question").last
    last.get_by_role("button", name="to the top").click()
    expect(page.locator(".question-words").first).to_have_text("Who keeps the archives?")
    page.locator(".question-words").first.click()
    page.locator("#f-topic").fill("Archive")
    press(page, "File")
    expect(page.locator("#f-topic")).to_have_value("Archive")
    page.get_by_label("Words for the host and the notes").fill("Who keeps the archives of a chapter?")
    page.get_by_label("combined").check()
    press(page, "Approve these words")
    expect(page.get_by_text("approved", exact=True)).to_be_visible()
    page.goto(f"{evening.origin}{BOARD}/alike")
    press(page, "Not the same")
    expect(page.get_by_text("No two questions look alike.")).to_be_visible()
    on_board(page, evening)
    one_more(page, "Who keeps the archives, and where?")
    page.goto(f"{evening.origin}{BOARD}/alike")
    page.get_by_role("button", name="Keep this wording for both").first.click()
    press(page, "Undo")
    opened(page, evening, "Who keeps the archives, and where?")
    page.get_by_label("Merge into question").fill("999")
    press(page, "Merge")
    expect(page.locator("#f-into-error")).to_have_text("No question 999.")
    expect(page.get_by_label("Merge into question")).to_have_value("999")
    opened(page, evening, "Who keeps the archive?")
    into = page.get_by_role("heading", level=1).inner_text().removeprefix("Question ")
    opened(page, evening, "Who keeps the archives, and where?")
    page.get_by_label("Merge into question").fill(into)
    press(page, "Merge")
    press(page, "Undo")
    expect(page.get_by_label("Merge into question")).to_be_visible()


def test_answer_is_written_published_amended_and_taken_back(page: Page, evening: Evening) -> None:
    opened(page, evening, "chapter ignores")
    press(page, "In writing")
    hears(page, "in writing")
    page.locator("#said-0").fill("We ask them first. We will report back.")
    press(page, "Save and put up for review")
    press(page, "Publish")
    expect(page.get_by_text("published", exact=True)).to_be_visible()
    unfold(page, "Note a promise")
    page.get_by_label("What was promised").fill("We will report back.")
    press(page, "Note it")
    unfold(page, "It is redeemed")
    page.get_by_label("How", exact=True).fill("reported on the talk page")
    press(page, "Redeemed")
    expect(page.get_by_text("redeemed", exact=True)).to_be_visible()
    unfold(page, "Add what became known since")
    page.get_by_label("Update", exact=True).fill("They have answered.")
    press(page, "Put it in")
    expect(page.locator("#answer")).to_contain_text("They have answered.")
    unfold(page, "Take the answer back")
    page.get_by_label("Why", exact=True).fill("a slip")
    press(page, "Make it a draft again")
    expect(page.get_by_text("draft", exact=True)).to_be_visible()
    press(page, "Put the saved draft up for review")
    press(page, "Publish")
    expect(page.get_by_text("published", exact=True)).to_be_visible()


def test_drafts_are_released_together_and_what_was_kept_back_as_spam_goes_after_all(
    page: Page, evening: Evening
) -> None:
    evening.office.settings(mode=Mode.ASSIST)
    for name in ("fox", "hare"):
        evening.write(name, "I would like to attend the conversation, please.")
    evening.office.settings(mode=Mode.AUTO)
    page.goto(f"{evening.origin}/desk/drafts")
    page.locator("tr", has_text="hare@").get_by_role("checkbox").check()
    page.get_by_label("Reason").fill("asked on the phone")
    press(page, "Throw away")
    hears(page, "1 of 1 thrown away.")
    page.locator("tr", has_text="fox@").get_by_role("checkbox").check()
    press(page, "Release")
    hears(page, "1 of 1 released.")
    page.goto(f"{evening.origin}/desk/case/{evening.number('fox')}")
    press(page, "Spam !")
    press(page, "Undo")
    press(page, "Send them after all")
    hears(page, "Queued again: 1.")
    evening.later(minutes=1)
    assert (evening.outbox("fox"), evening.outbox("hare")) == (
        [("account-request", "sent")],
        [("account-request", "withheld")],
    )


def test_mailing_is_found_anew_stopped_and_its_failed_mails_tried_again(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/event/hour/mailings")
    page.get_by_label("To everybody who").select_option("everyone")
    page.get_by_label("Subject").fill("Before the call")
    page.get_by_label("Text").fill("Please bring tea.")
    press(page, "Prepare it")
    press(page, "Find its people anew")
    number = page.locator("label[for=f-count]").inner_text().split()[3]
    hears(page, f"It goes to {number} people now.")
    page.locator("#f-count").fill(number)
    press(page, "Send to all of them")
    evening.later(minutes=1)
    with unit_of_work(evening.office.runtime) as work:
        [failed] = [mail for mail in evening.office.mails() if mail.purpose == "mailing" and "otter" in mail.to_address]
        work.session.get_one(OutboxRow, failed.id).state = "failed"
    page.reload()
    page.get_by_label("Why the failed are tried again").fill("their server is back")
    page.get_by_role("button", name="Try the 1 failed again").click()
    hears(page, "1 is tried again.")
    page.get_by_label("Why it stops for good").fill("a wrong date")
    press(page, "Stop for good")
    hears(page, "Stopped for good.")


def test_somebody_is_written_to_again_and_somebody_is_forgotten(page: Page, evening: Evening) -> None:
    with unit_of_work(evening.office.runtime) as work:
        suppress(work, address("casino"), Suppression.UNDELIVERABLE, "550 no such user")
    page.goto(f"{evening.origin}/desk/suppressions")
    page.get_by_label("Why we may write to").fill("they wrote from it")
    press(page, "Write again")
    expect(page.get_by_text("We may write to everybody.")).to_be_visible()
    number = evening.number("casino")
    page.goto(f"{evening.origin}/desk/case/{number}")
    page.get_by_role("link", name="What is stored of them").click()
    page.get_by_label("Type their address to do it").fill("somebody@else.example")
    press(page, "Forget them")
    expect(page.locator("#f-address-error")).to_be_visible()
    page.get_by_label("Type their address to do it").fill(address("casino"))
    press(page, "Forget them")
    page.goto(f"{evening.origin}/desk/search?q={address('casino')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 cases")


@pytest.fixture
def during_the_call(evening: Evening) -> None:
    evening.office.now = START + timedelta(minutes=5)


def test_host_answers_then_the_event_is_settled_and_closed(during_the_call: None, page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/event/hour/host")
    first = page.locator(".now-words").inner_text()
    press(page, "Answered a")
    hears(page, "Answered at 0:05:00.")
    press(page, "Undo z")
    expect(page.locator(".now-words")).to_have_text(first)
    press(page, "Later, in writing w")
    hears(page, "It will be answered in writing.")
    evening.office.now = START + timedelta(hours=2)
    page.goto(f"{evening.origin}/desk/event/hour/mailings")
    for what in ("recording", "notes", "answers"):
        page.get_by_label(f"Link to the {what}").fill(f"https://wiki.example/{what}")
        page.get_by_label(f"Link to the {what}").press("Enter")
        hears(page, "Noted.")
    page.get_by_role("button", name="Not there after all").first.click()
    expect(page.get_by_label("Link to the recording")).to_be_visible()
    page.goto(f"{evening.origin}/desk/event/hour/notes")
    page.get_by_label("What was announced").fill("The next call is in spring.")
    press(page, "Save")
    expect(page.get_by_label("Wikitext")).to_have_value(re.compile("The next call is in spring"))
    page.get_by_role("link", name="Close the event").click()
    press(page, "Close it")
    expect(page.locator("#f-reason-error")).to_be_visible()
    page.locator("#f-reason").fill("the others are answered on the wiki")
    press(page, "Close it")
    expect(page.get_by_text("closed", exact=True)).to_be_visible()
    page.locator("summary", has_text="Rosalind").click()
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
