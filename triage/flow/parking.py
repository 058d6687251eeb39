"""Sets aside a message that crashes the sorter, with its traceback, so that the next one is taken."""

from __future__ import annotations

import traceback

from sqlmodel import Session

from triage.flow.alarms import raise_alarm
from triage.flow.runtime import Runtime
from triage.flow.work import unit_of_work
from triage.store.tables import ParkedRow

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
        raise_alarm(work, CAUSE, "A message could not be sorted and is parked; `openhour accounting` counts it.")


def unpark(session: Session, received_id: int) -> None:
    """The next round tries this message again."""
    session.delete(session.get_one(ParkedRow, received_id))
