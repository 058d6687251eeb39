"""A question as its row: held while it is changed, and the line of history that says so."""

from __future__ import annotations

from typing import Any

from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Disposition
from triage.policy.questions import may_move_question
from triage.store.events import event_from, stored_id
from triage.store.tables import CaseRow, EventRow, QuestionRow


def question_held(work: Work, question_id: int, seen: int | None = None) -> QuestionRow:
    """The question, locked until the commit. `seen`: the version that a person had before them, where that counts.

    Raises ImpossibleError where there is none, or somebody changed it meanwhile.
    """
    row = work.session.get(QuestionRow, question_id, with_for_update=True)
    if row is None:
        raise ImpossibleError(f"no question {question_id}; `openhour question list` shows an event's")
    if seen is not None and seen != row.version:
        raise ImpossibleError(f"question {question_id} was changed meanwhile; look at it again")
    return row


def event_of(work: Work, row: QuestionRow) -> EventRow:
    """The event that it was asked for. Raises ImpossibleError where there is none."""
    if row.event_id is None:
        raise ImpossibleError(f"question {row.id} is about no event yet")
    return work.session.get_one(EventRow, row.event_id)


def require_move(work: Work, row: QuestionRow, to: Disposition) -> None:
    """Raises ImpossibleError where the table knows no such step; a cancelled or closed event is still settled."""
    before = Disposition(row.disposition)
    if before is Disposition.MERGED:
        raise ImpossibleError(f"question {row.id} is merged into {row.merged_into_id}; undo that first")
    if not may_move_question(before, to):
        raise ImpossibleError(f"question {row.id} is {before}; it cannot become {to}")
    if to is Disposition.LIVE and work.now < event_from(event_of(work, row)).starts_at:
        raise ImpossibleError(f"question {row.id} cannot have been answered live: the call has not begun")


def changed(
    work: Work,
    row: QuestionRow,
    what: str,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Writes the row and its line of history; neither the asker's words nor ours stand there."""
    row.version += 1
    work.session.add(row)
    work.session.flush()
    number = {"question": stored_id(row.id)}
    case = work.session.get(CaseRow, row.case_id) if row.case_id else None
    record(
        work.session,
        work.now,
        what,
        case=case,
        event_id=row.event_id,
        who=work.who,
        old=number | (old or {}),
        new=number | (new or {}),
        why=why,
    )
