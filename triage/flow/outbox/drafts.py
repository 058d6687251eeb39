"""Drafts: a person releases them, or throws them away. What is released still meets the gate."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from triage.flow.outbox import states
from triage.flow.outbox.by_hand import held, queue_by_hand
from triage.flow.outbox.queue import UNDONE
from triage.flow.work import Work, require_reason
from triage.model.mail import MailState
from triage.store.events import stored_id
from triage.store.tables import OutboxRow

DRAFT = frozenset({MailState.DRAFT})


def release(work: Work, mail_id: int) -> OutboxRow:
    """The draft leaves after the undo delay. Raises ImpossibleError, always in shadow mode."""
    mail = held(work, mail_id, MailState.QUEUED, DRAFT)
    queue_by_hand(work, mail, "released")
    return mail


def discard(work: Work, mail_id: int, why: str) -> OutboxRow:
    """The draft is never sent. Raises ImpossibleError."""
    require_reason(why)
    mail = held(work, mail_id, MailState.WITHHELD, DRAFT)
    states.withheld(work, mail, UNDONE, why)
    return mail


def waiting(work: Work, case_id: int | None = None) -> Sequence[int]:
    """All drafts, or those of a case, the oldest first."""
    drafts = select(OutboxRow.id).where(OutboxRow.state == MailState.DRAFT).order_by(col(OutboxRow.id))
    if case_id is not None:
        drafts = drafts.where(OutboxRow.case_id == case_id)
    return [stored_id(number) for number in work.session.exec(drafts)]
