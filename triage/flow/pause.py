"""Stops and restarts all outgoing mail. Alarms still go."""

from __future__ import annotations

from triage.flow.history import record
from triage.flow.instance import adopt
from triage.flow.work import Work
from triage.store.outgoing import OUTGOING
from triage.store.tables import PauseRow


def pause(work: Work, why: str) -> None:
    """No mail leaves from now on, whatever is queued. A second pause keeps the first's reason."""
    if is_paused(work) is None:
        work.session.add(PauseRow(name=OUTGOING, who=work.who, why=why, since=work.now))
        record(work.session, work.now, "outgoing mail paused", who=work.who, why=why)


def resume(work: Work) -> bool:
    """Mail goes again; False if it was not paused."""
    row = is_paused(work)
    if row is None:
        return False
    adopt(work)
    work.session.delete(row)
    record(work.session, work.now, "outgoing mail resumed", who=work.who)
    return True


def is_paused(work: Work) -> PauseRow | None:
    """Who paused outgoing mail, when and why; None while it runs."""
    return work.session.get(PauseRow, OUTGOING)
