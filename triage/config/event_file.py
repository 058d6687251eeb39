"""One conversation hour as staff write it down in a TOML file."""

from __future__ import annotations

import tomllib
from datetime import UTC
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationError

from triage.config.reader import ConfigurationError, what_is_wrong
from triage.config.sections import Secret, Section
from triage.model.event import Event, JoinDetails
from triage.model.reading import Intent

Minutes = Annotated[int, Field(ge=0)]


class EventFile(Section):
    """Every key of an event file."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    series: str = ""
    title: str = Field(min_length=1)
    host: str = Field(min_length=1)
    starts_at: AwareDatetime
    duration_minutes: int = Field(default=60, ge=1)
    attend_deadline_minutes: Minutes = 60
    question_deadline_minutes: Minutes | None = None
    subjects: tuple[str, ...] = ("CR&S",)
    old_subjects: dict[str, Intent] = Field(default_factory=dict)
    topics: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    capacity: int | None = Field(default=None, ge=1)
    stream_url: str = ""
    notes_page: str = ""
    notes_index: str = ""
    meeting_id: str = ""
    join_url: Secret | None = None
    passcode: Secret | None = None
    send_join_details: Minutes | Literal["at-once"] = "at-once"
    followup_delay_hours: int = Field(default=24, ge=0)

    def event(self) -> Event:
        """The frozen value, without the join details. Its id is 0 until it is stored."""
        at_once = self.send_join_details == "at-once"
        own = {"starts_at", "old_subjects", "join_url", "passcode", "send_join_details"}
        return Event(
            id=0,
            starts_at=self.starts_at.astimezone(UTC),
            old_subjects=tuple((phrase, intent.value) for phrase, intent in self.old_subjects.items()),
            send_join_details_minutes=None if at_once else int(self.send_join_details),
            **{name: getattr(self, name) for name in type(self).model_fields if name not in own},
        )

    def join_details(self) -> JoinDetails | None:
        """The secret, if the file holds one. A meeting id alone is enough where everybody gets a link of their own."""
        if self.join_url is None and not self.meeting_id:
            return None
        link, passcode = (secret.get_secret_value() if secret else "" for secret in (self.join_url, self.passcode))
        return JoinDetails(link, self.meeting_id, passcode)


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
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {where}: {what_is_wrong(first)}") from None
