"""One active runner per database, by a lease row on SQLite and PostgreSQL alike."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta

from sqlmodel import Session

from triage.flow.runtime import Runtime
from triage.store.tables import LeaseRow

RUNNER = "runner"
LEASE = timedelta(seconds=60)


def runner_name() -> str:
    """Tells runners apart, also on one machine."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"


def hold(runtime: Runtime, holder: str) -> bool:
    """Takes or renews the lease; False while another living runner has it."""
    now = runtime.clock()
    with Session(runtime.engine) as session:
        lease = session.get(LeaseRow, RUNNER, with_for_update=True)
        if lease is None:
            session.add(LeaseRow(name=RUNNER, holder=holder, expires_at=now + LEASE))
        elif not may_take(lease, holder, now):
            return False
        else:
            lease.holder, lease.expires_at = holder, now + LEASE
            session.add(lease)
        session.commit()
    return True


def let_go(runtime: Runtime, holder: str) -> None:
    """Gives the lease up at a clean stop, so that the next runner need not wait."""
    with Session(runtime.engine) as session:
        lease = session.get(LeaseRow, RUNNER, with_for_update=True)
        if lease is not None and lease.holder == holder:
            session.delete(lease)
            session.commit()


def may_take(lease: LeaseRow, holder: str, now: datetime) -> bool:
    """Is the lease ours already, or has its holder been silent for too long?"""
    return lease.holder == holder or lease.expires_at <= now
