"""Reads the configuration file. Does not open servers: `check` does."""

from __future__ import annotations

import tomllib
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


def what_is_wrong(error: ErrorDetails) -> str:
    """The sentence of a validation error, without its place."""
    match error["type"]:
        case "extra_forbidden":
            return "unknown option; config.example.toml lists all"
        case "missing":
            return "missing; config.example.toml shows what to write"
        case _:
            return error["msg"].removeprefix("Value error, ")
