"""The notes of a call as a wiki page, in the form that these calls have had: questions as bullets, answers below.

Values in, wikitext out. Nobody's name or address stands in it but the host's and the speakers'; what named somebody is
masked and counted, so that a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, TemplateError

from triage.compose.errors import ComposeError
from triage.compose.names import Names, without_names
from triage.compose.wikitext import bare_link, linked, one_line, page_link, plain, turned
from triage.compose.wording import local_time_link
from triage.model.event import Event
from triage.model.question import Turn, bracketed, clock

TEMPLATE = "notes.wikitext"
MASK = "[…]"


@dataclass(frozen=True, slots=True)
class Moved:
    """A new date: when the call was to be, when it is, why, and on which day that was decided."""

    old: datetime
    new: datetime
    why: str
    on: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A question in its approved words, with its published turns.

    `live_second`: where in the recording it was answered live. `is_owed`: its answer will follow in writing.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    live_second: int | None = None
    is_owed: bool = False


@dataclass(frozen=True, slots=True)
class NotesFacts:
    """All that the page may say. `names`: names, accounts and addresses that must not stand in it."""

    event: Event
    now: datetime
    address: str
    questions: tuple[Noted, ...] = ()
    announcements: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    recording_url: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Notes:
    """The page, and how many names and addresses had to be masked in it."""

    wikitext: str
    masked: int


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet and the lines below it, as wikitext."""

    text: str
    lines: tuple[str, ...]


def write_notes(facts: NotesFacts, templates: Environment) -> Notes:
    """The page. Raises ComposeError when the template cannot be filled."""
    written = Writing(facts.names - speakers(facts))
    event = facts.event
    words = {
        "notices": [notice(moved, written) for moved in facts.moved],
        "is_over": facts.now >= event.ends_at,
        "host": plain(event.host),
        "title": plain(event.title),
        "time": time(event.starts_at),
        "time_link": local_time_link(event.starts_at),
        "topics": ", ".join(map(plain, event.topics)),
        "recording": bare_link(facts.recording_url),
        "stream": bare_link(event.stream_url),
        "expectations": [linked(each) for each in event.expectations],
        "questions": [question(noted, written) for noted in facts.questions],
        "host_answers": any(not turn.speaker for noted in facts.questions for turn in noted.turns),
        "announcements": [announcement(text, written) for text in facts.announcements],
        "address": plain(facts.address),
        "subject": plain(event.subjects[0]) if event.subjects else "",
        "earlier": page_link(event.notes_index, "the page of all calls") if event.notes_index else "",
    }
    try:
        page = templates.get_template(TEMPLATE).render(words)
    except TemplateError as error:
        raise ComposeError(f"{TEMPLATE} cannot be filled: {error}") from error
    return Notes(page.strip() + "\n", written.masked)


class Writing:
    """Turns words into wikitext and counts what it masked."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = Names(names)
        self.masked = 0

    def strangers(self, text: str) -> str:
        """What an asker said, reworded or not: nothing in it can be followed."""
        return turned(text, plain(self._unnamed(text)))

    def staffs(self, text: str) -> str:
        """What was said for the record: web addresses can be followed."""
        return turned(text, linked(self._unnamed(text)))

    def _unnamed(self, text: str) -> str:
        clear, count = without_names(one_line(text), self._names, MASK)
        self.masked += count
        return clear


def question(noted: Noted, written: Writing) -> Item:
    """The bullet, and below it every paragraph of every turn, or what there is instead."""
    lines = [line for turn in noted.turns for line in turn_lines(turn, written)]
    if not lines and noted.live_second is not None:
        lines = [f"''Answered live, at {clock(noted.live_second)} of the recording.''"]
    if not lines and noted.is_owed:
        lines = ["''The answer will follow in writing.''"]
    return Item(written.strangers(noted.text), tuple(lines))


def turn_lines(turn: Turn, written: Writing) -> list[str]:
    """A line for each paragraph, the speaker in front of the first."""
    spoken = "".join(piece if isinstance(piece, str) else f" {bracketed(piece)} " for piece in turn.pieces())
    lines = [written.staffs(line) for line in spoken.splitlines() if line.strip()]
    if turn.speaker and lines:
        lines[0] = f"'''{plain(turn.speaker)}:''' {lines[0]}"
    return lines


def announcement(text: str, written: Writing) -> Item:
    """Its first line is the bullet, the others stand below."""
    first, *more = [line for line in text.splitlines() if line.strip()] or [""]
    return Item(written.staffs(first), tuple(written.staffs(line) for line in more))


def notice(moved: Moved, written: Writing) -> dict[str, str]:
    """The words of one new date."""
    return {
        "new": time(moved.new),
        "old": time(moved.old),
        "link": local_time_link(moved.new),
        "why": sentence(written.staffs(moved.why)),
        "on": f"{moved.on.day} {moved.on:%B %Y}",
    }


def sentence(text: str) -> str:
    """With a capital in front and a full stop behind."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def speakers(facts: NotesFacts) -> frozenset[str]:
    """The host and whoever is named as a speaker: their names are meant to be read."""
    labels: Sequence[str] = [facts.event.host, *(turn.speaker for noted in facts.questions for turn in noted.turns)]
    return frozenset(name for name in facts.names if any(name.casefold() in label.casefold() for label in labels))


def time(moment: datetime) -> str:
    """As these pages write it: 14 December 2023, 18:00 UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
