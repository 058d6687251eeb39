"""Showing that an account is one's own: from the mail over the wiki and back to the link."""

from datetime import timedelta

import httpx2
import pytest
from office import LINK as JOIN_LINK
from office import START

from triage.flow.rounds import watch

MARISOL = "marisol@reader.example"


def test_whole_way_confirms_the_account_and_the_next_round_sends_the_link(desk, said) -> None:
    link = desk.asks()
    assert desk.office.outbox() == [("account-request", "sent")]
    assert desk.known() == ("requested", "Marisol Vega", "claimed", "")
    assert said(desk.walk(link)) == (200, "Thank you, that is all")
    assert desk.known() == ("requested", "Marisol Vega", "confirmed", "oauth")
    assert desk.attendance().confirmed_at == desk.office.now
    desk.office.work()
    assert desk.office.outbox() == [("account-request", "sent"), ("join-details", "sent")]
    assert JOIN_LINK in desk.office.sent()[-1].get_body(("plain",)).get_content()


def test_confirmation_is_recorded_with_old_new_and_why(desk) -> None:
    desk.walk(desk.asks())
    [line] = desk.history("account confirmed")
    assert (line.who, line.old, line.new, line.why) == (
        "openhour",
        {"account": None, "way": ""},
        {"account": "Marisol Vega", "way": "oauth"},
        "signed in on the wiki by the link in our mail",
    )


def test_nobody_is_asked_twice_and_nobody_is_let_in_meanwhile(desk) -> None:
    desk.asks()
    for _ in range(3):
        desk.office.now += timedelta(minutes=20)
        desk.office.work()
    assert desk.office.outbox() == [("account-request", "sent")]
    assert desk.known()[0] == "requested"
    assert not desk.office.case(MARISOL).needs_review


def test_link_without_an_account_in_the_mail_states_the_account(desk, said) -> None:
    desk.office.write(MARISOL, "Please send me the Zoom link, I want to join.")
    desk.office.work()
    desk.wiki.signed_in = "Ben"
    assert said(desk.walk(desk.link_to(MARISOL))) == (200, "Thank you, that is all")
    assert desk.known() == ("requested", "Ben", "confirmed", "oauth")
    desk.office.work()
    assert desk.office.outbox() == [("account-request", "sent"), ("join-details", "sent")]


def test_confirmed_account_that_is_locked_goes_to_a_person_all_the_same(desk) -> None:
    desk.office.write(MARISOL, "Please send me the Zoom link, I want to join.")
    desk.office.work()
    desk.wiki.signed_in = "Nightjar"
    desk.walk(desk.link_to(MARISOL))
    desk.office.work()
    assert desk.known() == ("review", "Nightjar", "confirmed", "oauth")
    assert [purpose for purpose, _ in desk.office.outbox()] == ["account-request", "under-review"]


def test_opening_the_link_changes_nothing_and_asks_the_wiki_nothing(desk) -> None:
    link = desk.asks()
    before, lines = desk.attendance().model_dump(), len(desk.history("account confirmed"))
    for method in ("GET", "HEAD", "GET"):
        assert desk.new_browser().request(method, link).status_code == 200
    assert (desk.attendance().model_dump(), len(desk.history("account confirmed"))) == (before, lines)
    assert desk.wiki.requests == []


def test_page_says_what_is_asked_and_stored_and_names_nobody(desk) -> None:
    link = desk.asks()
    page = desk.new_browser().get(link)
    assert ("The name of your account. Nothing else" in page.text, "m•••@reader.example" in page.text) == (True, True)
    assert ("Marisol" in page.text, MARISOL in page.text, MARISOL in link, "marisol" in link) == (False,) * 4


def test_wiki_is_asked_for_the_name_only_with_state_and_pkce(desk) -> None:
    desk.walk(desk.asks())
    [asked] = desk.wiki.asked("authorize")
    [token] = desk.wiki.asked("access_token")
    assert asked.keys() == {
        "response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"
    }  # fmt: skip
    assert asked["code_challenge_method"] == "S256"
    assert 43 <= len(token["code_verifier"]) <= 128
    assert [path for path, _, _ in desk.wiki.requests] == ["authorize", "access_token", "resource/profile"]


def test_nothing_but_the_name_of_the_account_is_stored(desk, tmp_path) -> None:
    desk.walk(desk.asks())
    [token] = desk.wiki.tokens
    desk.office.runtime.engine.dispose()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("openhour.db*"))
    assert (token.encode() in written, b"def50200" in written, b"editcount" in written) == (False, False, False)


def test_name_is_compared_as_the_wiki_writes_it(desk, said) -> None:
    link = desk.asks(account="marisol_Vega")
    assert said(desk.walk(link)) == (200, "Thank you, that is all")


@pytest.mark.parametrize(
    ("signed_in", "is_hidden"),
    [("Ben", False), ("Marisol vega", False), ("Маrisol Vega", False), ("Marisol Vega", True)],
    ids=["another account", "another letter case", "a look-alike", "an account that the wiki hides"],
)
def test_another_account_goes_to_a_person_and_reveals_nothing(desk, said, signed_in: str, is_hidden: bool) -> None:  # noqa: FBT001 - a table's column
    link = desk.asks()
    desk.wiki.signed_in, desk.wiki.is_hidden = signed_in, is_hidden
    page = desk.walk(link)
    assert said(page) == (200, "Thank you. A person looks at it now")
    assert ("Marisol" in page.text, signed_in in page.text) == (False, False)
    assert desk.known() == ("review", "Marisol Vega", "claimed", "")
    case = desk.office.case(MARISOL)
    shown = "with an account that the wiki does not name" if is_hidden else f"as {signed_in}"
    assert case.reasons == [f"By the link in our mail somebody signed in {shown}, but the mail says Marisol Vega."]
    assert case.needs_review
    desk.office.work()
    assert desk.office.outbox() == [("account-request", "sent")]


def test_used_link_is_used_whatever_it_showed(desk, said) -> None:
    link = desk.asks()
    desk.wiki.signed_in = "Ben"
    desk.walk(link)
    desk.wiki.signed_in = "Marisol Vega"
    assert said(desk.new_browser().get(link)) == (410, "This was done already")
    assert desk.known()[2:] == ("claimed", "")


def test_person_who_says_no_can_try_again(desk, said) -> None:
    link = desk.asks()
    desk.wiki.signed_in = None
    browser = desk.new_browser()
    page = desk.walk(link, browser)
    assert said(page) == (200, "You said no, and that is fine")
    desk.wiki.signed_in = "Marisol Vega"
    token = link.rsplit("/", 1)[1]
    assert f'href="{token}"' in page.text
    assert said(desk.walk(str(page.url.join(token)), browser)) == (200, "Thank you, that is all")


SPENT, AWAY, OURS = "That took too long, or came twice", "The wiki does not answer", "Something is wrong on our side"
CODE, NAME = "access_token", "resource/profile"
TROUBLES = [
    ("a code that expired", CODE, (400, {"error": "invalid_grant"}), (400, SPENT)),
    ("the same, from an older server", CODE, (400, {"error": "invalid_request"}), (400, SPENT)),
    ("a wrong secret", CODE, (401, {"error": "invalid_client"}), (503, OURS)),
    ("a server that fails", CODE, (503, "<html>"), (503, AWAY)),
    ("too many requests", CODE, (429, "<html>"), (503, AWAY)),
    ("a token that is none", CODE, (200, {"access_token": "x\r\nHost: evil"}), (503, AWAY)),
    ("no token", CODE, (200, {}), (503, AWAY)),
    ("a profile that fails", NAME, (500, "oops"), (503, AWAY)),
    ("a profile that is refused", NAME, (401, {"error": "access_denied"}), (503, OURS)),
    ("a profile that is a page", NAME, (200, "<html>hello"), (503, OURS)),
]


@pytest.mark.parametrize(("endpoint", "fault", "page"), [row[1:] for row in TROUBLES], ids=[row[0] for row in TROUBLES])
def test_trouble_ends_in_a_friendly_page_and_the_link_stays_good(desk, said, endpoint, fault, page) -> None:
    link = desk.asks()
    desk.wiki.faults[endpoint] = [fault]
    assert said(desk.walk(link)) == page
    assert desk.known()[2] == "claimed"
    assert said(desk.walk(link)) == (200, "Thank you, that is all")


@pytest.mark.parametrize(
    ("error", "headline"),
    [
        ("access_denied", "You said no, and that is fine"),
        ("temporarily_unavailable", "The wiki does not answer"),
        ("invalid_scope", "Something is wrong on our side"),
        ("<script>alert(1)</script>", "Something is wrong on our side"),
    ],
)
def test_error_that_the_wiki_sends_back_has_its_page(desk, said, error: str, headline: str) -> None:
    browser = desk.new_browser()
    desk.press(browser, desk.asks())
    page = browser.get(f"{desk.url}/confirm/return", params={"error": error, "error_description": "<b>x</b>"})
    assert (said(page)[1], "<b>x" in page.text, "alert" in page.text) == (headline, False, False)


def test_wiki_that_is_gone_is_told_and_alarmed_about(desk, said) -> None:
    link = desk.asks()
    browser = desk.new_browser()
    returning = desk.to_the_wiki(browser, link)
    desk.wiki.faults["access_token"] = [(502, "")]
    assert said(browser.get(returning))[0] == 503
    with httpx2.Client() as other:
        assert other.get(link).status_code == 200
    watch(desk.office.runtime)
    [alarm] = [mail for mail in desk.office.sent() if mail["To"] == "on-call@openhour.example"]
    assert alarm["Subject"] == "[openhour] alarm: sign-in"
    assert "marisol" not in alarm.get_content().lower()


def test_link_ends_with_the_event_and_moves_with_it(desk, said) -> None:
    link = desk.asks()
    desk.office.now = START + timedelta(minutes=59, seconds=59)
    assert desk.new_browser().get(link).status_code == 200
    desk.office.now = START + timedelta(minutes=60)
    assert said(desk.new_browser().get(link)) == (410, "This link does not work any more")


def test_link_of_somebody_who_will_not_come_is_over(desk, said) -> None:
    link = desk.asks()
    desk.office.write(MARISOL, "I have to cancel, I will not be able to attend after all.")
    desk.office.work()
    assert said(desk.new_browser().get(link)) == (410, "This link does not work any more")


def test_passage_that_took_too_long_begins_again(desk, said) -> None:
    browser = desk.new_browser()
    returning = desk.to_the_wiki(browser, desk.asks())
    desk.office.now += timedelta(minutes=21)
    assert said(browser.get(returning)) == (400, "Please begin again")
    assert desk.known()[2] == "claimed"


def test_somebody_who_writes_again_instead_is_shown_to_a_person_and_may_still_use_the_link(desk, said) -> None:
    link = desk.asks()
    desk.office.write(MARISOL, "I would like to attend. My username is Marisol Vega, I cannot sign in here.")
    desk.office.work()
    assert desk.known()[0] == "review"
    assert desk.office.case(MARISOL).reasons[-1] == (
        "We asked to show that the account is theirs; they wrote again instead."
    )
    desk.walk(link)
    desk.office.work()
    assert desk.known() == ("approved", "Marisol Vega", "confirmed", "oauth")
