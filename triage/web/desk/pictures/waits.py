"""How long people waited from the arrival of their wish to the mail that settled it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from math import ceil

from triage.web.desk.pictures.drawing import HEIGHT, Column, Ground, Label, Mark, Picture, ground, ruled, standing
from triage.web.desk.pictures.saying import number_of

SHORT, MINUTE, HOUR, DAY = 30, 60, 3600, 86400
BINS = (
    (SHORT, "30 s", "30″"),
    (MINUTE, "1 min", "1′"),
    (2 * MINUTE, "2 min", "2′"),
    (5 * MINUTE, "5 min", "5′"),
    (15 * MINUTE, "15 min", "15′"),
    (HOUR, "1 h", "1 h"),
    (4 * HOUR, "4 h", "4 h"),
    (12 * HOUR, "12 h", "12 h"),
    (DAY, "1 day", "1 d"),
    (3 * DAY, "3 days", "3 d"),
)
"""A wait belongs to the first of these that it does not exceed."""
MEDIAN, LONG = 0.5, 0.95
ROOM = 2
"""So many columns a word beside its line takes up. The median's stands on the left, the other on the right."""


def waits(seconds: Mapping[int, int]) -> Picture:
    """The waits of those who have their answer: how many waited so many seconds."""
    title, kept = "From arrival to answer", dict(sorted(seconds.items()))
    if not kept:
        return Picture("waits", title, "Nobody has had an answer yet.", (), ())
    rows = counted(kept)
    columns = [Column(f"{word}: {number}", ((number, "wish"),)) for word, number in rows]
    on = ground(columns)
    lines, levels = ruled(on)
    half, most = percentile(kept, MEDIAN), percentile(kept, LONG)
    within = f"half of them within {length(half)}, 95 of 100 within {length(most)}"
    return Picture(
        key="waits",
        title=title,
        says=f"{number_of(sum(kept.values()), 'person has', 'people have')} their answer: {within}.",
        head=("Waited", "People"),
        rows=(
            ("median", length(half)),
            ("95th percentile", length(most)),
            *((word, str(count)) for word, count in rows),
        ),
        bars=tuple(standing(columns, on)),
        lines=lines,
        labels=(*levels, *limits(on)),
        marks=limits_told(on, half, most),
    )


def limits_told(on: Ground, half: int, most: int) -> tuple[Mark, ...]:
    """Median and 95th percentile."""
    left = "end" if place_of(half) > ROOM else "start"
    right = "start" if place_of(most) < len(BINS) + 1 - ROOM else "end"
    return (
        Mark(on.x(place_of(half)), f"median {length(half)}", left, "deadline"),
        Mark(on.x(place_of(most)), f"95% {length(most)}", right, "now", row=1),
    )


def counted(seconds: Mapping[int, int]) -> list[tuple[str, int]]:
    """How many waited no longer than each limit, but longer than the one before."""
    upper = [most for most, _, _ in BINS]
    numbers: Counter[int] = Counter()
    for second, count in seconds.items():
        numbers[bisect_left(upper, second)] += count
    words = [*(f"up to {word}" for _, word, _ in BINS), "longer"]
    return [(word, numbers[place]) for place, word in enumerate(words)]


def limits(on: Ground) -> Iterator[Label]:
    """Below each line between two columns, the wait that it stands for."""
    for place, (_, _, short) in enumerate(BINS, start=1):
        yield Label(on.x(place), HEIGHT - 8, short)


def percentile(ordered: Mapping[int, int], part: float) -> int:
    """The smallest value that at least `part` of all do not exceed (nearest rank); counts by value, in order."""
    rank = max(ceil(part * sum(ordered.values())), 1)
    passed = accumulate(ordered.values())
    return next(value for value, count in zip(ordered, passed, strict=True) if count >= rank)


def place_of(second: int) -> float:
    """Where a wait stands on the axis: within its column by its share of it."""
    upper = [0, *(most for most, _, _ in BINS), BINS[-1][0] * 4]
    column = bisect_left(upper[1:-1], second)
    within = (min(second, upper[-1]) - upper[column]) / (upper[column + 1] - upper[column])
    return column + within


def length(second: int) -> str:
    """`45 s`, `12 min`, `3.5 h`, `2.1 days`."""
    if second < 2 * MINUTE:
        return f"{second} s"
    if second < 2 * HOUR:
        return f"{round(second / MINUTE)} min"
    return f"{second / HOUR:.1f} h" if second < 2 * DAY else f"{second / DAY:.1f} days"
