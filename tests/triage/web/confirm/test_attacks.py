"""The door tried from the side: each attempt confirms nothing, sends no link and reveals nothing."""

import re
import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from office import HOUR

from triage.flow.confirmation_links import Addressee, token_for
from triage.seal import Seal

MARISOL, MALLORY = "marisol@reader.example", "mallory@evil.example"
NOT_WHOLE = (404, "This link is not whole")
AGAIN = (400, "Please begin again")


def unconfirmed(desk, *addresses: str) -> bool:
    return all(desk.known(address)[2:] == ("claimed", "") for address in addresses)


FORGED = [
    ("a letter changed", "{named}-1{rest}"),
    ("another person's number", "1-2-{signature}"),
    ("cut", "{named}-{rest}"),
    ("longer", "{named}-{signature}a"),
    ("nothing in it", "--"),
    ("dashes only", "-" * 200),
    ("a huge number", "ffffffffffffffffffff-1-{signature}"),
    ("signed with another key", token_for(Seal((b"x" * 32,)).mac, Addressee(1, 1))),
    ("any octets", "%F0%9F%A6%8A-%00-%0d%0aSet-Cookie:x=y"),
]


@pytest.mark.parametrize("forged", [row[1] for row in FORGED], ids=[row[0] for row in FORGED])
def test_forged_token_is_no_link(desk, said, forged: str) -> None:
    where, _, token = desk.asks().rpartition("/")
    named, _, signature = token.rpartition("-")
    link = f"{where}/{forged.format(named=named, signature=signature, rest=signature[1:])}"
    browser = desk.new_browser()
    assert said(browser.get(link)) == NOT_WHOLE
    assert said(browser.post(link, data={"proof": "x"})) == NOT_WHOLE
    assert unconfirmed(desk, MARISOL)


def test_token_survives_a_gateway_that_changes_the_case(desk, said) -> None:
    where, token = desk.asks().rsplit("/", 1)
    assert said(desk.walk(f"{where}/{token.upper()}")) == (200, "Thank you, that is all")


def test_token_of_another_event_confirms_nothing_here(desk) -> None:
    desk.office.open_event(replace(HOUR, slug="spring", title="Spring hour", subjects=("Spring",)))
    link = desk.asks()
    other = token_for(desk.office.runtime.seal.mac, Addressee(2, 1))
    assert desk.new_browser().get(f"{link.rsplit('/', 1)[0]}/{other}").status_code == 410
    assert unconfirmed(desk, MARISOL)


def test_own_link_with_another_persons_account_is_no_proof_for_either(desk, said) -> None:
    desk.asks()
    mallorys = desk.asks(MALLORY, "Marisol Vega")
    desk.wiki.signed_in = "Mallory"
    assert said(desk.walk(mallorys)) == (200, "Thank you. A person looks at it now")
    desk.office.work()
    assert unconfirmed(desk, MARISOL, MALLORY)
    assert "join-details" not in dict(desk.office.outbox())


def test_somebody_talked_into_confirming_for_another_is_seen_by_a_person(desk) -> None:
    desk.walk(desk.asks())
    desk.office.work()
    # Mallory sends her own link to Marisol, who signs in there.
    desk.walk(desk.asks(MALLORY, "Marisol Vega"))
    desk.office.work()
    assert desk.known(MALLORY)[0] == "review"
    assert desk.office.case(MALLORY).reasons == ["Another address has shown that it is Marisol Vega, too."]
    assert [purpose for purpose, _ in desk.office.outbox(MALLORY)] == ["account-request", "under-review"]


def test_button_pressed_from_another_site_goes_nowhere(desk, said) -> None:
    link = desk.asks()
    stranger = desk.new_browser()
    assert said(stranger.post(link, data={"proof": "x" * 43}, headers={"Origin": "https://evil.example"})) == AGAIN
    opened = desk.new_browser()
    opened.get(link)
    assert said(opened.post(link, data={"proof": "x" * 43})) == AGAIN
    assert said(opened.post(link, data={})) == AGAIN
    assert said(opened.post(link, content=b"proof=" + b"x" * 100_000)) == AGAIN
    assert desk.wiki.requests == []


def test_proof_of_one_browser_is_none_in_another(desk, said) -> None:
    link = desk.asks()
    mine, theirs = desk.new_browser(), desk.new_browser()
    proof = re.findall(r'name="proof" value="([\w-]+)"', mine.get(link).text)[0]
    theirs.get(link)
    assert said(theirs.post(link, data={"proof": proof})) == AGAIN


def test_proof_of_ones_own_link_does_not_press_anothers(desk, said) -> None:
    marisols, mallorys = desk.asks(), desk.asks(MALLORY, "Ben")
    browser = desk.new_browser()
    proof = re.findall(r'name="proof" value="([\w-]+)"', browser.get(mallorys).text)[0]
    assert said(browser.post(marisols, data={"proof": proof})) == AGAIN


def test_code_brought_into_another_browser_is_refused(desk, said) -> None:
    """Somebody makes another press the button on the wiki and hands over the code, or the other way round."""
    marisols, mallorys = desk.asks(), desk.asks(MALLORY, "Marisol Vega")
    mallory, marisol = desk.new_browser(), desk.new_browser()
    desk.press(mallory, mallorys)
    returning = desk.to_the_wiki(marisol, marisols)
    assert said(mallory.get(returning)) == AGAIN
    assert said(desk.new_browser().get(returning)) == AGAIN
    assert unconfirmed(desk, MARISOL, MALLORY)
    assert desk.wiki.asked("access_token") == []


def test_code_with_a_foreign_state_is_refused_and_never_sent_to_the_wiki(desk, said) -> None:
    browser = desk.new_browser()
    returning = desk.to_the_wiki(browser, desk.asks())
    code = parse_qs(urlsplit(returning).query)["code"][0]
    for state in ("", "x", "é", "A" * 43):
        fresh = desk.new_browser()
        fresh.cookies.update(browser.cookies)
        page = fresh.get(f"{desk.url}/confirm/return", params={"code": code, "state": state})
        assert said(page) == AGAIN
    assert desk.wiki.asked("access_token") == []


def test_code_injected_from_another_passage_fails_pkce(desk, said) -> None:
    """The state is right, the code is another passage's: only the verifier of that passage would redeem it."""
    marisols, mallorys = desk.asks(), desk.asks(MALLORY, "Marisol Vega")
    stolen = parse_qs(urlsplit(desk.to_the_wiki(desk.new_browser(), marisols)).query)["code"][0]
    mallory = desk.new_browser()
    state = parse_qs(urlsplit(desk.press(mallory, mallorys).headers["Location"]).query)["state"][0]
    page = mallory.get(f"{desk.url}/confirm/return", params={"code": stolen, "state": state})
    assert said(page) == (400, "That took too long, or came twice")
    assert unconfirmed(desk, MARISOL, MALLORY)


def test_replayed_return_is_refused(desk, said) -> None:
    browser = desk.new_browser()
    returning = desk.to_the_wiki(browser, desk.asks())
    kept = dict(browser.cookies)
    assert said(browser.get(returning))[0] == 200
    assert said(browser.get(returning)) == AGAIN
    with httpx2.Client(cookies=kept) as again:
        assert said(again.get(returning)) == (400, "That took too long, or came twice")
    assert len(desk.history("account confirmed")) == 1


def test_two_returns_at_once_use_the_link_once(desk) -> None:
    link = desk.asks()
    returns = []
    for _ in range(4):
        browser = desk.new_browser()
        returns.append((browser, desk.to_the_wiki(browser, link)))
    threads = [threading.Thread(target=browser.get, args=(address,)) for browser, address in returns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.history("account confirmed")) == 1


@pytest.mark.parametrize(
    "cookie",
    ["", "a.b.c", "a.b.c.d", "1-1-x.n.99999999999.1", "1-1-x.n.0.1", "x" * 5_000, "1-1-x.n.1.1.1", "1-1-x.n.١.1"],
)
def test_any_cookie_is_survived(desk, said, cookie: str) -> None:
    link = desk.asks()
    headers = {"Cookie": f"confirm={cookie}".encode()}
    with httpx2.Client(headers=headers) as browser:
        assert said(browser.get(f"{desk.url}/confirm/return?code=x&state=y")) == AGAIN
        assert said(browser.post(link, data={"proof": "x"})) == AGAIN


def test_no_request_chooses_where_a_browser_is_sent(desk) -> None:
    link = desk.asks()
    browser = desk.new_browser()
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    page = browser.get(f"{link}?next=https://evil.example&redirect_uri=https://evil.example", headers=evil)
    proof = re.findall(r'name="proof" value="([\w-]+)"', page.text)[0]
    leaving = browser.post(
        f"{link}?next=//evil.example",
        data={"proof": proof, "next": "//evil.example"},
        headers=evil,
        follow_redirects=False,
    )
    where = urlsplit(leaving.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{desk.wiki.api}/oauth2/authorize"
    assert parse_qs(where.query)["redirect_uri"] == [f"{desk.url}/confirm/return"]
    assert "evil" not in page.text + leaving.headers["Location"]
    for path in ("//evil.example/confirm", "/confirm/", "/confirm", "/", "/confirm/return/"):
        answer = browser.get(f"{desk.url}{path}", follow_redirects=False)
        assert (answer.status_code, "evil" in answer.headers.get("Location", "")) in {(404, False), (307, False)}


@pytest.mark.parametrize(
    "name", ["Eve\r\nSet-Cookie: a=b", "<script>alert(1)</script>", "Eve\u202e", "x" * 5_000, "{{ 7*7 }}"]
)
def test_hostile_name_of_an_account_stays_a_word(desk, said, name: str) -> None:
    link = desk.asks()
    desk.wiki.signed_in = name
    page = desk.walk(link)
    assert said(page) == (200, "Thank you. A person looks at it now")
    assert ("a=b" in str(page.headers), "script" in page.text, "49" in page.text) == (False, False, False)
    [reason] = desk.office.case(MARISOL).reasons
    assert (len(reason.splitlines()), len(reason) < 300, "<" in reason) == (1, True, False)


def test_title_of_an_event_is_escaped(desk) -> None:
    desk.office.open_event(replace(HOUR, title="<img src=x onerror=alert(1)> & friends"))
    page = desk.new_browser().get(desk.asks())
    assert ("<img" in page.text, "&lt;img src=x" in page.text) == (False, True)


def test_hostile_account_in_a_mail_makes_no_second_link(desk) -> None:
    desk.office.write(MALLORY, "I would like to attend. My username is https://evil.example/confirm/x")
    desk.office.work()
    texts = [mail.text for mail in desk.office.mails()]
    assert [text for text in texts if "https://evil.example" in text] == []


def test_mail_that_names_another_account_later_takes_nothing_over(desk) -> None:
    """A mail with Marisol's address forged, or her own slip: what was shown stays, a person sees the other name."""
    desk.walk(desk.asks())
    desk.office.write(MARISOL, "Sorry, I will attend, but my username is Ben.")
    desk.office.work()
    assert desk.known() == ("review", "Marisol Vega", "confirmed", "oauth")
    assert desk.office.case(MARISOL).needs_review
