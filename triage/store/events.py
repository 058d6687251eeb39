"""Events as rows and as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from triage.model.event import Event, EventState
from triage.store.tables import EventRow

IN_COLUMNS = frozenset({"id", "slug", "state", "starts_at", "revision", "join_version"})
"""What `EventRow` keeps in columns; the rest of an Event is its `definition`."""


def event_from(row: EventRow) -> Event:
    """The frozen value of a stored event."""
    columns = {name: getattr(row, name) for name in IN_COLUMNS}
    return event_of(columns, row.definition)


def event_of(columns: Mapping[str, Any], definition: Mapping[str, Any]) -> Event:
    """The frozen value of an event whose `IN_COLUMNS` and definition were read without a row."""
    described: dict[str, Any] = {name: frozen(value) for name, value in definition.items()}
    return Event(**(dict(columns) | described | {"state": EventState(columns["state"])}))


def row_from(event: Event, now: datetime) -> EventRow:
    """A new row for an event that is not stored yet."""
    return EventRow(
        slug=event.slug,
        state=event.state,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        definition=definition_of(event),
        created_at=now,
    )


def definition_of(event: Event) -> dict[str, Any]:
    """The part of an event that is stored as JSON."""
    return {name: getattr(event, name) for name in Event.__dataclass_fields__ if name not in IN_COLUMNS}


def open_events(session: Session) -> tuple[Event, ...]:
    """Events that mail can still be about, the earliest first."""
    rows = session.exec(select(EventRow).where(EventRow.state != EventState.CLOSED).order_by(col(EventRow.starts_at)))
    return tuple(event_from(row) for row in rows)


def event_row(session: Session, slug: str) -> EventRow | None:
    """The stored event with this slug."""
    return session.exec(select(EventRow).where(EventRow.slug == slug)).first()


def frozen(value: object) -> object:
    """JSON lists as the tuples that frozen values hold."""
    return tuple(frozen(part) for part in value) if isinstance(value, list) else value


def stored_id(number: int | None) -> int:
    """The primary key of a row that the database has seen."""
    if number is None:
        raise LookupError("this row has not been stored yet")
    return number
