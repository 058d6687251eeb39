"""Runs the demo: samples come in, what is made of them is shown as it happens, and staff may look over its shoulder."""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from triage.demo import before, team
from triage.demo.show import Lines, closing, invitation, opening
from triage.demo.stage import Stage, announce, build, samples
from triage.flow.rounds import one_round
from triage.jobs import Runner, scheduler_for
from triage.serving import pages

LOOK_EVERY = 1.0
BETWEEN_MAILS = 0.25


def run_demo(*, once: bool, port: int | None = None) -> int:
    """Plays the demo in a throw-away folder; the exit code is 0 when the sums are right.

    Unless `once`, the desk is served at `port` (None: the usual one, or any that is free). Raises ServeError.
    """
    console = Console(highlight=False)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # either way the folder goes
    with stage(port) as built, ExitStack() as doors:
        team.hire(built)
        before.call_of_last_week(built)
        announce(built)
        if not once:
            doors.enter_context(pages(built.app, needs_desk=True))
        opening(console, built)
        lines = Lines(console, built.app.runtime)
        play(built, lines, 0.0 if once else BETWEEN_MAILS)
        team.leave_something(built)
        is_right = closing(console, built)
        if not once:
            serve(console, built, lines)
    return 0 if is_right else 1


@contextmanager
def stage(port: int | None) -> Iterator[Stage]:
    """The installation, gone without a trace when the demo ends."""
    with tempfile.TemporaryDirectory(prefix="openhour-demo-") as folder:
        built = build(Path(folder), port)
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
    """The same worker as that of `run`, so that one can write to it and work at the desk; ends with Ctrl-C."""
    try:
        with at_work(built):
            invitation(console, built, team.link(built))
            while True:
                time.sleep(LOOK_EVERY)
                lines.show_new()
    except KeyboardInterrupt:
        console.print("bye")


@contextmanager
def at_work(built: Stage) -> Iterator[None]:
    """The worker's clock ticks until the block ends; what is under way is finished first."""
    runner = Runner(built.app.runtime, built.app.mailroom)
    scheduler = scheduler_for(runner, built.app.configuration.mailbox.poll_seconds)
    runner.keep_lease()
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
