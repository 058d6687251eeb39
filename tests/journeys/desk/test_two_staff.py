"""Two members of staff over the same case: each sees the other, and nobody writes over anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from evening import address, hears
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser import Window
    from evening import Evening
    from playwright.sync_api import Browser

SOON = 11_000
"""Milliseconds after which a case has told that it is open, and asked who else has it."""


@pytest.fixture
def both(browser: Browser, evening: Evening) -> Iterator[tuple[Window, Window]]:
    """Rosalind and Ada, each with the clock of their page in our hands."""
    with evening.window(browser, "Rosalind") as one, evening.window(browser, "Ada") as other:
        for opened in (one, other):
            opened.page.clock.install()
        yield one, other
        assert [*one.strays, *other.strays] == []


def others_here(opened: Window) -> list[str]:
    """What a case hears when it asks the next time who else has it open."""
    with opened.page.expect_response("**/here") as heard:
        opened.page.clock.run_for(SOON)
    return list(heard.value.json()["others"])


def test_presence_comes_and_goes_in_list_and_case(both: tuple[Window, Window], evening: Evening) -> None:
    one, other = both
    path = f"/desk/case/{evening.number('nightjar')}"
    one.open(path)
    other.open(path)
    expect(other.page.locator("#others")).to_have_text("● Rosalind")
    expect(one.page.locator("#others")).to_be_hidden()
    one.page.clock.run_for(SOON)
    expect(one.page.locator("#others")).to_have_text("● Ada")
    expect(one.page.locator("#spoken")).to_have_text("Ada also has this case open.")
    other.open("/desk")
    expect(other.page.locator(".case", has_text="Nightjar").locator(".present")).to_have_text("● Rosalind")
    while others_here(one):
        pass
    expect(one.page.locator("#others")).to_be_hidden()


def test_page_that_is_no_longer_as_things_are_says_so(both: tuple[Window, Window], evening: Evening) -> None:
    one, other = both
    path = f"/desk/case/{evening.number('otter')}"
    one.open(path)
    other.open(path)
    other.page.locator("#f-why").fill("no")
    other.page.get_by_role("button", name="Decline").click()
    hears(other.page, "Otter: declined.")
    one.page.clock.run_for(SOON)
    expect(one.page.locator("#changed")).to_contain_text("This case changed meanwhile.")
    one.page.get_by_role("link", name="Show it as it is now").click()
    expect(one.page.locator("#wish-h + dl")).to_contain_text("declined")


def test_stale_decision_shows_both_and_changes_nothing(both: tuple[Window, Window], evening: Evening) -> None:
    one, other = both
    path = f"/desk/case/{evening.number('wolf')}"
    one.open(path)
    other.open(path)
    other.page.locator("#f-why").fill("locked for years")
    other.page.get_by_role("button", name="Decline").click()
    hears(other.page, "Wolf: declined.")
    one.page.locator("#f-why").fill("their steward wrote")
    one.page.get_by_role("button", name="Approve").click()
    changed = one.page.locator("#changed")
    expect(changed).to_contain_text("This case changed while you looked at it.")
    expect(changed).to_contain_text("you wanted to approve, because “their steward wrote”")
    expect(changed).to_contain_text("Ada: ")
    expect(one.page.locator("#f-why")).to_have_value("their steward wrote")
    assert one.violations() == []
    assert evening.office.attendance(address("wolf")) == "declined"


def test_stale_mail_stands_beside_what_is_stored(both: tuple[Window, Window], evening: Evening) -> None:
    one, other = both
    page = one.page
    one.open(f"/desk/case/{evening.number('plain')}")
    page.locator("summary", has_text="From a template").click()
    page.get_by_label("What for?").select_option("redirect")
    page.get_by_role("button", name="Begin a draft").click()
    expect(page.get_by_label("Subject")).to_be_visible()
    number = int(page.url.rpartition("/")[2])
    other.open(f"/desk/mail/{number}")
    for opened, words in ((other, "what Ada wrote"), (one, "what Rosalind wrote")):
        opened.page.get_by_role("textbox", name="Text").fill(words)
        opened.page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this mail while you wrote.")
    expect(page.get_by_role("textbox", name="Text")).to_have_value("what Rosalind wrote")
    expect(page.locator(".letter-text")).to_have_text("what Ada wrote")
    assert one.violations() == []
    assert evening.stored(number).text == "what Ada wrote\n"
    page.get_by_role("button", name="Save", exact=True).click()
    hears(page, "The mail is as you wrote it.")
    assert evening.stored(number).text == "what Rosalind wrote\n"


def test_stale_question_is_not_parted(both: tuple[Window, Window], evening: Evening) -> None:
    one, other = both
    words = "How are reports handled?\n\nWho reads them?"
    for opened in (one, other):
        opened.open(f"/desk/case/{evening.number('nightjar')}")
        opened.page.locator("summary", has_text="Split").click()
        opened.page.get_by_label("An empty line parts two questions").fill(words)
    other.page.get_by_role("button", name="Split").click()
    expect(other.page.locator(".asked > li")).to_have_count(2)
    one.page.get_by_role("button", name="Split").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("That cannot be done")
    expect(one.page.locator("main")).to_contain_text(words)
    assert evening.office.questions().count("Who reads them?") == 1
