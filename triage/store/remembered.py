"""Small numbers that must outlast a restart: how many names each ban list held at most."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session

from triage.store.tables import RememberedRow


class RememberedInRows:
    """Counts by title, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, title: str) -> int | None:
        """The count, or None for a list that was never read."""
        with Session(self._engine) as session:
            row = session.get(RememberedRow, title)
            return row.count if row else None

    def set(self, title: str, count: int) -> None:
        """Keeps a count."""
        with Session(self._engine) as session:
            session.merge(RememberedRow(title=title, count=count))
            session.commit()
