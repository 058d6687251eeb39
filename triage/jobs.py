"""The clock: APScheduler ticks, rows are the truth. A restart needs no memory and a missed tick loses nothing.

The memory job store on purpose: two schedulers must not share one, and there is nothing to remember.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from intake.store import StoreError
from triage.flow import rounds
from triage.flow.lease import hold, let_go, runner_name
from triage.flow.privacy.clock import keep_privacy
from triage.flow.rounds import Mailroom
from triage.flow.runtime import Runtime

log = logging.getLogger(__name__)

SEND_EVERY = timedelta(seconds=1)
DECIDE_EVERY = timedelta(seconds=5)
WATCH_EVERY = timedelta(seconds=30)
PRIVACY_EVERY = timedelta(hours=1)
LEASE_EVERY = timedelta(seconds=15)


@dataclass(slots=True)
class Runner:
    """One process that works while it holds the lease. `name` tells runners apart."""

    runtime: Runtime
    mailroom: Mailroom
    name: str = field(default_factory=runner_name)
    is_active: bool = False
    turn: threading.Lock = field(default_factory=threading.Lock)

    def keep_lease(self) -> None:
        """Takes or renews the lease; without it no other job does anything."""
        was_active, self.is_active = self.is_active, hold(self.runtime, self.name)
        if self.is_active != was_active:
            log.info("this runner %s", "works now" if self.is_active else "stands by")

    def take_in(self) -> None:
        """Mailbox → received rows → cases → answers, in one go: a mail is answered in the tick that finds it."""
        rounds.take_in(self.runtime, self.mailroom)
        rounds.decide(self.runtime)
        rounds.send(self.runtime, at_once=False)

    def decide(self) -> None:
        """What waits for standing or for its time."""
        rounds.decide(self.runtime)

    def send(self) -> None:
        """What is due."""
        rounds.send(self.runtime, at_once=False)

    def watch(self) -> None:
        """The sums and the alarms."""
        rounds.watch(self.runtime)

    def keep_privacy(self) -> None:
        """What was kept long enough goes."""
        keep_privacy(self.runtime)

    def in_turn(self, job: Callable[[], None]) -> Callable[[], None]:
        """One job at a time and only with the lease; a database that is out of reach costs a tick, not the loop."""

        def tick() -> None:
            with self.turn:
                try:
                    if self.is_active:
                        job()
                except StoreError as error:
                    log.warning("%s; tried again at the next tick", error)

        return tick


def scheduler_for(runner: Runner, poll_seconds: int) -> BackgroundScheduler:
    """The jobs. Late ticks are merged into one and never dropped."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(runner.keep_lease, "interval", seconds=LEASE_EVERY.total_seconds())
    for job, every in (
        (runner.take_in, timedelta(seconds=poll_seconds)),
        (runner.decide, DECIDE_EVERY),
        (runner.send, SEND_EVERY),
        (runner.watch, WATCH_EVERY),
        (runner.keep_privacy, PRIVACY_EVERY),
    ):
        scheduler.add_job(runner.in_turn(job), "interval", seconds=every.total_seconds())
    return scheduler


def work_until_stopped(runtime: Runtime, mailroom: Mailroom, poll_seconds: int) -> None:
    """Works until SIGTERM or SIGINT; what is under way is finished first, and the lease given up."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    runner = Runner(runtime, mailroom)
    scheduler = scheduler_for(runner, poll_seconds)
    runner.keep_lease()
    scheduler.start()
    stop.wait()
    log.info("stopping when the work under way is done")
    scheduler.shutdown(wait=True)
    let_go(runtime, runner.name)
