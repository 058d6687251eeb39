"""From the mail to the answer, end to end: a running worker, real IMAP and SMTP, an idle system.

bench_answer.py [--mails 20]     needs Dovecot; the floor is the poll interval plus two seconds
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "servers")]

from dovecot import start_dovecot
from inbox import Inbox
from installation import Installation, write_config
from office import HOUR, mail
from smtp_faulty import FaultySmtp

from triage.app import open_app
from triage.config import read

POLL_SECONDS = 1


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=20)
    count = options.parse_args().mails
    server = start_dovecot()
    try:
        with tempfile.TemporaryDirectory() as folder, FaultySmtp(Path(folder)) as smtp:
            waits = sorted(measured(Path(folder), Inbox(server, "answers"), smtp, count))
    finally:
        server.stop()
    print(f"{count} mails, a poll every {POLL_SECONDS} s: median {median(waits):.2f} s, slowest {waits[-1]:.2f} s")
    print(f"the slowest, beyond the poll interval: {waits[-1] - POLL_SECONDS:.2f} s (floor 2)")


def measured(folder: Path, inbox: Inbox, smtp: FaultySmtp, count: int) -> list[float]:
    """Seconds from delivery to the answer at the SMTP server, for each of `count` mails."""
    config = write_config(folder, inbox, smtp.port, f"sqlite:///{folder / 'openhour.db'}")
    app = open_app(read(config))
    Installation(inbox, smtp, app.configuration, app).open_event(
        replace(HOUR, starts_at=datetime.now(UTC) + timedelta(days=1))
    )
    app.close()
    command = [str(Path(sys.executable).with_name("openhour")), "--config", str(config), "run"]
    with subprocess.Popen(command) as worker:  # noqa: S603 - our own command
        inbox.deliver(question(0), at=time.time())
        wait_for(smtp, 1)  # the worker is up
        waits = [answered(inbox, smtp, number) for number in range(1, count + 1)]
        worker.terminate()
    return waits


def answered(inbox: Inbox, smtp: FaultySmtp, number: int) -> float:
    """Seconds until this mail has its answer. The pause differs, so that no poll is favoured."""
    time.sleep(0.37 * number % 1)
    began = time.monotonic()
    inbox.deliver(question(number), at=time.time())
    wait_for(smtp, number + 1)
    return time.monotonic() - began


def wait_for(smtp: FaultySmtp, count: int) -> None:
    """Until so many mails were taken; a minute at most."""
    end = time.monotonic() + 60
    while len(smtp.taken) < count:
        if time.monotonic() > end:
            sys.exit(f"only {len(smtp.taken)} of {count} answers came within a minute")
        time.sleep(0.005)


def question(number: int) -> bytes:
    return mail(f"asker{number}@reader.example", f"What does the Foundation do about chapter number {number}?")


if __name__ == "__main__":
    main()
