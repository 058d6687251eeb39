"""Geometry that all pictures share: columns that stand, bars that lie. Coordinates are those of the viewBox.

Colours and letters are the style sheet's; a shape only names its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 440, 220
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 26, 26
"""What the axes and the words of the marks need around the columns."""
LABELS_WIDE, NUMBERS_WIDE, ROW = 132, 84, 24
"""Of bars that lie: the room for their words, for their numbers, and their height with the gap."""
LINES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle. `kind` is a class of the style sheet, `says` what it stands for."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place; `anchor` is `start`, `middle` or `end`."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line with its word: the deadline, now, the median."""

    x: float
    text: str
    anchor: str = "start"
    kind: str = "mark"
    row: int = 0

    @property
    def label(self) -> Label:
        """Beside the line, above the columns; the second row hangs lower where two stand close together."""
        return Label(self.x + (4 if self.anchor == "start" else -4), 10 + 12 * self.row, self.text, self.anchor)


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture. `key` names it within the page; `says` is the sentence for who cannot see it."""

    key: str
    title: str
    says: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    height: int = HEIGHT
    bars: tuple[Bar, ...] = ()
    lines: tuple[float, ...] = ()
    labels: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    legend: tuple[tuple[str, str], ...] = field(default=())
    width: int = WIDTH

    @property
    def is_empty(self) -> bool:
        """Nothing has happened yet: a sentence serves better than empty axes."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class Column:
    """What stands at one place: `parts` from the ground up, each with the class it is drawn in."""

    says: str
    parts: tuple[tuple[int, str], ...]

    @property
    def height(self) -> int:
        """Of all parts together."""
        return sum(count for count, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where columns stand: how many there are, and what the highest line counts."""

    columns: int
    top: int

    @property
    def step(self) -> float:
        """The width of one column with its gap."""
        return (WIDTH - LEFT - RIGHT) / max(self.columns, 1)

    def x(self, place: float) -> float:
        """Where `place` columns are to the left."""
        return round(LEFT + place * self.step, 2)

    def y(self, count: float) -> float:
        """How high `count` stands."""
        return round(HEIGHT - BOTTOM - count / self.top * (HEIGHT - TOP - BOTTOM), 2)


def ground(columns: Sequence[Column]) -> Ground:
    """Room for these columns, up to a round number."""
    return Ground(len(columns), round_top(max((column.height for column in columns), default=1)))


def round_top(most: int) -> int:
    """The least of 4, 8, 20, 40, 80, 200 … that is enough: four lines divide it into numbers that people know."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if step * size * LINES >= most:
                return step * size * LINES
        size *= 10


def standing(columns: Sequence[Column], on: Ground) -> Iterable[Bar]:
    """The columns, their parts upon each other."""
    gap = min(on.step * 0.15, 3)
    for place, column in enumerate(columns):
        below = 0
        for count, kind in column.parts:
            if count:
                top = on.y(below + count)
                height = round(on.y(below) - top, 2)
                yield Bar(on.x(place), top, round(on.step - gap, 2), height, kind, column.says)
            below += count


def ruled(on: Ground) -> tuple[tuple[float, ...], tuple[Label, ...]]:
    """Level lines and their numbers."""
    counts = range(0, on.top + 1, on.top // LINES)
    numbers = (Label(LEFT - 5, on.y(count) + 4, f"{count}", "end") for count in counts)
    return tuple(on.y(count) for count in counts), tuple(numbers)


def lying(rows: Sequence[tuple[str, int, str]]) -> tuple[int, tuple[Bar, ...], tuple[Label, ...]]:
    """Height, bars and words of a list of (word, count, kind), the numbers behind each bar."""
    total, most = sum(count for _, count, _ in rows) or 1, max((count for _, count, _ in rows), default=1) or 1
    bars, labels = [], []
    for place, (word, count, kind) in enumerate(rows):
        y, width = place * ROW + 3, round(count / most * (WIDTH - LABELS_WIDE - NUMBERS_WIDE), 2)
        bars.append(Bar(LABELS_WIDE, y, max(width, 1), ROW - 8, kind, f"{word}: {count}"))
        labels.append(Label(LABELS_WIDE - 8, y + 12, word, "end"))
        labels.append(Label(LABELS_WIDE + max(width, 1) + 6, y + 12, f"{count} · {share(count, total)}", "start"))
    return max(len(rows), 1) * ROW + 4, tuple(bars), tuple(labels)


def share(count: int, total: int) -> str:
    """Whole percent; what is there is never shown as nothing."""
    percent = 100 * count / total
    return "<1%" if 0 < percent < 1 else f"{percent:.0f}%"
