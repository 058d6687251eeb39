"""How lists for staff are printed: a line each, or a JSON object each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from triage.cli.terminal import print_json, printable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")]
Why = Annotated[str, typer.Option(help="Why; staff read it.")]
STAFF = "command line"
MINUTES = "%Y-%m-%dT%H:%MZ"

Entry = TypeVar("Entry", bound="DataclassInstance")


def print_entries(entries: Iterable[Entry], line: Callable[[Entry], str], *, as_json: bool) -> None:
    """Each on a line of its own; what came by mail steers no terminal."""
    for entry in entries:
        if as_json:
            print_json({name: as_told(value) for name, value in asdict(entry).items()})
        else:
            print(printable(line(entry)))


def as_told(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Times as ISO 8601; the rest as it is."""
    return value.isoformat() if isinstance(value, datetime) else value


def print_text(text: str, indent: str = "  ") -> None:
    """A text of several lines, each printable and none able to pass for a line of ours."""
    for line in text.splitlines():
        print(indent + printable(line))
