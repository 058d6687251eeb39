"""Sentences of an answer that promise something ("we will consult on this and revert"): proposed to staff, no more.

English, the language in which these calls are held; what it misses is entered by hand.
"""

from __future__ import annotations

import re

_WE = r"\b(?:I|we|I'll|we'll|I’ll|we’ll|our team|the team|somebody|someone)\b"
_WILL = r"(?:\s+(?:will|shall|can|are going to|am going to|need to))?(?:\s+(?:also|then|certainly|definitely))?"
_DO = (
    r"(?:consult|revert|follow(?:ing)? up|get back|come back|look(?:ing)? into|check|find out|share|publish|ask|raise"
    r"|report back|take (?:this|that|it) (?:back|up|away)|bring (?:this|that|it)|make sure|let you know|write"
    r"|investigate)"
)
_PROMISE = re.compile(rf"{_WE}{_WILL}\s+{_DO}\b", re.IGNORECASE)
_FUTURE = re.compile(r"\bwill\b|\bshall\b|['’]ll\b|going to\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def promises_in(text: str) -> tuple[str, ...]:
    """The sentences that say what somebody will do, in their order."""
    sentences = (found.strip() for found in _SENTENCE.findall(text))
    return tuple(each for each in sentences if _PROMISE.search(each) and _FUTURE.search(each))
