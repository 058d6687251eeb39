"""The queue as staff see it: which cases, in which order, and each at a glance. Changes nothing."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, or_
from sqlalchemy import Select as Statement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from triage.model.case import CaseState
from triage.model.event import EventState
from triage.model.reading import Flag, Intent
from triage.store import search
from triage.store.queue_views import CONDITIONS, View, has_flag, is_before_a_person
from triage.store.tables import AttendanceRow, CaseRow, EventRow, PersonRow, PresenceRow, ReadingRow, SortedRow

PRESENT = timedelta(seconds=45)
"""Whoever was not seen for so long has gone."""
NOBODY = "-"
"""The filter for cases that are assigned to nobody."""
KEPT = 100
"""So many questions are kept as they are put together: every case asks for its neighbours in one of a few lists."""

# Asked for each list and each case, and said once: building a statement costs more than running it.
_PRESENT = (
    select(PresenceRow.case_id, PresenceRow.staff)
    .where(col(PresenceRow.case_id).in_(bindparam("cases", expanding=True)), PresenceRow.seen_at > bindparam("since"))
    .order_by(col(PresenceRow.staff))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is shown. Empty: everything. `event` is a slug, `assignee` a name or NOBODY."""

    view: View | None = View.REVIEW
    event: str = ""
    language: str = ""
    intent: Intent | None = None
    flag: Flag | None = None
    assignee: str = ""
    words: tuple[str, ...] = ()


class Words(NamedTuple):
    """The newest reading, by what a list shows of it."""

    subject: str
    said: str
    language: str
    intent: str
    sorted_at: datetime


@dataclass(frozen=True, slots=True)
class Glance:
    """A case in the list. `here`: who of the staff looks at it.

    `said`: what they wrote last, in their own words; `wrote_at`: when that came to the desk.
    """

    id: int
    version: int
    event: str | None
    address: str | None
    name: str
    state: str
    needs_a_person: bool
    is_spam: bool
    attendance: str | None
    account: str | None
    received_at: datetime | None
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    assignee: str | None
    opened_at: datetime
    updated_at: datetime
    subject: str = ""
    said: str = ""
    language: str = "und"
    intent: str = ""
    wrote_at: datetime | None = None
    here: tuple[str, ...] = ()


def joined() -> Select[CaseRow, EventRow | None, PersonRow | None, AttendanceRow | None]:
    """Cases with their event, person and wish."""
    wish = (col(AttendanceRow.event_id) == CaseRow.event_id) & (col(AttendanceRow.person_id) == CaseRow.person_id)
    return (
        select(CaseRow, EventRow, PersonRow, AttendanceRow)
        .outerjoin(EventRow, col(EventRow.id) == CaseRow.event_id)
        .outerjoin(PersonRow, col(PersonRow.id) == CaseRow.person_id)
        .outerjoin(AttendanceRow, wish)
    )


@functools.lru_cache(maxsize=KEPT)
def in_order(asked: Asked) -> Statement[Any]:
    """The numbers of the cases that are asked for, `words` aside; `now` is given when it is asked."""
    chosen = joined().where(*conditions(asked)).with_only_columns(col(CaseRow.id))
    return chosen.order_by(*order(asked.view))


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """One for each thing that was asked for; the words aside, which every database looks for in its own way."""
    found: list[ColumnElement[bool]] = []
    if asked.view is not None:
        found.append(CONDITIONS[asked.view])
    if asked.event:
        found.append(col(EventRow.slug) == asked.event)
    if asked.flag is not None:
        found.append(has_flag(asked.flag))
    if asked.assignee:
        is_nobodys = col(CaseRow.assignee).is_(None)
        found.append(is_nobodys if asked.assignee == NOBODY else col(CaseRow.assignee) == asked.assignee)
    if asked.language:
        is_variant = col(PersonRow.language).startswith(f"{asked.language}-", autoescape=True)
        found.append(or_(col(PersonRow.language) == asked.language, is_variant))
    if asked.intent is not None:
        found.append(is_read_as(asked.intent))
    return found


def is_read_as(intent: Intent) -> ColumnElement[bool]:
    """Has the case a message of this intent?"""
    of_case = select(SortedRow.received_id).join(ReadingRow, col(ReadingRow.received_id) == SortedRow.received_id)
    return of_case.where(SortedRow.case_id == CaseRow.id, ReadingRow.intent == intent).exists()


def order(view: View | None) -> list[Any]:
    """Threats before all else, then who needs a person, for the next call first, and who waits longest.

    What is done reads the other way round: the newest first.
    """
    if view in {View.DONE, View.SPAM}:
        return [col(CaseRow.updated_at).desc(), col(CaseRow.id).desc()]
    is_threat = has_flag(Flag.THREAT_OF_HARM) & is_before_a_person
    is_to_come = (col(EventRow.ends_at) > bindparam("now")) & (col(EventRow.state) == EventState.OPEN)
    return [
        case((col(CaseRow.state) == CaseState.DONE, 1), else_=0),
        case((is_threat, 0), (is_before_a_person, 1), else_=2),
        case((is_to_come, 0), else_=1),
        case((is_to_come, col(EventRow.starts_at)), else_=None),
        col(CaseRow.opened_at),
        col(CaseRow.id),
    ]


def glances(session: Session, ids: Sequence[int], now: datetime) -> list[Glance]:
    """These cases at a glance, in this order."""
    # In two steps: a database that puts thousands of whole rows in order works for those that nobody sees.
    found = {row[0].id: row for row in session.exec(joined().where(col(CaseRow.id).in_(ids)))}
    words, here = newest_words(session, ids), present(session, ids, now)
    return [glance(*found[number], words.get(number), here.get(number, ())) for number in ids]


def numbers(session: Session, asked: Asked, now: datetime, most: int | None = None) -> list[int]:
    """The numbers of the cases that are asked for, in order."""
    query = in_order(replace(asked, words=()))
    if asked.words:
        query = query.where(search.of_cases(session, asked.words))
    return [number for (number,) in session.connection().execute(query.limit(most), {"now": now})]


def neighbours(
    session: Session, asked: Asked, now: datetime, case_id: int, most: int = 500
) -> tuple[int | None, int | None]:
    """The case before this one in the queue, and the one after; the first of the queue where it is no longer in it."""
    ids = numbers(session, asked, now, most)
    if case_id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(case_id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def newest_words(session: Session, case_ids: Sequence[int]) -> Mapping[int, Words]:
    """What was written last in each case, in words of theirs where there are any."""
    query = (
        select(SortedRow.case_id, ReadingRow.subject, ReadingRow.text, ReadingRow.language)
        .add_columns(col(ReadingRow.intent), col(SortedRow.sorted_at))
        .join(ReadingRow, col(ReadingRow.received_id) == SortedRow.received_id)
        .where(col(SortedRow.case_id).in_(case_ids))
        .order_by((col(ReadingRow.text) != ""), col(ReadingRow.received_id), col(ReadingRow.id))
    )
    return {number: Words(*words) for number, *words in session.execute(query) if number is not None}


def present(session: Session, case_ids: Sequence[int], now: datetime) -> Mapping[int, tuple[str, ...]]:
    """Who has which case before them now."""
    found: dict[int, tuple[str, ...]] = {}
    for case_id, staff in session.exec(_PRESENT, params={"cases": case_ids, "since": now - PRESENT}):
        found[case_id] = (*found.get(case_id, ()), staff)
    return found


def glance(
    row: CaseRow,
    event: EventRow | None,
    person: PersonRow | None,
    wish: AttendanceRow | None,
    words: Words | None,
    here: tuple[str, ...],
) -> Glance:
    """The frozen value of these rows."""
    return Glance(
        id=row.id or 0,
        version=row.version,
        event=event.slug if event else None,
        address=person.address if person else None,
        name=person.name if person else "",
        state=row.state,
        needs_a_person=row.needs_review,
        is_spam=row.is_spam,
        attendance=wish.state if wish else None,
        account=wish.account if wish else None,
        received_at=wish.received_at if wish else None,
        flags=tuple(row.flags),
        reasons=tuple(row.reasons),
        assignee=row.assignee,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        subject=words.subject if words else "",
        said=words.said if words else "",
        language=words.language if words else "und",
        intent=words.intent if words else "",
        wrote_at=words.sorted_at if words else None,
        here=here,
    )


def languages(session: Session) -> Sequence[str]:
    """Those that somebody wrote in."""
    return session.exec(select(PersonRow.language).distinct().order_by(col(PersonRow.language))).all()


def slugs(session: Session) -> Sequence[tuple[str, str]]:
    """Slug and title of every event, the newest first."""
    rows = session.exec(select(EventRow).order_by(col(EventRow.starts_at).desc()))
    return [(row.slug, str(row.definition.get("title", row.slug))) for row in rows]
