"""A text file that staff keep, read again whenever it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from triage.wiki.errors import StandingError

T = TypeVar("T")


class KeptFile(Generic[T]):
    """`read` makes a value of (text, path) and raises StandingError. `option` is where the path was configured."""

    def __init__(self, path: Path, read: Callable[[str, str], T], option: str) -> None:
        self._path = path
        self._read = read
        self._option = option
        self._kept: tuple[tuple[int, int, int], T] | None = None

    def value(self) -> T:
        """What the file says now. Raises StandingError, each time anew, while it cannot be used."""
        try:
            status = self._path.stat()
            version = (status.st_mtime_ns, status.st_size, status.st_ino)
            if self._kept is None or self._kept[0] != version:
                self._kept = version, self._read(self._path.read_text(encoding="utf-8-sig"), str(self._path))
        except OSError as error:
            raise StandingError(f"{self._path} cannot be read ({error.strerror}); check {self._option}") from error
        except UnicodeDecodeError as error:
            raise StandingError(f"{self._path} is not UTF-8 text (octet {error.start}); save it as UTF-8") from error
        return self._kept[1]


def entries(text: str) -> Iterator[tuple[int, str]]:
    """(line number, entry) of each line that holds more than a comment. No user name can hold a `#`."""
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.partition("#")[0].strip()
        if entry:
            yield number, entry
