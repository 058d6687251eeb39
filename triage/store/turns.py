"""The turns of an answer as JSON and as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from triage.model.question import Turn, Update


def turns_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The frozen values of a stored answer."""
    return tuple(turn_from(each) for each in stored)


def turn_from(stored: Mapping[str, Any]) -> Turn:
    """The frozen value of one stored turn."""
    text = stored["text"]
    updates = (update_from(each, len(text)) for each in stored.get("updates", ()))
    return Turn(stored.get("speaker", ""), text, tuple(updates))


def update_from(stored: Mapping[str, Any], end: int) -> Update:
    """The frozen value of a stored update; without a place it stands at the end."""
    return Update(date.fromisoformat(stored["on"]), stored["text"], stored["by"], stored.get("at", end))


def stored_turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """What a row holds."""
    return [
        {
            "speaker": turn.speaker,
            "text": turn.text,
            "updates": [
                {"on": update.on.isoformat(), "text": update.text, "by": update.by, "at": update.at}
                for update in turn.updates
            ],
        }
        for turn in turns
    ]
