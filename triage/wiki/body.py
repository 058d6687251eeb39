"""The body of an HTTP answer, within bounds of time and size: nobody can hold us up with a drip or a bomb."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable

from triage.wiki.errors import StandingError

MOST_OCTETS = 16 * 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16


def received(pieces: Iterable[bytes], seconds: float) -> bytes:
    """All pieces as they come from the wire, still packed. Raises StandingError."""
    until, body = time.monotonic() + seconds, bytearray()
    for piece in pieces:
        body += piece
        if len(body) > MOST_OCTETS:
            raise StandingError(f"the answer is longer than {MOST_OCTETS} octets")
        if time.monotonic() > until:
            raise StandingError("the wiki did not finish its answer in time", may_pass=True)
    return bytes(body)


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body out of its Content-Encoding: gzip, which is all that we accept, or none. Raises StandingError."""
    if encoding.strip().casefold() not in {"gzip", "x-gzip"}:
        return body
    unpacking = zlib.decompressobj(_GZIP)
    try:
        whole = unpacking.decompress(body, MOST_OCTETS)
    except zlib.error as error:
        raise StandingError("the answer's gzip is broken", may_pass=True) from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise StandingError(f"the answer is cut short, or longer than {MOST_OCTETS} octets", may_pass=True)
    return whole
