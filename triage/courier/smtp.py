"""Hands octets to an SMTP server (RFC 5321) over one kept connection. The only importer of smtplib.

Does not build, queue, pace or log mails, reads no header, and never tries a mail again that the server
may have: a connection that is lost behind the final dot is `Unsure`, and a person settles it.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
import time
from dataclasses import dataclass

from triage.courier.connection import SmtpSettings, connect
from triage.courier.port import breaks_out
from triage.model.address import wire_address
from triage.model.mail import Delivered, Delivery, Envelope, Refused, Unsure

_LOST = (smtplib.SMTPServerDisconnected, OSError)
_IDLE_SECONDS = 5.0
"""A connection that rested longer is asked with NOOP whether it still lives."""
_CLOSING = 421
_GO_AHEAD = 354


@dataclass(frozen=True, slots=True)
class _Reply:
    """A server's answer; `code` is below 0 where it made no sense."""

    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300  # noqa: PLR2004 # RFC 5321, 4.2.1: 2yz is yes

    @property
    def refusal(self) -> Refused:
        """5yz is for good, everything else may be tried again (RFC 5321, 4.2.1)."""
        return Refused(self.text, is_permanent=500 <= self.code < 600)  # noqa: PLR2004 # as above


class SmtpCourier:
    """One kept connection: opened when needed, opened anew when the server has hung up meanwhile.

    Threads may share it: mails go one after another.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        settings.require_safe()
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
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
                with contextlib.suppress(*_LOST, smtplib.SMTPException):
                    smtp.quit()

    def _attempt(self, envelope: Envelope, raw: bytes) -> Delivery:
        try:
            opening = self._mail_from(envelope, len(raw))
        except _LOST as error:
            self._drop()
            return Refused(f"{self._settings.place}: {_why(error)}", is_permanent=False, is_unreachable=True)
        if isinstance(opening, Refused):
            return opening
        return self._rest(opening, envelope, raw)

    def _mail_from(self, envelope: Envelope, size: int) -> smtplib.SMTP | Refused:
        """MAIL FROM on a living connection: a stale one is replaced, once, before anything was said."""
        is_kept = self._smtp is not None
        try:
            smtp = self._alive() or self._open()
            reply = _mail(smtp, envelope, size)
        except _LOST:
            if not is_kept:
                raise
            reply = None
        if reply is None or (is_kept and isinstance(reply, _Reply) and reply.code == _CLOSING):
            self._drop()
            smtp = self._open()
            reply = _mail(smtp, envelope, size)
        if isinstance(reply, Refused):
            return reply
        return smtp if reply.is_positive else self._refused(smtp, reply)

    def _rest(self, smtp: smtplib.SMTP, envelope: Envelope, raw: bytes) -> Delivery:
        """RCPT TO, DATA and the content. Up to the final dot a loss means: not delivered."""
        try:
            reply = _command(smtp, f"RCPT TO:<{wire_address(envelope.recipient)}>")
            if not reply.is_positive:
                return self._refused(smtp, reply)
            reply = _command(smtp, "DATA")
            if reply.code != _GO_AHEAD:
                return self._refused(smtp, reply)
            smtp.send(_on_the_wire(raw))
        except _LOST as error:
            self._drop()
            return Refused(f"{self._settings.place}: {_why(error)}", is_permanent=False, is_unreachable=True)
        return self._dot(smtp)

    def _dot(self, smtp: smtplib.SMTP) -> Delivery:
        """From here on a silence may mean that the mail was taken (RFC 5321, 4.5.3.2.6; RFC 1047)."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._settings.final_seconds)
            smtp.send(b".\r\n")
            reply = _Reply(*_decoded(smtp.getreply()))
            if smtp.sock is not None:
                smtp.sock.settimeout(self._settings.seconds)
        except (*_LOST, smtplib.SMTPException) as error:
            self._drop()
            return Unsure(f"{self._settings.place}: no answer after the whole mail was sent: {_why(error)}")
        self._used_at = time.monotonic()
        if reply.is_positive:
            return Delivered(reply.text)
        if 400 <= reply.code < 600:  # noqa: PLR2004 # RFC 5321, 4.2.1: 4yz and 5yz are no
            return self._refused(smtp, reply)
        self._drop()
        return Unsure(f"{self._settings.place}: an answer without sense after the whole mail: {reply.text}")

    def _alive(self) -> smtplib.SMTP | None:
        """The kept connection, if it still answers."""
        if self._smtp is None or time.monotonic() - self._used_at < _IDLE_SECONDS:
            return self._smtp
        if not _command(self._smtp, "NOOP").is_positive:
            self._drop()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        self._smtp = connect(self._settings)
        self._used_at = time.monotonic()
        return self._smtp

    def _refused(self, smtp: smtplib.SMTP, reply: _Reply) -> Refused:
        """Ends the transaction, so that the next mail starts clean; a server that will not is left."""
        try:
            is_clean = reply.code != _CLOSING and _command(smtp, "RSET").is_positive
        except _LOST:
            is_clean = False
        if not is_clean:
            self._drop()
        return reply.refusal

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _mail(smtp: smtplib.SMTP, envelope: Envelope, size: int) -> _Reply | Refused:
    """MAIL FROM with what the server understands of SIZE (RFC 1870) and SMTPUTF8 (RFC 6531)."""
    sender, recipient = wire_address(envelope.sender), wire_address(envelope.recipient)
    options = [f" SIZE={size}"] if smtp.has_extn("size") else []
    if not (sender + recipient).isascii():
        if not smtp.has_extn("smtputf8"):
            return Refused("the mail server takes no addresses outside ASCII (SMTPUTF8)", is_permanent=True)
        options += [" SMTPUTF8", " BODY=8BITMIME"]
        smtp.command_encoding = "utf-8"
    return _command(smtp, f"MAIL FROM:<{sender}>{''.join(options)}")


def _command(smtp: smtplib.SMTP, line: str) -> _Reply:
    return _Reply(*_decoded(smtp.docmd(line)))


def _decoded(reply: tuple[int, bytes]) -> tuple[int, str]:
    code, text = reply
    return code, f"{code} {text.decode('utf-8', 'replace')}".replace("\n", " ")


def _on_the_wire(raw: bytes) -> bytes:
    """Every line ends with CRLF and no line is a lone dot (RFC 5321, 4.5.2), so that nothing can be smuggled in."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").replace(b"\n", b"\r\n")
    stuffed = lines.replace(b"\r\n.", b"\r\n..") + b"\r\n"
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _why(error: BaseException) -> str:
    """A short sentence for staff."""
    if isinstance(error, socket.gaierror):
        return "the name of the mail server is not known"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__
