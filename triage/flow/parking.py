"""Sets aside a message that crashes the sorter, with its traceback, so that the next one is taken.

A person tries it again, or dismisses it: then it counts as sorted, as `other` and without a case.
"""

from __future__ import annotations

import traceback

from sqlmodel import col, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.history import record
from triage.flow.runtime import Runtime
from triage.flow.work import ImpossibleError, Work, require_reason, unit_of_work
from triage.model.reading import Intent
from triage.store.append import append
from triage.store.tables import ParkedRow, SortedRow

CAUSE = "parked"


def park(runtime: Runtime, received_id: int, error: Exception) -> None:
    """The message is kept whole, counted, shown and alarmed about; nothing else of it was stored."""
    with unit_of_work(runtime) as work:
        row = work.session.get(ParkedRow, received_id)
        if row is None:
            row = ParkedRow(received_id=received_id, parked_at=work.now, error="", traceback="", attempts=0)
        row.parked_at, row.attempts = work.now, row.attempts + 1
        # The line of the error, not its arguments at length: they may hold what somebody wrote.
        row.error = type(error).__name__
        row.traceback = "".join(traceback.format_tb(error.__traceback__))
        work.session.add(row)
        raise_alarm(work, CAUSE, "A message could not be sorted and is parked; `openhour parked list` shows it.")


def unpark(work: Work, received_id: int) -> None:
    """The next round tries this message again. Raises ImpossibleError."""
    row = parked(work, received_id)
    leave(work, row, "parked message tried again", "")


def unpark_all(work: Work) -> int:
    """The next round tries every parked message again; returns how many."""
    ids = list(work.session.exec(select(ParkedRow.received_id).order_by(col(ParkedRow.received_id))))
    for received_id in ids:
        unpark(work, received_id)
    return len(ids)


def dismiss(work: Work, received_id: int, why: str) -> None:
    """Nothing is to be done with this message: it is sorted as `other`, with no case. Raises ImpossibleError."""
    require_reason(why)
    row = parked(work, received_id)
    count_as_other(work, received_id)
    leave(work, row, "parked message dismissed", why)


def count_as_other(work: Work, received_id: int) -> None:
    """It is in the sums, and nowhere else: nothing of it was understood, so nothing may ever answer it."""
    append(
        work.session,
        SortedRow,
        received_id=received_id,
        kind=Intent.OTHER.value,
        is_automatic=False,
        forbids_answer=True,
        is_authentic=False,
        refs=[],
        sorted_at=work.now,
    )


def parked(work: Work, received_id: int) -> ParkedRow:
    """The row, held until we are done. Raises ImpossibleError."""
    row = work.session.get(ParkedRow, received_id, with_for_update=True)
    if row is None:
        raise ImpossibleError(f"no parked message {received_id}; `openhour parked list` shows all")
    return row


def leave(work: Work, row: ParkedRow, what: str, why: str) -> None:
    """The message is parked no more; with the last one the alarm is over."""
    old = {"received_id": row.received_id, "error": row.error}
    record(work.session, work.now, what, who=work.who, old=old, why=why)
    work.session.delete(row)
    work.session.flush()
    if work.session.exec(select(ParkedRow.received_id).limit(1)).first() is None:
        recover(work, CAUSE)
