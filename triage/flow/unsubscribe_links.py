"""The personal way out of mailings: a link and a subject line that hold a signed token. Pure but for the keyed name.

The token names a person by their number; it holds no address and serves for good: whoever finds an old mailing years
later can still use it.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from triage.flow.runtime import Runtime
from triage.model.event import Event
from triage.policy.unsubscribing import tokens_in

Mac = Callable[..., bytes]
"""`Seal.mac`: a keyed name of (label, *parts)."""

LABEL = b"unsubscribe link"
_OCTETS = 20
"""160 bits: 32 characters of base32, which survives gateways that change the case."""
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class WayOut:
    """`url`: https, empty where no page can be reached; `subject`: of a mail to our mailbox that does the same."""

    url: str
    subject: str


NO_WAY_OUT = WayOut("", "")


def way_out(runtime: Runtime, event: Event, person_id: int) -> WayOut:
    """This person's. The subject names the event, so that the shared mailbox knows the mail for ours."""
    token = token_for(runtime.seal.mac, person_id)
    phrase = event.subjects[0] if event.subjects else event.title
    page = runtime.settings.unsubscribe_url
    return WayOut(f"{page}/{token}" if page else "", f"{phrase}: unsubscribe {token}")


def token_for(mac: Mac, person_id: int) -> str:
    """The token of this person; always the same one."""
    named = f"{person_id:x}"
    return f"{named}-{_signature(mac, named)}"


def person_of(mac: Mac, token: str) -> int | None:
    """Whose token this is, or None for one that we did not make."""
    bare = token.strip().lower()
    if tokens_in(bare) != (bare,):
        return None
    named, _, signature = bare.partition("-")
    number = int(named, 16)
    is_ours = hmac.compare_digest(signature, _signature(mac, named)) and number < _LARGEST
    return number if is_ours else None


def person_in(mac: Mac, subject: str) -> int | None:
    """Whose token stands in the subject of a mail, in whatever words."""
    found = (person_of(mac, token) for token in tokens_in(subject))
    return next((person_id for person_id in found if person_id is not None), None)


def _signature(mac: Mac, named: str) -> str:
    return base64.b32encode(mac(LABEL, named)[:_OCTETS]).decode("ascii").lower()
