"""One unit of work: a transaction, the moment it stands for, and who is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from triage.flow.runtime import OPENHOUR, Runtime


class TransitionError(Exception):
    """A bug: no such transition exists. The message that asked for it is parked, and a person sees it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a use case needs while it changes rows. Whoever opens it commits; use cases do not."""

    session: Session
    runtime: Runtime
    now: datetime
    who: str = OPENHOUR

    @property
    def is_by_staff(self) -> bool:
        """Does a person of the staff act here?"""
        return self.who != OPENHOUR


@contextmanager
def unit_of_work(runtime: Runtime, who: str = OPENHOUR) -> Iterator[Work]:
    """A transaction that is committed when the block ends, and rolled back when it raises.

    Rows are written where a use case says so (`flush`) or at the end, all at once: not before every question.
    """
    with Session(runtime.engine, autoflush=False) as session:
        yield Work(session, runtime, runtime.clock(), who)
        session.commit()
