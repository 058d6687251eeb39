"""Addresses of the web in the configuration."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The machine itself: nothing crosses a network."""


def under_tls(url: str) -> str:
    """A whole https address without its last slash, or none; http only on this machine itself (RFC 6749, 3.2)."""
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if url and not (parts.hostname and (parts.scheme == "https" or is_here)):
        raise ValueError("write a whole address that begins with https://")
    return url.rstrip("/")


WebAddress = Annotated[str, AfterValidator(under_tls)]
"""Secrets, cookies and personal links go there."""
