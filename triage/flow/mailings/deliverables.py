"""The three things promised after a call: recording, notes and answers, ticked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.model.question import Deliverable
from triage.store.events import event_from, stored_id
from triage.store.tables import DeliverableRow, EventRow

NEEDS_A_LINK = frozenset({Deliverable.RECORDING, Deliverable.NOTES})


@dataclass(frozen=True, slots=True)
class Tick:
    """One of the three: where it is, since when, by whom; `ticked_at` None while it is not there."""

    what: Deliverable
    url: str = ""
    ticked_at: datetime | None = None
    ticked_by: str = ""


def tick(work: Work, event: EventRow, what: Deliverable, url: str = "") -> None:
    """It is there now, or somewhere else than before. Raises ImpossibleError before the call is over."""
    if work.now < event.ends_at:
        raise ImpossibleError(f"{event.slug} is not over before {event_from(event).ends_at:%Y-%m-%dT%H:%M}Z")
    if url and not url.startswith(("https://", "http://")):
        raise ImpossibleError(f"{url} is no link; write the whole of it, like https://…")
    if what in NEEDS_A_LINK and not url:
        raise ImpossibleError(f"where is it? Write the link to the {what}")
    row = work.session.get(DeliverableRow, (event.id, what.value))
    if row is None:
        row = DeliverableRow(event_id=stored_id(event.id), what=what, ticked_at=work.now, ticked_by=work.who)
    row.url, row.ticked_at, row.ticked_by = url, work.now, work.who
    work.session.add(row)
    record(work.session, work.now, f"{what} ticked", event_id=event.id, who=work.who, new={"url": url})
    work.session.flush()


def untick(work: Work, event: EventRow, what: Deliverable) -> None:
    """It is not there after all. Raises ImpossibleError where it was not ticked."""
    row = work.session.get(DeliverableRow, (event.id, what.value))
    if row is None:
        raise ImpossibleError(f"{what} of {event.slug} is not ticked")
    work.session.delete(row)
    record(work.session, work.now, f"{what} unticked", event_id=event.id, who=work.who)
    work.session.flush()


def ticks(work: Work, event_id: int) -> list[Tick]:
    """All three, in order."""
    rows = work.session.exec(select(DeliverableRow).where(col(DeliverableRow.event_id) == event_id)).all()
    known = {row.what: Tick(Deliverable(row.what), row.url, row.ticked_at, row.ticked_by) for row in rows}
    return [known.get(what.value, Tick(what)) for what in Deliverable]


def complete_since(work: Work, event_id: int) -> datetime | None:
    """When the last of the three was ticked; None while one is missing."""
    moments = [each.ticked_at for each in ticks(work, event_id)]
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None
