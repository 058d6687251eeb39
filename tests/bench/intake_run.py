"""One measured run of intake in a process of its own.

intake_run.py poll PORT USER DATABASE COMMIT_ROWS SHARE   polls once; SHARE: `all` (everything is ours) or `subject`
intake_run.py headers PORT USER                           IMAPClient alone reads all header sections

Prints messages, of them ours, seconds and peak memory in MB.
"""

# ruff: noqa: E402 - the paths come first

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "servers")]

from imapclient import IMAPClient
from polling import peak_megabytes
from sqlmodel import SQLModel

from intake.mailbox import ImapAccount, ImapMailbox, Security
from intake.message import Interest
from intake.poll import poll
from intake.store import Store, open_engine
from triage.seal import Seal

HEADERS = 500


def everything(_head: bytes, _report: bytes) -> Interest:
    """All is ours."""
    return Interest.OURS


def by_subject(head: bytes, _report: bytes) -> Interest:
    """CR&S is ours."""
    return Interest.OURS if b"\r\nSubject: CR&S" in head else Interest.NOT_OURS


def polled(port: int, user: str, path: str, commit_rows: int, share: str) -> tuple[int, int, float]:
    """Poll into a new database; messages, of them ours, seconds."""
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)
    engine = open_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    store = Store(engine, Seal((bytes(range(32)),)))
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", user, "pw", port=port, security=Security.NONE))
    interest = everything if share == "all" else by_subject
    began = time.perf_counter()
    result = poll(mailbox, store, interest, commit_rows=commit_rows)
    seconds = time.perf_counter() - began
    mailbox.close()
    engine.dispose()
    return result.passed, len(result.received), seconds


def headers(port: int, user: str) -> tuple[int, int, float]:
    """Read every header section with IMAPClient as it comes."""
    client = IMAPClient("127.0.0.1", port=port, ssl=False)
    client.login(user, "pw")
    client.select_folder("INBOX", readonly=True)
    began = time.perf_counter()
    uids = client.search("ALL")
    for at in range(0, len(uids), HEADERS):
        client.fetch(uids[at : at + HEADERS], ["BODY.PEEK[HEADER]"])
    seconds = time.perf_counter() - began
    client.logout()
    return len(uids), 0, seconds


if __name__ == "__main__":
    if sys.argv[1] == "poll":
        figures = polled(int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6])
    else:
        figures = headers(int(sys.argv[2]), sys.argv[3])
    print(*figures, peak_megabytes())
