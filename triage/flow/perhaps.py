"""A person says of a message with a weak sign whether it is ours. Fetches nothing: the next pass does."""

from __future__ import annotations

from sqlmodel import select

from intake.store import PerhapsRow, PerhapsState
from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work

UNDECIDED = frozenset({PerhapsState.SEEN, PerhapsState.CLAIMED, PerhapsState.DISMISSED})
"""A person may change their mind until the message was fetched, or is found to be gone."""


def claim(work: Work, perhaps_id: int) -> None:
    """It is ours: the next pass fetches it whole and sorts it. Raises ImpossibleError."""
    settle(work, perhaps_id, PerhapsState.CLAIMED)


def dismiss(work: Work, perhaps_id: int) -> None:
    """It is not ours, and is never fetched. Raises ImpossibleError."""
    settle(work, perhaps_id, PerhapsState.DISMISSED)


def reopen(work: Work, perhaps_id: int) -> None:
    """Nobody has decided, after all. Raises ImpossibleError once it was fetched, or is gone."""
    settle(work, perhaps_id, PerhapsState.SEEN)


def settle(work: Work, perhaps_id: int, to: PerhapsState) -> None:
    """Sets the state, says who did and writes the line of history."""
    row = work.session.exec(select(PerhapsRow).where(PerhapsRow.id == perhaps_id).with_for_update()).first()
    if row is None:
        raise ImpossibleError(f"no line {perhaps_id}; `openhour perhaps list --all` shows all")
    old = PerhapsState(row.state)
    if old not in UNDECIDED or old is to:
        raise ImpossibleError(f"line {perhaps_id} is {old} already")
    row.state, row.claimed_by = to, work.who if to is PerhapsState.CLAIMED else None
    work.session.add(row)
    changed = {"id": perhaps_id, "state": to}
    record(work.session, work.now, f"perhaps {to}", who=work.who, old={"state": old}, new=changed)
