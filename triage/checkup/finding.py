"""What was found of one part, and how the parts look into the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from intake.store import open_engine
from triage.config.sections import Configuration

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is the matter with one part: a sentence, and for `warning` and `wrong` what to do."""

    part: str
    state: State
    what: str


@contextmanager
def opened(configuration: Configuration) -> Iterator[Engine]:
    """The database, closed again afterwards."""
    engine = open_engine(configuration.database.url)
    try:
        yield engine
    finally:
        engine.dispose()
