"""Forgets one person: their mail, words, address, name and account go at once, and do not come back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, func, or_, select

from triage.flow import attendance as attendances
from triage.flow import cases
from triage.flow.history import record
from triage.flow.privacy import tombstones
from triage.flow.privacy.clock import keep_back
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState, CaseState
from triage.model.mail import MailState
from triage.policy.lifecycle import may_move_attendance
from triage.store import erasing
from triage.store.events import event_from, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow, PersonRow

FORGOTTEN = "forgotten"
WHY = "The person asked to be forgotten."


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What there was: addresses (more than one where staff had merged people), cases, messages."""

    addresses: int
    cases: int
    messages: int


def forget(work: Work, address: str) -> Forgotten:
    """Deletes all that is known of who writes from here. Raises ImpossibleError while a mail to them is on its way.

    A seat goes to the next who waits; who is in Zoom is cancelled there. An address that never wrote is remembered as
    forgotten, too: its mail may lie in the mailbox still.
    """
    people = people_of(work, address)
    ids, addresses = (
        [stored_id(person.id) for person in people],
        [person.address for person in people] or [address.strip()],
    )
    require_quiet(work, ids)
    scope = erasing.of_people(ids, addresses)
    found = Forgotten(len(people), counted(work, scope.cases), counted(work, scope.received))
    erasing.overwrite(work.session)
    keep_back(work, select(OutboxRow).where(col(OutboxRow.person_id).in_(ids)), FORGOTTEN, WHY)
    for wish in wishes(work, ids):
        give_back(work, wish)
    close(work, ids)
    work.session.flush()
    erasing.erase_raw(work.session, scope)
    erasing.erase_bodies(work.session, scope)
    erasing.erase_people(work.session, ids)
    for each in addresses:
        erasing.erase_perhaps_of(work.session, each)
    tombstones.set_up(work, addresses)
    record(work.session, work.now, "person forgotten", who=work.who, new={"cases": found.cases})
    return found


def people_of(work: Work, address: str) -> list[PersonRow]:
    """Everybody who is one with this address; nobody where it is not known."""
    same = select(PersonRow).where(func.lower(PersonRow.address) == address.strip().lower())
    roots = [person.merged_into_id or person.id for person in work.session.exec(same)]
    one = or_(col(PersonRow.id).in_(roots), col(PersonRow.merged_into_id).in_(roots))
    return list(work.session.exec(select(PersonRow).where(one)))


def require_quiet(work: Work, ids: list[int]) -> None:
    """A mail that is being sent at this moment cannot be taken back. Raises ImpossibleError."""
    sending = select(OutboxRow.id).where(col(OutboxRow.person_id).in_(ids), OutboxRow.state == MailState.SENDING)
    if work.session.exec(sending).first() is not None:
        raise ImpossibleError("a mail to them is being sent at this moment; try again in a minute")


def wishes(work: Work, ids: list[int]) -> list[AttendanceRow]:
    """What they asked for."""
    return list(work.session.exec(select(AttendanceRow).where(col(AttendanceRow.person_id).in_(ids))))


def give_back(work: Work, wish: AttendanceRow) -> None:
    """The wish ends without a mail; a seat that was held goes to the first who waits."""
    event = event_from(work.session.get_one(EventRow, wish.event_id))
    held, state = wish.state == AttendanceState.APPROVED, AttendanceState(wish.state)
    if work.now >= event.ends_at or not may_move_attendance(state, AttendanceState.WITHDRAWN, is_by_staff=True):
        return
    case = work.session.get_one(CaseRow, wish.case_id)
    attendances.move(work, case, wish, AttendanceState.WITHDRAWN, WHY)
    if held:
        attendances.promote(work, event)


def close(work: Work, ids: list[int]) -> None:
    """Nobody is left to act for."""
    for case in work.session.exec(select(CaseRow).where(col(CaseRow.person_id).in_(ids))).all():
        if case.state != CaseState.DONE or case.needs_review:
            cases.done(work, case, WHY)


def counted(work: Work, ids: erasing.Ids) -> int:
    """How many."""
    return int(work.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one())
