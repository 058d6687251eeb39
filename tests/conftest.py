"""The real servers that tests run against. One that is not installed fails the test: nothing is skipped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

from intake.store import MailboxCursor, PerhapsRow, ReceivedRow, Store, TallyRow, open_engine
from triage.seal import Seal

ROWS = (ReceivedRow, MailboxCursor, TallyRow, PerhapsRow)

sys.path.insert(0, str(Path(__file__).parent / "servers"))  # the servers' modules, for every test

if TYPE_CHECKING:
    from dovecot import Dovecot
    from inbox import Inbox
    from mediawiki import RealWiki
    from playwright.sync_api import Browser
    from postgres import Postgres


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot; `dovecot.user(name)` makes a mailbox in it."""
    from dovecot import start_dovecot  # noqa: PLC0415 - only the tests that use it need it

    server = start_dovecot()
    yield server
    server.stop()


@pytest.fixture
def inbox(dovecot: Dovecot) -> Iterator[Inbox]:
    """An empty mailbox of its own for this test."""
    from inbox import Inbox  # noqa: PLC0415 - only the tests that use it need it

    made = Inbox(dovecot, f"user{uuid4().hex[:12]}")
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL; `postgres.database()` makes an empty database and returns its URL."""
    from postgres import start_postgres  # noqa: PLC0415 - only the tests that use it need it

    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium for one file of tests: its loop must not outlive it, other tests run loops of their own."""
    from browser import running_browser  # noqa: PLC0415 - only the tests that use it need it

    with running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def mediawiki() -> Iterator[RealWiki]:
    """A running MediaWiki; `mediawiki.parse(wikitext)` renders, `mediawiki.edit(title, text)` saves."""
    from mediawiki import start_mediawiki  # noqa: PLC0415 - only the tests that use it need it

    server = start_mediawiki()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'openhour.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with intake's tables."""
    opened = open_engine(database_url)
    tables = [SQLModel.metadata.tables[str(row.__tablename__)] for row in ROWS]
    SQLModel.metadata.create_all(opened, tables=tables)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def seal() -> Seal:
    """A seal with a key of no value."""
    return Seal((bytes(range(32)),))


@pytest.fixture
def store(engine: Engine, seal: Seal) -> Store:
    """The store of received mail."""
    return Store(engine, seal)
