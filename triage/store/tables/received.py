"""What was made of each received message. The received rows themselves are intake's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class SortedRow(SQLModel, table=True):
    """One per received message that was sorted: what it counts as in the accounting.

    `kind`: `attendance`, `question`, `both`, `withdrawal`, `other`, `automatic` or `rsvp`; a message that could
    not be sorted has a `parked` row instead. `references` are the message's own, for our answer's header.
    `author`, `is_automatic`, `forbids_answer` and `is_authentic` are what the gate asks of the answered message.
    """

    __tablename__ = "sorted"

    received_id: int = Field(primary_key=True, foreign_key="received.id")
    kind: str = Field(index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    author: str | None = Field(default=None, index=True)
    is_automatic: bool = False
    forbids_answer: bool = False
    is_authentic: bool = True
    message_id: str | None = Field(default=None, index=True)
    references: list[str] = Field(default_factory=list, sa_column=Column("refs", JSON, nullable=False))
    sorted_at: datetime


class ReadingRow(SQLModel, table=True):
    """A reading of a message. Judging again adds a row; the newest counts.

    `text` is the person's own words, `set_aside` the rest; join details of ours are masked in both.
    """

    __tablename__ = "reading"

    id: int | None = Field(default=None, primary_key=True)
    received_id: int = Field(foreign_key="received.id", index=True)
    made_at: datetime
    sender: str | None = None
    subject: str
    text: str
    set_aside: str
    language: str
    intent: str
    confidence: float
    verdict: str = Field(index=True)
    reading: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ParkedRow(SQLModel, table=True):
    """A received message that crashed the sorter: set aside with its traceback, for a person."""

    __tablename__ = "parked"

    received_id: int = Field(primary_key=True, foreign_key="received.id")
    parked_at: datetime
    error: str
    traceback: str
    attempts: int = 1
