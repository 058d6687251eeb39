"""What becomes of a question: answered live, to be answered in writing, declined, or open again."""

from __future__ import annotations

from datetime import datetime

from triage.flow.questions.rows import changed, event_of, question_held, require_move
from triage.flow.work import ImpossibleError, Work, require_reason
from triage.model.case import Disposition
from triage.policy.due import promises_due
from triage.store.events import event_from
from triage.store.tables import QuestionRow

LONGEST_RECORDING = 12 * 3600
"""Seconds; a later place in a recording is a slip of the fingers."""


def answered_live(work: Work, question_id: int, second: int | None = None, seen: int | None = None) -> QuestionRow:
    """The host answers it, `second` seconds into the recording; None: now, counted from the start of the call."""
    row = question_held(work, question_id, seen)
    if row.disposition != Disposition.LIVE:
        require_move(work, row, Disposition.LIVE)
    place = int((work.now - event_of(work, row).starts_at).total_seconds()) if second is None else second
    if second is not None and not 0 <= second <= LONGEST_RECORDING:
        raise ImpossibleError("the place in the recording is h:mm:ss, at most twelve hours")
    row.live_second = max(0, min(place, LONGEST_RECORDING))
    dispose(work, row, Disposition.LIVE, new={"second": row.live_second})
    return row


def to_writing(
    work: Work, question_id: int, owner: str, due_at: datetime | None = None, seen: int | None = None
) -> QuestionRow:
    """`owner` will write the answer, by default within the week that was promised."""
    row = question_held(work, question_id, seen)
    if not owner.strip():
        raise ImpossibleError("who will write the answer?")
    if row.disposition != Disposition.WRITING:
        require_move(work, row, Disposition.WRITING)
    row.owner, row.due_at = owner.strip(), due_at or promises_due(event_from(event_of(work, row)))
    dispose(work, row, Disposition.WRITING, new={"owner": row.owner, "due": row.due_at.isoformat()})
    return row


def decline(work: Work, question_id: int, why: str, seen: int | None = None) -> QuestionRow:
    """It is not answered; the reason is for staff."""
    require_reason(why)
    row = question_held(work, question_id, seen)
    require_move(work, row, Disposition.DECLINED)
    row.declined_because = why.strip()
    dispose(work, row, Disposition.DECLINED, why=why.strip())
    return row


def reopen(work: Work, question_id: int, seen: int | None = None) -> QuestionRow:
    """Nothing has become of it yet, after all."""
    row = question_held(work, question_id, seen)
    require_move(work, row, Disposition.OPEN)
    row.live_second, row.declined_because = None, ""
    dispose(work, row, Disposition.OPEN)
    return row


def dispose(work: Work, row: QuestionRow, to: Disposition, new: dict[str, object] | None = None, why: str = "") -> None:
    """Sets it, once it is known to be allowed."""
    old, row.disposition = {"disposition": row.disposition}, to
    changed(work, row, f"question {to}", old=old, new={"disposition": to} | (new or {}), why=why)
