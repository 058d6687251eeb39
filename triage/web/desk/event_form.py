"""The form of an event: every field of an event file, checked by the same description. Pure.

The join details are write-only: what is stored is never shown, and what was typed is not shown again either.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from triage.model.event import Event
from triage.model.event_description import EventDescription
from triage.store.events import definition_of
from triage.web.forms import MISSING, Form

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Kind = Literal["line", "number", "lines", "link"]
SECRETS = ("join_url", "passcode", "meeting_id")
LINK = re.compile(r"https?://[^\s…]+")
AT_ONCE = "at-once"


@dataclass(frozen=True, slots=True)
class Entry:
    """One field as people see it. `name` is the key of the event file."""

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    is_required: bool = False


SAYS = (
    Entry("title", "Title", is_required=True, hint="It stands in every mail."),
    Entry("host", "Host", is_required=True),
    Entry("series", "Series or team", hint="The name that our mails are sent under; empty: the title."),
    Entry("topics", "Topics", "lines", hint="One in a line."),
    Entry("expectations", "Expectations", "lines", hint="One in a line, as people are to read them in the mails."),
    Entry("languages", "Languages", "lines", hint="Tags like en or pt-BR, one in a line; the first is the usual one."),
)
TIMES = (
    Entry("duration_minutes", "Length in minutes", "number"),
    Entry("attend_deadline_minutes", "Last wish to come, minutes before the start", "number"),
    Entry("question_deadline_minutes", "Last question, minutes before the start", "number", "Empty: as for coming."),
    Entry("send_join_details", "Links go out", hint="at-once, or minutes before the start."),
    Entry("followup_delay_hours", "Follow-up, hours after the end", "number"),
)
FINDS = (
    Entry("subjects", "Subject phrases", "lines", "A mail whose subject holds one of these is about this event."),
    Entry("old_subjects", "Old phrases", "lines", "Like: CR&S attend = attendance. One in a line."),
)
PLACES = (
    Entry("capacity", "Seats", "number", "Empty: no limit."),
    Entry("stream_url", "Stream", "link", "Where everybody can watch."),
    Entry("notes_page", "Notes page"),
    Entry("notes_index", "Index of all notes"),
)
GROUPS = (("What it is", SAYS), ("When", TIMES), ("How its mail is known", FINDS), ("Where", PLACES))
LISTS = frozenset({"topics", "expectations", "languages", "subjects"})
OPTIONAL = frozenset({"question_deadline_minutes", "capacity"})

SENTENCES: Mapping[str, str] = {
    "missing": MISSING,
    "string_too_short": MISSING,
    "too_short": MISSING,
    "int_parsing": "Please write a whole number.",
    "int_type": "Please write a whole number.",
    "greater_than_equal": "At least {ge}.",
    "less_than_equal": "At most {le}.",
    "string_pattern_mismatch": "Each line is a language tag like en or pt-BR.",
    "enum": "Behind the = stands attendance, question, both, withdrawal or other.",
}


def described(form: Form, stored: Event | None, *, has_zoom: bool) -> EventDescription | None:
    """What the form says; None where something is wrong, and then it stands beside its field.

    `stored`: the event that is edited. `has_zoom`: everybody gets a link of their own, so that a number alone will do.
    """
    table = table_of(form)
    if stored is not None:
        number = table["meeting_id"] or stored.meeting_id
        table |= {"slug": stored.slug, "starts_at": stored.starts_at, "meeting_id": number}
    elif form.required("date") and form.required("time"):
        table["starts_at"] = f"{form.text('date')}T{form.text('time')}:00Z"
    check_secrets(form, has_zoom=has_zoom)
    made = validated(form, table)
    if form.errors and has_secrets(form):
        form.wrong("join_url", "Please type the join details again: they are never shown.")
    return made if form.is_good else None


def validated(form: Form, table: Mapping[str, Any]) -> EventDescription | None:
    """By the same rules as an event file."""
    try:
        return EventDescription.model_validate(table)
    except ValidationError as error:
        for each in error.errors():
            form.wrong(field_of(each), sentence(each))
        return None


def has_secrets(form: Form) -> bool:
    """Were new join details typed?"""
    return any(form.text(name) for name in SECRETS)


def table_of(form: Form) -> dict[str, Any]:
    """The event file that was typed. An empty field is left out, so that the usual value stands."""
    table: dict[str, Any] = {"slug": form.text("slug")}
    for entry in (entry for _, group in GROUPS for entry in group):
        lines = [line.strip() for line in form.typed(entry.name).splitlines() if line.strip()]
        if entry.name == "old_subjects":
            table[entry.name] = dict(pair(line) for line in lines)
        elif entry.name in LISTS:
            table[entry.name] = lines
        elif lines or entry.kind != "number":
            table[entry.name] = form.text(entry.name)
    if table.get("send_join_details") == "":
        del table["send_join_details"]
    secrets = {name: form.text(name) or None for name in ("join_url", "passcode")}
    return table | secrets | {"meeting_id": form.text("meeting_id")}


def pair(line: str) -> tuple[str, str]:
    """`phrase = intent`."""
    phrase, _, intent = line.rpartition("=")
    return (phrase.strip(), intent.strip()) if phrase.strip() else (line, "")


def check_secrets(form: Form, *, has_zoom: bool) -> None:
    """Link, number and passcode belong together: a new link without its passcode would let nobody in."""
    link = form.text("join_url")
    if link and not LINK.fullmatch(link):
        form.wrong("join_url", "That is no whole link; write it out, beginning with https://")
    if not link and (form.text("passcode") or (form.text("meeting_id") and not has_zoom)):
        form.wrong("join_url", "Write the link as well: link, number and passcode are replaced together.")


def field_of(error: ErrorDetails) -> str:
    """Beside which field it is told."""
    name = str(error["loc"][0])
    return "date" if name == "starts_at" else name


def sentence(error: ErrorDetails) -> str:
    """What is wrong, for somebody who reads no program. Never repeats what was typed."""
    name = error["loc"][0]
    if name == "send_join_details":
        return "Write at-once, or how many minutes before the start."
    if name == "starts_at":
        return "That is no date and time."
    if error["type"] in SENTENCES:
        return SENTENCES[error["type"]].format(**error.get("ctx", {}))
    return error["msg"].removeprefix("Value error, ")


def typed(event: Event) -> dict[str, str]:
    """The stored event as it would have been typed; the join details are not there."""
    values = {entry.name: shown(getattr(event, entry.name, "")) for _, group in GROUPS for entry in group}
    minutes = event.send_join_details_minutes
    values["send_join_details"] = AT_ONCE if minutes is None else str(minutes)
    values["old_subjects"] = "\n".join(f"{phrase} = {intent}" for phrase, intent in event.old_subjects)
    return values


def usual() -> dict[str, str]:
    """What stands in the form of a new event."""
    fields = EventDescription.model_fields.items()
    values = {name: "" if field.is_required() else shown(field.default) for name, field in fields}
    return {**values, "old_subjects": ""}


def shown(value: object) -> str:
    """One line, or a line for each part."""
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def fingerprint(event: Event) -> str:
    """Which description somebody saw: another one is not overwritten unseen."""
    told = json.dumps([definition_of(event), event.join_version, event.starts_at.isoformat()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
