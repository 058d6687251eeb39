"""The words in which a question is shown to others, beside the asker's own, and its topic. A person approves each."""

from __future__ import annotations

from collections.abc import Collection

from triage.compose.names import names_in
from triage.flow.questions.names import names_of
from triage.flow.questions.rows import changed, question_held
from triage.flow.work import ImpossibleError, Work
from triage.model.question import Change
from triage.store.tables import QuestionRow

LONGEST = 4_000


def approve(
    work: Work, question_id: int, text: str, changes: Collection[Change], seen: int | None = None
) -> QuestionRow:
    """These words may be shown. `changes`: what was done to the asker's. Raises ImpossibleError."""
    row = question_held(work, question_id, seen)
    words = text.strip()
    if not 0 < len(words) <= LONGEST:
        raise ImpossibleError(f"a wording has 1 to {LONGEST} characters")
    if words != row.text.strip() and not changes:
        raise ImpossibleError("say what was changed: anonymised, shortened, combined or translated")
    if found := names_in(words, names_of(work, row)):
        raise ImpossibleError(f"this names whoever asked ({', '.join(found)}); take that out")
    old = {"changes": row.public_changes}
    row.public_text, row.public_by, row.public_at = words, work.who, work.now
    row.public_changes = sorted(changes) if words != row.text.strip() else []
    changed(work, row, "question worded", old=old, new={"changes": row.public_changes})
    return row


def take_wording_back(work: Work, question_id: int, seen: int | None = None) -> QuestionRow:
    """It is shown to nobody until somebody approves words for it again."""
    row = question_held(work, question_id, seen)
    row.public_text, row.public_by, row.public_at, row.public_changes = "", None, None, []
    changed(work, row, "wording taken back")
    return row


def set_topic(work: Work, question_id: int, topic: str) -> QuestionRow:
    """Files it under a topic; empty: none."""
    row = question_held(work, question_id)
    old, row.topic = {"topic": row.topic}, " ".join(topic.split())
    changed(work, row, "question filed", old=old, new={"topic": row.topic})
    return row
