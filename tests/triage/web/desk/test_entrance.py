from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from triage.flow.staff import accounts, sessions
from triage.flow.work import unit_of_work
from triage.model.staff import Role

PASSWORD = "a sentence that nobody guesses"


def sign_in(room, name="Rosalind", password=PASSWORD, browser=None) -> tuple[Any, Any]:
    browser = browser or room.browser()
    browser.open("/desk/sign-in")
    return browser, browser.send("/desk/sign-in", name=name, password=password, next="/desk/staff")


def test_page_for_nobody_leads_to_the_sign_in_and_back(room) -> None:
    browser = room.browser()
    answer = browser.client.get("/desk/counts?x=1", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in?next=%2Fdesk%2Fcounts%3Fx%3D1")


def test_name_and_password_sign_in(room, heading) -> None:
    room.staff("Rosalind", Role.ADMIN)
    browser, answer = sign_in(room, name="rosalind ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/staff")
    assert heading(browser.open("/desk/staff")) == (200, "Staff")


def test_cookie_is_read_by_no_script_and_kept_for_one_host(room) -> None:
    room.staff("Rosalind")
    room.desk = replace(room.desk, public_url="https://desk.example")
    browser = room.browser()
    browser.client.base_url = "https://desk.example"
    browser.open("/desk/sign-in")
    answer = browser.send("/desk/sign-in", origin="https://desk.example", name="Rosalind", password=PASSWORD)
    cookies = sorted(each.partition("=")[0] for each in answer.headers.get_list("set-cookie"))
    assert cookies == ["__Host-desk", "__Host-visitor"]
    flags = answer.headers.get_list("set-cookie")[0].split("; ")[1:]
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("Rosalind", "another sentence"), ("Nobody", PASSWORD), ("", ""), ("Rosalind", "x" * 5000), ("\0", "\0\n")],
)
def test_wrong_name_and_wrong_password_read_the_same(room, name, password) -> None:
    room.staff("Rosalind")
    _, answer = sign_in(room, name=name, password=password)
    assert answer.status_code == 403
    assert "That name and password do not belong together." in answer.text
    assert password not in answer.text or not password


def test_name_rests_after_failures_and_a_link_still_serves(room, heading) -> None:
    room.staff("Rosalind")
    for _ in range(5):
        _, answer = sign_in(room, password="wrong again and again")
    assert "please wait 30 seconds" in answer.text
    assert sign_in(room)[1].status_code == 403
    room.office.now += timedelta(seconds=31)
    assert sign_in(room)[1].status_code == 303
    assert [line.new for line in room.history("sign-in locked")] == [{"attempts": 5}]


def test_many_failures_from_one_place_are_slowed_down(room) -> None:
    browser = room.browser()
    answers = [sign_in(room, name=f"name {number}", browser=browser)[1].status_code for number in range(21)]
    assert answers == [403] * 20 + [429]
    room.office.now += timedelta(minutes=1)
    assert sign_in(room, browser=browser)[1].status_code == 403


def test_link_signs_in_once_and_only_by_its_button(room, heading) -> None:
    room.staff("Rosalind")
    with unit_of_work(room.office.runtime) as work:
        path = f"/desk/sign-in/{sessions.link_for(work, 'Rosalind')}"
    for _ in range(2):
        browser = room.browser()
        assert heading(browser.open(path)) == (200, "Welcome")
    assert browser.send(path).headers["Location"] == "/desk"
    assert heading(browser.open("/desk"))[0] == 200
    other = room.browser()
    other.open(path)
    assert other.send(path).status_code == 410


def test_link_is_too_old_after_half_an_hour(room) -> None:
    room.staff("Rosalind")
    with unit_of_work(room.office.runtime) as work:
        path = f"/desk/sign-in/{sessions.link_for(work, 'Rosalind')}"
    room.office.now += timedelta(minutes=30)
    browser = room.browser()
    browser.open(path)
    assert browser.send(path).status_code == 410


@pytest.mark.parametrize(
    ("pause", "clicks", "is_over"),
    [
        (timedelta(hours=4), 1, True),
        (timedelta(hours=3, minutes=59), 1, False),
        (timedelta(hours=3), 7, False),
        (timedelta(hours=3), 8, True),
    ],
)
def test_session_ends_when_nobody_clicks_and_after_a_day(room, pause, clicks, is_over) -> None:
    browser = room.signed_in()
    for _ in range(clicks):
        room.office.now += pause
        page = browser.client.get("/desk", follow_redirects=False)
    assert (page.status_code == 303) is is_over


def test_session_ends_at_once_when_it_is_revoked(room) -> None:
    browsers = [room.signed_in("Rosalind"), room.again("Rosalind")]
    browsers[0].do("/desk/sign-out")
    assert [each.client.get("/desk", follow_redirects=False).status_code for each in browsers] == [303, 200]
    with unit_of_work(room.office.runtime, "command line") as work:
        accounts.set_password(work, "Rosalind", "quite another sentence")
    assert browsers[1].client.get("/desk", follow_redirects=False).status_code == 303


def test_role_counts_from_the_next_click(room, heading) -> None:
    room.signed_in("Ada", Role.ADMIN)
    browser = room.signed_in("Rosalind", Role.ADMIN)
    with unit_of_work(room.office.runtime, "command line") as work:
        accounts.set_role(work, "Rosalind", Role.VIEWER)
    assert heading(browser.open("/desk/staff")) == (403, "Your role does not reach so far")
    assert heading(browser.do("/desk/pause", why="storm"))[0] == 403
    assert room.history("outgoing mail paused") == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({}, 403),
    ],
)
def test_form_counts_only_from_a_page_of_ours(room, headers, status) -> None:
    browser = room.signed_in()
    data = {"proof": browser.proof(), "why": "storm"}
    answer = browser.client.post("/desk/pause", data=data, headers=headers, follow_redirects=False)
    assert answer.status_code == status


def test_form_counts_only_with_its_own_sessions_proof(room) -> None:
    mine, other = room.signed_in("Rosalind"), room.signed_in("Ada")
    for proof in ("", "x", "A" * 86, other.proof(), mine.proof()[:-2]):
        assert mine.send("/desk/pause", proof=proof, why="storm").status_code == 403
    assert mine.send("/desk/pause", why="storm").status_code == 303


def test_proof_reads_differently_each_time(room) -> None:
    browser = room.signed_in()
    proofs = set()
    for _ in range(4):
        browser.open("/desk")
        proofs.add(browser.proof())
    assert len(proofs) == 4


def test_what_was_typed_survives_being_signed_out(room) -> None:
    browser = room.signed_in()
    proof = browser.proof()
    room.office.now += timedelta(days=2)
    answer = browser.send("/desk/pause", proof=proof, why="a long <b>explanation</b>")
    assert answer.status_code == 401
    assert "a long &lt;b&gt;explanation&lt;/b&gt;" in answer.text


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/desk/staff?x=1", "/desk/staff?x=1"),
        ("https://evil.example", "/desk"),
        ("//evil.example", "/desk"),
        ("/desk//evil.example", "/desk"),
        ("/desk/\\evil", "/desk"),
        ("/deskevil", "/desk"),
        ("/desk/\r\nSet-Cookie: x=1", "/desk"),
    ],
)
def test_sign_in_leads_nowhere_but_to_the_desk(room, given, leads_to) -> None:
    room.staff("Rosalind")
    browser = room.browser()
    browser.open("/desk/sign-in")
    answer = browser.send("/desk/sign-in", name="Rosalind", password=PASSWORD, next=given)
    assert answer.headers["Location"] == leads_to


def test_headers_of_a_page(room) -> None:
    page = room.signed_in().open("/desk")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    policy = dict(each.strip().split(" ", 1) for each in page.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_what_is_not_there_explains_itself(room, heading) -> None:
    assert heading(room.signed_in().open("/desk/nothing")) == (404, "There is nothing here")
    assert heading(room.browser().open("/desk/nothing")) == (404, "There is nothing here")


def test_form_without_end_is_not_read(room, heading) -> None:
    browser = room.signed_in()
    assert heading(browser.send("/desk/pause", why="x" * 600_000)) == (400, "This form did not arrive whole")


@pytest.mark.parametrize("path", ["/desk/event/ho%00ur", "/desk/event/hour/attendance?text=%00", "/desk?text=a%00b"])
def test_address_with_a_nul_leads_nowhere(room, heading, path: str) -> None:
    assert heading(room.signed_in().open(path)) == (404, "There is nothing here")
