"""A question on the board: what was changed in its wording, and the turns of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Change(StrEnum):
    """What was done to the asker's words before they are shown to anybody."""

    ANONYMISED = "anonymised"
    SHORTENED = "shortened"
    COMBINED = "combined"
    TRANSLATED = "translated"


class AnswerState(StrEnum):
    """How far a written answer is. Only `published` ones leave the desk."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"


class Deliverable(StrEnum):
    """The three things that an announcement promises for the week after the call."""

    RECORDING = "recording"
    NOTES = "notes"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Update:
    """What became known later. It stands behind the first `at` characters of the turn's text, which stays as it was."""

    on: date
    text: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said. `speaker` is free text as the notes show it; empty: the host."""

    speaker: str
    text: str
    updates: tuple[Update, ...] = ()

    def pieces(self) -> tuple[str | Update, ...]:
        """The text cut where updates stand, in reading order; two at one place stand in the order of their coming."""
        found: list[str | Update] = []
        read = 0
        for update in sorted(self.updates, key=lambda each: each.at):
            found += [self.text[read : update.at], update]
            read = update.at
        return tuple(piece for piece in (*found, self.text[read:]) if piece)

    def told(self) -> str:
        """The turn as plain text, its updates in brackets where they stand."""
        return " ".join(piece.strip() if isinstance(piece, str) else bracketed(piece) for piece in self.pieces())


def bracketed(update: Update) -> str:
    """The form in which the notes of these calls carry what was learned later."""
    return f"(Update, {update.on.day} {update.on:%B %Y}: {update.text})"


def clock(second: int) -> str:
    """A place in a recording as people write it: h:mm:ss."""
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"
