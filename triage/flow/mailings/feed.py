"""Writes the mails of mailings under way into the outbox, a small portion at a time. Sends nothing.

A portion and the note of whose mails they are is one transaction, so that a crash writes nobody's mail twice and
forgets nobody. Only so many wait in the outbox at once: a mailing to thousands stays easy to pause and to stop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, func, select, update

from triage.compose import ComposeError
from triage.flow.alarms import raise_alarm
from triage.flow.mailings import steer
from triage.flow.mailings.letters import Letter, Writer, writer
from triage.flow.mailings.people import left_out
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.mail import MailState, Mode
from triage.model.mailing import MailingState
from triage.store.append import append_all
from triage.store.events import stored_id
from triage.store.tables import CaseRow, EventRow, MailingPersonRow, MailingRow, OutboxRow, PersonRow

PORTION = 250
KEPT_READY = 500
LAST = 2
"""Mailings go last: answers and links pass them."""
ON_ITS_WAY = (MailState.QUEUED, MailState.SENDING, MailState.DRAFT)


def feed(runtime: Runtime) -> int:
    """Writes the next portion of each mailing under way; returns how many mails that made."""
    if runtime.settings.mode is Mode.SHADOW:
        return 0
    with unit_of_work(runtime) as work:
        return sum(portion(work, row) for row in under_way(work))


def under_way(work: Work) -> Sequence[MailingRow]:
    """Mailings that may go now, the oldest first."""
    query = select(MailingRow).where(
        MailingRow.state == MailingState.SENDING,
        col(MailingRow.starts_at).is_(None) | (col(MailingRow.starts_at) <= work.now),
    )
    return work.session.exec(query.order_by(col(MailingRow.id)).with_for_update()).all()


def portion(work: Work, row: MailingRow) -> int:
    """The next people's mails, unless enough of them wait already."""
    on_its_way = select(func.count()).where(OutboxRow.mailing_id == row.id, col(OutboxRow.state).in_(ON_ITS_WAY))
    ready = work.session.exec(on_its_way).one()
    if ready >= KEPT_READY:
        return 0
    people = next_people(work, row)
    if not people:
        if not ready:
            steer.move(work, row, MailingState.DONE, "everybody's mail is settled")
        return 0
    return write_to(work, row, people)


def next_people(work: Work, row: MailingRow) -> Sequence[PersonRow]:
    """Whose mail is not written yet."""
    waiting = (
        select(PersonRow)
        .join(MailingPersonRow, col(MailingPersonRow.person_id) == PersonRow.id)
        .where(
            MailingPersonRow.mailing_id == row.id,
            col(MailingPersonRow.outbox_id).is_(None),
            MailingPersonRow.left_out_because == "",
        )
        .order_by(col(MailingPersonRow.person_id))
        .limit(PORTION)
    )
    return work.session.exec(waiting).all()


def write_to(work: Work, row: MailingRow, people: Sequence[PersonRow]) -> int:
    """Their mails, and the note that these are theirs; who became unreachable meanwhile is left out."""
    numbers = [stored_id(person.id) for person in people]
    reasons = left_out(work, numbers)
    leave_out(work, row, reasons)
    try:
        mails = written(work, row, [person for person in people if person.id not in reasons])
    except ComposeError as error:
        # The same template fails for the next person, too: somebody has to mend it first.
        steer.move(work, row, MailingState.PAUSED, f"a mail could not be made: {error}")
        raise_alarm(work, "compose", f"A mailing is paused, a mail of it could not be made: {error}.")
        return 0
    append_all(work.session, OutboxRow, mails)
    note_whose(work, row)
    return len(people)


def written(work: Work, row: MailingRow, people: Sequence[PersonRow]) -> list[dict[str, Any]]:
    """The rows with their words. Raises ComposeError."""
    numbers = [stored_id(person.id) for person in people]
    pen, cases = writer(work, row, numbers), cases_of(work, row, numbers)
    return [outbox_row(work, pen, pen.letter(person), cases.get(stored_id(person.id))) for person in people]


def outbox_row(work: Work, pen: Writer, letter: Letter, case_id: int | None) -> dict[str, Any]:
    """The columns of what the outbox stores: what was previewed, and what leaves."""
    row, person_id, event = pen.mailing, letter.person_id, pen.event
    revision = revision_of(row)
    return {
        "event_id": row.event_id,
        "person_id": person_id,
        "case_id": case_id,
        "mailing_id": row.id,
        "purpose": row.purpose,
        "revision": revision,
        "message_id": work.runtime.message_ids.for_mail(event.slug, person_id, row.purpose, revision),
        "state": MailState.QUEUED,
        "priority": LAST,
        "to_address": letter.address,
        "subject": letter.subject,
        "text": letter.text,
        "language": letter.language,
        "calendar": "",
        "calendar_method": "REQUEST",
        "refs": [],
        "by_staff": row.confirmed_by or None,
        "queued_at": work.now,
        "due_at": work.now,
        "attempts": 0,
        "last_error": "",
        "rule": "",
        "reason": "",
    }


def revision_of(row: MailingRow) -> str:
    """What makes a mail of this mailing another one than that of the next."""
    return f"mailing-{row.id}"


def cases_of(work: Work, row: MailingRow, person_ids: Sequence[int]) -> dict[int, int]:
    """The case of each about this event, where they have one."""
    query = select(CaseRow.person_id, CaseRow.id).where(
        CaseRow.event_id == row.event_id, col(CaseRow.person_id).in_(person_ids)
    )
    return {person_id: case_id for person_id, case_id in work.session.exec(query) if person_id and case_id}


def note_whose(work: Work, row: MailingRow) -> None:
    """Whose mails are written, in one statement, by the key that says that nobody has two."""
    theirs = select(OutboxRow.id).where(
        OutboxRow.event_id == row.event_id,
        OutboxRow.person_id == MailingPersonRow.person_id,
        OutboxRow.purpose == row.purpose,
        OutboxRow.revision == revision_of(row),
    )
    note = update(MailingPersonRow).where(
        col(MailingPersonRow.mailing_id) == row.id,
        col(MailingPersonRow.outbox_id).is_(None),
        col(MailingPersonRow.left_out_because) == "",
        theirs.exists(),
    )
    work.session.connection().execute(note.values(outbox_id=theirs.scalar_subquery()))


def leave_out(work: Work, row: MailingRow, reasons: Mapping[int, str]) -> None:
    """Why these get none after all."""
    for person_id, why in reasons.items():
        theirs = update(MailingPersonRow).where(
            col(MailingPersonRow.mailing_id) == row.id, col(MailingPersonRow.person_id) == person_id
        )
        work.session.connection().execute(theirs.values(left_out_because=why))


def rewrite_waiting_mailings(work: Work, event: EventRow) -> None:
    """The event has a new date: what of its mailings still waits says so."""
    work.session.flush()
    waiting = select(OutboxRow).where(
        OutboxRow.event_id == event.id,
        col(OutboxRow.mailing_id).is_not(None),
        col(OutboxRow.state).in_((MailState.QUEUED, MailState.DRAFT)),
    )
    pens: dict[int, Writer] = {}
    for mail in work.session.exec(waiting).all():
        number = mail.mailing_id or 0
        if number not in pens:
            pens[number] = writer(work, work.session.get_one(MailingRow, number))
        letter = pens[number].letter(work.session.get_one(PersonRow, mail.person_id))
        mail.subject, mail.text = letter.subject, letter.text
        work.session.add(mail)
