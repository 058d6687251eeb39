"""What a call left behind: recording, notes, and for each asker their own questions with their answers.

Published answers only. A merged question gets the answer of the one that stands for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlmodel import col, select

from triage.compose import Answer
from triage.flow.mailings.people import PUBLISHED, merged_people, root
from triage.flow.work import Work
from triage.model.case import Disposition
from triage.model.event import Event
from triage.model.question import Turn
from triage.store.tables import AnswerRow, DeliverableRow, QuestionRow
from triage.store.turns import turns_from

RECORDING, NOTES, ANSWERS = "recording", "notes", "answers"


@dataclass(frozen=True, slots=True)
class AfterTheCall:
    """`answers`: by person, in the order in which they asked."""

    recording_url: str = ""
    notes_url: str = ""
    answers: Mapping[int, tuple[Answer, ...]] = field(default_factory=dict)


def after_the_call(work: Work, event: Event, person_ids: Collection[int] | None = None) -> AfterTheCall:
    """For these people, or for everybody."""
    urls = urls_of(work, event.id)
    notes = urls.get(NOTES) or urls.get(ANSWERS, "") or (event.notes_page if "://" in event.notes_page else "")
    return AfterTheCall(urls.get(RECORDING, ""), notes, answers_of(work, event.id, person_ids))


def urls_of(work: Work, event_id: int) -> dict[str, str]:
    """What is there, and where."""
    rows = work.session.exec(select(DeliverableRow).where(DeliverableRow.event_id == event_id))
    return {row.what: row.url for row in rows}


def answers_of(work: Work, event_id: int, person_ids: Collection[int] | None) -> dict[int, tuple[Answer, ...]]:
    """Each person's questions that have an answer, in their own words."""
    rows = work.session.exec(
        select(QuestionRow, AnswerRow)
        .outerjoin(AnswerRow, (col(AnswerRow.question_id) == QuestionRow.id) & (col(AnswerRow.state) == PUBLISHED))
        .where(QuestionRow.event_id == event_id)
        .order_by(col(QuestionRow.id))
    ).all()
    standing = {question.id: (question, answer) for question, answer in rows if question.id is not None}
    merged = {one: question.merged_into_id for one, (question, _) in standing.items() if question.merged_into_id}
    people, found = merged_people(work), defaultdict(list)
    for one, (question, _) in standing.items():
        person_id = root(people, question.person_id) if question.person_id is not None else None
        if person_id is None or (person_ids is not None and person_id not in person_ids):
            continue
        stands_for_it, answer = standing.get(root(merged, one), (question, None))
        if (told := answered(question.text, stands_for_it, answer)) is not None:
            found[person_id].append(told)
    return {person_id: tuple(answers) for person_id, answers in found.items()}


def answered(asked: str, question: QuestionRow, answer: AnswerRow | None) -> Answer | None:
    """The asker's own words, and the answer to the question that stands for theirs; None while there is nothing."""
    live_at = clock_of(question.live_second) if question.disposition == Disposition.LIVE else ""
    text = "\n\n".join(map(as_text, turns_from(answer.turns))) if answer is not None else ""
    return Answer(asked, text, live_at) if text or live_at else None


def as_text(turn: Turn) -> str:
    """Who said what, updates where they stand; without a speaker it is the host's."""
    return f"{turn.speaker}: {turn.told()}" if turn.speaker else turn.told()


def clock_of(second: int | None) -> str:
    """`0:12:34`; empty where nobody noted it."""
    if second is None:
        return ""
    minutes, seconds = divmod(second, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
