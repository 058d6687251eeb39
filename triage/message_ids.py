"""Message-IDs that only we can make: a keyed name of the mail, with a keyed check on that name.

Whoever reads one learns neither event nor person, and a stranger cannot make up one of a mail that
we never sent, so a forged bounce changes nothing. It does not say which mail an id belongs to: the
outbox does.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable

Mac = Callable[..., bytes]
"""`Seal.mac`: a keyed name of (label, *parts), at least 20 octets."""

_NAME = b"message-id"
_CHECK = b"message-id check"
_OCTETS = 15
"""120 bits each: 24 characters of base32, which survives gateways that change the case."""
_LONGEST = 998


class MessageIds:
    """Makes and knows our Message-IDs. `domain` is the part behind the @."""

    def __init__(self, mac: Mac, domain: str) -> None:
        self._mac = mac
        self._domain = domain.strip().lower()

    def for_mail(self, event: str, person: int | str, purpose: str, revision: int | str) -> str:
        """The id of this mail, always the same for the same four, without angle brackets (RFC 5322, 3.6.4)."""
        name = _text(self._mac(_NAME, event, str(person), str(purpose), str(revision)))
        return f"{name}.{self._check(name)}@{self._domain}"

    def is_ours(self, message_id: str) -> bool:
        """Whether we made this id. Needs no database; angle brackets and changed case do not matter."""
        bare = message_id.strip().removeprefix("<").removesuffix(">").lower()
        local, _, domain = bare.rpartition("@")
        name, _, check = local.partition(".")
        if len(bare) > _LONGEST or domain != self._domain:
            return False
        return hmac.compare_digest(check.encode(errors="replace"), self._check(name).encode())

    def _check(self, name: str) -> str:
        return _text(self._mac(_CHECK, name, self._domain))


def _text(mac: bytes) -> str:
    return base64.b32encode(mac[:_OCTETS]).decode("ascii").lower()
