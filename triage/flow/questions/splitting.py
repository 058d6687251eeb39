"""Two questions that were taken for one, and one that was taken for two: parted and joined in the asker's own words."""

from __future__ import annotations

import re

from sqlmodel import col, func, select

from triage.flow.questions.rows import changed, question_held
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Disposition
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, QuestionRow

BETWEEN = re.compile(r"\n[^\S\n]*\n")
MOST = 30


def split(work: Work, question_id: int, text: str, seen: int) -> list[QuestionRow]:
    """`text` is the question with empty lines where it is parted; not a word of the asker's may differ.

    Raises ImpossibleError, then nothing changes.
    """
    row = question_held(work, question_id, seen)
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    if " ".join(" ".join(parts).split()) != " ".join(row.text.split()):
        raise ImpossibleError("only empty lines may be added: these are the asker's own words")
    if not 1 < len(parts) <= MOST:
        raise ImpossibleError("put an empty line where one question ends and the next begins")
    require_untouched(row)
    highest = select(func.max(QuestionRow.ordinal)).where(QuestionRow.received_id == row.received_id)
    ordinal = work.session.exec(highest).one() or 0
    row.text = parts[0]
    changed(work, row, "question split", new={"into": len(parts)})
    return [row, *(another(work, row, part, ordinal + number) for number, part in enumerate(parts[1:], start=1))]


def another(work: Work, row: QuestionRow, text: str, ordinal: int) -> QuestionRow:
    """A question of the same message."""
    made = QuestionRow(
        event_id=row.event_id,
        person_id=row.person_id,
        case_id=row.case_id,
        received_id=row.received_id,
        ordinal=ordinal,
        text=text,
        channel=row.channel,
        disposition=Disposition.OPEN,
        asked_at=row.asked_at,
        asker=row.asker,
        topic=row.topic,
        version=0,
    )
    changed(work, made, "question split off")
    return made


def join(work: Work, question_id: int, seen: int) -> QuestionRow:
    """With the question before it in the same message: one matter, one answer. Raises ImpossibleError."""
    row = question_held(work, question_id, seen)
    before = select(QuestionRow).where(
        QuestionRow.received_id == row.received_id, QuestionRow.ordinal < row.ordinal, QuestionRow.id != row.id
    )
    first = work.session.exec(before.order_by(col(QuestionRow.ordinal).desc()).limit(1)).first()
    if row.received_id is None or first is None:
        raise ImpossibleError("there is no question before it in this message")
    require_untouched(row)
    require_untouched(first)
    if work.session.exec(select(AnswerRow.id).where(AnswerRow.question_id == row.id)).first() is not None:
        raise ImpossibleError("it has an answer of its own")
    first.text = f"{first.text}\n\n{row.text}"
    changed(work, first, "questions joined", new={"with": stored_id(row.id)})
    work.session.delete(row)
    return first


def require_untouched(row: QuestionRow) -> None:
    """Raises ImpossibleError once something was done with it: what was approved or answered stays what it was."""
    if row.disposition != Disposition.OPEN or row.public_text or row.merged_into_id is not None:
        raise ImpossibleError(
            f"question {row.id} is {row.disposition}, or was worded for the public already; undo that first"
        )
