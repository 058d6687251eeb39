"""People, their cases, their wish to come, and who changed what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from triage.model.facts import Ownership, ownership_of


class PersonRow(SQLModel, table=True):
    """One address, until staff merge two. `language` is the newest that was recognised.

    `merged_into_id`: the person that this address belongs to as well.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(unique=True)
    name: str = ""
    language: str = Field(default="und", index=True)
    created_at: datetime
    merged_into_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("person.id", name="person_merged_into"), index=True)
    )


class StandingRow(SQLModel, table=True):
    """What is known of an account. `next_check_at` spaces the retries while the source is out of reach."""

    __tablename__ = "standing"

    account: str = Field(primary_key=True)
    state: str
    source: str
    asked_at: datetime
    checked_at: datetime | None = None
    next_check_at: datetime | None = None
    attempts: int = 0
    evidence: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class CaseRow(SQLModel, table=True):
    """One conversation with one person about one event. `version` guards against stale changes."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        # Every page of the desk counts who waits for a person; few are, whatever the years have piled up.
        Index("case_waiting", "state", "needs_review"),
        Index("case_spam", "is_spam", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: str
    needs_review: bool = False
    is_spam: bool = False
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    assignee: str | None = None
    opened_at: datetime
    updated_at: datetime
    version: int = 1


class AttendanceRow(SQLModel, table=True):
    """A person's wish to come to one event. `received_at` is the arrival of the wish that counts.

    `turn`: how often this person began to come, 1 for nearly everybody.
    `account_asked_at`: we asked for the wiki account, once. `owner_asked_at`: we asked, once, to show that it is
    theirs, in answer to `owner_asked_received_id`. `owner_shown_at`: the link in that mail was used up, whatever
    account it showed. `confirmed_account` is the account that was shown to be theirs, `confirmed_way` how
    (`OwnershipWay`); naming another account later does not make that one theirs.
    `ownership_doubt`: the reasons, a line each, why a person looks at the wish, while they are about the account's
    owner and nothing else.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        # Seats are counted from the index alone.
        Index("attendance_seats", "event_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    received_id: int = Field(foreign_key="received.id")
    state: str = Field(index=True)
    account: str | None = Field(default=None, index=True)
    account_asked_at: datetime | None = None
    received_at: datetime
    decided_at: datetime | None = None
    let_in_because: str | None = None
    is_authentic: bool = True
    turn: int = 1
    owner_asked_at: datetime | None = None
    owner_asked_received_id: int | None = Field(default=None, foreign_key="received.id")
    owner_shown_at: datetime | None = None
    confirmed_account: str | None = None
    confirmed_way: str = ""
    confirmed_at: datetime | None = None
    ownership_doubt: str = ""

    @property
    def ownership(self) -> Ownership:
        """Confirmed for exactly the account that is named now."""
        return ownership_of(self.account, self.confirmed_account)


class HistoryRow(SQLModel, table=True):
    """Who changed what, when and why. Append-only. `who` is `openhour` or a member of staff."""

    __tablename__ = "history"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    who: str
    what: str
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    old: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    new: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    why: str = ""
