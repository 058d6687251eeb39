"""From the mailbox to the decision: parsed, understood, decided, case written; against django-helpdesk in the same run.

bench_decision.py [--messages 1000] [--repeat 3]     needs Dovecot; installs django-helpdesk for itself

openhour reads a real IMAP mailbox and asks of every header whether it is ours; django-helpdesk reads files, its
quickest way. It stops for good at the first mail that is no UTF-8, so both get only those that it can read.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tests" / "servers")]

from dovecot import Dovecot, start_dovecot
from inbox import Inbox
from mailgen import generate
from office import HOUR, open_office

from intake.poll import poll
from triage.app.installation import interested_in
from triage.flow.sort import sort_received

HELPDESK = "django-helpdesk==2.6.1"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=1_000)
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    mails = readable_mails(given.messages)
    server = start_dovecot()
    try:
        with tempfile.TemporaryDirectory() as base:
            python = helpdesk_python(Path(base))
            ours, theirs = [], []
            for turn in range(given.repeat):
                folder = Path(base) / str(turn)
                folder.mkdir()
                ours.append(openhour_rate(server, mails, folder))
                theirs.append(helpdesk_rate(python, mails, folder))
                print(f"turn {turn + 1}: openhour {ours[-1]:.0f}/s, django-helpdesk {theirs[-1]:.0f}/s", flush=True)
    finally:
        server.stop()
    print(f"mailbox to decision: {median(ours):.0f} messages/s (floor 150, aim 400)")
    print(f"of django-helpdesk:  {median(ours) / median(theirs):.1f} times (floor 3)")


def readable_mails(wanted: int) -> list[bytes]:
    """The load; only what django-helpdesk can read."""
    mails = []
    for *_, raw in generate(wanted * 2, 7, 1.0):
        try:
            raw.decode()
        except UnicodeDecodeError:
            continue
        mails.append(raw)
    return mails[:wanted]


def openhour_rate(server: Dovecot, mails: list[bytes], folder: Path) -> float:
    """Mailbox → received rows → cases, on SQLite with synchronous=FULL. Of a program that runs: all is loaded."""
    inbox = Inbox(server, f"bench{folder.name}")
    inbox.deliver(*mails)
    office = open_office(folder, f"sqlite:///{folder / 'openhour.db'}")
    office.open_event()
    office.write("Ann <ann@example.org>", "I would like to attend. What will become of the old wikis?")
    office.decide()
    mailbox = inbox.mailbox()
    mailbox.look()
    gc.collect()
    began = time.perf_counter()
    polled = poll(mailbox, office.runtime.inbox, interested_in((HOUR,), office.runtime.own))
    while sort_received(office.runtime).sorted:
        pass
    seconds = time.perf_counter() - began
    inbox.close()
    office.runtime.engine.dispose()
    return len(polled.received) / seconds


def helpdesk_python(base: Path) -> Path:
    """An environment of its own for django-helpdesk."""
    venv.create(base / "venv", with_pip=True)
    python = base / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", HELPDESK], check=True)  # noqa: S603 - pinned above
    return python


def helpdesk_rate(python: Path, mails: list[bytes], folder: Path) -> float:
    """Mails a second from a folder of files; it deletes what it has read. An answer becomes no ticket of its own."""
    files = folder / "mails"
    files.mkdir()
    for number, raw in enumerate(mails):
        (files / f"{number:06}.eml").write_bytes(raw)
    command = [python, HERE / "helpdesk_run.py", files, folder]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own script
    return (len(mails) - len(list(files.iterdir()))) / float(printed.split()[-1])


if __name__ == "__main__":
    main()
