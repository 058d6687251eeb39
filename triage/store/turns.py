"""The turns of an answer as JSON and as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from triage.model.question import Turn, Update


def turns_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The frozen values of a stored answer."""
    return tuple(
        Turn(each["speaker"], each["text"], tuple(update_from(update) for update in each.get("updates", ())))
        for each in stored
    )


def update_from(stored: Mapping[str, Any]) -> Update:
    """The frozen value of a stored update."""
    return Update(date.fromisoformat(stored["on"]), stored["text"], stored["by"], stored["at"])


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
