"""Intake, from the mailbox to the stored row, against a reference pipeline on the same mailbox in the same run.

bench_intake.py [--repeat 3]     needs Dovecot; some minutes

Machines differ: every figure but bytes and memory is a ratio of two medians taken in turn.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tests" / "servers")]

from dovecot import PASSWORD, Dovecot, free_port, start_dovecot
from mailgen import write_maildir
from relay import Relay
from sqlmodel import Session, SQLModel, select

from intake.mailbox import ImapAccount, ImapMailbox, Security
from intake.store import ReceivedRow, Store, open_engine
from triage.seal import Seal

SMALL, LARGE, IDLE, KILLED = 5_000, 20_000, 1_000, 2_000
OURS, KILLED_OURS = 0.02, 0.6
ROUND_TRIP_MS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one process reported."""

    messages: int
    seconds: float
    megabytes: int

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds


@dataclass(frozen=True, slots=True)
class Bench:
    """The server, and a folder for databases."""

    server: Dovecot
    folder: Path
    repeat: int

    def poll(self, user: str, *, port: int = 0, commit_rows: int = 500, share: str = "all") -> Run:
        """One poll into a new database."""
        database = self.folder / "openhour.db"
        words = ["poll", port or self.server.port, user, database, commit_rows, share]
        messages, _, seconds, megabytes = _printed("intake_run.py", *words)
        return Run(int(messages), float(seconds), int(megabytes))

    def headers(self, user: str) -> Run:
        """IMAPClient reads the header sections and nothing else."""
        messages, _, seconds, megabytes = _printed("intake_run.py", "headers", self.server.port, user)
        return Run(int(messages), float(seconds), int(megabytes))

    def reference(self, user: str) -> Run:
        """The reference pipeline, in transactions of 50."""
        database = self.folder / "reference.db"
        messages, seconds = _printed("reference.py", self.server.port, user, PASSWORD, database, 50)
        return Run(int(messages), float(seconds), 0)

    def in_turn(self, *kinds: Callable[[], Run]) -> list[list[Run]]:
        """Run them one after the other, again and again, so that a slow moment of the machine hits all."""
        return [list(runs) for runs in zip(*([kind() for kind in kinds] for _ in range(self.repeat)), strict=True)]


def _printed(program: str, *words: object) -> list[str]:
    command = [sys.executable, str(HERE / program), *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603


def rate(runs: list[Run]) -> float:
    """The median rate."""
    return median(run.rate for run in runs)


def say(what: str, measured: str, floor: str, aim: str) -> None:
    """One row of the table."""
    print(f"{what:<58} {measured:>22}   floor {floor:<12} aim {aim}", flush=True)


def rates(bench: Bench) -> None:
    """Everything that is a rate, and the memory that it took."""
    with _delayed(bench.server.port) as far:
        reference, near, away, single, large, shared, heads = bench.in_turn(
            lambda: bench.reference("small"),
            lambda: bench.poll("small"),
            lambda: bench.poll("small", port=far),
            lambda: bench.poll("small", commit_rows=1),
            lambda: bench.poll("large"),
            lambda: bench.poll("large", share="subject"),
            lambda: bench.headers("large"),
        )
    base = rate(near)
    print(
        f"rates, messages/s: reference {rate(reference):.0f}, intake {base:.0f}, IMAPClient headers {rate(heads):.0f}"
    )
    say("of the reference pipeline, transaction of 50", f"{base / rate(reference):.0%}", "60%", "100%")
    say("at 20 ms round trip, of the loopback rate", f"{rate(away) / base:.0%}", "60%", "90%")
    say("20,000 messages, of the rate at 5,000", f"{rate(large) / base:.0%}", "90%", "100%")
    say("shared mailbox, 2% ours: of the all-ours rate", f"{rate(shared) / base:.1f} x", "5 x", "")
    say("shared mailbox, 2% ours: of IMAPClient's header rate", f"{rate(shared) / rate(heads):.0%}", "", "50%")
    say("one commit a message, of the batched rate", f"{rate(single) / base:.0%}", "40%", "60%")
    small_mb, large_mb = (max(run.megabytes for run in runs) for runs in (near, large))
    say("peak memory over 5,000 / over 20,000 messages", f"{small_mb} / {large_mb} MB", "120 MB", "83 MB")


def idle(bench: Bench) -> None:
    """The bytes of a poll that finds nothing, both ways."""
    kept, cycles = [], []
    for user in ("idle", "large"):
        with Relay(bench.server.port) as relay:
            account = ImapAccount("127.0.0.1", user, PASSWORD, port=relay.port, security=Security.NONE)
            mailbox = ImapMailbox(account)
            mailbox.look()
            cycles.append(relay.up + relay.down)
            mailbox.look()
            kept.append(relay.up + relay.down - cycles[-1])
            mailbox.close()
    sizes = f"{kept[0]} / {kept[1]} bytes"
    say("idle poll on a kept connection, 1,000 / 20,000 messages", sizes, "150", "60")
    say("idle poll, a whole cycle", f"{cycles[0]} / {cycles[1]} bytes", "1,100", "800")


def crashes(bench: Bench) -> None:
    """Kill pollers, then let two poll at once; broken messages are among the others."""
    killed = int(_polling(bench, "kill", "killed", "1")[0])
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: _polling(bench, "measure", "two"), range(2)))
    _polling(bench, "measure", "two")  # what the one left over when the other overtook it
    expected = sum(number * 2_654_435_761 % 10_000 < KILLED_OURS * 10_000 for number in range(1, KILLED + 1))
    for what, name in ((f"kill -9 at {killed} moments", "killed"), ("two at once", "two")):
        store, rows = _counted(bench, name)
        tally = store.tally()
        lost, twice = expected - rows, tally.duplicates
        blocked = KILLED - tally.passed
        say(what, f"{lost} lost, {twice} twice, {blocked} blocked", "0, 0, 0", "0, 0, 0")


def _polling(bench: Bench, mode: str, name: str, *words: str) -> list[str]:
    url = f"sqlite:///{bench.folder / name}.db"
    engine = open_engine(url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    command = [sys.executable, str(ROOT / "tests/servers/polling.py"), mode, url, str(bench.server.port), "killed"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[:3])}
    done = subprocess.run([*command, *words], check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    return done.stdout.split()


def _counted(bench: Bench, name: str) -> tuple[Store, int]:
    engine = open_engine(f"sqlite:///{bench.folder / name}.db")
    with Session(engine) as session:
        rows = len(session.exec(select(ReceivedRow.id)).all())
    return Store(engine, Seal((bytes(range(32)),))), rows


@contextmanager
def _delayed(target: int) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, str(HERE / "rttproxy.py"), str(port), str(target), str(ROUND_TRIP_MS / 2)]
    with subprocess.Popen(command) as proxy:  # noqa: S603 - our own program
        yield port
        proxy.terminate()


def main() -> None:
    """Fill the mailboxes and print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--repeat", type=int, default=3)
    repeat = options.parse_args().repeat
    server = start_dovecot(mechanisms="plain login")  # what most servers say of themselves
    try:
        boxes = (("small", SMALL, OURS), ("large", LARGE, OURS), ("idle", IDLE, OURS), ("killed", KILLED, KILLED_OURS))
        for user, count, ours in boxes:
            maildir = server.user(user)
            write_maildir(maildir, count, ours=ours)
            server.give(maildir)
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(server, Path(folder), repeat)
            bench.headers("large")  # the server indexes a new mailbox once
            bench.headers("small")
            idle(bench)
            rates(bench)
            crashes(bench)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
