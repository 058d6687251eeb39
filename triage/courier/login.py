"""How an SMTP server is told who we are (RFC 4954): PLAIN, LOGIN, or an OAuth 2 token.

Written out here because smtplib cannot send a user name or password outside ASCII (RFC 4616 wants UTF-8).
"""

from __future__ import annotations

import smtplib
from base64 import b64encode

_GO_ON = 334
_DONE = 235


def offered(smtp: smtplib.SMTP) -> frozenset[str]:
    """The names of the logins that the server knows."""
    return frozenset(smtp.esmtp_features.get("auth", "").upper().split())


def with_password(smtp: smtplib.SMTP, username: str, password: str) -> int | None:
    """The server's last code (235: welcome), or None where it offers no login that takes a password."""
    known = offered(smtp)
    if "PLAIN" in known:
        return smtp.docmd("AUTH", f"PLAIN {_base64(f'{chr(0)}{username}{chr(0)}{password}')}")[0]
    if "LOGIN" not in known:
        return None
    code = smtp.docmd("AUTH", f"LOGIN {_base64(username)}")[0]
    return smtp.docmd(_base64(password))[0] if code == _GO_ON else code


def with_token(smtp: smtplib.SMTP, username: str, token: str) -> int:
    """XOAUTH2, as Google and Microsoft describe it. A refusal first explains itself, and waits for an empty line."""
    code = smtp.docmd("AUTH", f"XOAUTH2 {_base64(f'user={username}{chr(1)}auth=Bearer {token}{chr(1)}{chr(1)}')}")[0]
    return smtp.docmd("")[0] if code == _GO_ON else code


def is_welcome(code: int) -> bool:
    """RFC 4954, 4: 235 ends a login."""
    return code == _DONE


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
