"""The next conversation hour, and what is still open for it. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from triage.model.case import CaseState
from triage.model.event import Event, EventState
from triage.store.events import event_from
from triage.store.tables import CaseRow, EventRow


@dataclass(frozen=True, slots=True)
class NextCall:
    """The next conversation hour, and what is still open for it."""

    event: Event
    before_a_person: int
    unanswered: int


def next_call(session: Session, now: datetime) -> NextCall | None:
    """The earliest event that is not over, with how many wait: before a person, and for any decision at all."""
    query = (
        select(EventRow)
        .where(EventRow.state == EventState.OPEN, EventRow.ends_at > now)
        .order_by(col(EventRow.starts_at))
    )
    row = session.exec(query.limit(1)).first()
    if row is None:
        return None
    is_open = (col(CaseRow.event_id) == row.id) & (col(CaseRow.state) == CaseState.OPEN)
    numbers = select(func.count().filter(col(CaseRow.needs_review)), func.count()).select_from(CaseRow).where(is_open)
    before_a_person, unanswered = session.exec(numbers).one()
    return NextCall(event_from(row), before_a_person, unanswered)
