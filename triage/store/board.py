"""The questions of an event for staff, as frozen values: who asked, in which words, what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from triage.model.case import Disposition
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, EventRow, PersonRow, QuestionRow

GONE = "(the asker's words have been deleted)"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked: `person` and `address` from mail, else the name shown in the channel. Staff only."""

    question: int
    person: int | None
    address: str
    name: str
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One question. `askers` holds everybody whose question it stands for, its own asker first.

    `answer` is the written answer's state, or None. `public_text` is empty until a person approved a wording.
    """

    id: int
    event: str
    text: str
    channel: str
    asked_at: datetime
    case: int | None
    topic: str
    public_text: str
    public_changes: tuple[str, ...]
    public_by: str | None
    position: int | None
    disposition: str
    live_second: int | None
    owner: str | None
    due_at: datetime | None
    declined_because: str
    merged_into: int | None
    askers: tuple[Asker, ...]
    answer: str | None
    version: int

    @property
    def shown(self) -> str:
        """The approved words, else the asker's own: what staff read. Nobody's words are kept for ever."""
        return self.public_text or self.text or GONE


def board(session: Session, event: EventRow) -> list[BoardEntry]:
    """All questions of an event in the host's order, merged ones too."""
    found = session.exec(
        select(QuestionRow, PersonRow, AnswerRow.state)
        .outerjoin(PersonRow, col(PersonRow.id) == QuestionRow.person_id)
        .outerjoin(AnswerRow, col(AnswerRow.question_id) == QuestionRow.id)
        .where(QuestionRow.event_id == event.id)
    ).all()
    rows = {stored_id(row.id): row for row, _, _ in found}
    own = {stored_id(row.id): asker(row, person) for row, person, _ in found}
    standing: defaultdict[int, list[Asker]] = defaultdict(list)
    for number in sorted(rows):
        for stands in chain(number, rows):
            standing[stands].append(own[number])
    entries = [entry(row, event.slug, own_first(row, standing), answer) for row, _, answer in found]
    return sorted(entries, key=order)


def question(session: Session, event: EventRow, question_id: int) -> BoardEntry | None:
    """One question of an event."""
    return next((each for each in board(session, event) if each.id == question_id), None)


def order(each: BoardEntry) -> tuple[bool, int, datetime, int]:
    """As the host ordered them, then as they were asked."""
    return each.position is None, each.position or 0, each.asked_at, each.id


def chain(number: int, rows: Mapping[int, QuestionRow]) -> Iterable[int]:
    """The question itself and those that stand for it, up to the one that stands for itself."""
    seen: set[int] = set()
    at: int | None = number
    while at is not None and at in rows and at not in seen:
        seen.add(at)
        yield at
        row = rows[at]
        at = row.merged_into_id if row.disposition == Disposition.MERGED else None


def asker(row: QuestionRow, person: PersonRow | None) -> Asker:
    """Who asked this one."""
    return Asker(
        question=stored_id(row.id),
        person=row.person_id,
        address=person.address if person else "",
        name=row.asker or (person.name if person else ""),
        channel=row.channel,
        language=person.language if person else "und",
    )


def own_first(row: QuestionRow, standing: Mapping[int, list[Asker]]) -> tuple[Asker, ...]:
    """Its own asker, then the others in the order of their questions."""
    return tuple(sorted(standing[stored_id(row.id)], key=lambda each: each.question != row.id))


def entry(row: QuestionRow, slug: str, askers: tuple[Asker, ...], answer: str | None) -> BoardEntry:
    """The frozen value of this row."""
    return BoardEntry(
        id=stored_id(row.id),
        event=slug,
        text=row.text,
        channel=row.channel,
        asked_at=row.asked_at,
        case=row.case_id,
        topic=row.topic,
        public_text=row.public_text,
        public_changes=tuple(row.public_changes),
        public_by=row.public_by,
        position=row.position,
        disposition=row.disposition,
        live_second=row.live_second,
        owner=row.owner,
        due_at=row.due_at,
        declined_because=row.declined_because,
        merged_into=row.merged_into_id,
        askers=askers,
        answer=answer,
        version=row.version,
    )
