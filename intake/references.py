"""Message ids in In-Reply-To and References (RFC 5322, 3.6.4). Tolerant, bounded, never raises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.message import Headers

MOST = 100
"""Ids kept of one field: the first, and the newest."""

_BRACKETED = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_BARE = re.compile(r"[^\s<>,;\"()]{1,400}@[^\s<>,;\"()]{1,400}")
_LIMIT = 100_000


def message_ids(value: str) -> tuple[str, ...]:
    """The ids in a field, in order, each once, without angle brackets.

    Seen in practice: ids without brackets, ids folded inside, `Your message of … <id>`.
    """
    text = value[-_LIMIT:]
    found = _BRACKETED.findall(text) or _BARE.findall(text)
    ids = tuple(dict.fromkeys(found))
    return ids if len(ids) <= MOST else (ids[0], *ids[1 - MOST :])


def message_id(value: str) -> str | None:
    """The one id of a Message-ID or In-Reply-To field, or None."""
    ids = message_ids(value)
    return ids[0] if ids else None


def thread_ids(headers: Headers) -> tuple[str, ...]:
    """What this message answers, nearest first, each once: In-Reply-To, then References from the end."""
    nearest = (headers.in_reply_to,) if headers.in_reply_to else ()
    return tuple(dict.fromkeys((*nearest, *reversed(headers.references))))
