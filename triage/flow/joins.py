"""The join details at rest: sealed in the event's row, opened for the one mail that leaves."""

from __future__ import annotations

import json

from sqlmodel import Session, col, select

from triage.model.event import JoinDetails
from triage.seal import Seal
from triage.store.tables import EventRow

LABEL = b"join details"


def seal_join_details(event: EventRow, join: JoinDetails, seal: Seal) -> None:
    """Stores new join details in the event's row and raises their version."""
    plain = json.dumps([join.join_url, join.meeting_id, join.passcode]).encode()
    event.join_sealed = seal.seal(plain, label_for(event))
    event.join_version += 1


def join_details(event: EventRow, seal: Seal) -> JoinDetails | None:
    """The secret of this event, or None while there is none. Raises SealError with the wrong key."""
    if event.join_sealed is None:
        return None
    return JoinDetails(*json.loads(seal.unseal(event.join_sealed, label_for(event))))


def all_secrets(session: Session, seal: Seal) -> list[str]:
    """Every link, id and passcode that we hold, so that they can be masked where they come back."""
    rows = session.exec(select(EventRow).where(col(EventRow.join_sealed).is_not(None)))
    held = [join for row in rows if (join := join_details(row, seal)) is not None]
    return [secret for join in held for secret in (join.join_url, join.meeting_id, join.passcode) if secret]


def label_for(event: EventRow) -> bytes:
    """Binds the sealed bytes to their event, so that a row cannot be swapped for another's."""
    return LABEL + b"/" + event.slug.encode()
