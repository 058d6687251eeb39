"""The personal link in our mail, by which somebody shows that an account is theirs. Pure but for the keyed name.

The token names event and person by their numbers and is signed; it holds no address, no name and no account, and it
works until the event ends. That it works once is said by the attendance's row.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass

Mac = Callable[..., bytes]
"""`Seal.mac`: a keyed name of (label, *parts)."""

LABEL = b"confirmation link"
_OCTETS = 20
"""160 bits: 32 characters of base32, which survives gateways that change the case."""
_MOST = 80
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose link it is: the ids of the event and of the person."""

    event_id: int
    person_id: int


def token_for(mac: Mac, addressee: Addressee) -> str:
    """The token of this person for this event; always the same one."""
    named = f"{addressee.event_id:x}-{addressee.person_id:x}"
    return f"{named}-{_signature(mac, named)}"


def addressee_of(mac: Mac, token: str) -> Addressee | None:
    """Whose token this is, or None for one that we did not make."""
    named, _, signature = token[:_MOST].lower().rpartition("-")
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(mac, named).encode()):
        return None
    event_id, person_id = (int(number, 16) for number in named.split("-"))
    return Addressee(event_id, person_id) if max(event_id, person_id) < _LARGEST else None


def _signature(mac: Mac, named: str) -> str:
    return base64.b32encode(mac(LABEL, named)[:_OCTETS]).decode("ascii").lower()
