"""Written answers, in turns of their speakers: draft, review, published; and what became known later, inside them.

Every text that stood before is kept as a revision. An update never changes what was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import select

from triage.flow.questions.disposing import dispose
from triage.flow.questions.rows import changed, question_held
from triage.flow.work import ImpossibleError, Work, require_reason
from triage.model.case import Disposition
from triage.model.question import AnswerState, Turn, Update
from triage.policy.questions import may_move_answer
from triage.store.events import stored_id
from triage.store.tables import AnswerRevisionRow, AnswerRow, QuestionRow
from triage.store.turns import stored_turns, turns_from

LONGEST = 20_000
LONGEST_SPEAKER = 200


def write(work: Work, question_id: int, turns: Sequence[Turn], seen: int | None = None) -> AnswerRow:
    """The whole answer as a draft. `seen`: the answer's version that was before the writer. Raises ImpossibleError."""
    question = question_held(work, question_id)
    require_own_answer(question)
    row = answer_held(work, question_id)
    spoken = [cleaned(turn) for turn in turns if turn.text.strip()]
    if not spoken:
        raise ImpossibleError("an answer says something")
    if seen is not None and seen != (row.version if row else 0):
        raise ImpossibleError(f"the answer to question {question_id} was changed meanwhile; look at it again")
    if row is not None and row.state == AnswerState.PUBLISHED:
        raise ImpossibleError(f"the answer to question {question_id} is published; add an update, or take it back")
    if row is None:
        row = AnswerRow(
            question_id=question_id, state=AnswerState.DRAFT, updated_at=work.now, updated_by=work.who, version=0
        )
    else:
        keep(work, row)
    row.turns = stored_turns(spoken)
    step(work, question, row, AnswerState.DRAFT, "answer written")
    return row


def put_up(work: Work, question_id: int) -> AnswerRow:
    """Ready to be read by somebody. Raises ImpossibleError."""
    question, row = both(work, question_id)
    require_step(row, AnswerState.REVIEW)
    step(work, question, row, AnswerState.REVIEW, "answer put up for review")
    return row


def publish(work: Work, question_id: int) -> AnswerRow:
    """It may leave: in the notes, and to everybody who asked. Raises ImpossibleError."""
    question, row = both(work, question_id)
    require_step(row, AnswerState.PUBLISHED)
    if question.disposition == Disposition.MERGED:
        raise ImpossibleError(f"question {question_id} is merged into {question.merged_into_id}; answer that one")
    if question.disposition == Disposition.DECLINED:
        raise ImpossibleError(f"question {question_id} is declined; reopen it first")
    row.published_at = work.now
    step(work, question, row, AnswerState.PUBLISHED, "answer published")
    # What was answered live stays so: these are the notes of it.
    if question.disposition in {Disposition.OPEN, Disposition.WRITING}:
        dispose(work, question, Disposition.ANSWERED)
    return row


def take_back(work: Work, question_id: int, why: str) -> AnswerRow:
    """A draft again: it is wrong, or not yet ripe. Who was sent it has it. Raises ImpossibleError."""
    require_reason(why)
    question, row = both(work, question_id)
    if row.state == AnswerState.DRAFT:
        raise ImpossibleError(f"the answer to question {question_id} is a draft already")
    require_step(row, AnswerState.DRAFT)
    keep(work, row)
    row.published_at = None
    step(work, question, row, AnswerState.DRAFT, "answer taken back", why)
    if question.disposition == Disposition.ANSWERED:
        dispose(work, question, Disposition.WRITING)
    return row


def update(
    work: Work, question_id: int, text: str, *, turn: int = 1, behind: str = "", on: date | None = None
) -> AnswerRow:
    """`(Update: …)` in a published answer, in turn number `turn`, right behind the words `behind` (empty: at its end).

    What stands there stays as it was. Raises ImpossibleError.
    """
    question, row = both(work, question_id)
    if row.state != AnswerState.PUBLISHED:
        raise ImpossibleError(
            f"the answer to question {question_id} is no more than {row.state}; write it anew instead"
        )
    if not text.strip():
        raise ImpossibleError("an update says something")
    turns = list(turns_from(row.turns))
    if not 1 <= turn <= len(turns):
        raise ImpossibleError(f"the answer to question {question_id} has {len(turns)} turns")
    said = turns[turn - 1]
    added = Update(on or work.now.date(), " ".join(text.split()), work.who, place(said.text, behind))
    turns[turn - 1] = replace(said, updates=(*said.updates, added))
    keep(work, row)
    row.turns = stored_turns(turns)
    row.updated_at, row.updated_by, row.version = work.now, work.who, row.version + 1
    work.session.add(row)
    changed(work, question, "answer updated", new={"turn": turn})
    return row


def place(text: str, behind: str) -> int:
    """How far into the text the update stands. Raises ImpossibleError where the words are not there, or twice."""
    words = behind.strip()
    if not words:
        return len(text)
    if text.count(words) != 1:
        raise ImpossibleError(
            f"“{words[:60]}” stands {text.count(words)} times in that turn; name words that stand once"
        )
    return text.index(words) + len(words)


def cleaned(turn: Turn) -> Turn:
    """A turn as it is stored: the speaker on one line, no blank around the text. Raises ImpossibleError."""
    speaker = " ".join(turn.speaker.split()).rstrip(":").rstrip()
    if len(speaker) > LONGEST_SPEAKER or len(turn.text) > LONGEST:
        raise ImpossibleError(f"a speaker has up to {LONGEST_SPEAKER} characters, a turn up to {LONGEST:,}")
    return Turn(speaker, turn.text.strip().replace("\r\n", "\n"))


def answer_held(work: Work, question_id: int) -> AnswerRow | None:
    """The question's answer, locked until the commit."""
    found = select(AnswerRow).where(AnswerRow.question_id == question_id).with_for_update()
    return work.session.exec(found).first()


def both(work: Work, question_id: int) -> tuple[QuestionRow, AnswerRow]:
    """The question and its answer. Raises ImpossibleError where nobody has written one."""
    question = question_held(work, question_id)
    row = answer_held(work, question_id)
    if row is None:
        raise ImpossibleError(f"question {question_id} has no written answer yet")
    return question, row


def require_own_answer(question: QuestionRow) -> None:
    """A merged question is answered by the one that stands for it. Raises ImpossibleError."""
    if question.disposition == Disposition.MERGED:
        raise ImpossibleError(f"question {question.id} is merged into {question.merged_into_id}; answer that one")


def require_step(row: AnswerRow, to: AnswerState) -> None:
    """Raises ImpossibleError where the table knows no such step."""
    if not may_move_answer(AnswerState(row.state), to):
        raise ImpossibleError(f"the answer is {row.state}; it cannot become {to}")


def step(work: Work, question: QuestionRow, row: AnswerRow, to: AnswerState, what: str, why: str = "") -> None:
    """Sets the state and writes both rows and the line of history."""
    row.state, row.updated_at, row.updated_by, row.version = to, work.now, work.who, row.version + 1
    work.session.add(row)
    changed(work, question, what, why=why)


def keep(work: Work, row: AnswerRow) -> None:
    """The text as it stands, before it is changed."""
    work.session.add(
        AnswerRevisionRow(
            answer_id=stored_id(row.id),
            version=row.version,
            state=row.state,
            turns=row.turns,
            at=row.updated_at,
            by=row.updated_by,
        )
    )
