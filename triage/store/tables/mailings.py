"""Mails to many: what goes to whom, and how far it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class MailingRow(SQLModel, table=True):
    """One mail to many. `segment` says who; `confirmed_count` is the number that staff read and agreed to.

    `state`: `draft`, `sending`, `paused`, `stopped` or `done`. `starts_at`: not before. The mails themselves are rows
    of the outbox. `confirmed_by` agreed to the number, empty where the machine did (the follow-up in mode auto).
    """

    __tablename__ = "mailing"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    purpose: str
    segment: str
    subject: str = ""
    text: str = ""
    state: str = Field(index=True)
    created_by: str
    created_at: datetime
    starts_at: datetime | None = None
    confirmed_count: int | None = None
    confirmed_by: str = ""
    why: str = ""
    version: int = 1


class MailingPersonRow(SQLModel, table=True):
    """One person of a mailing, fixed when it was prepared. `outbox_id` once their mail is written.

    `left_out_because`: a sentence, where they get none (suppressed, forgotten meanwhile).
    """

    __tablename__ = "mailing_person"
    __table_args__ = (Index("mailing_person_waiting", "mailing_id", "outbox_id"),)

    mailing_id: int = Field(primary_key=True, foreign_key="mailing.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    left_out_because: str = ""
