"""An SMTP server on loopback that keeps what it takes, and fails as it is told to: one fault a mail, in turn."""

# ruff: noqa: N802, ANN401 # aiosmtpd names its hooks after SMTP commands and does not type them.

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import socket
import ssl
import warnings
from base64 import b64decode
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD, TOKEN = "answers@wikimedia.example", "pässword", "fresh-token"
SLOW_SECONDS = 1.5


class Fault(StrEnum):
    """Where and how one mail goes wrong."""

    NONE = "none"
    REFUSE_SENDER = "550 at MAIL FROM"
    CLOSE_AT_SENDER = "421 at MAIL FROM"
    REFUSE = "550 at RCPT TO"
    DEFER = "451 at RCPT TO"
    DROP_BEFORE = "connection lost at RCPT TO"
    DROP_IN_DATA = "connection lost before the final dot"
    REFUSE_CONTENT = "554 after the final dot"
    DEFER_CONTENT = "452 after the final dot"
    DROP_AFTER_DATA = "taken, connection lost after the final dot"
    NONSENSE = "taken, an answer without sense after the final dot"
    SLOW = "taken, the answer comes late"


_AT_SENDER = {Fault.REFUSE_SENDER: "550 5.7.1 not from you", Fault.CLOSE_AT_SENDER: "421 4.3.2 closing"}
_AT_RECIPIENT = {Fault.REFUSE: "550 5.1.1 no such user", Fault.DEFER: "451 4.7.1 come back later"}
_AT_CONTENT = {
    Fault.REFUSE_CONTENT: "554 5.6.0 not this",
    Fault.DEFER_CONTENT: "452 4.3.1 no room",
    Fault.NONSENSE: "xyz",
}


@dataclass
class Taken:
    """One mail as the server holds it."""

    sender: str
    recipients: list[str]
    content: bytes
    options: list[str]


@dataclass
class FaultySmtp:
    """`faults` are used up one a mail; afterwards all is well. `tls`: none, starttls or tls."""

    folder: Path
    tls: str = "none"
    asks_login: bool = False
    takes_utf8: bool = True
    pipelines: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = _Controller(self, hostname="127.0.0.1", port=self.port, ssl_context=self._context("tls"))
        self.controller.start()
        self.connections, self.commands = 0, []
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    def hang_up(self) -> None:
        """Ends every connection as a server does that has waited too long."""
        for session in list(self.controller.sessions):
            self.controller.loop.call_soon_threadsafe(session.hang_up)

    def trust(self) -> ssl.SSLContext:
        """A client's context that knows our certificate."""
        return ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    def _context(self, wanted: str) -> ssl.SSLContext | None:
        if self.tls != wanted:
            return None
        write_certificate(self.folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / "certificate.pem", self.folder / "key.pem")
        return context

    def session(self) -> _Session:
        login = {"authenticator": _check, "auth_required": True, "auth_require_tls": False} if self.asks_login else {}
        starttls = self._context("starttls")
        if starttls is not None:
            login["require_starttls"] = True
        with warnings.catch_warnings():
            # The server rightly warns that these tests log in without encryption.
            warnings.simplefilter("ignore")
            return _Session(self, _Hooks(self), tls_context=starttls, enable_SMTPUTF8=self.takes_utf8, **login)


class _Controller(Controller):
    def __init__(self, server: FaultySmtp, **settings: Any) -> None:
        self.faulty = server
        self.sessions: set[_Session] = set()
        super().__init__(handler=None, **settings)

    def factory(self) -> _Session:
        session = self.faulty.session()
        self.sessions.add(session)
        return session


class _Session(SMTP):
    """The wire, with the two faults that no hook reaches."""

    def __init__(self, server: FaultySmtp, handler: _Hooks, **settings: Any) -> None:
        self.server = server
        self.is_counted = False
        super().__init__(handler, hostname="mx.example", **settings)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # STARTTLS connects the same session once more.
        self.server.connections += not self.is_counted
        self.is_counted = True
        super().connection_made(transport)

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def smtp_NOOP(self, arg: str) -> None:
        self.server.commands.append("NOOP")
        await super().smtp_NOOP(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if self.server.faults and self.server.faults[0] is Fault.DROP_IN_DATA:
            self.server.faults.popleft()
            await self.push("354 go on")
            await self._reader.readline()
            self.hang_up()
            return
        await super().smtp_DATA(arg)


class _Hooks:
    """What the server says to each command."""

    def __init__(self, server: FaultySmtp) -> None:
        self.server = server

    async def handle_EHLO(  # the hook's own arguments
        self, _server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if self.server.pipelines else responses

    async def handle_MAIL(self, _server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if said := self._said(_AT_SENDER):
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: _Session, _: Session, envelope: Envelope, address: str, __: list[str]) -> str:
        if said := self._said(_AT_RECIPIENT):
            return said
        if self._is(Fault.DROP_BEFORE):
            server.hang_up()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: _Session, _: Session, envelope: Envelope) -> str:
        fault = self.server.faults.popleft() if self.server.faults else Fault.NONE
        if fault in (Fault.REFUSE_CONTENT, Fault.DEFER_CONTENT):
            return _AT_CONTENT[fault]
        self.server.taken.append(
            Taken(
                str(envelope.mail_from),
                list(envelope.rcpt_tos),
                bytes(envelope.original_content or b""),
                envelope.mail_options,
            )
        )
        if fault is Fault.DROP_AFTER_DATA:
            server.hang_up()
        if fault is Fault.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        return _AT_CONTENT.get(fault, "250 2.0.0 taken")

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        if b64decode(args[1]).decode() == f"user={USER}\1auth=Bearer {TOKEN}\1\1":
            return AuthResult(success=True)
        await server.challenge_auth(json.dumps({"status": "400"}))
        return AuthResult(success=False, handled=False)

    def _is(self, fault: Fault) -> bool:
        if self.server.faults and self.server.faults[0] is fault:
            self.server.faults.popleft()
            return True
        return False

    def _said(self, answers: dict[Fault, str]) -> str:
        return next((answer for fault, answer in answers.items() if self._is(fault)), "")


def _check(*given: Any) -> AuthResult:
    login = given[-1]
    is_right = isinstance(login, LoginPassword) and login == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def write_certificate(folder: Path) -> None:
    """A throw-away certificate for 127.0.0.1 and localhost, and its key."""
    if (folder / "certificate.pem").exists():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


__all__ = ["PASSWORD", "SLOW_SECONDS", "TOKEN", "USER", "Fault", "FaultySmtp", "Taken"]
