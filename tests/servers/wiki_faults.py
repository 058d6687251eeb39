"""What can go wrong between us and a MediaWiki API, as answers of the stand-in."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """An answer instead of the right one. `seconds`: how late it comes."""

    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    hangs_up: bool = False
    drips: bool = False


def said(code: str, info: str = "", **more: object) -> bytes:
    """An error as the API states it."""
    return json.dumps({"error": {"code": code, "info": info, **more}, "servedby": "mw1"}).encode()


MAXLAG = Fault(
    body=said("maxlag", "Waiting for 10.64.0.1: 5.2 seconds lagged.", lag=5.2),
    headers=(("Retry-After", "0"), ("X-Database-Lag", "5")),
)
TOO_MANY = Fault(429, b"<html>Too many requests</html>", (("Retry-After", "0"),))
TOO_MANY_FOR_AN_HOUR = Fault(429, b"<html>Too many requests</html>", (("Retry-After", "3600"),))
READONLY = Fault(body=said("readonly", "The wiki is currently in read-only mode."), headers=(("Retry-After", "0"),))
ERROR_PAGE = Fault(503, b"<!DOCTYPE html><title>Wikimedia Error</title>", (("Retry-After", "0"),))
PAGE = Fault(body=b"<!DOCTYPE html><html>hello</html>")
FORBIDDEN = Fault(403, b"Please set a user-agent and respect our robot policy")
MOVED = Fault(301, b"", (("Location", "https://elsewhere.example/w/api.php"),))
SLOW = Fault(seconds=1.0)
HANGS_UP = Fault(hangs_up=True)
