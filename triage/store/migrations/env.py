"""Run by Alembic: applies migrations over the connection that `migrate` hands in."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import intake.store
import triage.store.tables

TABLES = (intake.store, triage.store.tables)
"""Importing them fills the metadata that autogenerate compares with."""
SEARCH = "reading_search"
"""An index and its shadow tables, written by hand in 0003: what a table class cannot say."""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """What autogenerate looks at."""
    return not (kind in {"table", "index"} and name is not None and name.startswith(SEARCH))


def run(connection: Connection) -> None:
    """Applies what is missing. Batch mode because SQLite cannot alter most of a table in place."""
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, include_name=is_ours
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
