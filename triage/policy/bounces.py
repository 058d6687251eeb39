"""What a report or a refusal says about an address: gone, out of order for now, or a complaint. Looks nothing up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Bounce(StrEnum):
    """`permanent` stops all mail to the address at once, `complaint` too; `temporary` only when it does not end."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that came back for now: which one, and when."""

    mail_id: int
    at: datetime


GIVEN_UP_AFTER_MAILS = 3
GIVEN_UP_AFTER = timedelta(days=2)
"""So many mails over so long, and nothing from the person in between: the mailbox is not just full over a weekend."""

_STATUS = re.compile(r"\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")

# RFC 3463, 3, and the registry behind it. Class 5 says that this mail is lost, not that the address is: only these do.
_THE_ADDRESS = re.compile(
    r"5\.(?:0\.0"  # nothing is said but that it failed; old servers, and bounces in free text
    r"|1\.\d{1,3}"  # no such mailbox, no such domain, bad syntax
    r"|2\.[01]"  # the mailbox is disabled (not 5.2.2, which is full)
    r"|4\.4)"  # no route: the domain takes no mail
)


def bounce_of(action: str, status: str, *, is_complaint: bool) -> Bounce | None:
    """What one recipient's status means; None for a delay, a success or a receipt, which are no bounce (RFC 3464)."""
    if is_complaint:
        return Bounce.COMPLAINT
    if action.casefold() != "failed":
        return None
    return Bounce.PERMANENT if _THE_ADDRESS.fullmatch(status) else Bounce.TEMPORARY


def refusal_of(reply: str) -> tuple[Bounce, str]:
    """What a server's 5yz means when it is handed the mail, and the enhanced status (RFC 2034), if it states one."""
    found = _STATUS.match(reply)
    status = found[1] if found else ""
    return (Bounce.PERMANENT if _THE_ADDRESS.fullmatch(status) else Bounce.TEMPORARY), status


def is_given_up(failures: Sequence[Failure]) -> bool:
    """Whether temporary failures have become one for good: several mails, over days, never one."""
    if len({failure.mail_id for failure in failures}) < GIVEN_UP_AFTER_MAILS:
        return False
    moments = [failure.at for failure in failures]
    return max(moments) - min(moments) >= GIVEN_UP_AFTER
