"""A long list worked off in small transactions, so that nobody else waits long for the database.

Whoever calls reads the list first, without the write lock. By the time a portion is worked, a part of it may have been
settled by somebody else: what is done with each asks again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work

One = TypeVar("One")

AT_ONCE = 0.2
"""So many seconds of work are one transaction: nobody at the desk notices them."""
GAP = 0.11
"""Seconds between two transactions on SQLite. Who waits for its lock looks again every 100 ms at the latest, and would
never get a turn between two that follow on each other."""


def in_portions(runtime: Runtime, wanted: Sequence[One], do: Callable[[Work, One], bool]) -> int:
    """Does it with each, a transaction for as many as fit in; returns with how many there was something to do."""
    done = at = 0
    while at < len(wanted):
        if at and runtime.engine.dialect.name == "sqlite":
            time.sleep(GAP)
        with unit_of_work(runtime) as work:
            until = time.monotonic() + AT_ONCE
            while at < len(wanted):
                done += do(work, wanted[at])
                at += 1
                if time.monotonic() >= until:
                    break
    return done
