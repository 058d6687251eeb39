"""Where tokens come from, when Zoom is left alone, and how long it asks us to wait."""

from datetime import UTC, datetime

import pytest
from zoom import StandInZoom
from zoom_faults import Fault
from zoom_http import ACCOUNT, CLIENT, SECRET
from zoom_meetings import NUMBER

from triage.zoom import Credentials, Patience, Zoom, ZoomError, meeting_number
from triage.zoom import Fault as Faults
from triage.zoom.response import retry_after
from triage.zoom.wire import token_url


@pytest.mark.parametrize(
    ("api", "url"),
    [
        ("https://api.zoom.us/v2", "https://zoom.us/oauth/token"),
        ("https://api.zoomgov.com/v2", "https://zoomgov.com/oauth/token"),
        ("http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/oauth/token"),
    ],
)
def test_token_comes_from_the_same_zoom(api: str, url: str) -> None:
    assert token_url(api) == url


@pytest.mark.parametrize("api", ["http://api.zoom.us/v2", "ftp://api.zoom.us", "api.zoom.us/v2", ""])
def test_secret_never_travels_in_the_clear(api: str) -> None:
    with pytest.raises(ZoomError) as caught:
        Zoom(api, Credentials(ACCOUNT, CLIENT, SECRET)).sign_in()
    assert caught.value.fault is Faults.CREDENTIALS


def test_secret_shows_in_no_repr() -> None:
    assert SECRET not in repr(Credentials(ACCOUNT, CLIENT, SECRET))


def test_zoom_out_of_reach_is_left_alone_for_a_while(server: StandInZoom) -> None:
    client = Zoom(server.api, Credentials(ACCOUNT, CLIENT, SECRET), Patience(timeout=0.5, rest=60))
    server.faults.append(Fault(hangs_up=True))
    for _ in range(3):
        with pytest.raises(ZoomError) as caught:
            client.meeting(NUMBER)
        assert caught.value.fault is Faults.UNREACHABLE
    assert len(server.asked("GET")) == 1
    client.close()


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({"Retry-After": "2020-05-31T00:00:00Z"}, datetime(2020, 5, 31, tzinfo=UTC)),
        ({"Retry-After": "2020-05-31T02:00:00+02:00"}, datetime(2020, 5, 31, tzinfo=UTC)),
        ({"Retry-After": "2020-05-31T00:00:00"}, datetime(2020, 5, 31, tzinfo=UTC)),
        ({"Retry-After": "Sun, 31 May 2020 00:00:00 GMT"}, datetime(2020, 5, 31, tzinfo=UTC)),
        ({"Retry-After": "90", "Date": "Sat, 30 May 2020 23:58:30 GMT"}, datetime(2020, 5, 31, tzinfo=UTC)),
        ({"Retry-After": "90"}, None),
        ({"Retry-After": "tomorrow", "Date": "Sat, 30 May 2020 23:58:30 GMT"}, None),
        ({}, None),
    ],
    ids=["as documented", "another zone", "no zone", "HTTP date", "seconds", "no date", "words", "missing"],
)
def test_how_long_zoom_asks_us_to_wait(headers: dict[str, str], until: datetime | None) -> None:
    assert retry_after(headers) == until


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("830 1234 5678", "83012345678"),
        ("830-1234-5678", "83012345678"),
        ("85746065", "85746065"),
        ("", ""),
        ("my room", ""),
        ("83012345678/registrants", ""),
        ("1234", ""),
        ("1٣٠١٢٣٤٥٦٧٨", ""),
    ],
)
def test_meeting_number(text: str, number: str) -> None:
    assert meeting_number(text) == number
