"""Numbers in sentences. Pure."""

from __future__ import annotations


def number_of(count: int, one: str, more: str = "") -> str:
    """`1 question`, `2 questions`."""
    return f"{count} {one if count == 1 else more or one + 's'}"
