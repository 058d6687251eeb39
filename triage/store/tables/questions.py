"""The questions board: what was asked, how it is shown, what was answered, what was promised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel


class QuestionRow(SQLModel, table=True):
    """One question or piece of feedback. `text` is the asker's exact words and never changes.

    From mail it has a case, a message and a person; from another channel none of them, and `asker` may hold the name
    shown there (it is never published). `public_text` is what the host reads and the notes show, `public_changes` what
    was done to it (`anonymised`, `shortened`, `combined`, `translated`) and `public_by` who approved it; empty: nobody
    has, and it stays out of the notes. `position` is the host's order. `live_second`: where in the recording it was
    answered. `merged_into_id`: the question that stands for this one, whose answer its asker gets; `before_merge`: the
    disposition that comes back when that is undone.
    """

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("received_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    received_id: int | None = Field(default=None, foreign_key="received.id", index=True)
    ordinal: int
    text: str
    channel: str
    disposition: str = Field(index=True)
    asked_at: datetime
    asker: str = Field(default="", sa_column_kwargs={"server_default": ""})
    topic: str = Field(default="", sa_column_kwargs={"server_default": ""})
    public_text: str = Field(default="", sa_column_kwargs={"server_default": ""})
    public_changes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    public_by: str | None = None
    public_at: datetime | None = None
    position: int | None = None
    live_second: int | None = None
    owner: str | None = None
    due_at: datetime | None = None
    declined_because: str = Field(default="", sa_column_kwargs={"server_default": ""})
    merged_into_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("question.id", name="question_merged_into"), index=True)
    )
    before_merge: str | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class QuestionDistinctRow(SQLModel, table=True):
    """Two questions that look alike and are not the same, as a person said. `first_id` is the smaller number."""

    __tablename__ = "question_distinct"

    first_id: int = Field(primary_key=True, foreign_key="question.id")
    second_id: int = Field(primary_key=True, foreign_key="question.id")
    staff: str
    at: datetime


class AnswerRow(SQLModel, table=True):
    """The answer to one question, in turns. `state`: `draft`, `review` or `published`.

    A turn is `{"speaker": text, "text": text, "updates": [{"on": ISO date, "text": text, "by": staff, "at": place}]}`.
    """

    __tablename__ = "answer"

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", unique=True)
    state: str = Field(index=True)
    turns: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    updated_at: datetime
    updated_by: str
    published_at: datetime | None = None
    version: int = 1


class AnswerRevisionRow(SQLModel, table=True):
    """An answer as it stood before a change: the old text is kept."""

    __tablename__ = "answer_revision"
    __table_args__ = (UniqueConstraint("answer_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", index=True)
    version: int
    state: str
    turns: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    at: datetime
    by: str


class PromiseRow(SQLModel, table=True):
    """Something the host said will be done ("we will consult on this and revert"), until it is redeemed."""

    __tablename__ = "promise"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    question_id: int | None = Field(default=None, foreign_key="question.id", index=True)
    text: str
    owner: str
    due_at: datetime | None = None
    made_at: datetime
    made_by: str
    redeemed_at: datetime | None = None
    redeemed_by: str | None = None
    redeemed_how: str = ""


class AnnouncementRow(SQLModel, table=True):
    """Something the host announced in the call, for the notes."""

    __tablename__ = "announcement"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    ordinal: int
    text: str


class DeliverableRow(SQLModel, table=True):
    """One of the three things promised after a call: `recording`, `notes` or `answers`. A row means it is there."""

    __tablename__ = "deliverable"

    event_id: int = Field(primary_key=True, foreign_key="event.id")
    what: str = Field(primary_key=True)
    url: str = ""
    ticked_at: datetime
    ticked_by: str
