"""One conversation hour as staff write it down in a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from triage.config.reader import ConfigurationError, what_is_wrong
from triage.config.sections import Secret
from triage.model.event_description import EventDescription


class EventFile(EventDescription):
    """Every key of an event file. The secrets may stand elsewhere, as everywhere in the configuration."""

    join_url: Secret | None = None
    passcode: Secret | None = None


def read_event(path: Path) -> EventFile:
    """The event described in the TOML file `path`. Raises ConfigurationError, one line."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from None
    try:
        return EventFile.model_validate(table)
    except ValidationError as error:
        # A misspelt option is missing under its right name, too: the spelling is the news.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        what = what_is_wrong(first, EventFile.model_fields, "the README")
        raise ConfigurationError(f"{path}: {first['loc'][0]}: {what}") from None
