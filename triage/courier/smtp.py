"""Hands octets to an SMTP server (RFC 5321) over one kept connection.

Does not build, queue, pace or log mails, reads no header, and never tries a mail again that the server
may have: a connection that is lost behind the final dot is `Unsure`, and a person settles it.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
import time

from triage.courier.connection import SmtpSettings, connect
from triage.courier.port import breaks_out
from triage.courier.transaction import Reply, announce, command, needs_utf8, on_the_wire, reply_from
from triage.model.mail import Delivered, Delivery, Envelope, Refused, Unsure

_LOST = (smtplib.SMTPServerDisconnected, OSError)
_IDLE_SECONDS = 5.0
"""A connection that rested longer is asked with NOOP whether it still lives."""


class SmtpCourier:
    """One kept connection: opened when needed, opened anew when the server has hung up meanwhile.

    Threads may share it: mails go one after another.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        settings.require_safe()
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._is_used = False
        self._one_at_a_time = threading.RLock()

    def verify(self) -> None:
        """Connects and logs in. Raises CourierError with what to mend, OSError when nobody answers."""
        with self._one_at_a_time:
            self.close()
            self._open()

    def deliver(self, envelope: Envelope, raw: bytes) -> Delivery:
        """One attempt. Raises CourierError, before MAIL FROM, where the configuration is wrong."""
        if breaks_out(envelope):
            return Refused("not one plain address in the envelope", is_permanent=True)
        with self._one_at_a_time:
            return self._attempt(envelope, raw)

    def close(self) -> None:
        """QUIT, if the server still listens."""
        with self._one_at_a_time:
            smtp, self._smtp = self._smtp, None
            if smtp is not None:
                with contextlib.suppress(*_LOST):
                    smtp.quit()

    def _attempt(self, envelope: Envelope, raw: bytes) -> Delivery:
        """A loss before all octets were handed over, the final dot last, means: not delivered."""
        try:
            smtp = self._alive() or self._open()
            if needs_utf8(envelope) and not smtp.has_extn("smtputf8"):
                return Refused("the mail server takes no addresses outside ASCII (SMTPUTF8)", is_permanent=True)
            smtp, said = self._announced(smtp, envelope, len(raw))
            self._is_used = True
            if not said.is_go_ahead:
                return self._refused(smtp, said)
            smtp.send(on_the_wire(raw))
        except _LOST as error:
            self._drop()
            return Refused(f"{self._settings.place}: {_why(error)}", is_permanent=False, is_unreachable=True)
        return self._taken(smtp)

    def _announced(self, smtp: smtplib.SMTP, envelope: Envelope, size: int) -> tuple[smtplib.SMTP, Reply]:
        """The envelope; a kept connection that turns out to be stale is replaced, once, before any content."""
        is_kept = self._is_used
        try:
            said = announce(smtp, envelope, size)
        except _LOST:
            if not is_kept:
                raise
        else:
            if not (is_kept and said.is_goodbye):
                return smtp, said
        self._drop()
        smtp = self._open()
        return smtp, announce(smtp, envelope, size)

    def _taken(self, smtp: smtplib.SMTP) -> Delivery:
        """From here on a silence may mean that the mail was taken (RFC 5321, 4.5.3.2.6; RFC 1047)."""
        try:
            said = self._last_word(smtp)
        except _LOST as error:
            self._drop()
            return Unsure(f"{self._settings.place}: no answer after the whole mail was sent: {_why(error)}")
        self._used_at = time.monotonic()
        if said.is_yes:
            return Delivered(said.text)
        if said.is_no:
            return self._refused(smtp, said)
        self._drop()
        return Unsure(f"{self._settings.place}: an answer without sense after the whole mail: {said.text}")

    def _last_word(self, smtp: smtplib.SMTP) -> Reply:
        """The answer to the final dot, for which a server may take its time."""
        if smtp.sock is not None:
            smtp.sock.settimeout(self._settings.final_seconds)
        said = reply_from(smtp)
        if smtp.sock is not None:
            smtp.sock.settimeout(self._settings.seconds)
        return said

    def _alive(self) -> smtplib.SMTP | None:
        """The kept connection, if it still answers."""
        if self._smtp is None or time.monotonic() - self._used_at < _IDLE_SECONDS:
            return self._smtp
        try:
            is_well = command(self._smtp, "NOOP").is_yes
        except _LOST:
            is_well = False
        if not is_well:
            self._drop()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        self._smtp = connect(self._settings)
        self._used_at = time.monotonic()
        self._is_used = False
        return self._smtp

    def _refused(self, smtp: smtplib.SMTP, said: Reply) -> Refused:
        """Ends the transaction, so that the next mail starts clean; a server that will not is left."""
        try:
            is_clean = not said.is_goodbye and command(smtp, "RSET").is_yes
        except _LOST:
            is_clean = False
        if not is_clean:
            self._drop()
        return said.refusal

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _why(error: BaseException) -> str:
    """A short sentence for staff."""
    if isinstance(error, socket.gaierror):
        return "the name of the mail server is not known"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__
