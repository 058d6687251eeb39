"""One HTTP answer: how long to wait, how much to take."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator

import pytest

from triage.wiki import StandingError
from triage.wiki.body import MOST_OCTETS, received, unpacked
from triage.wiki.response import answer_from, seconds_to_wait
from triage.wiki.words import one_line

DATE = "Sat, 21 Nov 2026 13:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "5"}, 5.0),
        ({"Retry-After": " 120 "}, 120.0),
        ({"Retry-After": "Sat, 21 Nov 2026 13:01:00 GMT", "Date": DATE}, 60.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:00:00 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "Sat, 21 Nov 2026 13:01:00 GMT"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "Sat, 21 Nov 2026 13:01:00 -0000", "Date": DATE}, None),
        ({"Retry-After": "٥"}, None),
        ({"Retry-After": "9" * 400}, 999999999.0),
    ],
)
def test_seconds_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(headers) == seconds


def test_maxlag_without_retry_after_waits_five_seconds() -> None:
    with pytest.raises(StandingError) as caught:
        answer_from(200, {}, b'{"error": {"code": "maxlag", "info": "lagged"}}')
    assert (caught.value.code, caught.value.may_pass, caught.value.wait_seconds) == ("maxlag", True, 5.0)


def test_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * (MOST_OCTETS + 1))
    with pytest.raises(StandingError, match="longer than"):
        unpacked(bomb, "gzip")


@pytest.mark.parametrize("body", [b"", b"no gzip", gzip.compress(b"whole")[:-9]])
def test_broken_gzip_may_pass(body: bytes) -> None:
    with pytest.raises(StandingError) as caught:
        unpacked(body, "GZIP")
    assert caught.value.may_pass


def test_flood_is_not_taken() -> None:
    with pytest.raises(StandingError, match="longer than"):
        received(iter([b"x" * MOST_OCTETS, b"x"]), 10)


def test_drip_ends_in_time() -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.02)
            yield b"x"

    with pytest.raises(StandingError, match="in time"):
        received(drip(), 0.1)


@pytest.mark.parametrize(
    ("value", "line"),
    [("a\n\x1b[31m\u202eb", "a [31m b"), (7, "7"), (None, ""), ({"a": 1}, ""), ("x" * 400, "x" * 299 + "…")],
)
def test_one_line(value: object, line: str) -> None:
    assert one_line(value) == line
