"""Reads whole messages over a connection that is lent for each command. Opens nothing, closes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.mailbox.port import MailboxError, Pieces

GROUP_BYTES = 4 << 20
"""Whole messages are fetched in groups of at most this many bytes; a larger one comes alone, in pieces."""
GROUP_COUNT = 500
PIECE_BYTES = 1 << 20
PATIENCE = 3
"""How often a message may break the connection, fetched alone, before it is called unreadable."""


class Bodies:
    """The bodies of the messages in `folder`. `asking` lends the connection, and turns its errors into MailboxError."""

    def __init__(self, folder: str, asking: Callable[[], AbstractContextManager[IMAPClient]]) -> None:
        self._folder = folder
        self._asking = asking
        self._breaks: Counter[int] = Counter()

    def read(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Pieces | None]]:
        """As `Mailbox.messages`: groups of small messages in one FETCH each; a large one alone, in pieces."""
        for group in _groups(sizes, self._breaks):
            if sizes[group[0]] > GROUP_BYTES and self._breaks[group[0]] < PATIENCE:
                yield from self._large(group[0])
            else:
                yield from self._group(group)

    def _group(self, uids: list[int]) -> Iterator[tuple[int, Pieces | None]]:
        try:
            with self._asking() as client:
                found = self._fetched(client, uids)
        except MailboxError:
            self._breaks.update(uids)
            if len(uids) > 1 or self._breaks[uids[0]] < PATIENCE:
                raise
            found = {uids[0]: None}
        for uid in uids:
            if uid in found:
                yield uid, found.pop(uid)

    def _fetched(self, client: IMAPClient, uids: list[int]) -> dict[int, Pieces | None]:
        try:
            found = client.fetch(uids, ["BODY.PEEK[]"])
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if len(uids) > 1:
                # One message that the server cannot hand out must not hide the others.
                return {uid: one for uid in uids for one in self._fetched(client, [uid]).values()}
            found = {}
        bodies: dict[int, Pieces | None] = {uid: (found[uid][b"BODY[]"],) for uid in uids if _has_body(found, uid)}
        if len(bodies) == len(uids):
            return bodies
        client.noop()  # else the search still shows what another client has expunged
        refused = [uid for uid in client.search(["UID", ",".join(map(str, uids))]) if uid not in bodies]
        return bodies | dict.fromkeys(refused)

    def _large(self, uid: int) -> Iterator[tuple[int, Pieces | None]]:
        first = self._piece(uid, 0)
        if first is not None:
            yield uid, self._pieces(uid, first)

    def _pieces(self, uid: int, first: bytes) -> Iterator[bytes]:
        piece: bytes | None = first
        at = 0
        while piece:
            yield piece
            at += len(piece)
            piece = self._piece(uid, at)
        if piece is None:
            raise MailboxError(f"message {uid} of {self._folder} was taken away while it was read; it is tried again")

    def _piece(self, uid: int, at: int) -> bytes | None:
        """The next bytes, empty at the end (RFC 3501, 6.4.5: a partial fetch past the end); None if it is gone."""
        try:
            with self._asking() as client:
                found = client.fetch([uid], [f"BODY.PEEK[]<{at}.{PIECE_BYTES}>"])
        except MailboxError:
            self._breaks[uid] += 1
            raise
        key = b"BODY[]<%d>" % at
        piece: bytes | None = found.get(uid, {}).get(key)
        return piece


def _has_body(found: dict[int, dict[bytes, Any]], uid: int) -> bool:
    """Of a message that another client has just expunged, servers give NIL or nothing (RFC 2180, 4.1)."""
    return found.get(uid, {}).get(b"BODY[]") is not None


def _groups(sizes: Mapping[int, int], alone: Counter[int]) -> Iterator[list[int]]:
    """Messages that may come in one answer; one that broke a connection before comes by itself."""
    group: list[int] = []
    total = 0
    for uid, size in sizes.items():
        is_full = len(group) == GROUP_COUNT or total + size > GROUP_BYTES
        if group and (is_full or alone[uid] or alone[group[-1]]):
            yield group
            group, total = [], 0
        group.append(uid)
        total += size
    if group:
        yield group
