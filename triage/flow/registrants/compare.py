"""Zoom's list beside ours: who is in there whom we never let in, and who is not whom we did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import col, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.registrants import rows
from triage.flow.registrants.cancel import Leaving
from triage.flow.work import Work
from triage.model.registrant import RegistrantState
from triage.store.events import stored_id
from triage.store.tables import EventRow, RegistrantRow
from triage.zoom import Registrant, Status

STRANGER = "is in Zoom, and nobody here let them in: cancel them in Zoom, or find out who did"
KNOCKS = "registered in Zoom without asking us, and waits: Zoom lets nobody in by itself"
STAYS = "was cancelled here and is still in Zoom: it is tried again"
GONE = "was let in here and is not in Zoom: somebody took them out there"
WAITS = "was let in here and waits in Zoom: approve them there"


@dataclass(frozen=True, slots=True)
class Line:
    """One person in both lists. `here` and `in_zoom` are states, empty where they are not listed.

    `difference` is a sentence without its subject, empty while the lists agree. `standing`: what their account's is,
    where it is no longer good. For staff's eyes only.
    """

    email: str = field(repr=False)
    here: str
    in_zoom: str
    difference: str = ""
    row_id: int | None = None
    standing: str = ""


EXPECTED = {
    (RegistrantState.APPROVED, ""): GONE,
    (RegistrantState.APPROVED, Status.PENDING): WAITS,
    (RegistrantState.CANCELLED, Status.APPROVED): STAYS,
    (RegistrantState.CANCELLED, Status.PENDING): STAYS,
    (RegistrantState.CANCELLING, Status.APPROVED): STAYS,
    (RegistrantState.CANCELLING, Status.PENDING): STAYS,
    ("", Status.APPROVED): STRANGER,
    ("", Status.PENDING): KNOCKS,
}
"""What differs, by the state here and in Zoom. An answer that is still out is no difference."""


def compared(work: Work, event: EventRow, meeting: str, theirs: tuple[Registrant, ...]) -> list[Line]:
    """Every person of either list: ours in the order of asking, then those whom only Zoom knows."""
    same = select(RegistrantRow).where(RegistrantRow.event_id == event.id, RegistrantRow.meeting_id == meeting)
    ours = work.session.exec(same.order_by(col(RegistrantRow.id))).all()
    left = list(theirs)
    lines = [line_of(row, left) for row in ours]
    return [*lines, *(line("", one.status or "", one.email) for one in left)]


def line_of(row: RegistrantRow, theirs: list[Registrant]) -> Line:
    """One of ours with what Zoom says of them, which is taken from `theirs`."""
    ours = Leaving(stored_id(row.id), row.email, row.registrant_id)
    found = [one for one in theirs if ours.is_same(one)]
    theirs[:] = [one for one in theirs if one not in found]
    return line(row.state, found[0].status or "" if found else "", row.email, row.id)


def line(here: str, in_zoom: str, email: str, row_id: int | None = None) -> Line:
    """A line with what differs."""
    difference = EXPECTED.get((here, in_zoom), "")
    return Line(email, str(here), str(in_zoom), difference, row_id)


def act_on(work: Work, event: EventRow, lines: list[Line]) -> None:
    """Whoever is given up and still there is cancelled again; strangers are an alarm, which counts and names nobody."""
    for row in still_there(work, lines):
        row.next_try_at = None
        rows.move(work, row, RegistrantState.CANCELLING, "is in Zoom's list again")
    cause, strangers = f"zoom-strangers-{event.slug}", sum(line.difference == STRANGER for line in lines)
    if strangers:
        people = f"{strangers} people are" if strangers > 1 else "Somebody is"
        raise_alarm(work, cause, f"{people} in the Zoom meeting of {event.slug} whom nobody let in here.")
    else:
        recover(work, cause)


def still_there(work: Work, lines: list[Line]) -> Iterator[RegistrantRow]:
    """Rows that were confirmed as cancelled, and are not."""
    for each in lines:
        if each.difference == STAYS and each.row_id is not None:
            row = work.session.get_one(RegistrantRow, each.row_id)
            if row.state == RegistrantState.CANCELLED:
                yield row
