"""One mailing and its people, as rows: found, held, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from triage.flow.work import ImpossibleError, Work
from triage.model.mail import MailState
from triage.model.mailing import MailingState
from triage.store.tables import EventRow, MailingPersonRow, MailingRow, OutboxRow, PersonRow

WAITING, LEFT_OUT = "waiting", "left out"
"""States of a person whose mail is not written yet, and of one who gets none; the others are their mail's."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a mailing is. `people` get a mail; `by_state` counts those, and who is left out."""

    mailing_id: int
    event: str
    purpose: str
    segment: str
    subject: str
    state: str
    people: int
    by_state: dict[str, int]
    why: str = ""

    @property
    def settled(self) -> int:
        """People whose mail went, failed, was withheld or is in doubt."""
        ended = (MailState.SENT, MailState.FAILED, MailState.WITHHELD, MailState.UNCERTAIN)
        return sum(self.by_state.get(state, 0) for state in ended)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a mailing: `state` is their mail's, or `waiting` or `left out`; `why` is the reason, if any."""

    person_id: int
    address: str
    state: str
    why: str
    mail_id: int | None


def mailing(work: Work, mailing_id: int) -> MailingRow:
    """The mailing, held until we are done. Raises ImpossibleError."""
    row = work.session.exec(select(MailingRow).where(MailingRow.id == mailing_id).with_for_update()).first()
    if row is None:
        raise ImpossibleError(f"no mailing {mailing_id}; `openhour mailing list` shows all")
    return row


def require(row: MailingRow, *states: MailingState) -> None:
    """Raises ImpossibleError unless the mailing is in one of these states."""
    if row.state not in states:
        allowed = " or ".join(states)
        raise ImpossibleError(f"mailing {row.id} is {row.state}; this can be done only while it is {allowed}")


def mailings(work: Work, event_id: int | None = None) -> Sequence[MailingRow]:
    """All of them, or an event's, the newest first."""
    query = select(MailingRow).order_by(col(MailingRow.id).desc())
    return work.session.exec(query.where(MailingRow.event_id == event_id) if event_id is not None else query).all()


def progress(work: Work, row: MailingRow) -> Progress:
    """How far it is."""
    by_state = counts(work.session, row.id)
    event = work.session.get_one(EventRow, row.event_id)
    return Progress(
        mailing_id=row.id or 0,
        event=event.slug,
        purpose=row.purpose,
        segment=row.segment,
        subject=row.subject,
        state=row.state,
        people=sum(number for state, number in by_state.items() if state != LEFT_OUT),
        by_state=by_state,
        why=row.why,
    )


def counts(session: Session, mailing_id: int | None) -> dict[str, int]:
    """People by state."""
    gets_none = col(MailingPersonRow.left_out_because) != ""
    rows = session.exec(
        select(OutboxRow.state, gets_none, func.count())
        .select_from(MailingPersonRow)
        .outerjoin(OutboxRow, col(OutboxRow.id) == MailingPersonRow.outbox_id)
        .where(MailingPersonRow.mailing_id == mailing_id)
        .group_by(OutboxRow.state, gets_none)
    )
    found: dict[str, int] = {}
    for state, is_left_out, number in rows:
        name = state or (LEFT_OUT if is_left_out else WAITING)
        found[name] = found.get(name, 0) + number
    return found


def people(work: Work, mailing_id: int, *, offset: int = 0, limit: int = 100) -> list[PersonLine]:
    """A page of the mailing's people, in the order in which they are written to."""
    rows = work.session.exec(
        select(MailingPersonRow, PersonRow.address, OutboxRow)
        .join(PersonRow, col(PersonRow.id) == MailingPersonRow.person_id)
        .outerjoin(OutboxRow, col(OutboxRow.id) == MailingPersonRow.outbox_id)
        .where(MailingPersonRow.mailing_id == mailing_id)
        .order_by(col(MailingPersonRow.person_id))
        .offset(offset)
        .limit(limit)
    )
    return [line(row, address, mail) for row, address, mail in rows]


def line(row: MailingPersonRow, address: str, mail: OutboxRow | None) -> PersonLine:
    """One person's."""
    if mail is None:
        state = LEFT_OUT if row.left_out_because else WAITING
        return PersonLine(row.person_id, address, state, row.left_out_because, None)
    return PersonLine(row.person_id, mail.to_address, mail.state, mail.reason or mail.last_error, mail.id)
