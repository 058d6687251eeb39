"""Found or begun in one statement, whoever does the same at this moment.

A person by address, a case by event and person.
"""

from __future__ import annotations

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


def person_met(session: Session, address: str, name: str, language: str, now: datetime) -> PersonRow:
    """The person with this address; a language that was recognised is remembered."""
    values = {"address": address, "name": name, "language": language, "created_at": now}
    statement = _PEOPLE[session.get_bind().dialect.name]
    person: PersonRow = session.scalars(statement, values, execution_options=_ANEW).one()
    return person


def case_opened(session: Session, event_id: int | None, person_id: int | None, now: datetime) -> CaseRow:
    """The one case of this person about this event, opened again if it was done; its own without one of both."""
    values: dict[str, object] = {
        "event_id": event_id,
        "person_id": person_id,
        "state": CaseState.OPEN,
        "needs_review": False,
        "is_spam": False,
        "reasons": [],
        "flags": [],
        "opened_at": now,
        "updated_at": now,
        "version": 1,
    }
    statement = _CASES[session.get_bind().dialect.name]
    case: CaseRow = session.scalars(statement, values, execution_options=_ANEW).one()
    return case
