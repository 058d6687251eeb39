"""One passage through the wiki: what ties the page that was opened to the browser that comes back. Pure.

A cookie holds a random number; the button's proof and the state that goes to the wiki are keyed names of it. So
nobody can press the button or bring a code back in another person's browser (RFC 6749, 10.12; RFC 9700, 4.7).
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

Mac = Callable[..., bytes]
"""`Seal.mac`: a keyed name of (label, *parts)."""

LASTS = timedelta(minutes=20)
"""Time for somebody to remember a password. The wiki's own code lives shorter."""

_PARTS = 4
_MOST = 300


@dataclass(frozen=True, slots=True)
class Passage:
    """`token` is the link's; `began` in seconds since 1970; `is_out`: the button was pressed, the wiki has them."""

    token: str
    nonce: str
    began: int
    is_out: bool = False

    @property
    def cookie(self) -> str:
        """As the browser keeps it; it holds nothing that the link does not."""
        return f"{self.token}.{self.nonce}.{self.began}.{int(self.is_out)}"

    def is_over(self, now: datetime) -> bool:
        """Too old, or from a future that the clock does not know."""
        return not timedelta(0) <= now - datetime.fromtimestamp(self.began, now.tzinfo) <= LASTS

    def gone_out(self) -> Passage:
        """The same passage with the button pressed: its keyed names are others."""
        return replace(self, is_out=True)

    def state(self, mac: Mac) -> str:
        """What goes to the wiki and must come back; also the proof that the button was on our page."""
        return _text(mac(b"passage state", self.cookie))

    def has_state(self, mac: Mac, given: str) -> bool:
        """Did this passage's own state come back?"""
        return hmac.compare_digest(given.encode(errors="replace"), self.state(mac).encode())

    def verifier(self, mac: Mac) -> str:
        """PKCE's secret (RFC 7636, 4.1): 43 characters that only we can make again."""
        return _text(mac(b"passage verifier", self.cookie))


def begin(token: str, now: datetime) -> Passage:
    """A new passage for the holder of this link."""
    return Passage(token, secrets.token_urlsafe(16), int(now.timestamp()))


def passage_in(cookie: str) -> Passage | None:
    """The passage that a cookie says it is; whether it is ours, its state shows."""
    parts = cookie.split(".")
    if len(cookie) > _MOST or len(parts) != _PARTS or not cookie.isascii():
        return None
    token, nonce, began, is_out = parts
    if not began.isdecimal() or len(began) > len("9999999999") or is_out not in {"0", "1"}:
        return None
    return Passage(token, nonce, int(began), is_out == "1")


def _text(mac: bytes) -> str:
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode("ascii")
