"""Which installation a database belongs to: a copy of it somewhere else must not write to people.

The id stands twice, in the database and in a file beside the configuration. Who copies the one has, as a rule, not
copied the other; then all mail is paused until a person says that this is the installation now.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from triage.flow.history import record
from triage.flow.work import Work
from triage.store.outgoing import OUTGOING
from triage.store.tables import InstanceRow, PauseRow

log = logging.getLogger(__name__)

NAME = "openhour"
_MOST = 200


def require_own_database(work: Work) -> bool:
    """Whether this database is this installation's; if not, all mail is paused. The first start makes it so."""
    path = work.runtime.instance_file
    if path is None:
        return True
    row, known = work.session.get(InstanceRow, NAME), id_in(path)
    if row is None:
        begin(work, path, known)
        return True
    if row.id == known:
        return True
    pause_copy(work, path, known)
    return False


def begin(work: Work, path: Path, known: str | None) -> None:
    """First start: the file first, so that a crash in between leaves a new database that takes the file's id."""
    made = known or made_file(path)
    if made is not None:
        work.session.add(InstanceRow(name=NAME, id=made))


def pause_copy(work: Work, path: Path, known: str | None) -> None:
    """Says what is the matter, once; a pause that stands already keeps its reason."""
    if work.session.get(PauseRow, OUTGOING) is not None:
        return
    what = f"{path} names another one" if known else f"{path} is missing"
    why = (
        f"This database belongs to another installation: {what}. If it is a copy, leave it paused, so that nobody is"
        " written to twice. If it has moved here for good, `openhour resume` makes it this installation's."
    )
    work.session.add(PauseRow(name=OUTGOING, who=work.who, why=why, since=work.now))
    record(work.session, work.now, "outgoing mail paused", who=work.who, why=why)


def adopt(work: Work) -> None:
    """A person says that mail may leave: from now on the two belong together, and to no former copy."""
    path = work.runtime.instance_file
    if path is None:
        return
    row, known = work.session.get(InstanceRow, NAME), id_in(path)
    if row is not None and row.id == known:
        return
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    made = made_file(path)
    if made is not None:
        work.session.add(InstanceRow(name=NAME, id=made))


def id_in(path: Path) -> str | None:
    """The id in the file; None while there is none."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return file.read(_MOST).strip() or None
    except OSError:
        return None


def made_file(path: Path) -> str | None:
    """A new id, in the file, in place of what it held; None where nothing can be written, and then nobody asks."""
    made = secrets.token_hex(16)
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(f"{made}\n", encoding="ascii")
        os.replace(beside, path)  # noqa: PTH105 - whole or not at all
    except OSError as error:
        log.warning("%s cannot be written (%s): a copy of the database would not be noticed", path, error.strerror)
        return None
    return made
