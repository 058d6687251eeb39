"""What the running program needs to remember: who runs, whether mail is paused, what is wrong."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class LeaseRow(SQLModel, table=True):
    """One active runner per database: whoever holds the unexpired lease."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    expires_at: datetime


class PauseRow(SQLModel, table=True):
    """While a row stands here, no mail leaves (alarms do)."""

    __tablename__ = "pause"

    name: str = Field(primary_key=True)
    who: str
    why: str
    since: datetime


class RememberedRow(SQLModel, table=True):
    """How many names a ban list held at most: one that shrank is not trusted."""

    __tablename__ = "remembered"

    title: str = Field(primary_key=True)
    count: int


class AlarmRow(SQLModel, table=True):
    """Something is wrong, by cause. Mailed once an hour at most; `is_over` until its recovered notice went."""

    __tablename__ = "alarm"

    cause: str = Field(primary_key=True)
    what: str
    count: int = 1
    first_at: datetime
    last_at: datetime
    mailed_at: datetime | None = None
    is_over: bool = False


class PulseRow(SQLModel, table=True):
    """What the runner learned of one part when it last used it. `failed_why` says it without anybody's words."""

    __tablename__ = "pulse"

    part: str = Field(primary_key=True)
    well_at: datetime | None = None
    failed_at: datetime | None = None
    failed_why: str = ""
