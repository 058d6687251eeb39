"""Who has which case before them. Nobody is kept from anything by it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, delete

from triage.flow.work import Work
from triage.store.tables import CaseRow, PresenceRow

FORGOTTEN = timedelta(hours=1)


def here(work: Work, case_id: int, *, is_writing: bool = False) -> None:
    """They look at it now, or write."""
    row = work.session.get(PresenceRow, (case_id, work.who))
    if row is None:
        if work.session.get(CaseRow, case_id) is None:
            return
        work.session.exec(delete(PresenceRow).where(col(PresenceRow.seen_at) < work.now - FORGOTTEN))
        row = PresenceRow(case_id=case_id, staff=work.who, seen_at=work.now)
    row.seen_at, row.is_writing = work.now, is_writing
    work.session.add(row)


def gone(work: Work, case_id: int) -> None:
    """They went on."""
    row = work.session.get(PresenceRow, (case_id, work.who))
    if row is not None:
        work.session.delete(row)
