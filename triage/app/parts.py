"""What the program brings along, wherever it is installed: texts, weights, the clock."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path

from triage.config.sections import Configuration
from triage.understanding import ActModel

WEIGHTS = Path(__file__).parents[1] / "understanding" / "weights.bin"
BESIDE_THE_PACKAGES = Path(__file__).parents[2] / "templates"
IN_THE_WHEEL = Path(__file__).parents[1] / "_templates"


def utc_now() -> datetime:
    """The only clock of the program."""
    return datetime.now(UTC)


@functools.cache
def act_model() -> ActModel:
    """The weights, read once."""
    return ActModel.from_bytes(WEIGHTS.read_bytes())


def templates_folder(configuration: Configuration) -> Path:
    """The configured folder, else the one that came with the program."""
    return Path(configuration.templates) if configuration.templates else templates_beside()


def templates_beside() -> Path:
    """The texts that came with the program, installed or in a checkout."""
    return IN_THE_WHEEL if IN_THE_WHEEL.is_dir() else BESIDE_THE_PACKAGES
