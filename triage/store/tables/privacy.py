"""What is kept of people who asked to be forgotten, and how far the clock of an event has come."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class TombstoneRow(SQLModel, table=True):
    """A forgotten person: a keyed digest of the address, so that reading the mailbox again brings nothing back."""

    __tablename__ = "tombstone"

    address_digest: str = Field(primary_key=True)
    forgotten_at: datetime


class RetentionRow(SQLModel, table=True):
    """What of an event was deleted already, and when. `what`: `raw`, `bodies` or `addresses`."""

    __tablename__ = "retention"

    event_id: int = Field(primary_key=True, foreign_key="event.id")
    what: str = Field(primary_key=True)
    deleted_at: datetime
    count: int


class InstanceRow(SQLModel, table=True):
    """Which installation this database belongs to: a copy elsewhere must not write to people."""

    __tablename__ = "instance"

    name: str = Field(primary_key=True)
    id: str
