"""Sends a mailing to many with workers that are killed on their way, and lets the last one finish.

Run as a program: `mailing_crash.py FOLDER PORT PEOPLE KILLS`. It forks without threads, so that a child is a whole
worker, minus the start-up. Prints how many were killed under way, and how many people are in which state.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from office import Office, open_office
from sqlalchemy import event

from triage.app import act_model
from triage.courier import SmtpCourier, SmtpSettings
from triage.flow.mailings import prepare, rows, steer
from triage.flow.rounds import send
from triage.flow.work import unit_of_work
from triage.model.case import CaseState
from triage.model.mailing import MailingState, Segment
from triage.store.events import event_row, stored_id
from triage.store.tables import CaseRow, PersonRow

CLAIMS_EXPIRE = timedelta(minutes=10)
LOOK_EVERY = 0.01


def main(folder: Path, port: int, people: int, kills: int) -> None:
    act_model()
    in_a_child(lambda: begin(folder, port, people))
    draw, killed = random.Random(7), 0  # noqa: S311 - where to kill is no secret
    for number in range(kills):
        # Somewhere on the way, so that each worker has done some of it and none comes to the end.
        killed += die(folder, port, int(people * (number + draw.random()) / (kills + 1)))
    in_a_child(lambda: work(folder, port, timedelta()))
    in_a_child(lambda: finish(folder, port, killed))


def in_a_child(job) -> None:  # type: ignore[no-untyped-def] # a function without arguments
    """This process never holds a connection to the database, so that its children begin clean."""
    child = os.fork()
    if child == 0:
        job()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit("a worker failed by itself")


def die(folder: Path, port: int, after: int) -> bool:
    """A worker that is killed once so many mails have gone; False when it came to its end."""
    child = os.fork()
    if child == 0:
        work(folder, port, timedelta())
        os._exit(0)
    while sent(folder) <= after and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(LOOK_EVERY)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def sent(folder: Path) -> int:
    """Mails that are noted as sent. The connection is closed at once: none may be open while a child is forked,
    for SQLite would then give both the same locks, and the parent would take the child's log away."""
    with closing(sqlite3.connect(folder / "openhour.db", timeout=30)) as connection:
        found: tuple[int] = connection.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()
    return found[0]


def opened(folder: Path, port: int, ahead: timedelta) -> Office:
    """The installation. What SIGKILL cannot take is in the page cache: waiting for the disk would test the disk."""
    office = open_office(folder, f"sqlite:///{folder / 'openhour.db'}")
    event.listen(office.runtime.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    office.runtime.engine.dispose()
    now = office.now
    office.settings(max_per_hour=1_000_000)
    office.courier(SmtpCourier(SmtpSettings("127.0.0.1", port, "none")))
    began = time.monotonic()
    clock = lambda: now + ahead + timedelta(seconds=time.monotonic() - began)  # noqa: E731 - one line
    office.runtime = replace(office.runtime, clock=clock)
    return office


def begin(folder: Path, port: int, people: int) -> None:
    """So many people, and a mailing to all of them that was agreed to."""
    office = opened(folder, port, timedelta())
    office.open_event()
    about = {"event_id": 1, "state": CaseState.DONE, "opened_at": office.now, "updated_at": office.now}
    with unit_of_work(office.runtime, "Nasma") as work:
        numbers = range(1, people + 1)
        work.session.add_all(
            PersonRow(id=n, address=f"reader{n}@reader.example", created_at=office.now) for n in numbers
        )
        work.session.flush()
        work.session.add_all(CaseRow(person_id=n, **about) for n in numbers)
        work.session.flush()
        hour = event_row(work.session, "hour")
        assert hour is not None
        row = prepare.prepare(work, hour, Segment.EVERYONE, "News", "There is news.")
        steer.send(work, stored_id(row.id), people)


def work(folder: Path, port: int, ahead: timedelta) -> None:
    """As the worker does it, until nothing is left to write and to send."""
    office = opened(folder, port, ahead)
    while send(office.runtime).outcomes:
        pass


def finish(folder: Path, port: int, killed: int) -> None:
    """The claims that the dead left expire; then the mailing is over, and everybody's state is told."""
    work(folder, port, CLAIMS_EXPIRE)
    office = opened(folder, port, CLAIMS_EXPIRE)
    with unit_of_work(office.runtime) as unit:
        progress = rows.progress(unit, rows.mailing(unit, 1))
        lines = [(each.address, each.state) for each in rows.people(unit, 1, limit=1_000_000)]
    told = {"killed": killed, "state": progress.state, "people": lines, "is_done": progress.state == MailingState.DONE}
    print(json.dumps(told), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
