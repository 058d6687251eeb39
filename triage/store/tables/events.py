"""Conversation hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class EventRow(SQLModel, table=True):
    """One conversation hour.

    `definition` holds what only texts and the desk need (title, host, topics, expectations, …).
    `join_sealed` is the secret; `join_version` grows with each new link.
    """

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    state: str = Field(index=True)
    starts_at: datetime
    ends_at: datetime
    revision: int = 1
    join_version: int = 0
    join_sealed: bytes | None = None
    definition: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime
