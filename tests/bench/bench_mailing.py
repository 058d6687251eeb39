"""How fast mails are built and handed over, against the standard library, in one run.

    python tests/bench/bench_mailing.py [--mails 1000] [--rounds 3]

Four rates, medians of the rounds, all to the same sink on loopback over one kept connection each:
building alone; building and sending; EmailMessage with send_message; smtplib with ready octets.
The sink is Postfix's smtp-sink where it is installed, else a small one of our own in another process.
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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from multiprocessing.context import SpawnProcess
from pathlib import Path

from triage.compose import LetterFacts, build, calendar, environment, write
from triage.compose.html import html_from
from triage.courier import SmtpCourier, SmtpSettings
from triage.model.event import Event, JoinDetails
from triage.model.mail import Delivered, Envelope, Mail, Purpose

OURS = "answers@wikimedia.example"
TEMPLATES = environment(Path(__file__).parents[2] / "templates")
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
JOIN = JoinDetails("https://us02web.zoom.us/j/82345678901?pwd=QWErtyUIop.1", "823 4567 8901", "s3cret")
EVENT = Event(
    id=1,
    slug="crs",
    title="CR&S conversation hour",
    host="Maggie Dennis",
    starts_at=datetime(2026, 12, 14, 18, tzinfo=UTC),
    subjects=("CR&S",),
    expectations=("I cannot discuss single cases.", "I will not respond to disrespect."),
    stream_url="https://www.youtube.com/watch?v=EXAMPLE",
)


ANSWERS = {b"QUIT": b"221 bye\r\n", b"EHLO": b"250-sink\r\n250 PIPELINING\r\n"}
"""As smtp-sink, this one takes several commands at once."""


class Session(socketserver.StreamRequestHandler):
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
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Session) as server:
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


def mails(count: int) -> list[Mail]:
    """Join-details mails with a calendar entry, as the outbox stores them."""
    subject, text = write(Purpose.JOIN_DETAILS, "en", LetterFacts(EVENT, OURS), TEMPLATES)
    entry = calendar(EVENT, "guest@example.org", OURS, "REQUEST", "uid@wikimedia.example", AT)
    first = Mail(Purpose.JOIN_DETAILS, "", subject, text, "en", "", "asked@example.org", (), entry)
    return [replace(first, to=f"guest{n}@example.org", message_id=f"{n}.x@wikimedia.example") for n in range(count)]


def standard(mail: Mail, html: str) -> EmailMessage:
    """The same content by the standard library."""
    message = EmailMessage()
    for name, value in (("From", OURS), ("To", mail.to), ("Subject", mail.subject), ("Auto-Submitted", "auto-replied")):
        message[name] = value
    message["Message-ID"] = f"<{mail.message_id}>"
    message.set_content(mail.text)
    message.add_alternative(html, subtype="html")
    message.add_attachment(mail.calendar.encode(), maintype="text", subtype="calendar")
    return message


def rate(count: int, rounds: int, run: Callable[[], None]) -> float:
    """Mails a second, the median of the rounds."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return count / statistics.median(took)


def drain(outbox: list[Mail]) -> None:
    """Builds every mail and keeps none."""
    for mail in outbox:
        build(mail, OURS, JOIN, AT, TEMPLATES)


def send_all(outbox: list[Mail], port: int) -> None:
    courier = SmtpCourier(SmtpSettings("127.0.0.1", port, "none"))
    for mail in outbox:
        said = courier.deliver(Envelope(OURS, mail.to), build(mail, OURS, JOIN, AT, TEMPLATES))
        if not isinstance(said, Delivered):
            raise SystemExit(f"not delivered: {said}")
    courier.close()


def standard_all(outbox: list[Mail], port: int) -> None:
    html = html_from(outbox[0].subject, outbox[0].text, "en", TEMPLATES)
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for mail in outbox:
            smtp.send_message(standard(mail, html), OURS, [mail.to])


def ready_all(ready: list[bytes], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for number, raw in enumerate(ready):
            smtp.sendmail(OURS, [f"guest{number}@example.org"], raw)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    outbox = mails(given.mails)
    ready = [build(mail, OURS, JOIN, AT, TEMPLATES) for mail in outbox]
    print(f"{given.mails} mails of {len(ready[0]):,} octets")
    with sink() as port:
        rates = {
            "build": rate(given.mails, given.rounds, lambda: drain(outbox)),
            "build and send": rate(given.mails, given.rounds, lambda: send_all(outbox, port)),
            "EmailMessage, send_message": rate(given.mails, given.rounds, lambda: standard_all(outbox, port)),
            "smtplib, ready octets": rate(given.mails, given.rounds, lambda: ready_all(ready, port)),
        }
    for name, value in rates.items():
        print(f"{name:28} {value:8,.0f}/s")
    ours = rates["build and send"]
    print(f"of EmailMessage with send_message: {ours / rates['EmailMessage, send_message']:.1f} times (floor 1)")
    print(f"of smtplib with ready octets: {ours / rates['smtplib, ready octets']:.0%} (aim 50%)")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
