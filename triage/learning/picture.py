"""A reliability plot as a PNG picture, written by hand: how sure we were to the right, how often we were right upward.

The diagonal is honesty: below it the machine is too sure. Each bar's width of colour says nothing; the number of
readings stands in the table. No plotting library: bars, lines and zlib (PNG, third edition, chapter 11).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from triage.learning.figures import Bin

SIDE = 400
MARGIN = 40
_WHITE, _GREY, _BLACK = (255, 255, 255), (221, 221, 221), (60, 60, 60)
_MESSAGES, _SENTENCES = (0, 114, 178), (230, 159, 0)

Colour = tuple[int, int, int]
Picture = NDArray[np.uint8]


def reliability_plot(messages: Sequence[Bin | None], sentences: Sequence[Bin | None]) -> bytes:
    """The PNG: blue bars are messages, orange bars single sentences, the diagonal is perfect calibration."""
    picture = np.full((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN, 3), _WHITE, dtype=np.uint8)
    for tenth in range(11):
        at = tenth * SIDE // 10
        _fill(picture, (0, at), (SIDE, at + 1), _GREY)
        _fill(picture, (at, 0), (at + 1, SIDE), _GREY)
    _bars(picture, messages, 0.12, _MESSAGES)
    _bars(picture, sentences, 0.52, _SENTENCES)
    for step in range(SIDE):
        _fill(picture, (step, step), (step + 2, step + 2), _BLACK)
    _fill(picture, (0, 0), (SIDE, 2), _BLACK)
    _fill(picture, (0, 0), (2, SIDE), _BLACK)
    return png(picture)


def write(path: Path, messages: Sequence[Bin | None], sentences: Sequence[Bin | None]) -> None:
    """The plot as a file."""
    path.write_bytes(reliability_plot(messages, sentences))


def png(picture: Picture) -> bytes:
    """Rows of RGB bytes as a PNG of true colour, eight bits, no filter."""
    height, width, _ = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _bars(picture: Picture, bins: Sequence[Bin | None], offset: float, colour: Colour) -> None:
    width = SIDE / len(bins)
    for number, each in enumerate(bins):
        if each is not None:
            left = round((number + offset) * width)
            _fill(picture, (left, 0), (left + round(width * 0.36), round(each.accuracy * SIDE)), colour)


def _fill(picture: Picture, low: tuple[int, int], high: tuple[int, int], colour: Colour) -> None:
    """A rectangle; x to the right, y upward from the lower left corner of the plot."""
    top, bottom = MARGIN + SIDE - high[1], MARGIN + SIDE - low[1]
    picture[max(0, top) : bottom, MARGIN + low[0] : MARGIN + high[0]] = colour
