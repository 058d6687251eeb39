"""How far a mailing is: as a line, as an object, and as a bar that moves."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from triage.cli.terminal import printable
from triage.flow import pause as pauses
from triage.flow.mailings import rows
from triage.flow.outbox import reach
from triage.flow.runtime import Runtime
from triage.flow.work import unit_of_work
from triage.model.mailing import MailingState

LOOK_EVERY = 0.5
ENDED = (MailingState.DONE, MailingState.STOPPED, MailingState.PAUSED)


def as_line(progress: rows.Progress) -> str:
    """For eyes."""
    states = ", ".join(f"{number} {state}" for state, number in sorted(progress.by_state.items()))
    head = f"{progress.mailing_id:>4}  {progress.event:<12}  {progress.purpose:<9}  {progress.segment:<10}"
    return (
        f"{head}  {progress.state:<8}  to {progress.people} people ({states})  {printable(progress.subject)}".rstrip()
    )


def as_object(progress: rows.Progress) -> dict[str, Any]:
    """For programs."""
    return {
        "mailing": progress.mailing_id,
        "event": progress.event,
        "purpose": progress.purpose,
        "segment": progress.segment,
        "subject": progress.subject,
        "state": progress.state,
        "people": progress.people,
        "settled": progress.settled,
        "by_state": progress.by_state,
        "why": progress.why,
    }


def print_state(runtime: Runtime, progress: rows.Progress) -> None:
    """The line, and what holds it up."""
    print(as_line(progress))
    if progress.why:
        print(f"      {printable(progress.why)}")
    with unit_of_work(runtime) as work:
        halted, again = pauses.is_paused(work), reach.tried_again_at(work)
        if halted is not None:
            print(f"      all outgoing mail is paused: {printable(halted.why)}")
    if again is not None:
        print(f"      the mail server is out of reach; it is tried again at {again:%H:%M:%S} UTC, nothing is lost")


def bar(progress: rows.Progress) -> None:
    """One bar as it stands."""
    with bars() as drawn:
        draw(drawn, drawn.add_task("", total=progress.people), progress)


def watch(runtime: Runtime, mailing_id: int) -> None:
    """A bar that moves until everybody's mail is settled; leaving it stops nothing."""
    print("the worker sends it (`openhour run`); Ctrl-C leaves this view and stops nothing")
    with suppress(KeyboardInterrupt), bars() as drawn:
        task = drawn.add_task("", total=None)
        while True:
            with unit_of_work(runtime) as work:
                progress = rows.progress(work, rows.mailing(work, mailing_id))
            draw(drawn, task, progress)
            if progress.state in ENDED:
                return
            time.sleep(LOOK_EVERY)


def bars() -> Progress:
    """With the counts beside it."""
    return Progress(
        TextColumn("{task.description:<8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(highlight=False),
    )


def draw(drawn: Progress, task: TaskID, progress: rows.Progress) -> None:
    """The bar at this moment."""
    drawn.update(task, description=progress.state, total=progress.people, completed=progress.settled)
