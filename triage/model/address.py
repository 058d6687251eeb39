"""A mail address as the wire wants it."""

from __future__ import annotations

import idna


def wire_address(spec: str) -> str:
    """`spec` with its domain in ASCII (RFC 5891), so that SMTPUTF8 is needed for the local part only.

    A domain that IDNA cannot state stays as it is: the mail server will say no to it.
    """
    local, _, domain = spec.rpartition("@")
    if domain.isascii():
        return spec
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return spec
