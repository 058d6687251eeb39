"""One conversation hour as staff write it down, in a file or a form: every field, and what may stand in it."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from triage.model.event import Event, JoinDetails
from triage.model.reading import Intent

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def plain_slug(text: str) -> str:
    """It stands in commands and file names."""
    if not SLUG.fullmatch(text):
        raise ValueError("only a to z, 0 to 9 and hyphens, 63 at most")
    return text


def whole_link(text: str) -> str:
    """It stands in every mail."""
    if text and not re.fullmatch(r"https?://[^\s…]+", text):
        raise ValueError(f"{text} is no whole link; write it out, beginning with https://")
    return text


Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 60)]
Text = Annotated[str, Field(min_length=1)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class EventDescription(BaseModel):
    """Every key of an event file, under the names that the file has."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    slug: Annotated[str, AfterValidator(plain_slug)]
    series: str = ""
    title: str = Field(min_length=1)
    host: str = Field(min_length=1)
    starts_at: AwareDatetime
    duration_minutes: int = Field(default=60, ge=1, le=24 * 60)
    attend_deadline_minutes: Minutes = 60
    question_deadline_minutes: Minutes | None = None
    subjects: tuple[Text, ...] = Field(default=("CR&S",), min_length=1)
    old_subjects: dict[str, Intent] = Field(default_factory=dict)
    topics: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    capacity: int | None = Field(default=None, ge=1)
    stream_url: Annotated[str, AfterValidator(whole_link)] = ""
    notes_page: str = ""
    notes_index: str = ""
    meeting_id: str = ""
    join_url: SecretStr | None = None
    passcode: SecretStr | None = None
    send_join_details: Minutes | Literal["at-once"] = "at-once"
    followup_delay_hours: int = Field(default=24, ge=0, le=24 * 60)

    def event(self) -> Event:
        """The frozen value, without the join details. Its id is 0 until it is stored."""
        at_once = self.send_join_details == "at-once"
        own = {"starts_at", "old_subjects", "join_url", "passcode", "send_join_details"}
        return Event(
            id=0,
            starts_at=self.starts_at.astimezone(UTC),
            old_subjects=tuple((phrase, intent.value) for phrase, intent in self.old_subjects.items()),
            send_join_details_minutes=None if at_once else int(self.send_join_details),
            **{name: getattr(self, name) for name in EventDescription.model_fields if name not in own},
        )

    def join_details(self) -> JoinDetails | None:
        """The secret, if the file holds one. A meeting id alone is enough where everybody gets a link of their own."""
        if self.join_url is None and not self.meeting_id:
            return None
        link, passcode = (secret.get_secret_value() if secret else "" for secret in (self.join_url, self.passcode))
        return JoinDetails(link, self.meeting_id, passcode)
