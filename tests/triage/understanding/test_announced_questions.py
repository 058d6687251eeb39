"""The questions that people really asked, with the two announcements' own count: twelve and fourteen."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.understanding import ActModel, understand

ANNOUNCED = Path(__file__).with_name("announced")


def bullets(name: str) -> tuple[str, ...]:
    """The bullets of a page, without the updates and the host's expectations, which ask nothing."""
    lines = (ANNOUNCED / name).read_text("utf-8").strip().split("\n")
    return tuple(line for line in lines if "Update" not in line and not line.startswith(("I can't and", "I will not")))


@pytest.mark.parametrize(("name", "count"), [("2023-12-14.txt", 12), ("2022-11-10.txt", 14)])
def test_every_announced_question_is_found_whole_and_in_order(model: ActModel, name: str, count: int) -> None:
    asked = bullets(name)
    text = "Dear Maggie,\n\nmy questions:\n\n" + "".join(f"• {bullet}\n" for bullet in asked)
    assert len(asked) == count
    assert understand(text, model).questions == asked
