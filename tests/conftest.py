"""The real servers that tests run against. One that is not installed fails the test: nothing is skipped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent / "servers"))  # the servers' modules, for every test

if TYPE_CHECKING:
    from dovecot import Dovecot
    from postgres import Postgres


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot; `dovecot.user(name)` makes a mailbox in it."""
    from dovecot import start_dovecot  # noqa: PLC0415 - only the tests that use it need it

    server = start_dovecot()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL; `postgres.database()` makes an empty database and returns its URL."""
    from postgres import start_postgres  # noqa: PLC0415 - only the tests that use it need it

    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'openhour.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()
