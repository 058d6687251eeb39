"""One mail on an open SMTP connection: the envelope, the content, and what the server says to them (RFC 5321, 3.3)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from triage.model.address import wire_address
from triage.model.mail import Envelope, Refused

_GO_AHEAD = 354
_CLOSING = 421


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; `code` is below 0 where it made no sense."""

    code: int
    text: str

    @property
    def is_yes(self) -> bool:
        """2yz (RFC 5321, 4.2.1)."""
        return 200 <= self.code < 300  # noqa: PLR2004 # the codes themselves

    @property
    def is_no(self) -> bool:
        """4yz or 5yz (RFC 5321, 4.2.1)."""
        return 400 <= self.code < 600  # noqa: PLR2004 # the codes themselves

    @property
    def is_go_ahead(self) -> bool:
        """The server waits for the content."""
        return self.code == _GO_AHEAD

    @property
    def is_goodbye(self) -> bool:
        """The server is about to hang up (RFC 5321, 3.8)."""
        return self.code == _CLOSING

    @property
    def refusal(self) -> Refused:
        """5yz is for good, everything else may be tried again."""
        return Refused(self.text, is_permanent=500 <= self.code < 600)  # noqa: PLR2004 # the codes themselves


def command(smtp: smtplib.SMTP, line: str) -> Reply:
    """One command and its answer."""
    smtp.putcmd(line)
    return reply_from(smtp)


def reply_from(smtp: smtplib.SMTP) -> Reply:
    """The next answer, in one line."""
    code, text = smtp.getreply()
    return Reply(code, f"{code} {text.decode('utf-8', 'replace')}".replace("\n", " "))


def announce(smtp: smtplib.SMTP, envelope: Envelope, size: int) -> Reply:
    """MAIL FROM, RCPT TO and DATA: the first answer that stops the mail, else the go-ahead.

    `size` is in octets. All three go at once where the server allows it, which saves two round trips.
    """
    commands = (mail_from(smtp, envelope, size), f"RCPT TO:<{wire_address(envelope.recipient)}>", "DATA")
    if smtp.has_extn("pipelining"):
        return _at_once(smtp, commands)
    reply = Reply(-1, "")
    for line in commands:
        reply = command(smtp, line)
        if not (reply.is_yes and line != "DATA"):
            break
    return reply


def _at_once(smtp: smtplib.SMTP, commands: tuple[str, str, str]) -> Reply:
    """RFC 2920, 3.1: an answer to each, in order."""
    smtp.send("".join(f"{line}\r\n" for line in commands))
    *envelope, data = [reply_from(smtp) for _ in commands]
    stopped = next((reply for reply in envelope if not reply.is_yes), None)
    if stopped is not None and data.is_go_ahead:
        # The server wants a content although nobody is to get it: an empty one, which it refuses.
        smtp.send(b".\r\n")
        reply_from(smtp)
    return stopped or data


def mail_from(smtp: smtplib.SMTP, envelope: Envelope, size: int) -> str:
    """The command with what the server understands of SIZE (RFC 1870) and SMTPUTF8 (RFC 6531)."""
    options = f" SIZE={size}" if smtp.has_extn("size") else ""
    if needs_utf8(envelope):
        smtp.command_encoding = "utf-8"
        options += " SMTPUTF8 BODY=8BITMIME"
    return f"MAIL FROM:<{wire_address(envelope.sender)}>{options}"


def needs_utf8(envelope: Envelope) -> bool:
    """Whether a local part is outside ASCII; domains never need it."""
    return not (wire_address(envelope.sender) + wire_address(envelope.recipient)).isascii()


def on_the_wire(raw: bytes) -> bytes:
    """The content with its final dot: CRLF only, no lone dot within (RFC 5321, 4.5.2), so nothing can be smuggled."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").replace(b"\n", b"\r\n")
    stuffed = lines.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n"
    return b"." + stuffed if stuffed.startswith(b".") else stuffed
