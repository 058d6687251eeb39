"""The parts of a message, found by offsets into its bytes (RFC 2046, 5.1). Decodes and copies nothing.

Bounded in depth, in parts and in bytes searched, so that no message takes long; what lies beyond
stays one closed part, and a defect says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.parse.parameters import Parameterised, content_type, parameterised
from intake.parse.section import Section, section

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 10_000
MOST_LEVELS = 250
MOST_SEARCHED = 500_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf: `raw[start:end]` is its body, still in its transfer encoding.

    `alternative` is the offset of the outermost multipart/alternative around it, or None. `within` holds
    the types of the multiparts around it, outermost first; `is_first` says that it opens the innermost.
    """

    headers: Section
    kind: Parameterised
    start: int
    end: int
    within: tuple[str, ...] = ()
    alternative: int | None = None
    is_first: bool = True

    @property
    def disposition(self) -> Parameterised:
        """Content-Disposition (RFC 2183)."""
        return parameterised(self.headers.first("content-disposition"))

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case (RFC 2045, 6)."""
        return self.headers.first("content-transfer-encoding").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Opened:
    """All leaves of a message in order, and what was wrong with its structure."""

    parts: tuple[Part, ...]
    defects: tuple[str, ...]


def opened(raw: bytes, top: Section) -> Opened:
    """The leaves of the message whose header section is `top`. Never raises."""
    whole = Part(top, content_type(top.first("content-type")), top.body, len(raw))
    leaves: list[Part] = []
    defects: dict[str, None] = {}
    waiting, seen, searched = [whole], 1, 0
    while waiting:
        part = waiting.pop()
        if not part.kind.value.startswith("multipart/"):
            leaves.append(part)
            continue
        searched += part.end - part.start
        if len(part.within) >= MOST_LEVELS or searched > MOST_SEARCHED:
            defects["parts that lie too deep were not opened"] = None
            leaves.append(part)
            continue
        children = _children(raw, part, defects, MOST_PARTS - seen)
        seen += len(children)
        waiting.extend(reversed(children))
    return Opened(tuple(leaves), tuple(defects))


def _children(raw: bytes, part: Part, defects: dict[str, None], most: int) -> list[Part]:
    boundary = part.kind.parameters.get("boundary", "").rstrip()
    spans = _spans(raw, part, boundary, defects)
    default = "message/rfc822" if part.kind.value == "multipart/digest" else "text/plain"
    found: list[Part] = []
    for start, end in spans:
        if len(found) >= most:
            defects["there are too many parts, the rest was not opened"] = None
            break
        found.append(_child(raw, part, (start, end), default, is_first=not found))
    if not found:
        # Seen in practice: the boundary is missing or another one. The text is there all the same.
        defects["the parts of the message are not set apart as announced"] = None
        found = [Part(part.headers, Parameterised("text/plain"), part.start, part.end, part.within, part.alternative)]
    return found


def _child(raw: bytes, part: Part, span: tuple[int, int], default: str, *, is_first: bool) -> Part:
    head = section(raw, *span)
    alternative = part.alternative
    if alternative is None and part.kind.value == "multipart/alternative":
        alternative = part.start
    kind = content_type(head.first("content-type"), default)
    return Part(head, kind, min(head.body, span[1]), span[1], (*part.within, part.kind.value), alternative, is_first)


def _spans(raw: bytes, part: Part, boundary: str, defects: dict[str, None]) -> Iterator[tuple[int, int]]:
    """Where each body part lies; the line end before a boundary belongs to the boundary."""
    if not boundary:
        return
    line = b"--" + boundary.encode("utf-8", "replace")
    opened_at: int | None = None
    for at, after, is_last in _boundaries(raw, line, part.start, part.end):
        if opened_at is not None:
            yield opened_at, max(opened_at, _before_line_end(raw, at, part.start))
        opened_at = after
        if is_last:
            return
    if opened_at is not None:
        defects["the last boundary is missing"] = None
        yield opened_at, part.end


def _boundaries(raw: bytes, line: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Each boundary line: its offset, the offset after it, and whether it closes the multipart."""
    at = start if raw.startswith(line, start, end) else _next(raw, line, start, end)
    while at >= 0:
        rest = raw.find(b"\n", at, end)
        stop = end if rest < 0 else rest + 1
        tail = raw[at + len(line) : min(stop, at + len(line) + 200)].strip()
        if tail in {b"", b"--"}:
            yield at, stop, tail == b"--"
        at = _next(raw, line, max(stop - 1, at + 1), end)


def _next(raw: bytes, line: bytes, start: int, end: int) -> int:
    found = raw.find(b"\n" + line, start, end)
    return found + 1 if found >= 0 else -1


def _before_line_end(raw: bytes, at: int, start: int) -> int:
    at -= raw[at - 1 : at] == b"\n" and at > start
    return at - (raw[at - 1 : at] == b"\r" and at > start)


def without_lone_returns(raw: bytes) -> bytes:
    """A message whose only line ends are carriage returns (very old Macs), with line feeds; else as it is."""
    if b"\n" in raw[:4096] or b"\r" not in raw[:4096] or b"\n" in raw:
        return raw
    return raw.replace(b"\r", b"\n")
