"""The join details at rest: sealed in the event's row, opened for the one mail that leaves."""

from __future__ import annotations

import json

from sqlmodel import Session, col, select

from triage.flow.work import ImpossibleError, Work
from triage.model.event import JoinDetails
from triage.seal import Seal, mask_for
from triage.store.tables import EventRow, RegistrantRow

LABEL = b"join details"
# Asked for each page that shows a message, and said once.
_WITH_JOIN_DETAILS = select(EventRow).where(col(EventRow.join_sealed).is_not(None))
_WITH_LINKS = select(RegistrantRow).where(col(RegistrantRow.join_sealed).is_not(None))


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
    """Every link, id and passcode that we hold, personal links too, so that they can be masked where they come back."""
    rows = session.exec(_WITH_JOIN_DETAILS)
    held = [join for row in rows if (join := join_details(row, seal)) is not None]
    general = [secret for join in held for secret in (join.join_url, join.meeting_id, join.passcode) if secret]
    # Those of people who were given up, too: a link lives until Zoom confirms that it does not.
    places = session.exec(_WITH_LINKS)
    return [*general, *(personal_link(row, seal) for row in places)]


def require_no_join_details(work: Work, *texts: str, before: str = "") -> None:
    """Raises ImpossibleError where what staff typed holds join details: they leave only by a mail of their own.

    `before`: what stood there already. A passcode that is a common word does not make our own letters impossible.
    """
    mask = mask_for(all_secrets(work.session, work.runtime.seal))
    if any(mask(text) != text for text in texts) and mask(before) == before:
        raise ImpossibleError("the text holds join details; they leave only by a mail of their own")


def label_for(event: EventRow) -> bytes:
    """Binds the sealed bytes to their event, so that a row cannot be swapped for another's."""
    return LABEL + b"/" + event.slug.encode()


def seal_personal_link(row: RegistrantRow, join_url: str, seal: Seal) -> None:
    """Stores somebody's own link in the row of their place."""
    row.join_sealed = seal.seal(join_url.encode(), personal_label(row))


def personal_link(row: RegistrantRow, seal: Seal) -> str:
    """Somebody's own link; empty while there is none. Raises SealError with the wrong key."""
    return seal.unseal(row.join_sealed, personal_label(row)).decode() if row.join_sealed is not None else ""


def personal_label(row: RegistrantRow) -> bytes:
    """Binds the sealed link to person, event and meeting."""
    return LABEL + f"/{row.event_id}/{row.person_id}/{row.meeting_id}".encode()
