"""What a person says of a mailing: go, wait, go on, stop, try the failed again. Each sets all that it changes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select, update

from triage.flow.history import record
from triage.flow.mailings import rows
from triage.flow.mailings.prepare import find_people, nobody
from triage.flow.outbox import by_hand
from triage.flow.work import ImpossibleError, Work, require_reason
from triage.model.mail import MailState, Mode
from triage.model.mailing import MailingState
from triage.store.tables import MailingRow, OutboxRow, SuppressionRow

STOPPED = "stopped"
"""The rule under which the accounting counts what a person stopped."""


def look_again(work: Work, mailing_id: int) -> rows.Progress:
    """Finds a draft's people anew, before a person is asked to agree to their number; others are left as they are."""
    row = rows.mailing(work, mailing_id)
    if row.state == MailingState.DRAFT:
        find_people(work, row)
    return rows.progress(work, row)


def send(work: Work, mailing_id: int, confirmed: int, starts_at: datetime | None = None) -> MailingRow:
    """A person agreed to write to so many. Raises ImpossibleError where there are more or fewer by now."""
    if work.runtime.settings.mode is Mode.SHADOW:
        raise ImpossibleError("this installation runs in shadow mode ([automation] mode): nothing can leave")
    row = rows.mailing(work, mailing_id)
    number = find_people(work, row)
    if not number:
        raise ImpossibleError(nobody(work, row))
    if number != confirmed:
        raise ImpossibleError(f"this goes to {number} people now, not to {confirmed}; nothing was sent")
    row.confirmed_count, row.confirmed_by, row.starts_at = number, work.who, starts_at
    move(work, row, MailingState.SENDING, f"to {number} people")
    return row


def pause(work: Work, mailing_id: int, why: str) -> MailingRow:
    """No further mail of it leaves until it is resumed."""
    require_reason(why)
    row = rows.mailing(work, mailing_id)
    rows.require(row, MailingState.SENDING)
    move(work, row, MailingState.PAUSED, why)
    # Those that wait in the outbox wait as drafts, so that nobody takes them up again and again.
    waiting(work, row, MailState.QUEUED, MailState.DRAFT)
    return row


def resume(work: Work, mailing_id: int) -> MailingRow:
    """It goes on where it was."""
    row = rows.mailing(work, mailing_id)
    rows.require(row, MailingState.PAUSED)
    move(work, row, MailingState.SENDING, "resumed")
    waiting(work, row, MailState.DRAFT, MailState.QUEUED)
    return row


def stop(work: Work, mailing_id: int, why: str) -> MailingRow:
    """For good: nobody who has no mail yet gets one. What went, went."""
    require_reason(why)
    row = rows.mailing(work, mailing_id)
    rows.require(row, MailingState.DRAFT, MailingState.SENDING, MailingState.PAUSED)
    move(work, row, MailingState.STOPPED, why)
    for state in (MailState.QUEUED, MailState.DRAFT):
        waiting(work, row, state, MailState.WITHHELD, rule=STOPPED, reason=f"A person stopped this mailing: {why}")
    return row


def retry(work: Work, mailing_id: int, why: str) -> int:
    """The failed, and nobody else, are tried again; returns how many. Suppressed addresses must be lifted first."""
    require_reason(why)
    row = rows.mailing(work, mailing_id)
    rows.require(row, MailingState.SENDING, MailingState.DONE)
    failed = select(OutboxRow.id).where(
        OutboxRow.mailing_id == mailing_id,
        OutboxRow.state == MailState.FAILED,
        col(OutboxRow.to_address).not_in(select(SuppressionRow.address)),
    )
    numbers = [number for number in work.session.exec(failed) if number is not None]
    for number in numbers:
        by_hand.send_again(work, number, why)
    if numbers and row.state == MailingState.DONE:
        move(work, row, MailingState.SENDING, f"{len(numbers)} failed mails are tried again: {why}")
    return len(numbers)


def waiting(work: Work, row: MailingRow, before: MailState, to: MailState, **values: str) -> None:
    """Moves the mailing's mails that wait in the outbox, all at once."""
    work.session.flush()
    change = update(OutboxRow).where(col(OutboxRow.mailing_id) == row.id, col(OutboxRow.state) == before)
    work.session.exec(change.values(state=to, **values))


def move(work: Work, row: MailingRow, to: MailingState, why: str) -> None:
    """Sets the state and writes the line of history."""
    old, row.state, row.why, row.version = row.state, to, why, row.version + 1
    work.session.add(row)
    record(
        work.session,
        work.now,
        f"{row.purpose} {to}",
        event_id=row.event_id,
        who=work.who,
        old={"state": old},
        new={"mailing": row.id, "state": to},
        why=why,
    )
