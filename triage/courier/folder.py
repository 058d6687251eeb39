"""Writes each mail into a folder: for the demo, for tests, and for a first look without a mail server.

Does not send. The files hold what would have left, the join details included, so that only their owner
can read them.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from triage.courier.port import CourierError, breaks_out
from triage.model.mail import Delivered, Delivery, Envelope, Refused

_OWNER_ONLY = 0o600


class FolderCourier:
    """One `.eml` file a mail, its envelope in two lines on top, as a final delivery writes it (RFC 5321, 4.4)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CourierError(f"the folder {folder} cannot be made: {error.strerror}") from error

    def deliver(self, envelope: Envelope, raw: bytes) -> Delivery:
        """The file appears whole or not at all; names sort by time."""
        if breaks_out(envelope):
            return Refused("not one plain address in the envelope", is_permanent=True)
        path = self._folder / f"{time.time_ns()}-{hashlib.sha256(raw).hexdigest()[:12]}.eml"
        head = f"Return-Path: <{envelope.sender}>\r\nDelivered-To: {envelope.recipient}\r\n"
        try:
            _write_whole(path, head.encode() + raw)
        except OSError as error:
            return Refused(f"{path.name} could not be written: {error.strerror}", is_permanent=False)
        return Delivered(str(path))

    def close(self) -> None:
        """Nothing is open."""


def _write_whole(path: Path, octets: bytes) -> None:
    """Under another name first, so that nobody ever reads half a mail."""
    unfinished = path.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
