"""Polls in processes of their own, for tests that kill them or measure their memory.

polling.py kill URL PORT USER SEED   forks pollers and kills each with SIGKILL at a random moment until one has
                                     finished; prints how many were killed at work
polling.py measure URL PORT USER     polls once; prints the headers passed and the peak memory in MB
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from inbox import interest

from intake.mailbox import ImapAccount, ImapMailbox, Security
from intake.message import Interest
from intake.poll import Interested, poll
from intake.store import Store, open_engine
from triage.seal import Seal

LONGEST_SECONDS = 0.15
"""A poller is killed within this time after it has read its first header."""


def polled(url: str, port: str, user: str, interest: Interested, commit_rows: int) -> int:
    """Poll until nothing is left, and return how many headers that passed."""
    engine = open_engine(url)
    store = Store(engine, Seal((bytes(range(32)),)))
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", user, "pw", port=int(port), security=Security.NONE))
    passed = poll(mailbox, store, interest, commit_rows=commit_rows).passed
    mailbox.close()
    engine.dispose()
    return passed


def kill(url: str, port: str, user: str, seed: str) -> int:
    """Kill pollers until one gets through."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    killed = 0
    while True:
        reader, writer = os.pipe()

        def telling(head: bytes, report: bytes, writer: int = writer) -> Interest:
            with suppress(BrokenPipeError):
                os.write(writer, b".")
            return interest(head, report)

        child = os.fork()
        if not child:
            polled(url, port, user, telling, commit_rows=1)
            os._exit(0)
        os.close(writer)
        os.read(reader, 1)  # the first header, or the end
        os.close(reader)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        if os.waitpid(child, 0)[1] == 0:
            return killed
        killed += 1


def main() -> None:
    """Do as the first argument says."""
    if sys.argv[1] == "kill":
        sys.stdout.write(f"{kill(*sys.argv[2:])}\n")
    else:
        url, port, user = sys.argv[2:]
        passed = polled(url, port, user, interest, commit_rows=500)
        sys.stdout.write(f"{passed} {peak_megabytes()}\n")


def peak_megabytes() -> int:
    """This program's own peak: ru_maxrss would still hold that of the process which started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index] # every Linux has the line


if __name__ == "__main__":
    main()
