"""One user's mailbox in a real Dovecot, and letters to put into it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from dovecot import PASSWORD, Dovecot
from imapclient import IMAPClient

from intake.mailbox import Backoff, ImapAccount, ImapMailbox, Security
from intake.message import Interest

ARRIVED = 1_793_498_400  # 2026-11-01T02:00:00Z: an hour that the clocks of some places have twice


def letter(number: int, subject: str = "CR&S", body: str = "I will come.") -> bytes:
    """A small mail, as a delivery agent writes it: with LF."""
    head = f"From: Ann <ann{number}@example.org>\nSubject: {subject}\nMessage-ID: <{number}@example.org>\n"
    return f"{head}\n{body}\n".encode()


def wire(raw: bytes) -> bytes:
    """The same mail as IMAP hands it out: with CRLF (RFC 3501, 2.3.1)."""
    return raw.replace(b"\n", b"\r\n")


def interest(head: bytes, report: bytes) -> Interest:
    """CR&S is ours, also where a report returns it; a bare CR is perhaps ours."""
    if b"CR&S" in head + report:
        return Interest.OURS
    return Interest.PERHAPS if b"Subject: CR" in head else Interest.NOT_OURS


@dataclass
class Inbox:
    """`deliver` as a delivery agent does; `account` and `mailbox` with any field of ImapAccount changed."""

    server: Dovecot
    name: str
    maildir: Path = field(init=False)
    names: count[int] = field(default_factory=count)
    opened: list[ImapMailbox] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.maildir = self.server.user(self.name)

    def deliver(self, *letters: bytes, at: float = ARRIVED) -> None:
        for raw in letters:
            self.server.deliver(self.maildir, raw, f"{at:.0f}.M{next(self.names):06d}.test", at)

    def account(self, **changes: Any) -> ImapAccount:  # noqa: ANN401 - any of its fields
        given: dict[str, Any] = {
            "host": "127.0.0.1",
            "username": self.name,
            "password": PASSWORD,
            "port": self.server.port,
            "security": Security.NONE,
            "read_seconds": 10.0,
        }
        return ImapAccount(**(given | changes))

    def mailbox(self, clock: Callable[[], float] = time.monotonic, **changes: Any) -> ImapMailbox:  # noqa: ANN401
        """Without randomness in its backoff."""
        mailbox = ImapMailbox(self.account(**changes), Backoff(clock, lambda: 0.0), clock)
        self.opened.append(mailbox)
        return mailbox

    def close(self) -> None:
        for mailbox in self.opened:
            mailbox.close()

    def trust(self) -> ssl.SSLContext:
        """Trusts the server's certificate."""
        return ssl.create_default_context(cafile=str(self.server.certificate))

    def client(self, *, readonly: bool = False) -> IMAPClient:
        """Another mail program that has the folder open; log it out."""
        client = IMAPClient("127.0.0.1", port=self.server.port, ssl=False, timeout=10)
        client.login(self.name, PASSWORD)
        client.select_folder("INBOX", readonly=readonly)
        return client

    def expunge(self, uids: list[int]) -> None:
        """Another mail program deletes these."""
        client = self.client()
        client.delete_messages(uids)
        client.uid_expunge(uids)
        client.logout()

    def snapshot(self) -> dict[str, bytes]:
        """Every mail file by folder and name (which carries the flags), with its bytes."""
        files = [path for part in ("new", "cur") for path in (self.maildir / part).iterdir()]
        return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in files}
