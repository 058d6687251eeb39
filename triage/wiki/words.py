"""What somebody else wrote, made fit for one line of evidence."""

from __future__ import annotations

from datetime import datetime

LONGEST = 300


def one_line(value: object) -> str:
    """`value` as one printable line without controls and bidi marks, cut after 300 characters."""
    text = str(value) if isinstance(value, str | int | float) else ""
    bare = "".join(character if character.isprintable() else " " for character in text[: 4 * LONGEST])
    line = " ".join(bare.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def at(moment: datetime) -> str:
    """A time for staff, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
