"""From the mailbox to the decision: parsed, understood, decided, case written; against django-helpdesk in the same run.

bench_decision.py [--messages 1000] [--repeat 3]     installs django-helpdesk into a throw-away environment first

django-helpdesk stops for good at the first mail that is no UTF-8, so both get only those that it can read.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import argparse
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

from mailgen import generate
from office import open_office

from intake.mailbox import FolderMailbox
from intake.message import Interest
from intake.poll import poll
from triage.flow.sort import sort_received

HELPDESK = "django-helpdesk==2.6.1"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=1_000)
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as base:
        python = helpdesk_python(Path(base))
        ours, theirs = [], []
        for turn in range(given.repeat):
            folder = Path(base) / str(turn)
            count = write_mails(folder / "mails", given.messages)
            ours.append(count / openhour_seconds(folder))
            theirs.append(helpdesk_rate(python, folder))
            print(f"turn {turn + 1}: openhour {ours[-1]:.0f}/s, django-helpdesk {theirs[-1]:.0f}/s")
    print(f"mailbox to decision: {median(ours):.0f} messages/s (floor 150, aim 400)")
    print(f"of django-helpdesk:  {median(ours) / median(theirs):.1f} times (floor 3)")


def write_mails(folder: Path, wanted: int) -> int:
    """The load as files; only what django-helpdesk can read."""
    folder.mkdir(parents=True)
    count = 0
    for *_, raw in generate(wanted * 2, 7, 1.0):
        try:
            raw.decode()
        except UnicodeDecodeError:
            continue
        (folder / f"{count:06}.eml").write_bytes(raw)
        count += 1
        if count == wanted:
            break
    return count


def openhour_seconds(folder: Path) -> float:
    """Mailbox → received rows → cases, on SQLite with synchronous=FULL."""
    office = open_office(folder, f"sqlite:///{folder / 'openhour.db'}")
    office.open_event()
    began = time.perf_counter()
    poll(FolderMailbox(folder / "mails"), office.runtime.inbox, lambda *_: Interest.OURS)
    while sort_received(office.runtime).sorted:
        pass
    seconds = time.perf_counter() - began
    office.runtime.engine.dispose()
    return seconds


def helpdesk_python(base: Path) -> Path:
    """An environment of its own for django-helpdesk."""
    venv.create(base / "venv", with_pip=True)
    python = base / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", HELPDESK], check=True)  # noqa: S603 - pinned above
    return python


def helpdesk_rate(python: Path, folder: Path) -> float:
    """It deletes what it has read, so it comes second."""
    command = [python, HERE / "helpdesk_run.py", folder / "mails", folder]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own script
    tickets, seconds = printed.split()[-2:]
    return int(tickets) / float(seconds)


if __name__ == "__main__":
    main()
