"""Invariants 1 and 2 against SIGKILL at every commit point: nothing lost, nothing twice."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

from inbox import Inbox
from installation import write_config
from office import mail
from smtp_faulty import FaultySmtp

MAILS = [
    mail("marisol@reader.example", "I will attend. My username is Marisol Vega."),
    mail("ben@reader.example", "Please send me the Zoom link, I want to join."),
    mail("eve@reader.example", "What happens when a chapter ignores the Universal Code of Conduct?"),
    mail("shop@store.example", "Your parcel has left.", "Your order 4711"),
]
ANSWERS = 3
SWEEP = Path(__file__).parents[1] / "servers" / "crash_sweep.py"


def test_worker_killed_at_every_commit_point_loses_nothing_and_sends_nothing_twice(
    inbox: Inbox, tmp_path: Path
) -> None:
    inbox.deliver(*MAILS)
    with FaultySmtp(tmp_path) as smtp:
        config = write_config(tmp_path, inbox, smtp.port, "sqlite:///unused.db")
        command = [sys.executable, str(SWEEP), str(config)]
        kills = 0
        for line in lines_of(command):
            point, taken = json.loads(line), Counter(message_ids(smtp))
            smtp.taken.clear()
            kills += point["died"]
            assert (point["differences"], point["passed"], point["ours"], point["parked"]) == ([], 4, 3, 0), point
            assert set(taken.values()) <= {1}, point
            # A mail is sent, or it may have been and a person is told; at most one is in doubt after one crash.
            assert point["sent"] + point["uncertain"] == ANSWERS, point
            assert point["uncertain"] <= 1, point
            assert point["sent"] <= len(taken) <= point["sent"] + point["uncertain"], point
    assert kills > 2 * ANSWERS


def lines_of(command: list[str]) -> Iterator[str]:
    """What the program prints, line by line; it must end well."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 - our own script
        assert program.stdout is not None
        yield from program.stdout
    assert program.returncode == 0


def message_ids(smtp: FaultySmtp) -> list[str]:
    """Of every mail to a person; an alarm says again what it said, if it must."""
    answers = [taken for taken in smtp.taken if taken.recipients != ["on-call@openhour.example"]]
    return [message_from_bytes(taken.content)["Message-ID"] for taken in answers]
