"""Opens the database. Knows SQLite's and PostgreSQL's habits so that nobody else has to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

BUSY_MS = 30_000
"""How long a writer waits for another one before it gives up, in milliseconds."""

KEPT_OPEN = 10
"""Connections that are kept when nobody uses them."""
AT_ONCE = 90
"""Connections at most. Forty threads may answer pages, each over up to three connections at once: below 81 all of them
could hold two and wait for a third for ever. PostgreSQL allows 100 unless it is told otherwise."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
_READING = "openhour_reading"


class StoreError(Exception):
    """The database cannot be used now, or not as configured. Nothing was half done: the transaction is undone."""


def open_engine(url: str) -> Engine:
    """Open `url`: `sqlite:///FILE` or `postgresql://…` (with psycopg).

    On SQLite every transaction takes the write lock when it begins: one that reads first and
    writes later would otherwise fail at once, however long it is willing to wait. For pages that
    only read, see `reading`.

    Raises StoreError for an address that is not a database's.
    """
    try:
        address = make_url(url)
        if address.drivername in {"postgresql", "postgres"}:
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=address.get_backend_name() != "sqlite",
            pool_size=KEPT_OPEN,
            max_overflow=AT_ONCE - KEPT_OPEN,
        )
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(f"[database] url: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database for transactions that only read: on SQLite they then wait for nobody."""
    return engine.execution_options(**{_READING: True})


@contextmanager
def told() -> Iterator[None]:
    """Turn the driver's error into one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the database cannot be used: {_cause(str(error.orig).strip())}") from error


def _cause(said: str) -> str:
    first = said.splitlines()[0] if said else "no reason given"
    if "full" in said or "No space" in said or "disk I/O" in said or "too large" in said:
        return f"{first}; nothing was lost, make room and it goes on by itself"
    return first


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
