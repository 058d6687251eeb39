"""Questions and feedback for the call, each in the sender's exact words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from triage.flow.work import Work
from triage.model.case import Channel, Disposition
from triage.store.append import append_all
from triage.store.events import stored_id
from triage.store.tables import CaseRow, QuestionRow


def add_questions(work: Work, case: CaseRow, received_id: int, asked_at: datetime, texts: Sequence[str]) -> None:
    """Keeps the questions of one message in their order. A late one is kept for the written answers."""
    asked = {
        "event_id": case.event_id,
        "person_id": case.person_id,
        "case_id": stored_id(case.id),
        "received_id": received_id,
        "channel": Channel.EMAIL,
        "disposition": Disposition.OPEN,
        "asked_at": asked_at,
    }
    rows = [asked | {"ordinal": ordinal, "text": text} for ordinal, text in enumerate(texts, start=1)]
    append_all(work.session, QuestionRow, rows)
