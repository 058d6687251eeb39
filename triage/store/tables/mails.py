"""What we send, and whom we do not write to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class OutboxRow(SQLModel, table=True):
    """One outgoing mail; this row is what staff see and what is sent, the marker aside.

    (event, person, purpose, revision) is unique: that is invariant 2. `answers_received_id` is the message
    that caused it, `mailing_id` the mailing. `priority` 0 goes first (links and new dates), then 1, mailings last.
    `version` grows with each edit by staff; `edited_by` put words of their own in place of the template's.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "purpose", "revision"),
        Index("outbox_due", "state", "priority", "due_at"),
        # How much left within the hour: asked before each mail.
        Index("outbox_left", "state", "sent_at"),
        # When each person was first told: an event's page counts that without opening the letters.
        Index("outbox_told", "event_id", "person_id", "purpose", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    answers_received_id: int | None = Field(default=None, foreign_key="received.id")
    purpose: str
    revision: str
    state: str
    priority: int = 1
    to_address: str
    subject: str
    text: str
    language: str
    calendar: str = ""
    calendar_method: str = "REQUEST"
    message_id: str = Field(unique=True)
    in_reply_to: str | None = None
    references: list[str] = Field(default_factory=list, sa_column=Column("refs", JSON, nullable=False))
    by_staff: str | None = None
    join_version: int | None = None
    queued_at: datetime
    due_at: datetime
    useful_until: datetime | None = None
    attempts: int = 0
    claimed_until: datetime | None = None
    sent_at: datetime | None = Field(default=None, index=True)
    last_error: str = ""
    rule: str = ""
    reason: str = ""
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    edited_by: str | None = None
    mailing_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("mailing.id", name="outbox_mailing"), index=True)
    )


class SuppressionRow(SQLModel, table=True):
    """An address we do not write to. `why`: `undeliverable`, `complaint` or `unsubscribed`."""

    __tablename__ = "suppression"

    address: str = Field(primary_key=True)
    why: str
    since: datetime
    evidence: str = ""


class BounceRow(SQLModel, table=True):
    """What came back of a mail of ours. `kind`: `permanent`, `temporary` or `complaint`; `status` is like `4.2.2`."""

    __tablename__ = "bounce"

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(index=True)
    outbox_id: int = Field(foreign_key="outbox.id", index=True)
    kind: str
    status: str
    at: datetime
