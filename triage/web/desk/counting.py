"""An event's numbers, counted anew when something has happened: somebody who looks again and again counts once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from triage.model.event import Event
from triage.store import statistics
from triage.store.statistics import Numbers

KEPT_FOR = timedelta(minutes=1)
"""No longer, even if nothing seems to have happened: what the privacy clock deletes leaves no line about its event."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers, the state of the rows they were counted from, and when."""

    state: tuple[int | None, ...]
    at: datetime
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Counts:
    """The newest numbers of each event. Threads may share it: two that count at once count the same."""

    known: dict[int, Counted] = field(default_factory=dict)

    def numbers(self, session: Session, event: Event, now: datetime) -> Numbers:
        """The numbers as they stand."""
        state, known = statistics.state_of(session, event), self.known.get(event.id)
        if known is None or known.state != state or not known.at <= now < known.at + KEPT_FOR:
            known = Counted(state, now, statistics.numbers(session, event))
            self.known[event.id] = known
        return known.numbers
