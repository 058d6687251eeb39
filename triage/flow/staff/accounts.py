"""Desk accounts: added, given another role or password, closed. Every change ends what was open under the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlmodel import col, delete, select

from triage import passwords
from triage.flow.history import record
from triage.flow.runtime import OPENHOUR
from triage.flow.work import ImpossibleError, Work
from triage.model.staff import Role
from triage.store.tables import SignInLinkRow, StaffRow, StaffSessionRow

NAME = re.compile(r"[^\W_](?:[\w .'-]{0,38}[\w.])?")
RESERVED = frozenset({OPENHOUR, "command line", "staff"})
"""Names that stand in the history already."""


class PasswordError(ImpossibleError):
    """This may be nobody's password; the sentence says why."""


def add(work: Work, name: str, role: Role, password: str) -> StaffRow:
    """A new account, or a closed one opened again. Raises ImpossibleError."""
    if not NAME.fullmatch(name) or name.casefold() in RESERVED:
        raise ImpossibleError(f"{name!r} cannot be a name: letters, figures, blanks, . ' and -, 40 at most")
    row = found(work, name)
    if row is not None and row.is_active:
        raise ImpossibleError(f"there is a {row.name} already")
    require_good(password, name)
    row = row or StaffRow(name=name, role=role, created_at=work.now)
    row.role, row.is_active, row.password_hash = role, True, passwords.hashed(password)
    forgive(work, row)
    record(work.session, work.now, "staff added", who=work.who, new={"name": row.name, "role": role})
    return row


def close(work: Work, name: str) -> None:
    """They can no longer sign in; what they did stays in the history. Raises ImpossibleError."""
    row = active(work, name)
    require_another_admin(work, row)
    row.is_active, row.password_hash = False, ""
    work.session.add(row)
    end_all(work, row.name)
    record(work.session, work.now, "staff removed", who=work.who, old={"name": row.name, "role": row.role})


def set_role(work: Work, name: str, role: Role) -> None:
    """Another role, from the next click on. Raises ImpossibleError."""
    row = active(work, name)
    if role is not Role.ADMIN:
        require_another_admin(work, row)
    old, row.role = row.role, role
    work.session.add(row)
    changed = {"name": row.name, "role": role}
    record(work.session, work.now, "staff role", who=work.who, old={"role": old}, new=changed)


def set_password(work: Work, name: str, password: str) -> None:
    """Another password; whoever is signed in under the old one is signed out. Raises ImpossibleError."""
    row = active(work, name)
    require_good(password, row.name)
    row.password_hash = passwords.hashed(password)
    forgive(work, row)
    end_all(work, row.name)
    record(work.session, work.now, "staff password", who=work.who, new={"name": row.name})


def end_all(work: Work, name: str) -> None:
    """Every browser of theirs is signed out, and no link of theirs serves any more."""
    for table in (StaffSessionRow, SignInLinkRow):
        work.session.exec(delete(table).where(col(table.staff) == name))


def forgive(work: Work, row: StaffRow) -> None:
    """No failed attempts any more."""
    row.failed_attempts, row.locked_until = 0, None
    work.session.add(row)
    work.session.flush()


def all_staff(work: Work) -> Sequence[StaffRow]:
    """Everybody, by name; those who left as well."""
    return work.session.exec(select(StaffRow).order_by(col(StaffRow.name))).all()


def found(work: Work, name: str) -> StaffRow | None:
    """The account of this name, however it is written in capitals."""
    rows = work.session.exec(select(StaffRow)).all()
    return next((row for row in rows if row.name.casefold() == name.strip().casefold()), None)


def active(work: Work, name: str) -> StaffRow:
    """An account that can sign in. Raises ImpossibleError."""
    row = found(work, name)
    if row is None or not row.is_active:
        raise ImpossibleError(f"nobody is called {name}; `openhour staff list` shows all")
    return row


def require_good(password: str, name: str) -> None:
    """Raises PasswordError for a password that may be nobody's."""
    if reason := passwords.why_not(password, name):
        raise PasswordError(f"the password is {reason}")


def require_another_admin(work: Work, row: StaffRow) -> None:
    """Raises ImpossibleError where this is the last one who can let others in."""
    others = select(StaffRow.name).where(
        StaffRow.role == Role.ADMIN, col(StaffRow.is_active).is_(True), StaffRow.name != row.name
    )
    if row.role == Role.ADMIN and work.session.exec(others).first() is None:
        raise ImpossibleError(f"{row.name} is the only admin; make somebody else one first")
