"""Who may use the desk, who looks at which case now, what staff noted, and what they corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class StaffRow(SQLModel, table=True):
    """A desk account. `password_hash` is argon2id's own text; `failed_attempts` since the last good sign-in."""

    __tablename__ = "staff"

    name: str = Field(primary_key=True)
    role: str
    password_hash: str = ""
    is_active: bool = True
    created_at: datetime
    failed_attempts: int = 0
    locked_until: datetime | None = None


class StaffSessionRow(SQLModel, table=True):
    """A signed-in browser. Only a digest of its token is kept, so that a copy of the database signs nobody in."""

    __tablename__ = "staff_session"

    token_digest: str = Field(primary_key=True)
    staff: str = Field(foreign_key="staff.name", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SignInLinkRow(SQLModel, table=True):
    """A link that signs one person in, once."""

    __tablename__ = "sign_in_link"

    token_digest: str = Field(primary_key=True)
    staff: str = Field(foreign_key="staff.name", index=True)
    expires_at: datetime
    used_at: datetime | None = None


class PresenceRow(SQLModel, table=True):
    """Somebody has this case before them. Old rows mean nothing: what counts is how long ago `seen_at` was."""

    __tablename__ = "presence"

    case_id: int = Field(primary_key=True, foreign_key="case.id")
    staff: str = Field(primary_key=True, foreign_key="staff.name")
    seen_at: datetime
    is_writing: bool = False


class NoteRow(SQLModel, table=True):
    """What staff tell each other about a case. It never leaves the desk."""

    __tablename__ = "note"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    staff: str
    at: datetime
    text: str


class CorrectionRow(SQLModel, table=True):
    """What a person says a message means, beside the reading that said otherwise.

    `what`: `intent`, `account`, `flags`, or `act` with the `sentence` that it is about. `old` and `new` hold the
    value under the same key.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    received_id: int = Field(foreign_key="received.id", index=True)
    reading_id: int = Field(foreign_key="reading.id", index=True)
    staff: str
    at: datetime
    what: str
    sentence: str = ""
    old: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    new: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
