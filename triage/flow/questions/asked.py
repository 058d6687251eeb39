"""Questions and feedback for the call, each in the asker's exact words: from mail, or entered by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from triage.flow.questions.rows import changed
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Channel, Disposition
from triage.store.append import append_all
from triage.store.events import stored_id
from triage.store.tables import CaseRow, EventRow, QuestionRow


def add_questions(
    work: Work, case: CaseRow, received_id: int, asked_at: datetime, texts: Sequence[str], first: int = 1
) -> None:
    """Keeps the questions of one message in their order. A late one is kept for the written answers.

    `first`: the ordinal of the first of them, where some were kept before.
    """
    append_all(work.session, QuestionRow, rows_of(case, received_id, asked_at, texts, first))


def rows_of(
    case: CaseRow, received_id: int, asked_at: datetime, texts: Sequence[str], first: int = 1
) -> list[dict[str, Any]]:
    """The questions of one message as rows to append."""
    shared = {
        "event_id": case.event_id,
        "person_id": case.person_id,
        "case_id": stored_id(case.id),
        "received_id": received_id,
        "channel": Channel.EMAIL,
        "disposition": Disposition.OPEN,
        "asked_at": asked_at,
    }
    return [shared | {"ordinal": ordinal, "text": text} for ordinal, text in enumerate(texts, start=first)]


def add_by_hand(
    work: Work,
    event: EventRow,
    text: str,
    channel: Channel,
    *,
    asker: str = "",
    topic: str = "",
    asked_at: datetime | None = None,
) -> QuestionRow:
    """A question that was asked elsewhere. `asker` is the name shown there; staff read it, and nobody else.

    Raises ImpossibleError for an empty one, and for mail, whose questions come with their message.
    """
    if not text.strip():
        raise ImpossibleError("the question is empty")
    if channel is Channel.EMAIL:
        raise ImpossibleError("questions from mail come with their mail; say zoom, youtube or other")
    row = QuestionRow(
        event_id=event.id,
        ordinal=1,
        text=text.strip(),
        channel=channel,
        disposition=Disposition.OPEN,
        asked_at=asked_at or work.now,
        asker=asker.strip(),
        topic=topic.strip(),
        version=0,
    )
    work.session.add(row)
    work.session.flush()
    changed(work, row, "question entered", new={"channel": channel})
    return row
