"""The mail server out of reach: everything is kept, and it is left alone for a little while before the next try.

A worker that waited for every mail's time-out in turn would read no mailbox meanwhile.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from triage.flow.alarms import raise_alarm
from triage.flow.work import Work
from triage.store.tables import AlarmRow

CAUSE = "smtp"
REST = timedelta(minutes=1)
"""Links are useless after the call, so never longer."""


def rest(work: Work, why: str) -> datetime:
    """Notes that the server could not be used, and says when it is tried again."""
    again = work.now + REST
    raise_alarm(work, CAUSE, f"Mail cannot be sent: {why}. Nothing is lost; it is tried again at {again:%H:%M:%S} UTC.")
    return again


def tried_again_at(work: Work) -> datetime | None:
    """Until when the server is left alone; None while it can be used, as far as is known."""
    alarm = work.session.get(AlarmRow, CAUSE)
    if alarm is None or alarm.is_over:
        return None
    again = alarm.last_at + REST
    return again if work.now < again else None
