"""Opens an SMTP connection: greeting, encryption, login. Says in one sentence what is misconfigured."""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from triage.courier import login
from triage.courier.port import CourierError

_FOR_NOW = range(400, 500)


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How to reach the server. `token` gives a fresh OAuth 2 access token and takes the password's place.

    `seconds` bounds every answer but the last; `final_seconds` the one that says whether the mail was
    taken (RFC 5321, 4.5.3.2.6 would wait ten minutes; a claim on a mail does not last that long).
    `tls` replaces the system's own idea of whom to trust.
    """

    host: str
    port: int = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    seconds: float = 30.0
    final_seconds: float = 120.0
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """Where the trouble is."""
        return f"{self.host}:{self.port}"

    def require_safe(self) -> None:
        """Raises CourierError where a password and everybody's mail would go over a wire in the clear."""
        if self.security == "none" and not is_loopback(self.host):
            raise CourierError(f'security = "none" is for this machine only, not for {self.host}: use "tls"')


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def connect(settings: SmtpSettings) -> smtplib.SMTP:
    """A connection that is ready for MAIL FROM. Raises CourierError, or OSError when it may work later."""
    smtp = _greeted(settings)
    try:
        _secured(smtp, settings)
        _logged_in(smtp, settings)
    except BaseException:
        smtp.close()
        raise
    if smtp.sock is not None:
        # The last piece of a mail must not wait for an acknowledgement of what went before.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def _greeted(settings: SmtpSettings) -> smtplib.SMTP:
    with _explained(settings):
        if settings.security == "tls":
            context = settings.tls or ssl.create_default_context()
            return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.seconds, context=context)
        return smtplib.SMTP(settings.host, settings.port, timeout=settings.seconds)


def _secured(smtp: smtplib.SMTP, settings: SmtpSettings) -> None:
    """EHLO, then STARTTLS where it is asked for: never go on without it (RFC 3207, 6)."""
    with _explained(settings):
        smtp.ehlo_or_helo_if_needed()
        if settings.security != "starttls":
            return
        if not smtp.has_extn("starttls"):
            raise CourierError(f'{settings.place} does not offer STARTTLS: check the port, or use security = "tls"')
        smtp.starttls(context=settings.tls or ssl.create_default_context())
        smtp.ehlo()


def _logged_in(smtp: smtplib.SMTP, settings: SmtpSettings) -> None:
    if not settings.username:
        return
    with _explained(settings):
        if settings.token is None:
            code = login.with_password(smtp, settings.username, settings.password)
        else:
            code = login.with_token(smtp, settings.username, settings.token())
    if code is None:
        raise CourierError(f"{settings.place} offers no login with a password: remove the username, or use oauth2")
    if code in _FOR_NOW:
        raise OSError(f"login is not possible at the moment ({code})")
    if not login.is_welcome(code):
        raise CourierError(
            f"{settings.place} refuses the login of {settings.username} ({code}): check user name and password"
        )


@contextlib.contextmanager
def _explained(settings: SmtpSettings) -> Iterator[None]:
    """What the libraries raise, as one of two: mend the configuration, or try again later."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CourierError(f"the certificate of {settings.place} is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise CourierError(f"{settings.place} does not speak TLS as asked: check port and security") from error
    except smtplib.SMTPResponseException as error:
        raise OSError(f"{error.smtp_code} {error.smtp_error!r}") from error
    except smtplib.SMTPException as error:
        raise OSError(str(error)) from error
