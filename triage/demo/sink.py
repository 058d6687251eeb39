"""An SMTP server inside this process (aiosmtpd): what we send is kept as files, what is for us goes to the mailbox."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Sink:
    """Takes every mail. `deliver` gets the raw bytes of those to `ours`; the others become .eml files in `folder`."""

    def __init__(
        self, folder: Path, ours: str, deliver: Callable[[bytes, datetime], int], clock: Callable[[], datetime]
    ) -> None:
        self._folder, self._ours, self._deliver, self._clock = folder, ours, deliver, clock
        self._controller = Controller(self, hostname=HOST, port=free_port())
        self.port: int = self._controller.port
        self.count = 0

    def start(self) -> Sink:
        """Serves until `stop`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Hangs up."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - the name and arguments are aiosmtpd's
        """Keeps one mail."""
        raw = envelope.original_content or b""
        if self._ours in envelope.rcpt_tos:
            self._deliver(raw, self._clock())
            return "250 it lies in the shared mailbox"
        self.count += 1
        recipient = "".join(c if c.isalnum() or c in "@.-+" else "_" for c in envelope.rcpt_tos[0])
        (self._folder / f"{self.count:03}-{recipient}.eml").write_bytes(raw)
        return "250 kept"


def free_port() -> int:
    """A port that was free a moment ago; aiosmtpd cannot be asked for one."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
