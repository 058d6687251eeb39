"""A page that breaks by a fault of ours still answers as a page, with every header."""

from dataclasses import replace

from starlette.testclient import TestClient

from triage.web.desk import desk_site


class ClockError(Exception):
    """A clock that is broken."""


def broken_clock() -> None:
    raise ClockError


def test_page_that_breaks_says_so_and_keeps_its_guard(room) -> None:
    signed_in = room.signed_in().client
    desk = replace(room.desk, runtime=replace(room.desk.runtime, clock=broken_clock))
    client = TestClient(desk_site(desk), raise_server_exceptions=False, cookies=signed_in.cookies)
    answer = client.get("/desk")
    assert (answer.status_code, "Something broke here" in answer.text) == (500, True)
    assert "ClockError" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
