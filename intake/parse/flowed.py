"""Text that was broken to fit a line, put together again (RFC 3676)."""

from __future__ import annotations

import re

_QUOTES = re.compile(r">*")


def unflowed(text: str, *, has_delsp: bool) -> str:
    """Lines that end in a blank go on in the next of the same quote depth; `-- ` does not flow.

    `has_delsp`: the blank itself is not part of the text (scripts without blanks).
    """
    out: list[str] = []
    open_depth: int | None = None  # quote depth of a line that wants to go on
    joined: list[str] = []
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]  # `>*` always matches
        content = line[depth:]
        content = content.removeprefix(" ")  # RFC 3676, 4.4: space-stuffing
        goes_on = content.endswith(" ") and content != "-- "
        if open_depth == depth and content != "-- ":
            joined.append(content)
        else:
            if joined:
                out.append("".join(joined))
            joined = [("> " if depth == 1 else ">" * depth + " ") + content if depth else content]
        if goes_on and has_delsp:
            joined[-1] = joined[-1][:-1]
        open_depth = depth if goes_on else None
        if not goes_on:
            out.append("".join(joined))
            joined = []
    return "\n".join([*out, "".join(joined)] if joined else out)
