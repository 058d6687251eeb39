"""The record of who changed what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from triage.flow.runtime import OPENHOUR
from triage.store.append import append
from triage.store.tables import CaseRow, HistoryRow


def record(  # noqa: PLR0913 - a line of history has this many columns
    session: Session,
    at: datetime,
    what: str,
    *,
    case: CaseRow | None = None,
    event_id: int | None = None,
    case_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    who: str = OPENHOUR,
    why: str = "",
) -> None:
    """Adds one line. `what` is like `attendance approved`; texts of mails never stand here."""
    append(
        session,
        HistoryRow,
        at=at,
        who=who,
        what=what,
        case_id=case.id if case else case_id,
        event_id=case.event_id if case else event_id,
        old=old,
        new=new,
        why=why,
    )
