"""Who is registered in Zoom for which event, and when we looked there last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel


class RegistrantRow(SQLModel, table=True):
    """One person in one Zoom meeting of an event; the row is there before Zoom is asked.

    `join_sealed` is the personal link, as it was read for the event's `join_version`. `turn` grows each time they are
    given up, so that whoever comes back is sent a link again. `added_on` and `changed_on` are UTC dates, one for each
    request, for Zoom's daily limits. `fault`: what Zoom said no with last; not before `next_try_at` is it asked again.
    """

    __tablename__ = "registrant"
    # A new meeting for the same event is a new place, and the old one has to be cancelled.
    __table_args__ = (UniqueConstraint("event_id", "person_id", "meeting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    meeting_id: str
    state: str = Field(index=True)
    email: str
    shown_name: str
    registrant_id: str | None = None
    join_sealed: bytes | None = None
    join_version: int = 0
    turn: int = 1
    added_on: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    changed_on: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    fault: str = ""
    attempts: int = 0
    next_try_at: datetime | None = None
    updated_at: datetime


class ShownNameRow(SQLModel, table=True):
    """The name that somebody chose to show in calls. Without one they are shown as a numbered guest."""

    __tablename__ = "shown_name"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    name: str


class MeetingRow(SQLModel, table=True):
    """The Zoom meeting of an event: when it was last seen to be guarded, and when its list is next compared.

    `start_set` is the start that Zoom was told after the event had moved; not before `start_try_at` is it told again.
    """

    __tablename__ = "meeting"

    event_id: int = Field(primary_key=True, foreign_key="event.id")
    meeting_id: str
    guarded_at: datetime | None = None
    look_at: datetime | None = None
    start_set: datetime | None = None
    start_try_at: datetime | None = None
    start_attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
