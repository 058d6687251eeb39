"""What Zoom may say instead of the right answer, as the stand-in says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """An answer instead of the right one, or no answer at all; `to` is the first word of the requests it waits for."""

    status: int = 0
    body: dict[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    to: str = ""
    seconds: float = 0.0
    hangs_up: bool = False
    hangs_up_afterwards: bool = False


def no(status: int, code: int, message: str, to: str = "", *headers: tuple[str, str]) -> Fault:
    """An error as Zoom states it."""
    return Fault(status, {"code": code, "message": message}, headers, to)


SCOPE = no(400, 4711, "Invalid access token, does not contain scopes:[meeting:read:meeting:admin].")
EXPIRED = no(401, 124, "Access token is expired.")
TOO_FAST = no(
    429, 429, "You have reached the maximum per-second rate limit for this API. Try again later.", "",
    ("X-RateLimit-Type", "QPS"),
)  # fmt: skip
ERROR_PAGE = Fault(503, None)
