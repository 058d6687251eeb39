"""What the runner learned of each part when it last used it: for the health page and for monitors.

An alarm ends when it is over; this stays, so that somebody can still see when the mailbox was last read, and what was
wrong last.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import select

from triage.flow.work import Work
from triage.store.append import add_if_new
from triage.store.tables import PulseRow

PARTS = frozenset({"mailbox", "smtp", "standing", "zoom", "accounting", "sign-in"})
"""Causes of alarms that are parts, used again and again. Others are single happenings."""
EVERY = timedelta(seconds=10)
"""Noted no more often than this: a part that works is used every second."""


def well(work: Work, part: str) -> None:
    """It worked now."""
    if part not in PARTS:
        return
    row = row_of(work, part)
    if row.well_at is None or is_failing(row) or work.now - row.well_at >= EVERY:
        row.well_at = work.now
        work.session.add(row)


def failed(work: Work, part: str, why: str) -> None:
    """It did not work now. `why` holds nobody's words."""
    if part not in PARTS:
        return
    row = row_of(work, part)
    row.failed_at, row.failed_why = work.now, why
    work.session.add(row)


def row_of(work: Work, part: str) -> PulseRow:
    """What is known of it. Worker and desk may begin it at once."""
    row = work.session.get(PulseRow, part)
    if row is None:
        add_if_new(work.session, PulseRow(part=part))
        row = work.session.get_one(PulseRow, part)
    return row


def is_failing(row: PulseRow) -> bool:
    """Was its last use a failure?"""
    return row.failed_at is not None and (row.well_at is None or row.failed_at > row.well_at)


def pulses(work: Work) -> Mapping[str, PulseRow]:
    """What is known of each part; one that was never used is not there."""
    return {row.part: row for row in work.session.exec(select(PulseRow))}
