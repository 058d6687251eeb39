"""The questions of an event for staff, as frozen values: who asked, in which words, what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from triage.model.case import Disposition
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, EventRow, PersonRow, QuestionRow

Joined: TypeAlias = Select[QuestionRow, PersonRow, str]

FEW = 500
GONE = "(the asker's words have been deleted)"
ORDER: tuple[Any, ...] = (
    col(QuestionRow.position).is_(None),
    col(QuestionRow.position),
    col(QuestionRow.asked_at),
    col(QuestionRow.id),
)
"""As the host ordered them, then as they were asked."""


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


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the board: of these dispositions and this topic (None, empty: every one), so many after the `first`."""

    dispositions: frozenset[str] | None = None
    topic: str = ""
    first: int = 0
    most: int | None = None


ALL = Part()


def board(session: Session, event: EventRow, part: Part = ALL) -> list[BoardEntry]:
    """The questions of an event in the host's order, merged ones too."""
    chosen = joined().where(*conditions(event, part)).order_by(*ORDER).offset(part.first)
    return entries(session, event, chosen if part.most is None else chosen.limit(part.most))


def question(session: Session, event: EventRow, question_id: int) -> BoardEntry | None:
    """One question of an event."""
    return next(iter(entries(session, event, joined().where(*conditions(event), QuestionRow.id == question_id))), None)


def in_order(session: Session, event: EventRow, part: Part = ALL) -> list[int]:
    """Their numbers alone, in the host's order."""
    chosen = select(QuestionRow.id).where(*conditions(event, part)).order_by(*ORDER)
    return [stored_id(number) for number in session.exec(chosen)]


def numbers(session: Session, event: EventRow, topic: str = "") -> Mapping[str, int]:
    """How many there are of each disposition."""
    counted = select(QuestionRow.disposition, func.count()).where(*conditions(event, Part(topic=topic)))
    return dict(session.exec(counted.group_by(col(QuestionRow.disposition))).all())


def topics(session: Session, event: EventRow) -> frozenset[str]:
    """Those under which some question was put."""
    return frozenset(session.exec(select(QuestionRow.topic).where(*conditions(event)).distinct())) - {""}


def joined() -> Joined:
    """Questions with their asker and the state of their answer."""
    return (
        select(QuestionRow, PersonRow, AnswerRow.state)
        .outerjoin(PersonRow, col(PersonRow.id) == QuestionRow.person_id)
        .outerjoin(AnswerRow, col(AnswerRow.question_id) == QuestionRow.id)
    )


def conditions(event: EventRow, part: Part = ALL) -> list[ColumnElement[bool]]:
    """The part as the database understands it."""
    found = [col(QuestionRow.event_id) == event.id]
    if part.dispositions is not None:
        found.append(col(QuestionRow.disposition).in_(sorted(part.dispositions)))
    if part.topic:
        found.append(col(QuestionRow.topic) == part.topic)
    return found


def entries(session: Session, event: EventRow, chosen: Joined) -> list[BoardEntry]:
    """The chosen ones, each with everybody whose question it stands for."""
    found = session.exec(chosen).all()
    behind = merged_into(session, event)
    for_whom = {stored_id(row.id): everybody(stored_id(row.id), behind) for row, _, _ in found}
    own = {stored_id(row.id): asker(row, person) for row, person, _ in found}
    missing = {number for numbers in for_whom.values() for number in numbers} - own.keys()
    own |= askers(session, event, missing)
    return [
        entry(row, event.slug, tuple(own[each] for each in for_whom[stored_id(row.id)]), answer)
        for row, _, answer in found
    ]


def merged_into(session: Session, event: EventRow) -> Mapping[int, list[int]]:
    """Which questions each stands for at first hand. Few are merged, however many are asked."""
    merged = select(QuestionRow.id, QuestionRow.merged_into_id).where(
        *conditions(event, Part(frozenset({Disposition.MERGED})))
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, into in session.exec(merged):
        if into is not None:
            found[into].append(stored_id(number))
    return found


def everybody(number: int, behind: Mapping[int, list[int]]) -> list[int]:
    """The question itself, then all that it stands for, at second hand as well, in the order of their numbers."""
    seen, ahead = {number}, [number]
    while ahead:
        new = [each for each in behind.get(ahead.pop(), ()) if each not in seen]
        seen.update(new)
        ahead.extend(new)
    return [number, *sorted(seen - {number})]


def askers(session: Session, event: EventRow, wanted: Collection[int]) -> Mapping[int, Asker]:
    """Who asked these."""
    asked = select(QuestionRow, PersonRow).outerjoin(PersonRow, col(PersonRow.id) == QuestionRow.person_id)
    merged = asked.where(*conditions(event, Part(frozenset({Disposition.MERGED}))))
    # A statement takes only so many parameters; for more than that, all that are merged are read.
    rows = (
        session.exec(merged.where(col(QuestionRow.id).in_(wanted)) if len(wanted) <= FEW else merged) if wanted else ()
    )
    return {stored_id(row.id): asker(row, person) for row, person in rows}


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
