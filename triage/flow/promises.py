"""What the host said will be done, with somebody who owns it, until it is redeemed. It outlives the event's closing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from triage.flow import answers
from triage.flow.history import record
from triage.flow.questions.rows import question_held
from triage.flow.work import ImpossibleError, Work
from triage.policy.promises import promises_in
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, EventRow, PromiseRow
from triage.store.turns import turns_from


def promise(
    work: Work,
    event: EventRow,
    text: str,
    owner: str,
    *,
    question_id: int | None = None,
    due_at: datetime | None = None,
) -> PromiseRow:
    """`owner` will do it. Raises ImpossibleError."""
    if not text.strip() or not owner.strip():
        raise ImpossibleError("what was promised, and who will do it?")
    if question_id is not None and question_held(work, question_id).event_id != event.id:
        raise ImpossibleError(f"question {question_id} was asked for another event")
    row = PromiseRow(
        event_id=stored_id(event.id),
        question_id=question_id,
        text=" ".join(text.split()),
        owner=owner.strip(),
        due_at=due_at,
        made_at=work.now,
        made_by=work.who,
    )
    work.session.add(row)
    work.session.flush()
    write_down(work, row, "promise noted", owner=row.owner)
    return row


def redeem(work: Work, promise_id: int, how: str, update: str = "") -> PromiseRow:
    """It is done. `update` is put into the answer, right behind the words of the promise where they stand there.

    Raises ImpossibleError.
    """
    row = work.session.get(PromiseRow, promise_id, with_for_update=True)
    if row is None:
        raise ImpossibleError(f"no promise {promise_id}; `openhour promise list` shows them")
    if row.redeemed_at is not None:
        raise ImpossibleError(f"promise {promise_id} was redeemed by {row.redeemed_by} already")
    if not how.strip():
        raise ImpossibleError("say how it was redeemed; staff read it later")
    if update.strip():
        turn, behind = where(work, row)
        answers.update(work, row.question_id or 0, update, turn=turn, behind=behind)
    row.redeemed_at, row.redeemed_by, row.redeemed_how = work.now, work.who, how.strip()
    work.session.add(row)
    work.session.flush()
    write_down(work, row, "promise redeemed")
    return row


def where(work: Work, row: PromiseRow) -> tuple[int, str]:
    """The turn and the words behind which the update stands: the promise's own, else the end of the answer."""
    if row.question_id is None:
        raise ImpossibleError(f"promise {row.id} belongs to no question; there is no answer to update")
    _, answer = answers.both(work, row.question_id)
    turns = turns_from(answer.turns)
    for number, turn in enumerate(turns, start=1):
        if turn.text.count(row.text) == 1:
            return number, row.text
    return len(turns), ""


def open_promises(work: Work, event: EventRow | None = None) -> list[PromiseRow]:
    """Not yet redeemed, of one event or of all; what is due first comes first."""
    found = select(PromiseRow).where(col(PromiseRow.redeemed_at).is_(None))
    if event is not None:
        found = found.where(PromiseRow.event_id == event.id)
    rows = work.session.exec(found).all()
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at or row.made_at, row.id))


def proposed(work: Work, question_id: int) -> tuple[str, ...]:
    """Sentences of the answer that promise something and stand in no promise yet."""
    answer = work.session.exec(select(AnswerRow).where(AnswerRow.question_id == question_id)).first()
    if answer is None:
        return ()
    noted = set(work.session.exec(select(PromiseRow.text).where(PromiseRow.question_id == question_id)).all())
    sentences = [each for turn in turns_from(answer.turns) for each in promises_in(turn.text)]
    return tuple(each for each in sentences if " ".join(each.split()) not in noted)


def write_down(work: Work, row: PromiseRow, what: str, **more: str) -> None:
    """The line of history."""
    new = {"promise": stored_id(row.id), "question": row.question_id} | more
    record(work.session, work.now, what, event_id=row.event_id, who=work.who, new=new)
