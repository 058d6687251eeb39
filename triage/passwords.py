"""Passwords of staff, with argon2id (RFC 9106, its second recommended option: 64 MiB, three passes).

Says whether a password is right, and nothing of lockouts. It never stores, logs or shows one.
"""

from __future__ import annotations

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

LEAST_LETTERS = 12
MOST_OCTETS = 1024
"""Longer ones are not hashed: nobody shall keep the processor busy with a book."""

_HASHER = PasswordHasher()
_AT_ONCE = threading.Semaphore(2)
"""Each check takes 64 MiB and a tenth of a second of a core: many at once must not starve the worker."""


def hashed(password: str) -> str:
    """argon2id's own text, with its salt and parameters."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(password: str, stored: str) -> bool:
    """Is it this password? An empty `stored` (nobody of that name, no password set) costs the same time and is no."""
    if len(password.encode("utf-8", "surrogatepass")) > MOST_OCTETS:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _nobodys(), password) and bool(stored)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Was it hashed with parameters that are no longer ours?"""
    return _HASHER.check_needs_rehash(stored)


def why_not(password: str, name: str) -> str | None:
    """Why this may be nobody's password, as a sentence; None where it may (NIST SP 800-63B, 3.1.1.2: length counts)."""
    if len(password) < LEAST_LETTERS:
        return f"too short; {LEAST_LETTERS} letters at least, a sentence is easy to remember"
    if len(password.encode("utf-8", "surrogatepass")) > MOST_OCTETS:
        return f"too long; {MOST_OCTETS} octets at most"
    if password.casefold() in {name.casefold(), name.casefold() * 2} or len(set(password)) < LEAST_LETTERS // 3:
        return "too easy to guess; a sentence of your own is better"
    return None


@functools.cache
def _nobodys() -> str:
    """What the password of nobody is compared with."""
    return _HASHER.hash("nobody signs in with this")
