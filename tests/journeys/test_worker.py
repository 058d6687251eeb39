"""`openhour run` as a process: answers in time, works alone, stops cleanly, and one takes over from another."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from inbox import Inbox
from installation import Installation, write_config
from office import HOUR, mail
from smtp_faulty import FaultySmtp

from triage.app import open_app
from triage.config import read
from triage.flow.lease import RUNNER
from triage.flow.work import unit_of_work
from triage.store.tables import LeaseRow

OPENHOUR = Path(sys.executable).with_name("openhour")
WISH = mail("marisol@reader.example", "I will attend. My username is Marisol Vega.")
PATIENCE = 30.0


@pytest.fixture
def standing_by(inbox: Inbox, tmp_path: Path) -> Iterator[tuple[Installation, Path]]:
    """An installation with an event tomorrow, and its configuration for processes of their own."""
    with FaultySmtp(tmp_path) as smtp:
        config = write_config(tmp_path, inbox, smtp.port, f"sqlite:///{tmp_path / 'openhour.db'}")
        app = open_app(read(config))
        installation = Installation(inbox, smtp, app.configuration, app)
        installation.open_event(replace(HOUR, starts_at=datetime.now(UTC) + timedelta(days=1)))
        yield installation, config
        app.close()


@contextmanager
def worker(config: Path) -> Iterator[subprocess.Popen[str]]:
    command = [str(OPENHOUR), "--config", str(config), "run"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603 - ours
        yield process
        process.kill()


def until(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within the patience of a test."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def holder(installation: Installation) -> str | None:
    with unit_of_work(installation.app.runtime) as work:
        lease = work.session.get(LeaseRow, RUNNER)
        return lease.holder if lease else None


def test_worker_answers_and_stops_cleanly_when_told(standing_by: tuple[Installation, Path]) -> None:
    installation, config = standing_by
    with worker(config) as process:
        assert until(lambda: holder(installation) is not None)
        installation.inbox.deliver(WISH, at=time.time())
        assert until(lambda: installation.with_link() == [["marisol@reader.example"]])
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stderr.read()
    assert holder(installation) is None


def test_second_worker_stands_by_and_takes_over(standing_by: tuple[Installation, Path]) -> None:
    installation, config = standing_by
    with worker(config) as first:
        assert until(lambda: holder(installation) is not None)
        leader = holder(installation)
        with worker(config) as second:
            installation.inbox.deliver(WISH, at=time.time())
            assert until(lambda: len(installation.smtp.taken) == 1)
            assert holder(installation) == leader
            first.send_signal(signal.SIGTERM)
            assert first.wait(PATIENCE) == 0
            assert until(lambda: holder(installation) not in (None, leader))
            installation.inbox.deliver(mail("ben@reader.example", "I will attend. My username is Ben."), at=time.time())
            assert until(lambda: len(installation.smtp.taken) == 2)
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
    assert installation.with_link() == [["marisol@reader.example"], ["ben@reader.example"]]
