"""A real PostgreSQL on a socket in a throw-away folder, from Debian's binaries; root drops to `nobody`."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

_SETTINGS = ("listen_addresses=", "fsync=off", "shared_buffers=16MB", "max_connections=50")


@dataclass(frozen=True, slots=True)
class Postgres:
    """`database()` makes an empty database and returns its URL."""

    base: Path
    process: subprocess.Popen[bytes]
    numbers: count[int]

    def database(self) -> str:
        name = f"test{next(self.numbers)}"
        with psycopg.connect(host=str(self.base), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://postgres@/{name}?host={self.base}"

    def stop(self) -> None:
        self.process.terminate()  # with every client gone, a quick and clean stop
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        shutil.rmtree(self.base, ignore_errors=True)


def start_postgres() -> Postgres:
    """Start it and wait until it answers. FileNotFoundError if it is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        raise FileNotFoundError("these tests need PostgreSQL: install Debian's postgresql")
    binaries = programs[-1].parent
    owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    base = Path(tempfile.mkdtemp(prefix="pg"))
    os.chown(base, owner.pw_uid, owner.pw_gid)
    user, group = (owner.pw_uid, owner.pw_gid) if os.getuid() == 0 else (None, None)
    make = [
        str(binaries / "initdb"),
        "-D",
        str(base / "data"),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=base, user=user, group=group)  # noqa: S603
    run = [str(binaries / "postgres"), "-D", str(base / "data"), "-k", str(base)]
    run += [part for setting in _SETTINGS for part in ("-c", setting)]
    log = (base / "log").open("wb")
    process = subprocess.Popen(run, stderr=log, cwd=base, user=user, group=group)  # noqa: S603
    log.close()
    _wait(base)
    return Postgres(base, process, count())


def _wait(base: Path) -> None:
    for _ in range(200):
        try:
            psycopg.connect(host=str(base), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {(base / 'log').read_text(encoding='utf-8')}")
