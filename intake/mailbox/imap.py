"""The IMAP adapter: one kept connection that can only read, and a short one for moving."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.mailbox.account import ImapAccount, connect, hang_up, spoken
from intake.mailbox.backoff import Backoff
from intake.mailbox.port import REPORT_BYTES, Delivery, Head, MailboxError, Pieces, Position

GROUP_BYTES = 4 << 20
"""Whole messages are fetched in groups of at most this many bytes; a larger one comes alone, in pieces."""
GROUP_COUNT = 500
PIECE_BYTES = 1 << 20
STATUS_SECONDS = 300.0
"""How long silence is believed: some servers forget to announce new mail (RFC 3501, 5.2: they should)."""
PATIENCE = 3
"""How often a message may break the connection, fetched alone, before it is called unreadable."""

_REPORT = tuple(f"BODY.PEEK[{part}]<0.{REPORT_BYTES}>" for part in (2, 3))
_REPORT_KEYS = (b"BODY[2]<0>", b"BODY[3]<0>")


class ImapMailbox:
    r"""A folder on an IMAP server (RFC 3501), opened with EXAMINE: no flag can change, \Recent stays.

    A dropped connection is opened again at once when it was working before, and otherwise after the
    backoff; until then every method raises MailboxError. Not to be used by two threads at a time;
    `move` alone may be, as it has its own connection.
    """

    def __init__(
        self, account: ImapAccount, backoff: Backoff | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._backoff = backoff or Backoff(clock)
        self._clock = clock
        self._client: IMAPClient | None = None
        self._uidvalidity = 0
        self._known: Position | None = None
        self._known_at = 0.0
        self._breaks: Counter[int] = Counter()

    @property
    def folder(self) -> str:
        """The folder's name."""
        return self._account.folder

    def close(self) -> None:
        """Hang up. The next call connects again."""
        if self._client is not None:
            hang_up(self._client)
        self._client = self._known = None

    def look(self) -> Position:
        """Ask with NOOP, and with STATUS only when the server has something to say."""
        was_connected = self._client is not None
        try:
            return self._look()
        except MailboxError:
            if not was_connected:
                raise
            # RFC 3501, 5.4: servers log out idle clients. That is no failure yet.
            return self._look()

    def uids(self, first: int, last: int) -> list[int]:
        """One SEARCH by range; `last` is never `*`, which would always match the last message."""
        with self._asking() as client:
            return sorted(uid for uid in client.search(["UID", f"{first}:{last}"]) if first <= uid <= last)

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """One FETCH with PEEK."""
        with self._asking() as client:
            found = client.fetch(uids, ["BODY.PEEK[HEADER]"])
        key = b"BODY[HEADER]"
        return [Head(uid, found[uid][key] or b"") for uid in sorted(found) if key in found[uid]]

    def reports(self, uids: Sequence[int]) -> dict[int, bytes]:
        """One FETCH of both parts, each cut by the server."""
        if not uids:
            return {}
        with self._asking() as client:
            found = client.fetch(uids, _REPORT)
        return {uid: b"\r\n".join(found[uid].get(key) or b"" for key in _REPORT_KEYS) for uid in found}

    def deliveries(self, uids: Sequence[int]) -> dict[int, Delivery]:
        """One FETCH."""
        with self._asking() as client:
            found = client.fetch(uids, ["INTERNALDATE", "RFC822.SIZE"])
        return {uid: _delivery(found[uid]) for uid in found if b"RFC822.SIZE" in found[uid]}

    def messages(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Pieces | None]]:
        """Groups of small messages in one FETCH each; a large one alone, in pieces."""
        for group in _groups(sizes, self._breaks):
            if sizes[group[0]] > GROUP_BYTES and self._breaks[group[0]] < PATIENCE:
                yield from self._large(group[0])
            else:
                yield from self._group(group)

    def move(self, uids: Sequence[int]) -> None:
        """On a second connection, as the kept one can only read.

        Raises a permanent MailboxError where the server has neither MOVE nor UIDPLUS: without them a
        message cannot be taken out without expunging what others have marked (RFC 4315, 2.1).
        """
        target = self._account.processed_folder
        if not target or not uids:
            return
        client = connect(self._account)
        try:
            client.select_folder(self._account.folder)
            if client.folder_status(self._account.folder, ["UIDVALIDITY"])[b"UIDVALIDITY"] == self._uidvalidity:
                for at in range(0, len(uids), GROUP_COUNT):
                    _move(client, uids[at : at + GROUP_COUNT], target)
        except (IMAPClientError, OSError) as error:
            raise spoken(self._account, error) from error
        finally:
            hang_up(client)

    def _look(self) -> Position:
        with self._talking() as client:
            if self._known is None or self._clock() - self._known_at >= STATUS_SECONDS:
                client.noop()
                self._known = self._status(client)
            elif client.noop()[1]:
                self._known = self._status(client)
            if self._known.uidvalidity != self._uidvalidity:
                self.close()  # the folder was made anew: the kept connection still shows the old one
                raise MailboxError(f"the folder {self.folder} was replaced on the server; it is opened again")
            return self._known

    def _status(self, client: IMAPClient) -> Position:
        self._known_at = self._clock()
        said = client.folder_status(self.folder, ["UIDVALIDITY", "UIDNEXT"])
        return Position(said[b"UIDVALIDITY"], said[b"UIDNEXT"])

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
            if len(uids) == 1:
                return {uids[0]: None} if client.search(["UID", str(uids[0])]) else {}
            # One message that the server cannot hand out must not hide the others.
            return {uid: one for uid in uids for one in self._fetched(client, [uid]).values()}
        return {uid: (found[uid][b"BODY[]"] or b"",) for uid in uids if b"BODY[]" in found.get(uid, {})}

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
            raise MailboxError(f"message {uid} of {self.folder} was taken away while it was read; it is tried again")

    def _piece(self, uid: int, at: int) -> bytes | None:
        """The next bytes, empty at the end (RFC 3501, 6.4.5: a partial fetch past the end); None if it is gone."""
        try:
            with self._asking() as client:
                found = client.fetch([uid], [f"BODY.PEEK[]<{at}.{PIECE_BYTES}>"])
        except MailboxError:
            self._breaks[uid] += 1
            raise
        key = b"BODY[]<%d>" % at
        return (found[uid][key] or b"") if key in found.get(uid, {}) else None

    @contextmanager
    def _asking(self) -> Iterator[IMAPClient]:
        """Like `_talking`; news of other messages may come along unseen, so the next look must ask."""
        self._known = None
        with self._talking() as client:
            yield client

    @contextmanager
    def _talking(self) -> Iterator[IMAPClient]:
        client = self._connected()
        try:
            yield client
        except (IMAPClientError, OSError, ValueError) as error:
            self.close()
            raise spoken(self._account, error) from error

    def _connected(self) -> IMAPClient:
        if self._client is None:
            wait = self._backoff.remaining()
            if wait:
                raise MailboxError(f"the mail server {self._account.host} is tried again in {wait:.0f} s")
            try:
                self._client = self._examined(connect(self._account))
            except MailboxError:
                self._backoff.failed()
                raise
            self._backoff.succeeded()
        return self._client

    def _examined(self, client: IMAPClient) -> IMAPClient:
        try:
            said: dict[bytes, Any] = client.select_folder(self.folder, readonly=True)
        except IMAPClientAbortError as error:
            hang_up(client)
            raise spoken(self._account, error) from error
        except (IMAPClientError, OSError) as error:
            hang_up(client)
            sentence = f"the folder {self.folder} cannot be opened ({error}): check [mailbox] folder"
            raise MailboxError(sentence, is_permanent=isinstance(error, IMAPClientError)) from error
        self._uidvalidity = said[b"UIDVALIDITY"]
        if b"UIDNEXT" in said:
            self._known, self._known_at = Position(self._uidvalidity, said[b"UIDNEXT"]), self._clock()
        return client


def _delivery(found: dict[bytes, Any]) -> Delivery:
    arrived: datetime | None = found.get(b"INTERNALDATE")
    # INTERNALDATE is never missing (RFC 3501, 2.3.3), but may be malformed; it is then arriving now.
    return Delivery(datetime.now(UTC) if arrived is None else arrived.astimezone(UTC), found[b"RFC822.SIZE"] or 0)


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


def _move(client: IMAPClient, uids: Sequence[int], target: str) -> None:
    if client.has_capability("MOVE"):  # RFC 6851
        client.move(uids, target)
    elif client.has_capability("UIDPLUS"):
        client.copy(uids, target)
        client.delete_messages(uids, silent=True)
        client.uid_expunge(uids)
    else:
        sentence = "the mail server has neither MOVE nor UIDPLUS: leave [mailbox] processed_folder empty"
        raise MailboxError(sentence, is_permanent=True)
