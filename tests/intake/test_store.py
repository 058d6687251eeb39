"""The store commits a step whole or not at all, and keeps every message once."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, event, text
from sqlmodel import Session, col, select

from intake.message import Received
from intake.store import (
    Arrival,
    Batch,
    Claimed,
    Cursor,
    Outcome,
    PerhapsLine,
    PerhapsRow,
    PerhapsState,
    ReceivedRow,
    Store,
    StoreError,
    Tally,
    TallyRow,
    open_engine,
    reading,
)
from triage.seal import Seal, SealError

AT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
RAW = b"Subject: CR&S\r\n\r\nI will come.\r\n"


def arrival(uid: int, raw: bytes = RAW) -> Arrival:
    return Arrival.of(uid, AT, [raw])


def line(uid: int, head: bytes = b"head") -> PerhapsLine:
    return PerhapsLine(uid, AT, sha256(head).digest(), "ann@example.org", "CR")


def first(*arrivals: Arrival, perhaps: tuple[PerhapsLine, ...] = (), not_ours: int = 0, uid: int = 9) -> Batch:
    return Batch("INBOX", None, Cursor(1, uid), arrivals, perhaps, not_ours)


def then(after: int, uid: int, *arrivals: Arrival, perhaps: tuple[PerhapsLine, ...] = ()) -> Batch:
    return Batch("INBOX", Cursor(1, after), Cursor(1, uid), arrivals, perhaps)


def state(store: Store) -> tuple[Cursor | None, Tally]:
    return store.cursor("INBOX"), store.tally()


def test_an_empty_store_has_no_cursor_and_has_passed_nothing(store: Store) -> None:
    assert state(store) == (None, Tally())


def test_a_step_keeps_everything_it_passes(store: Store) -> None:
    outcome = store.receive(first(arrival(3), perhaps=(line(5),), not_ours=4))
    assert (outcome, outcome.passed, state(store), store.received(outcome.received[0])) == (
        Outcome(received=outcome.received, perhaps=1, not_ours=4),
        6,
        (Cursor(1, 9), Tally(passed=6, ours=1, perhaps=1, not_ours=4)),
        Received(outcome.received[0], sha256(RAW).digest(), AT, RAW),
    )


def test_the_same_bytes_again_are_counted_and_otherwise_a_no_op(store: Store) -> None:
    kept = store.receive(first(arrival(1), arrival(2), arrival(3, b"other")))
    again = store.receive(then(9, 12, arrival(10), arrival(11, b"third")))
    assert (len(kept.received), kept.duplicates, len(again.received), again.duplicates, store.tally()) == (
        2,
        1,
        1,
        1,
        Tally(passed=5, ours=3, duplicates=2),
    )


def test_ids_follow_the_order_of_arrival(store: Store) -> None:
    outcome = store.receive(first(*(arrival(uid, b"%d" % uid) for uid in range(1, 301)), uid=300))
    assert [store.received(one).raw for one in outcome.received[:3]] == [b"1", b"2", b"3"]
    assert outcome.received == tuple(sorted(outcome.received))


def test_a_step_from_where_the_cursor_no_longer_stands_writes_nothing(store: Store) -> None:
    store.receive(first(arrival(1)))
    before = state(store)
    stale = [store.receive(first(arrival(2, b"x"))), store.receive(then(8, 12, arrival(2, b"y")))]
    assert (stale, state(store)) == ([Outcome(is_current=False)] * 2, before)


def test_folders_have_their_own_cursors_and_one_sum(store: Store) -> None:
    store.receive(first(arrival(1)))
    store.receive(Batch("Junk", None, Cursor(7, 2), (arrival(1), arrival(2, b"x"))))
    assert (store.cursor("INBOX"), store.cursor("Junk"), store.tally()) == (
        Cursor(1, 9),
        Cursor(7, 2),
        Tally(passed=3, ours=2, duplicates=1),
    )


def test_a_line_met_again_learns_where_its_message_lies_now(store: Store, engine: Engine) -> None:
    store.receive(first(perhaps=(line(5), line(6))))
    outcome = store.receive(Batch("INBOX", Cursor(1, 9), Cursor(2, 1), perhaps=(line(1),)))
    with Session(reading(engine)) as session:
        rows = session.exec(select(PerhapsRow.uidvalidity, PerhapsRow.uid)).all()
    assert (outcome, rows, store.tally()) == (
        Outcome(duplicates=1),
        [(2, 1)],
        Tally(passed=3, perhaps=1, duplicates=2),
    )


def claim(engine: Engine) -> None:
    with Session(engine) as session:
        for row in session.exec(select(PerhapsRow)):
            row.state, row.claimed_by = PerhapsState.CLAIMED, "staff"
        session.commit()


def states(engine: Engine) -> list[str]:
    with Session(reading(engine)) as session:
        return list(session.exec(select(PerhapsRow.state).order_by(col(PerhapsRow.uid))))


def test_a_claimed_line_becomes_ours_once(store: Store, engine: Engine) -> None:
    store.receive(first(perhaps=(line(5),), not_ours=2))
    before = store.claimed("INBOX")
    claim(engine)
    (claimed,) = store.claimed("INBOX")
    received = store.receive_claimed("INBOX", claimed, arrival(5))
    again = store.receive_claimed("INBOX", claimed, arrival(5))
    assert received is not None
    assert (before, claimed, again, store.received(received).raw, states(engine), store.tally()) == (
        (),
        Claimed(claimed.id, 1, 5),
        None,
        RAW,
        ["fetched"],
        Tally(passed=3, ours=1, not_ours=2),
    )


def test_a_claimed_message_that_is_known_or_gone_keeps_the_sum_true(store: Store, engine: Engine) -> None:
    store.receive(first(arrival(1), perhaps=(line(5), line(6, b"other"))))
    claim(engine)
    known, gone = store.claimed("INBOX")
    results = [store.receive_claimed("INBOX", known, arrival(5)), store.receive_claimed("INBOX", gone, None)]
    assert (results, states(engine), store.tally()) == (
        [None, None],
        ["fetched", "gone"],
        Tally(passed=3, ours=1, perhaps=1, duplicates=1),
    )
    assert store.tally().is_balanced


def test_raw_bytes_are_compressed_and_sealed_at_rest(store: Store, engine: Engine) -> None:
    raw = b"I will come. " * 1000
    store.receive(first(arrival(1, raw)))
    with Session(reading(engine)) as session:
        kept = session.exec(select(ReceivedRow.raw)).one()
    assert kept is not None
    assert (b"come" in kept, zlib.compress(raw, 1) in kept, len(kept) < len(raw) / 10) == (False, False, True)


def test_sealed_bytes_cannot_be_put_into_another_row(store: Store, engine: Engine) -> None:
    one, other = store.receive(first(arrival(1), arrival(2, b"other"))).received
    with Session(engine) as session:
        rows = session.exec(select(ReceivedRow).order_by(col(ReceivedRow.uid))).all()
        rows[0].raw, rows[1].raw = rows[1].raw, rows[0].raw
        session.commit()
    for received in (one, other):
        with pytest.raises((InvalidTag, SealError)):
            store.received(received)


def test_a_message_emptied_by_the_privacy_clock_still_counts_as_known(store: Store, engine: Engine) -> None:
    (received,) = store.receive(first(arrival(1))).received
    with Session(engine) as session:
        session.exec(select(ReceivedRow)).one().raw = None
        session.commit()
    again = store.receive(then(9, 10, arrival(10)))
    assert (store.received(received).raw, again) == (b"", Outcome(duplicates=1))


def test_an_unknown_message_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError, match="no received message 7"):
        store.received(7)


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000], ids=lambda size: f"{size} bytes")
def test_a_message_of_any_size_comes_back_as_it_was(store: Store, size: int) -> None:
    raw = (sha256(b"seed").digest() * (size // 32 + 1))[:size]
    pieces = [raw[at : at + 100_000] for at in range(0, size, 100_000)]
    kept = store.receive(first(Arrival.of(1, AT, pieces)))
    assert store.received(kept.received[0]) == Received(kept.received[0], sha256(raw).digest(), AT, raw)


def test_of_pollers_with_the_same_step_one_is_current(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(store.receive, [first(arrival(1), not_ours=1)] * 8))
    assert (sorted(outcome.passed for outcome in outcomes), store.tally()) == (
        [0] * 7 + [2],
        Tally(passed=2, ours=1, not_ours=1),
    )


def test_writers_that_read_first_wait_for_each_other(engine: Engine, store: Store) -> None:
    store.receive(first(arrival(1)))

    sums = select(TallyRow.ours)

    def add_one(_: int) -> None:
        with engine.begin() as connection:
            ours = connection.execute(sums.with_for_update()).scalar_one()  # SQLite has taken its lock already
            connection.execute(text("UPDATE tally SET ours = :ours"), {"ours": ours + 1})

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add_one, range(40)))
    assert store.tally().ours == 41


def test_readers_do_not_wait_for_a_writer(engine: Engine, store: Store) -> None:
    store.receive(first(arrival(1)))
    with engine.begin() as connection:
        connection.execute(text("UPDATE tally SET ours = 5"))
        assert store.tally().ours == 1


def test_sqlite_is_opened_so_that_a_commit_survives_a_power_cut(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(engine).connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
    engine.dispose()
    assert values == ["wal", 2, 1, 30_000]  # 2 is FULL


def test_forty_pages_that_hold_two_connections_and_want_a_third_all_end(tmp_path: Path) -> None:
    engine, all_hold_two = open_engine(f"sqlite:///{tmp_path / 'a.db'}"), Barrier(40)

    def page(number: int) -> int:
        with reading(engine).connect(), reading(engine).connect():
            all_hold_two.wait(timeout=20)
            with reading(engine).connect() as third:
                return int(third.exec_driver_sql(f"SELECT {number}").scalar_one())

    with ThreadPoolExecutor(40) as threads:
        found = list(threads.map(page, range(40)))
    engine.dispose()
    assert found == list(range(40))


@pytest.mark.parametrize("url", ["", "nonsense", "oracle-of-delphi://x", "mysql+nodriver://x"])
def test_an_address_that_is_no_database_is_told(url: str) -> None:
    with pytest.raises(StoreError, match=r"\[database\] url"):
        open_engine(url)


@pytest.mark.parametrize(
    "url", ["sqlite:////nonexistent/folder/a.db", "postgresql://u:secret-pw@127.0.0.1:1/x?connect_timeout=2"]
)
def test_a_database_out_of_reach_is_told_without_its_password(url: str, seal: Seal) -> None:
    engine = open_engine(url)
    away = Store(engine, seal)
    with pytest.raises(StoreError, match="the database cannot be used") as caught:
        away.cursor("INBOX")
    engine.dispose()
    assert "secret-pw" not in str(caught.value)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, seal: Seal) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'full.db'}")
    ReceivedRow.metadata.create_all(engine, tables=[ReceivedRow.metadata.tables[n] for n in TABLES])
    small = Store(engine, seal)
    limit = {"pages": 60}

    @event.listens_for(engine, "begin")
    def cap(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit['pages']}")  # type: ignore[attr-defined]

    small.receive(first(arrival(1)))
    before = state(small)
    large = then(9, 10, Arrival.of(10, AT, [bytes(range(256)) * 4_000, sha256(b"x").digest() * 40_000]))
    with pytest.raises(StoreError, match="full; nothing was lost, make room"):
        small.receive(large)
    unmoved = state(small)
    limit["pages"] = 100_000
    assert (unmoved, len(small.receive(large).received), small.tally()) == (before, 1, Tally(passed=2, ours=2))
    engine.dispose()


TABLES = ("received", "mailbox_cursor", "tally", "perhaps")
