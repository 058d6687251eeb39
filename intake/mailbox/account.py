"""Opens an authenticated connection to an IMAP server, and puts its refusals into sentences."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from intake.mailbox.port import MailboxError, TokenError

# RFC 5530, 3: codes of a refusal that passes by itself.
_PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")


class Security(StrEnum):
    """How the connection is protected: from the first byte, after STARTTLS, or not at all (loopback only)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """How to reach one folder of one mailbox.

    Either `password` or `token`, which returns an OAuth 2 access token each time that it is asked, or
    raises TokenError.
    `processed_folder`: where messages are moved once they are stored; empty leaves them where they are.
    Certificates are verified by `ssl_context`, or by the system's authorities.

    Raises ValueError for a combination that would be insecure or cannot log in.
    """

    host: str
    username: str
    password: str | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    port: int = 993
    security: Security = Security.TLS
    folder: str = "INBOX"
    processed_folder: str = ""
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not _is_loopback(self.host):
            raise ValueError(
                f'[mailbox] security = "none" would send the password of {self.username} readable to {self.host}: '
                'only a server on this machine may be spoken to so; use "tls" or "starttls"'
            )
        if (self.password is None) == (self.token is None):
            raise ValueError("[mailbox] needs either a password or oauth2, and not both")


def connect(account: ImapAccount) -> IMAPClient:
    """An authenticated connection with time-outs on every call. Raises MailboxError."""
    try:
        client = _open(account)
    except (IMAPClientError, OSError) as error:
        raise spoken(account, error) from error
    try:
        if account.security is Security.STARTTLS:
            client.starttls(account.ssl_context)
        _log_in(client, account)
    except (IMAPClientError, OSError, UnicodeError) as error:
        hang_up(client)
        raise spoken(account, error) from error
    except TokenError as error:
        hang_up(client)
        raise MailboxError(str(error), is_permanent=error.is_permanent) from error
    return client


def hang_up(client: IMAPClient) -> None:
    """Close the connection without a word: the server may no longer be listening."""
    try:
        client.shutdown()
    except (IMAPClientError, OSError):
        return


def spoken(account: ImapAccount, error: Exception) -> MailboxError:
    """The sentence for what imapclient, the socket or TLS raised."""
    place = f"{account.host}:{account.port}"
    for kind, is_permanent, sentence in _SENTENCES:
        if isinstance(error, kind):
            told = _told(error)
            passes = any(code in told for code in _PASSING)
            said = sentence.format(place=place, user=account.username, told=told)
            return MailboxError(said, is_permanent=is_permanent and not passes)
    return MailboxError(f"the mail server {place} could not be used: {error}")


# The first line that fits is taken: narrower kinds stand above wider ones.
_SENTENCES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], bool, str], ...] = (
    (socket.gaierror, True, "no server is known at {place} ({told}): check [mailbox] host and the network"),
    (ssl.SSLCertVerificationError, True, "the certificate of {place} cannot be trusted ({told}): check [mailbox] host"),
    (ssl.SSLError, True, "no TLS connection to {place} ({told}): check [mailbox] port and security"),
    (TimeoutError, False, "the mail server {place} did not answer in time; it is tried again"),
    (ConnectionRefusedError, False, "{place} refuses connections: check [mailbox] host and port, or wait for it"),
    (CapabilityError, True, 'the mail server {place} cannot do that ({told}): try [mailbox] security = "tls"'),
    (LoginError, True, "{place} refuses the login of {user} ({told}): check [mailbox] username and password or oauth2"),
    (UnicodeError, True, "{place} cannot be given a password with letters beyond ASCII: choose another one"),
    ((IMAPClientAbortError, OSError), False, "the connection to {place} was cut ({told}); it is opened again"),
    (IMAPClientError, False, "the mail server {place} says: {told}"),
)


def _open(account: ImapAccount) -> IMAPClient:
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security is Security.TLS,
        ssl_context=account.ssl_context,
        timeout=SocketTimeout(account.connect_seconds, account.read_seconds),
    )
    client.normalise_times = False  # else INTERNALDATE comes back naive, in this machine's local time
    # IMAPClient has imaplib format every byte that it reads for a debug log, bodies included: that is most
    # of the time of a fetch, and private mail in a log. There is no public switch.
    client._imap.debug = 0  # noqa: SLF001 - see above
    return client


def _log_in(client: IMAPClient, account: ImapAccount) -> None:
    if account.token is not None:
        token: Any = account.token()
        if client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(account.username, token)
        else:
            client.oauth2_login(account.username, token)
    elif (account.username + (account.password or "")).isascii():
        client.login(account.username, account.password)
    else:
        client.plain_login(account.username, account.password)


def _told(error: Exception) -> str:
    """What the error says, in one line; imaplib wraps the server's words as Python prints bytes."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text[2:-1] if text.startswith(("b'", 'b"')) else text


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
