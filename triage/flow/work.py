"""One unit of work: a transaction, the moment it stands for, and who is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from intake.store import StoreError, reading
from triage.flow.runtime import OPENHOUR, Runtime


class TransitionError(Exception):
    """A bug: no such transition exists. The message that asked for it is parked, and a person sees it."""


class ImpossibleError(LookupError):
    """A person of the staff asked for what cannot be done. The sentence says why; nothing was changed."""


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
    with told(), Session(runtime.engine, autoflush=False) as session:
        yield Work(session, runtime, runtime.clock(), who)
        session.commit()


@contextmanager
def look(runtime: Runtime) -> Iterator[Work]:
    """Reads and waits for nobody. What is changed in it is not kept."""
    with told(), Session(reading(runtime.engine), autoflush=False) as session:
        yield Work(session, runtime, runtime.clock())


@contextmanager
def told() -> Iterator[None]:
    """A database out of reach or full is a sentence, and no message's fault; a broken rule of ours is a bug."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines() or ["no reason given"]
        raise StoreError(f"the database cannot be used: {said[0]}; nothing was lost, it is tried again") from error


def require_reason(why: str) -> None:
    """What a person decides is written down with its reason. Raises ImpossibleError for a blank one."""
    if not why.strip():
        raise ImpossibleError("a reason is needed; staff read it later")
