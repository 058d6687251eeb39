"""Questions that ask the same: proposed, merged into one that stands for all askers, and taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from triage.flow.questions.disposing import dispose
from triage.flow.questions.rows import changed, question_held, require_move
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Disposition
from triage.policy.duplicates import alike
from triage.store.append import add_if_new
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, EventRow, QuestionDistinctRow, QuestionRow

MOST_PROPOSED = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two questions that are probably one; `first` was asked first. `score` from 0 to 1."""

    first: int
    second: int
    score: float


def proposals(work: Work, event: EventRow) -> tuple[Proposal, ...]:
    """Near-duplicates among the questions that stand for themselves, the most alike first; no pair that was refused."""
    rows = work.session.exec(
        select(QuestionRow.id, QuestionRow.text, QuestionRow.public_text)
        .where(QuestionRow.event_id == event.id, QuestionRow.disposition != Disposition.MERGED)
        .order_by(col(QuestionRow.asked_at), col(QuestionRow.id))
    ).all()
    numbers = [stored_id(number) for number, _, _ in rows]
    # The wording that was approved leaves out what only one asker tells of themselves.
    words = [public or text for _, text, public in rows]
    refused = set(work.session.exec(select(QuestionDistinctRow.first_id, QuestionDistinctRow.second_id)).all())
    pairs = [(numbers[pair.first], numbers[pair.second], pair.score) for pair in alike(words)]
    left = [Proposal(*pair) for pair in pairs if (min(pair[:2]), max(pair[:2])) not in refused]
    return tuple(left[:MOST_PROPOSED])


def merge(work: Work, question_ids: Sequence[int], into: int) -> QuestionRow:
    """`into` stands for these; their askers are kept and get its answer. Raises ImpossibleError."""
    stands = question_held(work, into)
    if stands.disposition == Disposition.MERGED:
        raise ImpossibleError(f"question {into} is merged into {stands.merged_into_id} itself")
    rows = [question_held(work, number) for number in dict.fromkeys(question_ids) if number != into]
    if not rows:
        raise ImpossibleError("name the questions that this one stands for")
    for row in rows:
        require_mergeable(work, row, stands)
    for row in rows:
        row.before_merge, row.merged_into_id = row.disposition, into
        dispose(work, row, Disposition.MERGED, new={"into": into})
    return stands


def require_mergeable(work: Work, row: QuestionRow, stands: QuestionRow) -> None:
    """Of the same event, and without an answer of its own. Raises ImpossibleError."""
    if row.event_id != stands.event_id:
        raise ImpossibleError(f"question {row.id} was asked for another event than {stands.id}")
    require_move(work, row, Disposition.MERGED)
    if work.session.exec(select(AnswerRow.id).where(AnswerRow.question_id == row.id)).first() is not None:
        raise ImpossibleError(f"question {row.id} has an answer of its own; merge {stands.id} into it instead")


def unmerge(work: Work, question_id: int) -> QuestionRow:
    """It stands for itself again, as it did before; what was merged into it comes along. Raises ImpossibleError."""
    row = question_held(work, question_id)
    if row.disposition != Disposition.MERGED:
        raise ImpossibleError(f"question {question_id} is not merged into another")
    old = {"into": row.merged_into_id}
    row.disposition = row.before_merge or Disposition.OPEN
    row.merged_into_id = row.before_merge = None
    changed(work, row, "question unmerged", old=old, new={"disposition": row.disposition})
    return row


def keep_apart(work: Work, first: int, second: int) -> None:
    """They look alike and are not the same: never proposed again."""
    low, high = sorted((first, second))
    rows = [question_held(work, low), question_held(work, high)]
    if low == high:
        raise ImpossibleError("name two questions")
    add_if_new(work.session, QuestionDistinctRow(first_id=low, second_id=high, staff=work.who, at=work.now))
    changed(work, rows[0], "questions kept apart", new={"other": high})
