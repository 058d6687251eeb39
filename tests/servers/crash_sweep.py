"""Kills the worker at every commit point in turn, just before and just after it, and lets the next one go on.

Run as a program: it forks without threads, so a child is a whole worker, minus the start-up. Each point gets a database
of its own. Prints a JSON object a point: which, the differences of the accounting, and its sums; ends after the first
life that was not killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from office import HOUR, JOIN
from sqlalchemy import Connection, event

from triage.app import App, act_model, open_app
from triage.config import read
from triage.config.sections import Database
from triage.flow import accounting, events
from triage.flow.rounds import one_round
from triage.flow.work import unit_of_work

CLAIMS_EXPIRE = timedelta(minutes=10)


def main(config: Path) -> None:
    act_model()
    number = 1
    died = True
    while died:
        died = killed_at(config, number, "before")
        died = killed_at(config, number, "after") and died
        number += 1


def killed_at(config: Path, number: int, moment: str) -> bool:
    """One life that is killed there, one that goes on. False when the first lived to its end."""
    database = config.with_name(f"{number}-{moment}.db")
    prepare(config, database)
    died = not lived(config, database, timedelta(), (number, moment))
    if not lived(config, database, CLAIMS_EXPIRE, None):
        sys.exit("the second life was killed too")
    app = opened(config, database, CLAIMS_EXPIRE)
    with unit_of_work(app.runtime) as work:
        sums = accounting.account(work)
    told = {"at": f"{moment} commit {number}", "died": died, "differences": sums.differences}
    print(json.dumps(told | sums.as_json()), flush=True)  # noqa: T201 - the test reads it
    return died


def lived(config: Path, database: Path, ahead: timedelta, kill: tuple[int, str] | None) -> bool:
    """A round in a process of its own; False when it was killed."""
    child = os.fork()
    if child == 0:
        app = opened(config, database, ahead)
        if kill is not None:
            kill_at(app, *kill)
        one_round(app.runtime, app.mailroom)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        sys.exit("a worker failed by itself")
    return not os.WIFSIGNALED(status)


def kill_at(app: App, number: int, moment: str) -> None:
    """From now on the process ends at its commit of this number."""
    dialect, seen = app.runtime.engine.dialect, 0
    commit: Callable[[object], None] = dialect.do_commit

    def counted(_: Connection) -> None:
        nonlocal seen
        seen += 1
        if seen == number and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(connection: object) -> None:
        commit(connection)
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(app.runtime.engine, "commit", counted)
    dialect.do_commit = committed  # type: ignore[method-assign,assignment]


def prepare(config: Path, database: Path) -> None:
    """An event tomorrow in an empty database. In a child, so that this process never holds a connection."""
    if os.fork() == 0:
        app = opened(config, database, timedelta())
        with unit_of_work(app.runtime) as work:
            events.add(work, replace(HOUR, starts_at=work.now + timedelta(days=1)), JOIN)
        os._exit(0)
    os.wait()


def opened(config: Path, database: Path, ahead: timedelta) -> App:
    """The installation on this database, with a clock that runs ahead."""
    configuration = read(config).model_copy(update={"database": Database(url=f"sqlite:///{database}")})
    app = open_app(configuration)
    return replace(app, runtime=replace(app.runtime, clock=lambda: datetime.now(UTC) + ahead))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
