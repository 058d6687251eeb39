"""When wishes to come and questions arrived. The deadline is marked, and no column stands on both sides of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from triage.web.desk.pictures.drawing import HEIGHT, Column, Ground, Label, Mark, Picture, ground, ruled, standing
from triage.web.desk.pictures.saying import number_of

MOST_COLUMNS = 48
MINUTE, HOUR, DAY = 60, 3600, 86400
WIDTHS = (5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY)
"""What a column may stand for, in seconds."""
WORDS = 5
"""So many dates fit below."""
ROOM = 36
"""What the word beside the line of now takes up, with a gap."""


def arrivals(wishes: Mapping[int, int], questions: Mapping[int, int], deadline: datetime, now: datetime) -> Picture:
    """Arrivals as counts by moment (seconds since 1970); none between two columns' edges is cut in two."""
    title, everything = "Arrivals", [*wishes, *questions]
    if not everything:
        return Picture("arrivals", title, "Nothing has arrived yet.", (), ())
    at = int(deadline.timestamp())
    edges = edges_around(min(*everything, at), max(*everything, at), at)
    rows = list(zip(edges, counts(wishes, edges), counts(questions, edges), strict=False))
    columns = [column(*row) for row in rows]
    on = ground(columns)
    lines, numbers = ruled(on)
    late = sum(count for moment, count in wishes.items() if moment > at)
    said = f"{number_of(sum(wishes.values()), 'wish', 'wishes')} to come, {late} of them after the deadline"
    return Picture(
        key="arrivals",
        title=title,
        says=f"{said}, and {number_of(sum(questions.values()), 'question')}; a column is {width_said(edges)}.",
        head=("From", "Wishes to come", "Questions"),
        rows=tuple((spoken(begin), str(wish), str(asked)) for begin, wish, asked in rows if wish or asked),
        bars=tuple(standing(columns, on)),
        lines=lines,
        labels=(*numbers, *dates(edges, on)),
        marks=marks(edges, on, at, int(now.timestamp())),
        legend=(("wish", "wishes to come"), ("asked", "questions")),
    )


def column(begin: int, wish: int, asked: int) -> Column:
    """Wishes below, questions upon them."""
    return Column(
        f"{spoken(begin)}: {wish} to come, {number_of(asked, 'question')}", ((wish, "wish"), (asked, "asked"))
    )


def edges_around(first: int, last: int, deadline: int) -> list[int]:
    """Where columns begin and the last one ends, in seconds; the deadline is one of them, and counts as before it."""
    span = last - first + 1
    width = next((width for width in WIDTHS if span / width <= MOST_COLUMNS), span // MOST_COLUMNS + 1)
    begin = deadline - -(-(deadline - first + 1) // width) * width
    number = max(-(-(last - begin) // width), 1)
    return [begin + width * place for place in range(number + 1)]


def counts(moments: Mapping[int, int], edges: Sequence[int]) -> list[int]:
    """How many lie behind each edge, up to and with the next: a deadline is inclusive."""
    found = [0] * (len(edges) - 1)
    for moment, count in moments.items():
        found[(moment - edges[0] - 1) // (edges[1] - edges[0])] += count
    return found


def marks(edges: Sequence[int], on: Ground, deadline: int, now: int) -> tuple[Mark, ...]:
    """The deadline; now, while it lies within."""
    first, last, width = edges[0], edges[-1], edges[1] - edges[0]
    place = (deadline - first) / width
    limit = Mark(on.x(place), "deadline", "end" if place > on.columns / 2 else "start", "deadline")
    if not first < now < last:
        return (limit,)
    at = on.x((now - first) / width)
    # Left of its line, unless the deadline's would run through the word.
    return limit, Mark(at, "now", "start" if 0 <= at - limit.x < ROOM else "end", "now", row=1)


def dates(edges: Sequence[int], on: Ground) -> tuple[Label, ...]:
    """Some dates below the columns, never two upon each other."""
    every = max(-(-on.columns // WORDS), 1)
    is_by_hour = edges[1] - edges[0] < DAY and edges[-1] - edges[0] <= 2 * DAY
    shape = "%H:%M" if is_by_hour else "%-d %b"
    return tuple(
        Label(on.x(place), HEIGHT - 8, datetime.fromtimestamp(edges[place], UTC).strftime(shape), "start")
        for place in range(0, on.columns, every)
    )


def spoken(moment: int) -> str:
    """`Thu 3 Dec 14:00`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%a %-d %b %H:%M")


def width_said(edges: Sequence[int]) -> str:
    """How long a column is, in words."""
    width = edges[1] - edges[0]
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if width >= unit:
            return f"one {word}" if width == unit else f"{width // unit} {word}s"
    return f"{width} seconds"
