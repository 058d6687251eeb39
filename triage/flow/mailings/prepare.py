"""A mailing begun, and its people found anew while nobody has agreed to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, delete, func, select

from triage.compose import ComposeError
from triage.flow.history import record
from triage.flow.joins import require_no_join_details
from triage.flow.mailings import rows
from triage.flow.mailings.letters import Letter, writer
from triage.flow.mailings.people import correspondents, left_out
from triage.flow.unsubscribe_links import WayOut
from triage.flow.work import ImpossibleError, Work
from triage.model.mail import Purpose
from triage.model.mailing import MailingState, Segment
from triage.policy.segments import belongs, nobody_because
from triage.store.append import append_all
from triage.store.events import stored_id
from triage.store.tables import EventRow, MailingPersonRow, MailingRow, PersonRow


class NobodyError(ImpossibleError):
    """The mailing would go to nobody; the sentence says why."""


def prepare(work: Work, event: EventRow, segment: Segment, subject: str, text: str) -> MailingRow:
    """A draft to everybody of the segment. Raises NobodyError, and ImpossibleError for words that cannot leave."""
    require_words(work, subject, text)
    row = begin(work, event, Purpose.MAILING, segment)
    row.subject, row.text = " ".join(subject.split()), text.strip()
    if not find_people(work, row):
        raise NobodyError(nobody(work, row))
    try:
        preview(work, row, 1)
    except ComposeError as error:
        raise ImpossibleError(str(error)) from None
    return row


def begin(work: Work, event: EventRow, purpose: Purpose, segment: Segment) -> MailingRow:
    """A new row, without words and people."""
    row = MailingRow(
        event_id=stored_id(event.id),
        purpose=purpose,
        segment=segment,
        state=MailingState.DRAFT,
        created_by=work.who,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    new = {"mailing": row.id, "segment": segment}
    record(work.session, work.now, f"{purpose} prepared", event_id=event.id, who=work.who, new=new)
    return row


def require_words(work: Work, subject: str, text: str) -> None:
    """Raises ImpossibleError for empty words, and for join details among them: they leave by their own mail only."""
    if not subject.strip() or not text.strip():
        raise ImpossibleError("a mailing needs a subject and a text")
    require_no_join_details(work, subject, text)


def find_people(work: Work, row: MailingRow) -> int:
    """Who belongs to the segment now, in place of who did before; returns how many get a mail. For drafts only."""
    rows.require(row, MailingState.DRAFT)
    work.session.flush()
    known = correspondents(work, row.event_id)
    chosen = [each.person_id for each in known if belongs(Segment(row.segment), each)]
    reasons = left_out(work, chosen)
    work.session.exec(delete(MailingPersonRow).where(col(MailingPersonRow.mailing_id) == row.id))
    append_all(work.session, MailingPersonRow, [line(row, person_id, reasons) for person_id in chosen])
    return len(chosen) - len(reasons)


def line(row: MailingRow, person_id: int, reasons: dict[int, str]) -> dict[str, Any]:
    """One person of it."""
    return {"mailing_id": row.id, "person_id": person_id, "left_out_because": reasons.get(person_id, "")}


def nobody(work: Work, row: MailingRow) -> str:
    """Why there is nobody to write to."""
    why = nobody_because(Segment(row.segment), correspondents(work, row.event_id))
    if why:
        return why
    out = rows.counts(work.session, row.id).get(rows.LEFT_OUT, 0)
    return f"All {out} of this segment are left out: we do not write to their addresses."


def recipients(work: Work, mailing_id: int) -> int:
    """How many get a mail."""
    query = select(func.count()).where(
        MailingPersonRow.mailing_id == mailing_id, MailingPersonRow.left_out_because == ""
    )
    return work.session.exec(query).one()


def preview(work: Work, row: MailingRow, number: int, out: WayOut | None = None) -> Letter:
    """The letter of the `number`-th recipient (from 1), word for word; with another way out for a trial.

    Raises ImpossibleError where there is no such recipient, and ComposeError.
    """
    person = nth(work, stored_id(row.id), number)
    if person is None:
        raise ImpossibleError(f"mailing {row.id} has no recipient {number}; it goes to {recipients(work, row.id or 0)}")
    return writer(work, row, [stored_id(person.id)]).letter(person, out)


def nth(work: Work, mailing_id: int, number: int) -> PersonRow | None:
    """The `number`-th recipient, in the order of sending."""
    found: Sequence[PersonRow] = work.session.exec(
        select(PersonRow)
        .join(MailingPersonRow, col(MailingPersonRow.person_id) == PersonRow.id)
        .where(MailingPersonRow.mailing_id == mailing_id, MailingPersonRow.left_out_because == "")
        .order_by(col(PersonRow.id))
        .offset(max(number, 1) - 1)
        .limit(1)
    ).all()
    return found[0] if found else None
