"""What every answer carries: strict headers, one cookie, nothing from elsewhere; and the server around it."""

import base64
import hashlib
import logging
import re
import socket
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from triage.flow.ownership import Shown
from triage.web.confirm import SignInError, WikiSignIn
from triage.web.confirm.pages import SHOWN, TROUBLE, hint_of
from triage.web.confirm.policy import content_security_policy
from triage.web.confirm.signin import Trouble
from triage.web.serve import ServeError, served

TEMPLATES = Path(__file__).parents[4] / "templates/web"


def test_every_answer_is_guarded(desk) -> None:
    link = desk.asks()
    browser = desk.new_browser()
    answers = [
        browser.get(link),
        desk.press(browser, link),
        browser.get(f"{desk.url}/confirm/return"),
        browser.get(f"{desk.url}/nothing"),
        browser.put(link),
    ]
    assert [answer.status_code for answer in answers] == [200, 303, 400, 404, 405]
    for answer in answers:
        headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert (headers["Referrer-Policy"], headers["Cache-Control"], headers["X-Content-Type-Options"]) == (
            "no-referrer",
            "no-store",
            "nosniff",
        )
        assert "Server" not in headers


def test_policy_allows_our_style_and_nothing_else(desk) -> None:
    page = desk.new_browser().get(desk.asks())
    [style] = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]
    assert re.findall(r"<(?:script|link|img|iframe|object|embed|base)\b| style=| on\w+=|url\(|@import", page.text) == []


def test_form_may_end_on_the_wikis_hosts_only() -> None:
    meta = content_security_policy("x", "https://meta.wikimedia.org")
    local = content_security_policy("x", "http://127.0.0.1:8000")
    assert "form-action 'self' https://meta.wikimedia.org https://*.wikimedia.org;" in meta
    assert "form-action 'self' http://127.0.0.1:8000;" in local
    assert "form-action 'self' https://wiki.example;" in content_security_policy("x", "https://wiki.example")


def test_only_cookie_is_the_passages_and_it_goes_when_done(desk) -> None:
    link = desk.asks()
    browser = desk.new_browser()
    cookie = browser.get(link).headers["Set-Cookie"]
    assert re.fullmatch(r"confirm=[\w.-]+; HttpOnly; Max-Age=1200; Path=/; SameSite=lax", cookie), cookie
    last = browser.get(desk.to_the_wiki(browser, link))
    assert "Max-Age=0" in last.headers["Set-Cookie"]
    assert list(browser.cookies) == []


def test_database_out_of_reach_is_a_friendly_page(desk, said) -> None:
    link = desk.asks()
    with desk.office.runtime.engine.begin() as connection:
        connection.execute(text("ALTER TABLE attendance RENAME TO gone"))
    assert said(desk.new_browser().get(link)) == (503, "Something is wrong on our side")


def test_links_stand_in_no_log(desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG, "uvicorn")
    caplog.set_level(logging.DEBUG, "triage")
    link = desk.asks()
    desk.walk(link)
    printed = capfd.readouterr()
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    token = link.rsplit("/", 1)[1]
    assert token not in ours + printed.out + printed.err


def test_every_end_has_a_page_that_says_what_to_do() -> None:
    assert (set(SHOWN), set(TROUBLE)) == (set(Shown), set(Trouble))
    for page in (*SHOWN.values(), *TROUBLE.values()):
        words = " ".join(page.paragraphs)
        assert "mail" in words, page.title


def test_pages_are_safe_for_both_directions_of_writing() -> None:
    style = (TEMPLATES / "style.css").read_text()
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)", style) == []
    names = ("event", "starts", "hint", "wiki")
    page = (TEMPLATES / "confirm.html").read_text()
    assert [
        name for name in names if page.count(f"{{{{ {name} }}}}") != page.count(f"<bdi>{{{{ {name} }}}}</bdi>")
    ] == []


@pytest.mark.parametrize(
    ("address", "hint"),
    [("marisol@reader.example", "m•••@reader.example"), ("a@b.example", "a•••@b.example"), ('"x y"@b', '"•••@b')],
)
def test_hint_tells_ones_own_address_and_nobody_elses(address: str, hint: str) -> None:
    assert hint_of(address) == hint


async def hello(_scope, _receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def test_pages_are_served_until_the_block_ends() -> None:
    with served(hello, "127.0.0.1:0") as there:
        url = f"http://{there.host}:{there.port}/"
        assert httpx2.get(url).text == "hello"
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_address_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ServeError, match=rf"\[desk\] listen: {listen} cannot be used"), served(hello, listen):
            pass


@pytest.mark.parametrize("listen", ["", "8080", "localhost", "localhost:port", "localhost:99999"])
def test_address_that_is_none_says_how_to_write_it(listen: str) -> None:
    with pytest.raises(ServeError, match='is no "host:port"'), served(hello, listen):
        pass


def test_check_knows_a_good_client_from_a_bad_one(running_oauth) -> None:
    running_oauth.begin_anew()

    def verify(secret: str, api: str = running_oauth.api) -> Trouble | None:
        client = WikiSignIn(api, "openhour-client", secret, "https://desk.example/confirm/return", "openhour/test")
        try:
            client.verify()
        except SignInError as error:
            return error.trouble
        finally:
            client.close()
        return None

    assert [verify("hunter2"), verify("wrong"), verify("x", "http://127.0.0.1:1"), verify("x", "gopher://x")] == [
        None,
        Trouble.MISCONFIGURED,
        Trouble.UNREACHABLE,
        Trouble.MISCONFIGURED,
    ]
