"""The schema's history, applied in order by Alembic; the first table came through here too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent


def migrate(engine: Engine, to: str = "head") -> None:
    """Brings the database to the newest schema, or to the revision `to`; does nothing where it is there already."""
    with engine.connect() as connection, _tables_may_be_remade(connection), connection.begin():
        configuration = alembic_config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, to)


@contextmanager
def _tables_may_be_remade(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew, and would take the old one's rows for deleted.

    The pragma does nothing inside a transaction, so it comes before (sqlite.org/lang_altertable.html, 7).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    pragma = connection.connection.cursor().execute
    pragma("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        pragma("PRAGMA foreign_keys=ON")


def stored_revision(engine: Engine) -> str | None:
    """The revision of this database; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The revision that this program was written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def alembic_config() -> Config:
    """Alembic's configuration without a file of its own."""
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    return configuration
