"""The desk's pages at the server: 10,000 cases and 30,000 messages on SQLite, while a worker runs in the same process.

bench_desk.py [--cases 10000] [--repeat 60] [--quiet]     --quiet: no worker beside it

Each page is asked for over HTTP as a browser does (kept connection, gzip); so the figure holds the network of one
machine and the packing as well. A worker ticks beside it as in `run`, and a mail arrives each second.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "servers"), str(Path(__file__).parent)]

from desk_database import fill
from office import Office, open_office

from triage.app import templates_beside
from triage.flow import rounds
from triage.flow.staff import accounts, sessions
from triage.flow.work import unit_of_work
from triage.model.staff import Role
from triage.web.desk import desk_from, desk_site
from triage.web.serve import keep_what_is_built, served

HELPDESK_QUEUE_MS = 113
PAGES = (
    ("queue", "/desk", HELPDESK_QUEUE_MS / 3),
    ("case", "/desk/case/{case}", 20),
    ("search, a word", "/desk/search?q=captions", 100),
    ("search, a name", "/desk/search?q=%D9%84%D9%8A%D9%84%D9%89", 100),
    ("search, an address", "/desk/search?q=person{case}%40reader", 100),
    ("event with its pictures", "/desk/event/next-hour", 80),
    ("events", "/desk/events", None),
    ("attendance", "/desk/event/next-hour/attendance?order=name", None),
    ("clock", "/desk/event/next-hour/clock", None),
    ("mails of the event", "/desk/event/next-hour/mails", None),
    ("questions", "/desk/event/next-hour/questions", None),
    ("health", "/desk/health", None),
    ("attendance as a file", "/desk/event/next-hour/attendance.csv", None),
)
"""What is asked for, and the most milliseconds that the median may take."""
SPREAD = 3
"""The 95th percentile is at most so many times the median."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each visit, in order; of the processor alone, worker included; and the size as it is sent."""

    milliseconds: list[float]
    processor: list[float]
    octets: int

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    @property
    def most(self) -> float:
        """The 95th percentile."""
        return sorted(self.milliseconds)[int(len(self.milliseconds) * 0.95)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--repeat", type=int, default=60)
    options.add_argument("--share", type=float, default=0.8, help="of the cases, how many are about the next call")
    options.add_argument("--quiet", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), f"sqlite:///{folder}/openhour.db")
        began = time.monotonic()
        fill(office, given.cases, next_share=given.share)
        print(f"{given.cases} cases, {3 * given.cases} messages, written in {time.monotonic() - began:.0f} s")
        if not given.quiet:
            print(f"the worker's first round over all that took {first_round(office):.0f} s")
        with serving(office) as (port, cookie), working(office, is_idle=given.quiet):
            for name, path, most in PAGES:
                report(name, measured(port, cookie, path, given.cases, given.repeat), most)


def first_round(office: Office) -> float:
    """Reminders and all else that became due in the years that were made up; then a worker has its everyday."""
    began = time.monotonic()
    rounds.decide(office.runtime)
    rounds.send(office.runtime)
    rounds.watch(office.runtime)
    return time.monotonic() - began


@contextmanager
def serving(office: Office) -> Iterator[tuple[int, str]]:
    """The desk on a port, and the cookie of an admin."""
    with unit_of_work(office.runtime, "command line") as work:
        accounts.add(work, "Rosalind", Role.ADMIN, "a sentence that nobody guesses")
    with unit_of_work(office.runtime) as work:
        found = sessions.by_link(work, sessions.link_for(work, "Rosalind"))
    if not isinstance(found, sessions.SignedIn):
        sys.exit("nobody could sign in")
    desk = desk_from(office.runtime, "s" * 43, "", templates_beside())
    keep_what_is_built()
    with served(desk_site(desk), "127.0.0.1:0") as at:
        yield at.port, f"desk={found.token}"


@contextmanager
def working(office: Office, *, is_idle: bool) -> Iterator[None]:
    """What a runner does, by its clock, and a mail a second that it has to sort and answer."""
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.wait(1):
            number += 1
            office.write(f"Late {number} <late{number}@reader.example>", "I would like to attend. I am Reader 7.")
            rounds.decide(office.runtime)
            rounds.send(office.runtime)
            if number % 30 == 0:
                rounds.watch(office.runtime)

    thread = threading.Thread(target=work)
    if not is_idle:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if thread.is_alive():
            thread.join()


def measured(port: int, cookie: str, path: str, cases: int, repeat: int) -> Measured:
    """Visits over one kept connection; the first two are not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken, processor, octets = [], [], 0
    for turn in range(repeat + 2):
        where = path.format(case=1 + turn * 37 % cases)
        began, began_processor = time.perf_counter(), time.process_time()
        connection.request("GET", where, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        octets = len(answer.read())
        taken.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - began_processor) * 1000)
        if answer.status != 200:
            sys.exit(f"{where}: {answer.status}")
    connection.close()
    return Measured(taken[2:], processor[2:], octets)


def report(name: str, found: Measured, most: float | None) -> None:
    """One line a page."""
    floor = "" if most is None else f"  (at most {most:.0f} ms)"
    spread = found.most / found.median
    rest = f"processor {median(found.processor):6.1f} ms, {found.octets / 1024:4.0f} KB sent"
    print(
        f"{name:<26}{found.median:7.1f} ms, 95%: {found.most:7.1f} ms ({spread:.1f} times), {rest}{floor}", flush=True
    )
    if most is not None and (found.median > most or spread > SPREAD):
        print(f"{'':<26}^ beyond its figure")


if __name__ == "__main__":
    main()
