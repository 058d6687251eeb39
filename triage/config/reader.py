"""Reads the configuration file. Does not open servers: `check` does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from triage.config.sections import Configuration

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class ConfigurationError(Exception):
    """One line for the person who runs this: what is wrong, where, what to do."""


def read(path: Path) -> Configuration:
    """The configuration in the TOML file `path`. Raises ConfigurationError."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: no such file; copy config.example.toml there and fill it in") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror}); check who may read it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from None
    try:
        return Configuration.model_validate(table)
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {explained(error.errors()[0])}") from None


def explained(error: ErrorDetails) -> str:
    """One validation error as `[section] option: what is wrong; what to do`."""
    place = [str(part) for part in error["loc"]]
    where = f"[{place[0]}] {'.'.join(place[1:])}".strip() if place else "the file"
    return f"{where}: {what_is_wrong(error)}"


def what_is_wrong(error: ErrorDetails, known: Iterable[str] = (), lists: str = "config.example.toml") -> str:
    """The sentence of a validation error, without its place. `known` are the options that there are."""
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(error["loc"][-1]), known, n=1)
            return f"unknown option; did you mean {near[0]}?" if near else f"unknown option; {lists} lists all"
        case "missing":
            return f"missing; {lists} shows what to write"
        case "timezone_aware":
            return f"{error['input']} has no offset; write it like 2026-12-03T18:00:00Z"
        case "tuple_type" | "too_short" if error["type"] == "tuple_type" or error["input"] in ([], ()):
            return 'write a list with at least one text, like ["CR&S"]'
        case "int_parsing" | "int_type" | "literal_error":
            return f"{error['input']!r} is not a number that can stand here"
        case _:
            return error["msg"].removeprefix("Value error, ")
