"""Everything that staff read of one case, as a frozen value. Join details of ours are masked where they come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from triage.store import listing
from triage.store.listing import CaseEntry, MailEntry
from triage.store.tables import AttendanceRow, CaseRow, HistoryRow, QuestionRow, ReadingRow, SortedRow, StandingRow


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to come with what is known of the account. `checked_at` None: its standing was never answered."""

    state: str
    received_at: datetime
    account: str | None
    ownership: str
    account_asked_at: datetime | None
    let_in_because: str | None
    standing: str | None = None
    checked_at: datetime | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote: the newest reading of a message, without quotes and signature."""

    sender: str | None
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what becomes of it."""

    text: str
    disposition: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history."""

    at: datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case, whole. Times are aware and UTC."""

    case: CaseEntry
    wish: Wish | None
    words: Words | None
    questions: tuple[Asked, ...]
    history: tuple[Line, ...]
    mails: tuple[MailEntry, ...]


def case_file(session: Session, case_id: int) -> CaseFile | None:
    """The case with this number, or None."""
    entry = listing.case(session, case_id)
    if entry is None:
        return None
    return CaseFile(
        case=entry,
        wish=wish(session, case_id),
        words=words(session, case_id),
        questions=questions(session, case_id),
        history=history(session, case_id),
        mails=tuple(listing.mails(session, case_id=case_id)),
    )


def wish(session: Session, case_id: int) -> Wish | None:
    """The wish to come of this case's person for its event."""
    case = session.get_one(CaseRow, case_id)
    same = select(AttendanceRow).where(
        AttendanceRow.event_id == case.event_id, AttendanceRow.person_id == case.person_id
    )
    row = session.exec(same).first()
    if row is None:
        return None
    known = session.get(StandingRow, row.account) if row.account else None
    return Wish(
        state=row.state,
        received_at=row.received_at,
        account=row.account,
        ownership=row.ownership,
        account_asked_at=row.account_asked_at,
        let_in_because=row.let_in_because,
        standing=known.state if known else None,
        checked_at=known.checked_at if known else None,
        evidence=tuple(known.evidence) if known else (),
    )


def words(session: Session, case_id: int) -> Words | None:
    """The newest message in which they wrote anything, else the newest; judged again, the newest reading counts."""
    of_case = (
        select(ReadingRow)
        .join(SortedRow, col(SortedRow.received_id) == ReadingRow.received_id)
        .where(SortedRow.case_id == case_id)
        .order_by((col(ReadingRow.text) != "").desc(), col(ReadingRow.received_id).desc(), col(ReadingRow.id).desc())
    )
    row = session.exec(of_case.limit(1)).first()
    return Words(row.sender, row.subject, row.text) if row else None


def questions(session: Session, case_id: int) -> tuple[Asked, ...]:
    """In the order in which they were asked."""
    asked = select(QuestionRow).where(QuestionRow.case_id == case_id).order_by(col(QuestionRow.id))
    return tuple(Asked(row.text, row.disposition) for row in session.exec(asked))


def history(session: Session, case_id: int) -> tuple[Line, ...]:
    """Who changed what, the oldest first."""
    lines = select(HistoryRow).where(HistoryRow.case_id == case_id).order_by(col(HistoryRow.id))
    return tuple(Line(row.at, row.who, row.what, row.why) for row in session.exec(lines))
