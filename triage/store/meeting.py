"""Found or begun in one statement for all of a run of messages, whoever does the same at this moment.

A person by address, a case by event and person. No two of those that are named at once may be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case as choice
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import ExecutableReturnsRows
from sqlmodel import Session, SQLModel, select

from triage.model.case import CaseState
from triage.store.tables import CaseRow, PersonRow

_PERSON, _CASE = (SQLModel.metadata.tables[str(row.__tablename__)] for row in (PersonRow, CaseRow))
UNKNOWN_LANGUAGE = "und"


def _person(dialect: Any) -> ExecutableReturnsRows:  # noqa: ANN401 - both dialects say it alike and share no type
    new = dialect.insert(_PERSON)
    is_told = new.excluded.language != UNKNOWN_LANGUAGE
    kept = new.on_conflict_do_update(
        index_elements=["address"],
        set_={"language": choice((is_told, new.excluded.language), else_=_PERSON.c.language)},
    )
    return select(PersonRow).from_statement(kept.returning(PersonRow))


def _case(dialect: Any) -> ExecutableReturnsRows:  # noqa: ANN401 - both dialects say it alike and share no type
    new = dialect.insert(_CASE)
    opened = new.on_conflict_do_update(
        index_elements=["event_id", "person_id"],
        set_={"state": CaseState.OPEN, "updated_at": new.excluded.updated_at, "version": _CASE.c.version + 1},
    )
    return select(CaseRow).from_statement(opened.returning(CaseRow))


# Said once: building a statement costs more than running it.
_PEOPLE = {"sqlite": _person(sqlite), "postgresql": _person(postgresql)}
_CASES = {"sqlite": _case(sqlite), "postgresql": _case(postgresql)}
# What the statement changed is read back, also into a row that this session has met before.
_ANEW = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Met:
    """Who wrote, by the message alone; `language` is the one that was recognised."""

    address: str
    name: str
    language: str


def people_met(session: Session, met: Sequence[Met], now: datetime) -> dict[str, PersonRow]:
    """The people with these addresses, by address; a language that was recognised is remembered."""
    rows = [{"address": one.address, "name": one.name, "language": one.language, "created_at": now} for one in met]
    return {person.address: person for person in _rows(session, _PEOPLE, rows)}


def cases_opened(session: Session, keys: Sequence[tuple[int | None, int | None]], now: datetime) -> list[CaseRow]:
    """The one case for each (event, person), opened again if it was done; one of its own without one of both."""
    new = {
        "state": CaseState.OPEN,
        "needs_review": False,
        "is_spam": False,
        "reasons": [],
        "flags": [],
        "opened_at": now,
        "updated_at": now,
        "version": 1,
    }
    opened: dict[tuple[int | None, int | None], list[CaseRow]] = defaultdict(list)
    for case in _rows(session, _CASES, [new | {"event_id": event, "person_id": person} for event, person in keys]):
        opened[case.event_id, case.person_id].append(case)
    return [opened[key].pop() for key in keys]


def _rows(session: Session, statements: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterable[Any]:
    statement = statements[session.get_bind().dialect.name]
    return session.scalars(statement, rows, execution_options=_ANEW) if rows else ()
