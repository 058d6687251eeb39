"""The file adapter: a Maildir, or a folder of .eml files. For trials, imports and servers that deliver to disk."""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from intake.mailbox.port import REPORT_BYTES, Delivery, Head, MailboxError, Pieces, Position

UIDS_FILE = ".openhour-uids"
PIECE_BYTES = 1 << 20
HEAD_BYTES = 1 << 20
"""A header section is read up to here; real ones have less than a hundredth."""

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(rb'boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)


class FolderMailbox:
    """A folder on disk as a mailbox. A file's time of change is its arrival.

    UIDs are given in the order of arrival and kept in one small file (`uids_file`, by default in the
    folder itself); no mail file is written to. Without that file the folder counts as new and is
    walked again. `clock` gives seconds since 1970 and makes the UIDVALIDITY of a new folder.
    """

    def __init__(
        self,
        path: Path,
        *,
        uids_file: Path | None = None,
        processed: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._uids_file = uids_file or path / UIDS_FILE
        self._processed = processed
        self._clock = clock
        self._paths: dict[int, Path] = {}

    @property
    def folder(self) -> str:
        """The folder's absolute path."""
        return str(self._path.absolute())

    def look(self) -> Position:
        """List the folder and give a UID to what is new."""
        with self._reading(), self._uids_file.open("a+", encoding="ascii") as uids_file:
            fcntl.flock(uids_file, fcntl.LOCK_EX)
            uidvalidity, uids = self._read_uids(uids_file)
            files = _files(self._path)
            # An older file that comes late still gets the next UID: the cursor must not have passed it.
            new = sorted(files.keys() - uids.keys(), key=lambda name: (files[name].stat().st_mtime_ns, name))
            for uid, name in enumerate(new, max(uids.values(), default=0) + 1):
                uids[name] = uid
                uids_file.write(json.dumps([uid, name]) + "\n")
            uids_file.flush()
            os.fsync(uids_file.fileno())
        self._paths = {uids[name]: path for name, path in files.items()}
        return Position(uidvalidity, max(uids.values(), default=0) + 1)

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs of the files that were there at the last look."""
        return sorted(uid for uid in self._paths if first <= uid <= last)

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """Read the beginning of each file."""
        found = []
        for uid in uids:
            with self._opened(uid) as file:
                if file is not None:
                    found.append(Head(uid, _head(file.read(HEAD_BYTES))))
        return found

    def reports(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Cut the second and third part out of each file."""
        found = {}
        for uid in uids:
            with self._opened(uid) as file:
                if file is not None:
                    found[uid] = _report(file.read(HEAD_BYTES))
        return found

    def deliveries(self, uids: Sequence[int]) -> dict[int, Delivery]:
        """What the file system knows of each file."""
        found = {}
        for uid in uids:
            with self._opened(uid) as file:
                if file is not None:
                    stat = os.fstat(file.fileno())
                    found[uid] = Delivery(datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size)
        return found

    def messages(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Pieces | None]]:
        """Each file, a piece at a time."""
        for uid in sizes:
            with self._opened(uid) as file:
                if file is not None:
                    yield uid, iter(partial(file.read, PIECE_BYTES), b"")

    def close(self) -> None:
        """Nothing is kept open."""

    def move(self, uids: Sequence[int]) -> None:
        """Rename the files into `processed`: a Maildir's cur/, or the folder itself."""
        if self._processed is None:
            return
        target = self._processed / "cur" if _is_maildir(self._processed) else self._processed
        with self._reading():
            for uid in uids:
                path = self._paths.pop(uid, None)
                if path is not None and path.exists():
                    path.rename(target / path.name)

    def _read_uids(self, uids_file: IO[str]) -> tuple[int, dict[str, int]]:
        uids_file.seek(0)
        text = uids_file.read()
        whole = text.rpartition("\n")[0]
        if len(whole) + 1 < len(text):  # the machine stopped while the last line was written
            uids_file.truncate(len(whole) + 1 if whole else 0)
        if not whole:
            uidvalidity = int(self._clock())
            uids_file.write(f"{uidvalidity}\n")
            return uidvalidity, {}
        lines = whole.split("\n")
        return int(lines[0]), {name: uid for uid, name in map(json.loads, lines[1:])}

    @contextmanager
    def _opened(self, uid: int) -> Iterator[IO[bytes] | None]:
        """The file of this UID, or None if it is gone. Maildir clients rename a file when flags change."""
        with self._reading():
            file = _open(self._paths.get(uid))
            if file is None and uid in self._paths:
                self._paths[uid] = _files(self._path).get(_name(self._paths[uid]), self._paths[uid])
                file = _open(self._paths[uid])
        try:
            yield file
        finally:
            if file is not None:
                file.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise MailboxError(f"there is no {error.filename}: check [mailbox] folder", is_permanent=True) from error
        except PermissionError as error:
            sentence = f"{error.filename} may not be read or written: check its owner and rights"
            raise MailboxError(sentence, is_permanent=True) from error
        except (OSError, ValueError) as error:
            raise MailboxError(f"the folder {self._path} cannot be read: {error}") from error


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _files(path: Path) -> dict[str, Path]:
    """The mail files by a name that stays when flags change."""
    if _is_maildir(path):
        found = [file for part in ("new", "cur") for file in (path / part).iterdir() if file.name[0] != "."]
    else:
        found = list(path.glob("*.eml"))
        path.stat()  # glob finds nothing in a folder that does not exist
    return {_name(file): file for file in found if file.is_file()}


def _name(path: Path) -> str:
    return path.name.partition(":2,")[0]


def _open(path: Path | None) -> IO[bytes] | None:
    try:
        return None if path is None else path.open("rb")
    except FileNotFoundError:
        return None


def _head(raw: bytes) -> bytes:
    end = _BLANK_LINE.search(raw)
    return raw[: end.end()] if end else raw


def _report(raw: bytes) -> bytes:
    """The second and third part's content, as IMAP's BODY[2] and BODY[3] would give it."""
    boundary = _BOUNDARY.search(_head(raw))
    if boundary is None:
        return b""
    delimiter = b"\n--" + (boundary[1] or boundary[2])
    parts = islice(raw.split(delimiter, 4), 2, 4)
    return b"\r\n".join(_content(part)[:REPORT_BYTES] for part in parts)


def _content(part: bytes) -> bytes:
    end = _BLANK_LINE.search(part)
    return part[end.end() :] if end else b""
