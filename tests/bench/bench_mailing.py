"""How fast a mailing leaves by its real path, against the standard library, in one run.

    python tests/bench/bench_mailing.py [--mails 1000] [--rounds 3] [--long 0]

The real path: each mail claimed, gated, built, sent and its state saved, two commits a mail, in SQLite (WAL, FULL).
Beside it: writing the same mails into the outbox; building and sending alone; EmailMessage with send_message;
smtplib with ready octets. Medians of the rounds, all to the same sink on loopback over one kept connection each.
`--long N`: then N mails in one go, for the memory. The sink is Postfix's smtp-sink where it is installed, else ours.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import smtplib
import socket
import socketserver
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from multiprocessing.context import SpawnProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))

from office import OURS, Office, open_office
from sqlmodel import Session, col, select

from triage.compose import build, environment
from triage.compose.html import html_from
from triage.courier import SmtpCourier, SmtpSettings
from triage.flow.mailings import prepare, steer
from triage.flow.mailings.feed import feed
from triage.flow.outbox.deliver import send_due
from triage.flow.outbox.facts import stored_mail
from triage.flow.work import unit_of_work
from triage.model.case import CaseState
from triage.model.mail import Delivered, Envelope, Mail
from triage.model.mailing import Segment
from triage.store.events import event_from, event_row, stored_id
from triage.store.tables import CaseRow, EventRow, OutboxRow, PersonRow

TEMPLATES = environment(Path(__file__).parents[2] / "templates")
REAL, STANDARD, READY = "real path", "EmailMessage, send_message", "smtplib, ready octets"
TEXT = "Dear all,\n\nthe room opens fifteen minutes earlier than we said. Nothing else changes.\n\nMaggie"
ANSWERS = {b"QUIT": b"221 bye\r\n", b"EHLO": b"250-sink\r\n250 PIPELINING\r\n"}
"""As smtp-sink, this one takes several commands at once."""


class Talk(socketserver.StreamRequestHandler):
    """As much SMTP as it takes to accept everything."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self.wfile.write(ANSWERS.get(verb, b"250 OK\r\n"))


def serve(port: int) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Talk) as server:
        server.serve_forever()


@contextmanager
def sink() -> Iterator[int]:
    """The port of a running sink."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    if found:
        command = [found, "-u", "nobody", f"127.0.0.1:{port}", "1000"]
        process: subprocess.Popen[bytes] | SpawnProcess = subprocess.Popen(command)  # noqa: S603 # a fixed command
    else:
        ours = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
        ours.start()
        process = ours
    print("sink:", found or "our own")
    wait_for(port)
    try:
        yield port
    finally:
        process.terminate()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


@dataclass
class Spent:
    """Seconds."""

    writing: float = 0.0
    sending: float = 0.0


@dataclass
class Mailroom:
    """An installation with so many correspondents, whose mails go to the sink."""

    office: Office
    count: int

    def agreed(self) -> None:
        """A mailing to everybody, agreed to and not yet written."""
        with unit_of_work(self.office.runtime, "Nasma") as work:
            event = event_row(work.session, "hour")
            assert event is not None
            row = prepare.prepare(work, event, Segment.EVERYONE, "The room opens earlier", TEXT)
            steer.send(work, stored_id(row.id), self.count)

    def run(self) -> Spent:
        """Written and sent by turns, as the worker does it."""
        spent = Spent()
        while True:
            began = time.perf_counter()
            written = feed(self.office.runtime)
            between = time.perf_counter()
            send_due(self.office.runtime)
            spent.writing += between - began
            spent.sending += time.perf_counter() - between
            if not written:
                return spent

    def sent(self) -> int:
        with Session(self.office.runtime.engine) as session:
            return len(session.exec(select(OutboxRow.id).where(OutboxRow.state == "sent")).all())

    def mails(self, most: int) -> list[Mail]:
        """The newest mails as they leave."""
        with unit_of_work(self.office.runtime) as work:
            rows = work.session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc()).limit(most)).all()
            return [
                stored_mail(self.office.runtime, row, event_from(work.session.get_one(EventRow, row.event_id)))
                for row in rows
            ]


def mailroom(folder: Path, count: int, port: int) -> Mailroom:
    """`count` people, each with a case about one event."""
    office = open_office(folder, f"sqlite:///{folder / 'openhour.db'}")
    office.open_event()
    office.courier(SmtpCourier(SmtpSettings("127.0.0.1", port, "none")))
    office.settings(max_per_hour=1_000_000, unsubscribe_url="https://desk.example/unsubscribe")
    numbers = range(1, count + 1)
    about = {"event_id": 1, "state": CaseState.DONE, "opened_at": office.now, "updated_at": office.now}
    with unit_of_work(office.runtime) as work:
        work.session.add_all(
            PersonRow(id=n, address=f"reader{n}@reader.example", created_at=office.now) for n in numbers
        )
        work.session.flush()
        work.session.add_all(CaseRow(person_id=n, **about) for n in numbers)
    return Mailroom(office, count)


def standard(mail: Mail, html: str) -> EmailMessage:
    """The same content by the standard library."""
    message = EmailMessage()
    for name, value in (
        ("From", OURS),
        ("To", mail.to),
        ("Subject", mail.subject),
        ("Auto-Submitted", "auto-generated"),
    ):
        message[name] = value
    message["Message-ID"] = f"<{mail.message_id}>"
    message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(html, subtype="html")
    return message


def rate(count: int, rounds: int, run: Callable[[], object]) -> float:
    """Mails a second, the median of the rounds."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return count / statistics.median(took)


def built_and_sent(outbox: list[Mail], office: Office, port: int) -> None:
    courier = SmtpCourier(SmtpSettings("127.0.0.1", port, "none"))
    for mail in outbox:
        said = courier.deliver(Envelope(OURS, mail.to), build(mail, OURS, None, office.now, TEMPLATES))
        if not isinstance(said, Delivered):
            raise SystemExit(f"not delivered: {said}")
    courier.close()


def standard_all(outbox: list[Mail], port: int) -> None:
    html = html_from(outbox[0].subject, outbox[0].text, "en", TEMPLATES)
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for mail in outbox:
            smtp.send_message(standard(mail, html), OURS, [mail.to])


def ready_all(ready: list[tuple[str, bytes]], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for recipient, raw in ready:
            smtp.sendmail(OURS, [recipient], raw)


def real_path(room: Mailroom, rounds: int) -> dict[str, float]:
    """Mails a second once they are in the outbox, and with the time that writing them took."""
    spent = []
    for _ in range(rounds):
        room.agreed()
        spent.append(room.run())
    both = [(each.sending, each.writing + each.sending) for each in spent]
    sending, whole = (statistics.median(times) for times in zip(*both, strict=True))
    return {REAL: room.count / sending, "the same, written as well": room.count / whole}


def rates(port: int, count: int, rounds: int) -> dict[str, float]:
    """All of them, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        room = mailroom(Path(folder), count, port)
        found = real_path(room, rounds)
        outbox = room.mails(count)
        ready = [(mail.to, build(mail, OURS, None, room.office.now, TEMPLATES)) for mail in outbox]
        print(f"{count} mails of {len(ready[0][1]):,} octets; {room.sent()} left by the real path")
        found["build and send alone"] = rate(count, rounds, lambda: built_and_sent(outbox, room.office, port))
        found[STANDARD] = rate(count, rounds, lambda: standard_all(outbox, port))
        found[READY] = rate(count, rounds, lambda: ready_all(ready, port))
        return found


def memory() -> int:
    """The most that this process held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def long_run(port: int, count: int) -> None:
    """One mailing to many, for the memory."""
    with tempfile.TemporaryDirectory() as folder:
        room = mailroom(Path(folder), count, port)
        room.agreed()
        before = memory()
        spent = room.run()
        rate_of_all, after = count / spent.sending, memory()
        print(f"{count:,} mails: {rate_of_all:,.0f}/s; {room.sent():,} left; {before} MB before, {after} after")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--long", type=int, default=0)
    given = options.parse_args()
    with sink() as port:
        found = rates(port, given.mails, given.rounds)
        for name, value in found.items():
            print(f"{name:28} {value:8,.0f}/s")
        print(f"real path, of EmailMessage with send_message: {found[REAL] / found[STANDARD]:.1f} times (floor 1)")
        print(f"real path, of smtplib with ready octets: {found[REAL] / found[READY]:.0%} (aim 50%)")
        print(f"peak memory: {memory()} MB")
        if given.long:
            long_run(port, given.long)


if __name__ == "__main__":
    main()
