"""A table to take away: CSV (RFC 4180) that no spreadsheet takes for formulas, whatever strangers call themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell of a formula begins with (OWASP, CSV Injection), the wide forms as well."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for something older."""


def table_file(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The answer that a browser saves as `name`; plain ASCII, and no header but our own."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(comma_separated(head, rows).encode(), headers=headers, media_type="text/csv; charset=utf-8")


def comma_separated(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole table: every cell quoted, lines end in CRLF (RFC 4180, 2)."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def cell(value: str) -> str:
    """An apostrophe before what would be a formula, blanks before it or not."""
    plain = value.replace("\0", "")
    return f"'{plain}" if plain.startswith(FORMULA) or plain.lstrip().startswith(FORMULA) else plain
