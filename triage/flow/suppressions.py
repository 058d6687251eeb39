"""Whom we do not write to: begun, made stricter, listed, and lifted by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete, select

from triage.flow.history import record
from triage.flow.mailings.people import merged_people, root
from triage.flow.work import ImpossibleError, Work, require_reason
from triage.model.facts import Suppression
from triage.store.tables import BounceRow, PersonRow, SuppressionRow

STRICTER = (Suppression.UNSUBSCRIBED, Suppression.UNDELIVERABLE, Suppression.COMPLAINT)
"""In this order: a complaint is not forgotten because the address bounces later."""


@dataclass(frozen=True, slots=True)
class Line:
    """An address, why we do not write to it, since when, and what shows it."""

    address: str
    why: str
    since: datetime
    evidence: str


def suppress(work: Work, address: str, why: Suppression, evidence: str, event_id: int | None = None) -> bool:
    """From now on: mailings (unsubscribed) or all mail. False where that much, or more, held already."""
    row = work.session.get(SuppressionRow, address)
    if row is not None and STRICTER.index(Suppression(row.why)) >= STRICTER.index(why):
        return False
    if row is None:
        row = SuppressionRow(address=address, why=why, since=work.now, evidence=evidence)
    row.why, row.since, row.evidence = why, work.now, evidence
    work.session.add(row)
    record(work.session, work.now, f"address {why}", event_id=event_id, who=work.who, why=evidence)
    return True


def unsubscribe(work: Work, person_id: int, how: str) -> bool:
    """This person gets no mailings any more, whichever address they used; False where there is nobody such."""
    person = work.session.get(PersonRow, person_id)
    if person is None:
        return False
    merged = merged_people(work)
    one = root(merged, person_id)
    others = {other for other in merged if root(merged, other) == one}
    theirs = select(PersonRow.address).where(col(PersonRow.id).in_({one, person_id, *others}))
    for address in work.session.exec(theirs).all():
        suppress(work, address, Suppression.UNSUBSCRIBED, how)
    return True


def lift(work: Work, address: str, why: str) -> None:
    """A person says that we may write to it again; what came back before counts no more. Raises ImpossibleError."""
    require_reason(why)
    row = work.session.get(SuppressionRow, address)
    if row is None:
        raise ImpossibleError(f"{address} is not suppressed; `openhour suppression list` shows all that are")
    work.session.delete(row)
    work.session.exec(delete(BounceRow).where(col(BounceRow.address) == address))
    record(work.session, work.now, "suppression lifted", who=work.who, old={"why": row.why}, why=why)


def listed(work: Work) -> Sequence[Line]:
    """Every suppression, the newest first."""
    rows = work.session.exec(select(SuppressionRow).order_by(col(SuppressionRow.since).desc())).all()
    return [Line(row.address, row.why, row.since, row.evidence) for row in rows]
