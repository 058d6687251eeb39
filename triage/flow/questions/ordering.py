"""The order in which the host reads the questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.policy.questions import FOR_THE_HOST
from triage.store.events import stored_id
from triage.store.tables import EventRow, QuestionRow


def put_first(work: Work, event: EventRow, question_ids: Sequence[int]) -> None:
    """These stand first, in this order; the others keep theirs behind them. Raises ImpossibleError."""
    if len(set(question_ids)) != len(question_ids):
        raise ImpossibleError("a question stands twice in this order")
    rows = {stored_id(row.id): row for row in in_order(work, event)}
    if strange := [number for number in question_ids if number not in rows]:
        raise ImpossibleError(f"question {strange[0]} is not on the host's list of {event.slug}")
    order = [*question_ids, *(number for number in rows if number not in set(question_ids))]
    for place, number in enumerate(order, start=1):
        if rows[number].position != place:
            rows[number].position = place
            work.session.add(rows[number])
    work.session.flush()
    new = {"first": list(question_ids)}
    record(work.session, work.now, "questions ordered", event_id=event.id, who=work.who, new=new)


def move(work: Work, event: EventRow, question_id: int, by: int) -> None:
    """One place up (-1), down (1), or further. At the end of the list it stays there. Raises ImpossibleError."""
    order = [stored_id(row.id) for row in in_order(work, event)]
    if question_id not in order:
        raise ImpossibleError(f"question {question_id} is not on the host's list of {event.slug}")
    place = order.index(question_id)
    order.pop(place)
    order.insert(max(0, min(place + by, len(order))), question_id)
    put_first(work, event, order)


def in_order(work: Work, event: EventRow) -> list[QuestionRow]:
    """The host's list: as ordered, then as asked."""
    rows = work.session.exec(
        select(QuestionRow)
        .where(QuestionRow.event_id == event.id, col(QuestionRow.disposition).in_(FOR_THE_HOST))
        .with_for_update()
    )
    return sorted(rows, key=lambda row: (row.position is None, row.position or 0, row.asked_at, row.id))
