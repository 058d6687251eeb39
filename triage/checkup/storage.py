"""The database: can it be used, does the key open it, and is it this installation's?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session

from intake.store import reading
from triage import app
from triage.checkup.finding import Finding, opened
from triage.config.sections import Configuration
from triage.flow.instance import NAME, id_in
from triage.store.migrations import newest_revision, stored_revision
from triage.store.tables import InstanceRow


def database(configuration: Configuration) -> Iterator[Finding]:
    """Can it be opened, and is its schema known?"""
    newest = newest_revision()
    with opened(configuration) as engine:
        name, stored = engine.dialect.name, stored_revision(engine)
    if stored in (None, newest):
        yield Finding("database", "ok", f"{name}, schema {stored or 'to be made at the first start'}")
    else:
        yield Finding("database", "ok", f"{name}, schema {stored} will become {newest} at the next start")


def key(configuration: Configuration) -> Iterator[Finding]:
    """Does the key open what is in the database?"""
    with opened(configuration) as engine:
        if stored_revision(engine) is not None:
            app.require_key(engine, app.seal_from(configuration))
    yield Finding("seal", "ok", "the key fits the database")


def instance(configuration: Configuration, path: Path | None) -> Iterator[Finding]:
    """Is the database a copy of another installation's? `path`: the file that names this one."""
    with opened(configuration) as engine:
        if path is None or stored_revision(engine) != newest_revision():
            return
        with Session(reading(engine)) as session:
            row = session.get(InstanceRow, NAME)
    if row is None or row.id == id_in(path):
        yield Finding("instance", "ok", "the database is this installation's")
        return
    what = (
        f"the database is another installation's than {path.name} says, so that all mail is paused; if this is no copy"
        " but the one that works, `openhour resume` makes it this installation's"
    )
    yield Finding("instance", "warning", what)
