"""Adds rows that nobody ever changes: history, readings, what a message counts as.

They are written at once and plainly. Rows that change are objects of the session instead.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel


def append(session: Session, row: type[SQLModel], **values: Any) -> None:  # noqa: ANN401 - a column's own type
    """One row; columns that are not named stay empty. Rows it refers to must have been flushed."""
    append_all(session, row, [values])


def add_if_new(session: Session, row: SQLModel) -> bool:
    """Adds an object unless its key is taken; False where another worker was faster a moment ago."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True


def append_all(session: Session, row: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Several rows of one table in one statement; none is fine."""
    if rows:
        session.connection().execute(insert_into(row), rows)


@functools.cache
def insert_into(row: type[SQLModel]) -> Insert:
    """Said once for each table: building a statement costs as much as running it."""
    return insert(SQLModel.metadata.tables[str(row.__tablename__)])
