"""Run by Alembic: applies migrations over the connection that `migrate` hands in."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import intake.store
import triage.store.tables

TABLES = (intake.store, triage.store.tables)
"""Importing them fills the metadata that autogenerate compares with."""


def run(connection: Connection) -> None:
    """Applies what is missing. Batch mode because SQLite cannot alter most of a table in place."""
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
