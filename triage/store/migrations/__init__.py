"""The schema's history, applied in order by Alembic; the first table came through here too."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Brings the database to the newest schema; does nothing where it is there already."""
    with engine.begin() as connection:
        configuration = alembic_config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


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
