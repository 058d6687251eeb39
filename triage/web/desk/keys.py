"""What `[desk] secret` is for: the proof in each form, and short notes that a browser keeps for us. Pure.

Sessions themselves are rows; stealing the secret alone signs nobody in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

LEAST_SECRET = 32
_LONG = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Keys:
    """Keyed names of things. `secret` is never sent."""

    secret: bytes = field(repr=False)

    def proof(self, session: str) -> str:
        """The proof that a form of this session is ours: another text each time, and always as good.

        Masked, because pages are compressed: who could measure their length while choosing a part of them would
        otherwise learn it letter by letter (BREACH).
        """
        mask = secrets.token_bytes(_LONG)
        return _text(mask + _xor(mask, self._mac(b"proof", session.encode())))

    def is_proof(self, session: str, given: str) -> bool:
        """Is it one of this session's?"""
        octets = _octets(given)
        if len(octets) != 2 * _LONG:
            return False
        mac = _xor(octets[:_LONG], octets[_LONG:])
        return hmac.compare_digest(mac, self._mac(b"proof", session.encode()))

    def sealed(self, session: str, value: object) -> str:
        """A note that this session's browser keeps and cannot change. It can read it."""
        octets = json.dumps(value, separators=(",", ":")).encode()
        return f"{_text(octets)}.{_text(self._mac(b'note', session.encode(), octets))}"

    def opened(self, session: str, note: str) -> Any:  # noqa: ANN401 - whatever JSON was put in
        """What stands in a note of ours for this session; None in any other."""
        text, _, mac = note.partition(".")
        octets = _octets(text)
        if not hmac.compare_digest(_octets(mac), self._mac(b"note", session.encode(), octets)):
            return None
        return json.loads(octets)

    def _mac(self, *parts: bytes) -> bytes:
        told = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.digest(self.secret, told, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def _octets(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return b""
