"""A CSV of questions: our own columns, and the question report of a Zoom webinar.

Ours: a header line with `question` (or `text`) and, as you like, `asker`, `topic`, `time` (h:mm:ss of the recording).
Zoom's report has lines about the webinar on top; its header holds `Question`, `Asker Name`, `Asker Email`. Addresses of
askers are not read. The separator may be a comma, a semicolon or a tab. A row with another number of cells is no row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from triage.understanding.channels.lines import BadLine, Heard, Said, seconds, too_long

COLUMNS: Mapping[str, str] = {
    "question": "text",
    "text": "text",
    "asker": "asker",
    "name": "asker",
    "asker name": "asker",
    "topic": "topic",
    "time": "time",
}
"""What a header cell may say, in any case, and what it holds."""
HEADER_WITHIN = 30
"""Lines above the header, as Zoom's report has them."""
SEPARATORS = ",;\t"


def read_table(text: str) -> Heard:
    """Every row with a question, read with the separator under which a header is found."""
    if refusal := too_long(text):
        return refusal
    for separator in SEPARATORS:
        rows, broken = numbered(text.removeprefix("\ufeff"), separator)
        for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
            columns = [COLUMNS.get(cell.strip().casefold(), "") for cell in cells]
            if columns.count("text") == 1:
                return read_rows(rows[place + 1 :], columns, broken)
    return Heard(bad=(BadLine(1, "no header line with a column `question`"),))


def numbered(text: str, separator: str) -> tuple[list[tuple[int, list[str]]], tuple[BadLine, ...]]:
    """Each row with the line that it begins on (a quoted cell may hold line breaks), and where it stops being a CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return rows, (BadLine(line, f"{error}; nothing below it could be read"),)
    return rows, ()


def read_rows(rows: Sequence[tuple[int, list[str]]], columns: Sequence[str], broken: Sequence[BadLine]) -> Heard:
    """Rows below the header; empty ones are nothing."""
    said: list[Said] = []
    bad: list[BadLine] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        row = read_row(line, cells, columns)
        said += [row] if isinstance(row, Said) else []
        bad += [row] if isinstance(row, BadLine) else []
    return Heard(tuple(said), (*bad, *broken))


def read_row(line: int, cells: Sequence[str], columns: Sequence[str]) -> Said | BadLine:
    """One row, or why it is none."""
    if len(cells) != len(columns):
        return BadLine(line, f"{len(cells)} cells where the header has {len(columns)}")
    found = {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if column}
    if not found["text"]:
        return BadLine(line, "no question in this row")
    time = found.get("time", "")
    if time and seconds(time) is None:
        return BadLine(line, f"the time {time[:40]!r} is not h:mm:ss")
    return Said(line, found.get("asker", ""), found["text"], seconds(time), topic=found.get("topic", ""))
