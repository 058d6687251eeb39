"""The tables of intake."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, String
from sqlmodel import Field, SQLModel


class PerhapsState(StrEnum):
    """What became of a message with a weak sign. `GONE`: claimed, but no longer in the mailbox."""

    SEEN = "seen"
    CLAIMED = "claimed"
    FETCHED = "fetched"
    DISMISSED = "dismissed"
    GONE = "gone"


class ReceivedRow(SQLModel, table=True):
    """One message of ours, once. Rows are only added; the privacy clock may empty `raw`.

    `digest` is the SHA-256 of the raw bytes, `size` their number, `raw` the bytes compressed (zlib)
    and sealed. `received_at` is the server's arrival time.
    """

    __tablename__ = "received"

    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(unique=True)
    received_at: datetime
    size: int
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    raw: bytes | None = None


class MailboxCursor(SQLModel, table=True):
    """How far a folder has been read: everything up to `uid` of this `uidvalidity` (RFC 3501, 2.3.1.1)."""

    __tablename__ = "mailbox_cursor"

    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)


class TallyRow(SQLModel, table=True):
    """What the cursor has passed in a folder: passed = ours + perhaps + not_ours + duplicates."""

    __tablename__ = "tally"

    folder: str = Field(primary_key=True)
    passed: int = 0
    ours: int = 0
    perhaps: int = 0
    not_ours: int = 0
    duplicates: int = 0


class PerhapsRow(SQLModel, table=True):
    """One line for staff about a message with a weak sign. Its body has not been fetched.

    `header_digest` is the SHA-256 of the header section, so that a second walk finds the same line.
    """

    __tablename__ = "perhaps"

    id: int | None = Field(default=None, primary_key=True)
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    header_digest: bytes = Field(unique=True)
    sender: str
    subject: str
    received_at: datetime
    state: str = Field(default=PerhapsState.SEEN, sa_type=String, index=True)
    claimed_by: str | None = None
