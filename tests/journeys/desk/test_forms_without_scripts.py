"""The long forms, each through to what it does, for somebody whose browser runs no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from browser import press, window
from evening import PASSWORD, address, hears
from playwright.sync_api import expect
from sqlmodel import Session

from triage.store.events import event_from, event_row

if TYPE_CHECKING:
    from evening import Evening
    from playwright.sync_api import Browser, Page

    from triage.model.event import Event

CHAT = (
    "18:04:11 From Ada to Everyone:\n\tWhat becomes of the archive?\n18:05:00 From Ben to Everyone:\n\tWho reads it?\n"
)


def stored(evening: Evening, slug: str) -> Event:
    """The event as it lies there."""
    with Session(evening.office.runtime.engine) as session:
        row = event_row(session, slug)
        assert row is not None
        return event_from(row)


def sent_to(evening: Evening, who: str) -> list[str]:
    """The subjects of all mails that somebody got."""
    return [str(sent["Subject"]) for sent in evening.office.sent() if sent["To"] == address(who)]


def follow(page: Page, name: str) -> None:
    """The link of exactly this name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def write(page: Page, **fields: str) -> None:
    """Into the form's fields, by their names."""
    for name, words in fields.items():
        page.locator(f"#f-{name}").fill(words)


def test_event_is_described_corrected_and_described_anew(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/events")
    follow(page, "New event")
    write(page, slug="winter", date="2027-01-14", time="17:30", title="Winter hour", host="Maggie Dennis")
    write(page, subjects="Winter\nCR&S winter", topics="Reports\nقضايا", capacity="many", languages="en\nar")
    write(page, join_url="https://zoom.example/j/1", meeting_id="1", passcode="snow")
    press(page, "Add the event")
    expect(page.locator("#f-capacity-error")).to_have_text("Please write a whole number.")
    expect(page.locator("#f-topics")).to_have_value("Reports\nقضايا")
    expect(page.locator("#f-join_url-error")).to_contain_text("type the join details again")
    write(page, capacity="30", join_url="https://zoom.example/j/1", meeting_id="1", passcode="snow")
    press(page, "Add the event")
    hears(page, "The event is here.")
    expect(page.get_by_text("0 of 30")).to_be_visible()
    follow(page, "Edit")
    write(page, title="Hour in winter", send_join_details="90", topics="Reports")
    press(page, "Save")
    hears(page, "The event is described anew.")
    made = stored(evening, "winter")
    assert (made.title, made.host, made.subjects) == ("Hour in winter", "Maggie Dennis", ("Winter", "CR&S winter"))
    assert (made.topics, made.capacity, made.languages) == (("Reports",), 30, ("en", "ar"))
    assert (made.send_join_details_minutes, made.starts_at.isoformat()) == (90, "2027-01-14T17:30:00+00:00")
    page.goto(f"{evening.origin}/desk/event/winter")
    follow(page, "New date")
    write(page, date="2027-01-15", time="17:30", reason="A storm.")
    press(page, "Move it and tell 0 people")
    hears(page, "The event moved. 0 people are told.")
    follow(page, "Cancel the event")
    write(page, reason="Another storm.")
    press(page, "Cancel it and tell 0 people")
    assert (stored(evening, "winter").state, stored(evening, "winter").starts_at.day) == ("cancelled", 15)


def test_mail_is_looked_at_in_a_language_and_sent_to_oneself(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/event/hour/mails")
    follow(page, "Reminder")
    follow(page, "Arabic")
    expect(page.locator(".letter-text")).to_have_attribute("lang", "ar")
    page.get_by_label("Your address").fill("rosalind@staff.example")
    press(page, "Send me this one")
    hears(page, "The test is on its way.")
    expect(page.locator(".letter-text")).to_have_attribute("lang", "ar")
    assert [str(sent["To"]) for sent in evening.office.sent()].count("rosalind@staff.example") == 1


def test_somebody_joins_the_staff_changes_role_and_leaves(browser: Browser, page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/staff")
    write(page, name="Nasma", password="short")
    press(page, "Add")
    expect(page.locator("#f-password-error")).to_be_visible()
    expect(page.locator("#f-name")).to_have_value("Nasma")
    write(page, password=PASSWORD)
    press(page, "Add")
    hears(page, "Nasma can sign in now.")
    line = page.locator("tr", has=page.get_by_role("rowheader", name="Nasma"))
    line.get_by_label("Role of Nasma").select_option("admin")
    line.get_by_role("button", name="Set").click()
    hears(page, "Nasma is admin now.")
    line.get_by_role("button", name="One-time link").click()
    link = page.get_by_label("The link").input_value()
    with window(browser, evening.origin, has_scripts=False) as hers:
        hers.page.goto(link)
        hers.page.get_by_role("button").click()
        expect(hers.page.get_by_role("link", name="Staff")).to_be_visible()
        follow(page, "Back to the staff")
        line.get_by_role("button", name="Sign out everywhere").click()
        hears(page, "Nasma is signed out everywhere.")
        hers.open("/desk/staff")
        expect(hers.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    line.get_by_role("button", name="Remove").click()
    hears(page, "Nasma can no longer sign in")
    expect(line).to_contain_text("left")


def test_chat_is_looked_at_and_imported(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/event/hour/questions")
    follow(page, "Import")
    page.get_by_label("Paste it here").fill(CHAT)
    press(page, "Look at it first")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 messages were read")
    for tick in page.locator("input[name=line]").all():
        tick.check()
    page.get_by_label("Take line 3").uncheck()
    press(page, "Import the ticked ones")
    hears(page, "1 question was imported.")
    assert [text for text in evening.office.questions() if "archive" in text or "reads it" in text] == [
        "What becomes of the archive?"
    ]


def test_mailing_is_written_tried_sent_paused_and_goes_on(page: Page, evening: Evening) -> None:
    page.goto(f"{evening.origin}/desk/event/hour/mailings")
    page.get_by_label("To everybody who").select_option("everyone")
    write(page, subject="Before the call", text="Please bring tea.")
    press(page, "Prepare it")
    hears(page, "This is a draft.")
    expect(page.locator(".letter")).to_contain_text("Please bring tea.")
    follow(page, "Next")
    expect(page.get_by_text("Letter 2 of")).to_be_visible()
    page.get_by_label("Send this letter to yourself").fill("rosalind@staff.example")
    press(page, "Send the test")
    hears(page, "A test is on its way to rosalind@staff.example")
    write(page, count="1")
    press(page, "Send to all of them")
    expect(page.locator("#f-count-error")).to_be_visible()
    asked = re.search(r"It goes to (\d+) people", page.locator("label[for=f-count]").inner_text())
    assert asked is not None
    write(page, count=asked[1])
    press(page, "Send to all of them")
    hears(page, f"It goes to {asked[1]} people")
    page.get_by_label("Why it pauses").fill("a slip in the text")
    press(page, "Pause")
    hears(page, "Paused.")
    evening.later(minutes=1)
    assert sent_to(evening, "marisol").count("Before the call") == 0
    press(page, "Go on")
    hears(page, "It goes on where it was.")
    evening.later(minutes=1)
    evening.later(minutes=1)
    assert sent_to(evening, "marisol").count("Before the call") == 1
