"""One HTTP answer of MediaWiki's action API → its JSON object, or what went wrong and for how long."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from triage.wiki.errors import StandingError
from triage.wiki.words import one_line

Answer = dict[str, Any]
"""A JSON object that somebody else wrote: nothing in it has to be as documented."""

MAXLAG_WAIT_SECONDS = 5.0
_PASSING_CODES = frozenset({"maxlag", "ratelimited", "readonly"})
_PASSING_PREFIX = "internal_api_error"


def answer_from(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """The object in `body`. Raises StandingError; MediaWiki says most of its errors under HTTP 200."""
    answer = _object(body)
    wait = seconds_to_wait(headers)
    if answer is not None and "error" in answer:
        raise _said_error(answer["error"], wait)
    if status != HTTPStatus.OK:
        raise _refused(status, headers, wait)
    if answer is None:
        raise StandingError("the answer is a page instead of JSON; check [wiki] api", wait_seconds=wait)
    return answer


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds (RFC 9110, 10.2.3); a date counts from the answer's own Date."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until, answered = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("Date", ""))
        return max((until - answered).total_seconds(), 0.0)
    except (TypeError, ValueError, OverflowError):
        return None


def _object(body: bytes) -> Answer | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _said_error(error: object, wait: float | None) -> StandingError:
    said = error if isinstance(error, dict) else {}
    code, what = one_line(said.get("code", "")), one_line(said.get("info", ""))
    if code == "maxlag" and wait is None:
        wait = MAXLAG_WAIT_SECONDS
    may_pass = code in _PASSING_CODES or code.startswith(_PASSING_PREFIX)
    return StandingError(f"the wiki says {code or 'error'}: {what}", code=code, may_pass=may_pass, wait_seconds=wait)


def _refused(status: int, headers: Mapping[str, str], wait: float | None) -> StandingError:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        there = one_line(headers.get("Location", "elsewhere"))
        return StandingError(f"the API has moved to {there}; set [wiki] api")
    may_pass = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return StandingError(f"the wiki answers with HTTP {status}", may_pass=may_pass, wait_seconds=wait)
