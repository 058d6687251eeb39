"""The IMAP adapter: one kept connection that can only read, and a short one for moving."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.mailbox.account import ImapAccount, connect, hang_up, spoken
from intake.mailbox.backoff import Backoff
from intake.mailbox.bodies import Bodies
from intake.mailbox.port import REPORT_BYTES, Delivery, Head, MailboxError, Pieces, Position

EXAMINE_SECONDS = 300.0
"""How long silence is believed. Some servers forget to announce new mail (RFC 3501, 5.2: they should not), and a
connection may go on showing a folder that was deleted and made anew; opening it again shows what is there."""
MOVE_COUNT = 500
"""Messages that one command moves: servers limit the length of a line."""

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
        self._examined_at = 0.0
        self._bodies = Bodies(account.folder, self._asking)

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
        """Ask with NOOP, and with STATUS where the server has something to say."""
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
        """Groups of small messages in one FETCH each; large ones in pieces."""
        return self._bodies.read(sizes)

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
                for at in range(0, len(uids), MOVE_COUNT):
                    _move(client, uids[at : at + MOVE_COUNT], target)
        except (IMAPClientError, OSError) as error:
            raise spoken(self._account, error) from error
        finally:
            hang_up(client)

    def verify_move(self) -> None:
        """Is the folder for processed mail there, and can this server move? Changes nothing. Raises MailboxError."""
        target = self._account.processed_folder
        if not target:
            return
        with self._talking() as client:
            is_there = client.folder_exists(target)
            _require_move(client)
        if not is_there:
            sentence = (
                f"there is no folder {target}; make it on the mail server, or leave [mailbox] processed_folder empty"
            )
            raise MailboxError(sentence, is_permanent=True)

    def _look(self) -> Position:
        was_open = self._client is not None
        with self._talking() as client:
            if was_open and self._clock() - self._examined_at >= EXAMINE_SECONDS:
                self._examine(client)
            elif was_open and client.noop()[1]:
                self._known = None
            if self._known is None:
                self._known = self._status(client)
            if self._known.uidvalidity != self._uidvalidity:
                self.close()  # the folder was made anew: the kept connection still shows the old one
                raise MailboxError(f"the folder {self.folder} was replaced on the server; it is opened again")
            return self._known

    def _status(self, client: IMAPClient) -> Position:
        said = client.folder_status(self.folder, ["UIDVALIDITY", "UIDNEXT"])
        return Position(said[b"UIDVALIDITY"], said[b"UIDNEXT"])

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
                self._client = self._opened()
            except MailboxError:
                self._backoff.failed()
                raise
            self._backoff.succeeded()
        return self._client

    def _opened(self) -> IMAPClient:
        client = connect(self._account)
        try:
            self._examine(client)
        except (IMAPClientAbortError, OSError) as error:
            hang_up(client)
            raise spoken(self._account, error) from error
        except IMAPClientError as error:
            hang_up(client)
            sentence = f"the folder {self.folder} cannot be opened ({error}): check [mailbox] folder"
            raise MailboxError(sentence, is_permanent=True) from error
        return client

    def _examine(self, client: IMAPClient) -> None:
        """Open the folder without the right to change it (RFC 3501, 6.3.2); also once more."""
        said: dict[bytes, Any] = client.select_folder(self.folder, readonly=True)
        self._uidvalidity, self._examined_at = said[b"UIDVALIDITY"], self._clock()
        self._known = Position(self._uidvalidity, said[b"UIDNEXT"]) if b"UIDNEXT" in said else None


def _delivery(found: dict[bytes, Any]) -> Delivery:
    arrived: datetime | None = found.get(b"INTERNALDATE")
    # INTERNALDATE is never missing (RFC 3501, 2.3.3), but may be malformed; it is then arriving now.
    return Delivery(datetime.now(UTC) if arrived is None else arrived.astimezone(UTC), found[b"RFC822.SIZE"] or 0)


def _move(client: IMAPClient, uids: Sequence[int], target: str) -> None:
    _require_move(client)
    if client.has_capability("MOVE"):  # RFC 6851
        client.move(uids, target)
    else:
        client.copy(uids, target)
        client.delete_messages(uids, silent=True)
        client.uid_expunge(uids)


def _require_move(client: IMAPClient) -> None:
    if not client.has_capability("MOVE") and not client.has_capability("UIDPLUS"):
        sentence = "the mail server has neither MOVE nor UIDPLUS: leave [mailbox] processed_folder empty"
        raise MailboxError(sentence, is_permanent=True)
