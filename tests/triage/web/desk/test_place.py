"""Where a sign-in comes from: the proxy on this machine is believed, strangers are not."""

import pytest
from starlette.requests import Request

from triage.web.desk.signing_in import place_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "place"),
    [
        ("127.0.0.1", ["192.0.2.7"], "192.0.2.7"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        # What a stranger wrote stands before what the proxy added.
        ("127.0.0.1", ["198.51.100.1, 192.0.2.7"], "192.0.2.7"),
        ("127.0.0.1", ["198.51.100.1", "192.0.2.7"], "192.0.2.7"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        # No proxy of ours: nobody says where they are.
        ("203.0.113.9", ["192.0.2.7"], "203.0.113.9"),
        ("testclient", ["192.0.2.7"], "testclient"),
    ],
)
def test_place_is_what_our_proxy_says(peer: str, forwarded: list[str], place: str) -> None:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    assert place_of(Request({"type": "http", "client": (peer, 1), "headers": headers})) == place
