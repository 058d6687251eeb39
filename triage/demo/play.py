"""Runs the demo: samples come in, and what is made of them is shown as it happens."""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from triage.demo.show import Lines, closing, opening
from triage.demo.stage import Stage, build, samples
from triage.flow.rounds import one_round

INVITATION = """\
  printf 'From: you@reader.example\\nSubject: CR&S\\n\\nI would like to come. My username is Demo Guest.\\n' |
  curl -s smtp://127.0.0.1:{port} --mail-from you@reader.example --mail-rcpt answers@openhour.example -T -
"""
BETWEEN_MAILS = 0.25
LOOK_EVERY = 2.0


def run_demo(*, once: bool) -> int:
    """Plays the demo in a throw-away folder; the exit code is 0 when the sums are right."""
    console = Console(highlight=False)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # either way the folder goes
    with stage() as built:
        opening(console, built)
        lines = Lines(console, built.app.runtime)
        play(built, lines, 0.0 if once else BETWEEN_MAILS)
        is_right = closing(console, built)
        if not once:
            serve(console, built, lines)
    return 0 if is_right else 1


@contextmanager
def stage() -> Iterator[Stage]:
    """The installation, gone without a trace when the demo ends."""
    with tempfile.TemporaryDirectory(prefix="openhour-demo-") as folder:
        built = build(Path(folder))
        try:
            yield built
        finally:
            built.app.close()
            built.sink.stop()
            built.imap.stop()


def play(built: Stage, lines: Lines, pause_seconds: float) -> None:
    """Delivers the samples, a few at a time, and works on them as a running installation would."""
    now = built.app.runtime.clock()
    waiting = samples()
    for number, (_, raw) in enumerate(waiting, start=1):
        built.imap.deliver(raw, now - timedelta(minutes=len(waiting) - number))
        if number % 5 == 0 or number == len(waiting):
            one_round(built.app.runtime, built.app.mailroom)
            lines.show_new()
            time.sleep(pause_seconds)
    one_round(built.app.runtime, built.app.mailroom)
    lines.show_new()


def serve(console: Console, built: Stage, lines: Lines) -> None:
    """Goes on working, so that one can write to it; ends with Ctrl-C."""
    console.print("\nIt goes on working; Ctrl-C ends it. Write to it yourself, from another terminal:\n")
    console.print(INVITATION.format(port=built.sink.port), markup=False)
    try:
        while True:
            time.sleep(LOOK_EVERY)
            one_round(built.app.runtime, built.app.mailroom)
            lines.show_new()
    except KeyboardInterrupt:
        console.print("bye")
