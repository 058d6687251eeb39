"""The only writer of the received rows, the cursor, the lines for staff and the sums."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from intake.message import Received
from intake.store.engine import reading, told
from intake.store.rows import MailboxCursor, PerhapsRow, PerhapsState, ReceivedRow, TallyRow
from intake.store.values import Arrival, Batch, Claimed, Cursor, Outcome, PerhapsLine, Tally

_RECEIVED, _CURSOR, _TALLY, _PERHAPS = (
    SQLModel.metadata.tables[str(row.__tablename__)] for row in (ReceivedRow, MailboxCursor, TallyRow, PerhapsRow)
)

# Said once: building and compiling a statement costs more than running it.
_KEEP = {
    # One row at a time: SQLite's driver keeps what was bound to each statement that it has prepared, and a
    # statement for many rows would differ, and hold some megabytes of mail, with every number of rows.
    "sqlite": sqlite.insert(_RECEIVED)
    .on_conflict_do_nothing(index_elements=["digest"])
    .returning(_RECEIVED.c.id)
    .execution_options(insertmanyvalues_page_size=1),
    "postgresql": postgresql.insert(_RECEIVED)
    .on_conflict_do_nothing(index_elements=["digest"])
    .returning(_RECEIVED.c.id),
}
_BY_ID = select(_RECEIVED.c.id, _RECEIVED.c.digest, _RECEIVED.c.received_at, _RECEIVED.c.raw).where(
    _RECEIVED.c.id == bindparam("of")
)
_WHERE = select(_CURSOR.c.uidvalidity, _CURSOR.c.uid).where(_CURSOR.c.folder == bindparam("of"))
_MOVE = (
    update(_CURSOR)
    .where(_CURSOR.c.folder == bindparam("of"))
    .where(_CURSOR.c.uidvalidity == bindparam("from_uidvalidity"), _CURSOR.c.uid == bindparam("from_uid"))
    .values(uidvalidity=bindparam("uidvalidity"), uid=bindparam("uid"))
)
_ADD = (
    update(_TALLY)
    .where(_TALLY.c.folder == bindparam("of"))
    .values({name: _TALLY.c[name] + bindparam(f"more_{name}") for name in Tally.__dataclass_fields__})
)


class Sealer(Protocol):
    """Authenticated encryption. What was sealed under one label cannot be unsealed under another."""

    def seal(self, data: bytes, label: bytes) -> bytes:
        """Encrypt `data` under `label`."""
        ...

    def unseal(self, data: bytes, label: bytes) -> bytes:
        """Decrypt what was sealed under `label`; raises the adapter's own error if it was not."""
        ...


class Store:
    """Received mail in one database. May be shared by threads and used by several processes at once.

    Every method raises StoreError when the database cannot be used; nothing is then half done.
    """

    def __init__(self, engine: Engine, seal: Sealer) -> None:
        self._engine = engine
        self._seal = seal

    def cursor(self, folder: str) -> Cursor | None:
        """How far `folder` has been read; None before the first time."""
        with self._reading() as connection:
            return _cursor(connection, folder)

    def receive(self, batch: Batch) -> Outcome:
        """Commit one step of the cursor with everything it passes, in one transaction.

        A message whose bytes are known already (the same digest) is counted as a duplicate and
        is otherwise a no-op. If the cursor no longer stands at `batch.after`, another poller was
        faster: nothing is written and the outcome is not current.
        """
        with self._writing() as connection:
            if not _move_cursor(connection, batch):
                return Outcome(is_current=False)
            received = self._add_received(connection, batch.folder, batch.cursor.uidvalidity, batch.arrivals)
            perhaps = _add_perhaps(connection, batch)
            again = len(batch.arrivals) - len(received) + len(batch.perhaps) - perhaps
            outcome = Outcome(received=received, perhaps=perhaps, not_ours=batch.not_ours, duplicates=again)
            _count(connection, batch.folder, outcome)
        return outcome

    def received(self, received_id: int) -> Received:
        """The message with this id. `raw` is empty once the privacy clock has removed it.

        Raises LookupError if there is none.
        """
        return next(self.each([received_id]))

    def each(self, received_ids: Iterable[int]) -> Iterator[Received]:
        """The messages with these ids, in this order, as `received` gives them. Only one is held at a time."""
        with self._reading() as connection:
            for received_id in received_ids:
                row = connection.execute(_BY_ID, {"of": received_id}).one_or_none()
                if row is None:
                    raise LookupError(f"no received message {received_id}")
                yield Received(row.id, row.digest, row.received_at, self._opened(row.raw, row.digest))

    def claimed(self, folder: str) -> tuple[Claimed, ...]:
        """The lines of `folder` that staff have claimed, oldest first."""
        lines = _PERHAPS.c
        query = select(lines.id, lines.uidvalidity, lines.uid).where(
            lines.folder == folder, lines.state == PerhapsState.CLAIMED
        )
        with self._reading() as connection:
            return tuple(Claimed(*row) for row in connection.execute(query.order_by(lines.id)))

    def receive_claimed(self, folder: str, claimed: Claimed, arrival: Arrival | None) -> int | None:
        """Turn a claimed line into a received row; `arrival` is None when the message is gone.

        Returns the new row's id; None when it is gone, was known already, or another poller was
        faster. The message was counted as perhaps and is now counted as ours, so the sum stays true.
        """
        with self._writing() as connection:
            state = PerhapsState.GONE if arrival is None else PerhapsState.FETCHED
            settle = update(_PERHAPS).where(_PERHAPS.c.id == claimed.id, _PERHAPS.c.state == PerhapsState.CLAIMED)
            is_settled = connection.execute(settle.values(state=state)).rowcount == 1
            if not is_settled or arrival is None:
                return None
            received = self._add_received(connection, folder, claimed.uidvalidity, (arrival,))
            _count(connection, folder, Outcome(received=received, perhaps=-1, duplicates=1 - len(received)))
        return received[0] if received else None

    def tally(self) -> Tally:
        """The sums over all folders."""
        sums = [func.coalesce(func.sum(_TALLY.c[name]), 0) for name in Tally.__dataclass_fields__]
        with self._reading() as connection:
            return Tally(*map(int, connection.execute(select(*sums)).one()))

    def _add_received(
        self, connection: Connection, folder: str, uidvalidity: int, arrivals: tuple[Arrival, ...]
    ) -> tuple[int, ...]:
        if not arrivals:
            return ()
        rows = [
            {
                "digest": arrival.digest,
                "received_at": arrival.received_at,
                "size": arrival.size,
                "folder": folder,
                "uidvalidity": uidvalidity,
                "uid": arrival.uid,
                "raw": self._seal.seal(arrival.packed, _label(arrival.digest)),
            }
            for arrival in arrivals
        ]
        return tuple(sorted(connection.execute(_KEEP[connection.dialect.name], rows).scalars()))

    def _opened(self, raw: bytes | None, digest: bytes) -> bytes:
        return b"" if raw is None else zlib.decompress(self._seal.unseal(raw, _label(digest)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Pollers take turns, also before the first cursor exists; readers are not held up.
                connection.execute(text("LOCK TABLE mailbox_cursor IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(), reading(self._engine).connect() as connection:
            yield connection


def _label(digest: bytes) -> bytes:
    """Ties sealed bytes to their row, so that two rows cannot be exchanged unseen."""
    return b"received:" + digest


def _cursor(connection: Connection, folder: str) -> Cursor | None:
    row = connection.execute(_WHERE, {"of": folder}).one_or_none()
    return None if row is None else Cursor(*row)


def _add_perhaps(connection: Connection, batch: Batch) -> int:
    """Add the lines that are new; one that is known only learns where its message lies now."""
    if not batch.perhaps:
        return 0
    digests = {line.header_digest for line in batch.perhaps}
    known = set(
        connection.execute(select(_PERHAPS.c.header_digest).where(_PERHAPS.c.header_digest.in_(digests))).scalars()
    )
    new: dict[bytes, dict[str, Any]] = {}
    for line in batch.perhaps:
        place = {"folder": batch.folder, "uidvalidity": batch.cursor.uidvalidity, "uid": line.uid}
        if line.header_digest in known:
            here = update(_PERHAPS).where(_PERHAPS.c.header_digest == line.header_digest)
            connection.execute(here.values(**place))
        else:
            new.setdefault(line.header_digest, place | _said(line))
    if new:
        connection.execute(insert(_PERHAPS), list(new.values()))
    return len(new)


def _said(line: PerhapsLine) -> dict[str, Any]:
    return {
        "header_digest": line.header_digest,
        "sender": line.sender,
        "subject": line.subject,
        "received_at": line.received_at,
        "state": PerhapsState.SEEN,
    }


def _move_cursor(connection: Connection, batch: Batch) -> bool:
    """Move it from `after`; False when it does not stand there."""
    here = {"uidvalidity": batch.cursor.uidvalidity, "uid": batch.cursor.uid}
    if batch.after is not None:
        there = {"of": batch.folder, "from_uidvalidity": batch.after.uidvalidity, "from_uid": batch.after.uid}
        return connection.execute(_MOVE, here | there).rowcount == 1
    if _cursor(connection, batch.folder) is not None:
        return False
    connection.execute(insert(_CURSOR), here | {"folder": batch.folder})
    return True


def _count(connection: Connection, folder: str, outcome: Outcome) -> None:
    counted = {
        "passed": outcome.passed,
        "ours": len(outcome.received),
        "perhaps": outcome.perhaps,
        "not_ours": outcome.not_ours,
        "duplicates": outcome.duplicates,
    }
    if not connection.execute(
        _ADD, {f"more_{name}": number for name, number in counted.items()} | {"of": folder}
    ).rowcount:
        connection.execute(insert(_TALLY), counted | {"folder": folder})
