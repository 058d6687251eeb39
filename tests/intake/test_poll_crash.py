"""Pollers in processes of their own: killed at random moments, and measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from inbox import Inbox, letter, wire
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from intake.store import ReceivedRow, Store, Tally, reading

ROOT = Path(__file__).parents[2]


def run(inbox: Inbox, engine: Engine, *args: str) -> list[int]:
    """Run tests/servers/polling.py; the numbers that it prints."""
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, str(ROOT / "tests/servers/polling.py"), args[0], url]
    command += [str(inbox.server.port), inbox.name, *args[1:]]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests/servers")])
    done = subprocess.run(  # noqa: S603 - our own program
        command, check=True, capture_output=True, text=True, timeout=120, env=os.environ | {"PYTHONPATH": paths}
    )
    return [int(number) for number in done.stdout.split()]


def test_pollers_killed_at_twenty_moments_lose_and_double_nothing(inbox: Inbox, store: Store, engine: Engine) -> None:
    subjects = ["CR&S"] * 6 + ["CR"] + ["lunch"] * 3
    letters = [letter(number, subjects[number % 10], "word " * 400) for number in range(2_000)]
    inbox.deliver(*letters)
    (killed,) = run(inbox, engine, "kill", "seed 1")
    with Session(reading(engine)) as session:
        ids = session.exec(select(ReceivedRow.id).order_by(col(ReceivedRow.id))).all()
    kept = [store.received(one or 0).raw for one in ids]
    assert kept == [wire(raw) for raw in letters if b"CR&S" in raw]
    assert store.tally() == Tally(passed=2_000, ours=1_200, perhaps=200, not_ours=600)
    assert killed >= 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_message_of_25_megabytes_among_20000_stays_below_200_megabytes(
    inbox: Inbox, store: Store, engine: Engine
) -> None:
    large = letter(0, body=(os.urandom(30_000).hex() + "\n") * 420)
    for number in range(1, 10_001):
        inbox.deliver(letter(number, "lunch"))
    inbox.deliver(large)
    for number in range(10_001, 20_000):
        inbox.deliver(letter(number, "lunch"))
    passed, megabytes = run(inbox, engine, "measure")
    assert len(large) > 25_000_000
    assert (passed, store.received(1).raw == wire(large)) == (20_000, True)
    assert megabytes < 200
