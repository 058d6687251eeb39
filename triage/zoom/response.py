"""One HTTP answer of Zoom → its JSON object, or the fault that it states and until when it lasts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from triage.zoom.errors import Fault, ZoomError, fault_of

Answer = dict[str, Any]
"""A JSON object that somebody else wrote."""

EXPIRED = frozenset({124, 201})


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers (found in any case) and body as they came."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def answer_from(reply: Reply) -> Answer:
    """The object in the body; empty for 204. Raises ZoomError."""
    answer = object_in(reply.body)
    if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        raise refusal(reply, answer or {})
    if reply.status == HTTPStatus.NO_CONTENT:
        return {}
    if answer is None:
        raise ZoomError(Fault.UNEXPECTED, status=reply.status)
    return answer


def is_expired_token(reply: Reply) -> bool:
    """Whether a new token may mend it: 401, or one of the codes for it under another status."""
    if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return False
    return reply.status == HTTPStatus.UNAUTHORIZED or code_in(object_in(reply.body) or {}) in EXPIRED


def refusal(reply: Reply, answer: Answer) -> ZoomError:
    """What a no means. Zoom's sentence is read for its kind and goes no further: it names people."""
    code = code_in(answer)
    sentence = " ".join([str(answer.get("message", "")), *details_of(answer)])
    if "daily" in reply.headers.get("X-RateLimit-Type", "").casefold():
        sentence += " daily"
    fault = fault_of(reply.status, code, sentence)
    return ZoomError(fault, status=reply.status, code=code, until=retry_after(reply.headers))


def retry_after(headers: Mapping[str, str]) -> datetime | None:
    """Retry-After: an ISO date with daily limits, else as RFC 9110, 10.2.3 has it; it may be missing."""
    value = headers.get("Retry-After", "").strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            continue
    try:
        answered = parsedate_to_datetime(headers.get("Date", ""))
        return answered.astimezone(UTC) + timedelta(seconds=int(value[:6]))
    except (TypeError, ValueError, OverflowError):
        return None


def object_in(body: bytes) -> Answer | None:
    """The JSON object, None for anything else."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def code_in(answer: Answer) -> int:
    """Zoom's own number for what is wrong; 0 without one."""
    code = answer.get("code")
    return code if isinstance(code, int) else 0


def details_of(answer: Answer) -> list[str]:
    """The fields that "Validation Failed" is about."""
    errors = answer.get("errors")
    lines = [line for line in errors if isinstance(line, dict)] if isinstance(errors, list) else []
    return [f"{line.get('field', '')} {line.get('message', '')}" for line in lines]
