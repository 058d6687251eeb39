"""How a mail says that somebody wants no more mailings: the subject that our own mailings ask for."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\b([0-9a-f]{1,16}-[a-z2-7]{32})\b")
_BARE = frozenset({"unsubscribe", "unsubscribe me", "stop"})
SHORT = 200
"""Mail programs put a sentence of their own into such a mail; who writes more has something to say."""


def tokens_in(subject: str) -> tuple[str, ...]:
    """What may be somebody's token; whether it is, the key says."""
    return tuple(_TOKEN.findall(subject.lower()))


def asks_to_leave(subject: str) -> bool:
    """A subject with a token and the word beside it, which nobody writes by chance."""
    return "unsubscribe" in subject.lower() and bool(tokens_in(subject))


def asks_barely(base_subject: str) -> bool:
    """Just the word, as programs write it in an answer to a mailing; the mail that it answers must tell whose it is."""
    return base_subject.strip().lower() in _BARE


def is_all_it_says(own_text: str) -> bool:
    """Whether there is nothing else in the mail that a person should read."""
    return len(own_text.strip()) <= SHORT
