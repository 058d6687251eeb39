"""A wish to come, from the first mail to the seat. Each transition sets all that it changes and writes history."""

from __future__ import annotations

from sqlmodel import bindparam, col, func, select

from triage.flow import cases
from triage.flow.history import record
from triage.flow.outbox.queue import queue
from triage.flow.registrants.rows import give_up
from triage.flow.work import TransitionError, Work
from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.mail import Purpose
from triage.policy.due import are_join_details_due, may_promote
from triage.policy.lifecycle import may_move_attendance
from triage.store.events import event_from
from triage.store.tables import AttendanceRow, CaseRow, EventRow

HOLDS_NO_WISH = frozenset({AttendanceState.WITHDRAWN, AttendanceState.DECLINED})

# Asked for each message, and said once: building a statement costs more than running it.
_THEIRS = select(AttendanceRow).where(
    AttendanceRow.event_id == bindparam("event_id"), AttendanceRow.person_id == bindparam("person_id")
)


def wish(work: Work, case: CaseRow, event_id: int) -> AttendanceRow | None:
    """This person's wish to come to this event, if there is one."""
    return work.session.exec(_THEIRS, params={"event_id": event_id, "person_id": case.person_id}).first()


def request(work: Work, case: CaseRow, begun: AttendanceRow) -> AttendanceRow:
    """Somebody wants to come. `begun` is a new row; an earlier wish of the same person is kept and completed.

    The arrival of the first mail counts for the deadline: who answers our question about the account after
    the deadline asked in time. A wish taken back begins anew.
    """
    earlier = wish(work, case, begun.event_id)
    if earlier is None:
        move(work, case, begun, AttendanceState.REQUESTED, "asked to come")
        return begun
    note_account(work, earlier, begun)
    if earlier.state not in (AttendanceState.REQUESTED, AttendanceState.WITHDRAWN):
        return earlier
    earlier.account = begun.account or earlier.account
    earlier.is_authentic, earlier.received_id = begun.is_authentic, begun.received_id
    if earlier.state == AttendanceState.WITHDRAWN:
        earlier.received_at = begun.received_at
        # Nobody slips past an open review by taking the wish back and asking anew.
        to = AttendanceState.REVIEW if case.needs_review else AttendanceState.REQUESTED
        move(work, case, earlier, to, "asked to come again")
    work.session.add(earlier)
    return earlier


def note_account(work: Work, earlier: AttendanceRow, begun: AttendanceRow) -> None:
    """The answer to our question, while the wish is before a person: they read whose it is. A forgery names nobody."""
    if earlier.state == AttendanceState.REVIEW and earlier.account is None and begun.is_authentic:
        earlier.account = begun.account
        work.session.add(earlier)


def approve(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """Gives a seat and queues the answer; without a free seat the person waits and is told of the stream."""
    event = event_of(work, attendance)
    if not has_seat(work, event) or (attendance.state != AttendanceState.WAITING and is_waited_for(work, event)):
        move(work, case, attendance, AttendanceState.WAITING, "no seat is free")
        queue(work, case, Purpose.NO_SEAT, answers=attendance.received_id)
        return
    move(work, case, attendance, AttendanceState.APPROVED, why)
    queue_join_details(work, case, attendance, event)
    cases.done(work, case, "approved and answered")


def queue_join_details(work: Work, case: CaseRow, attendance: AttendanceRow, event: Event) -> None:
    """The link at once; or a confirmation now, and the link at its time or as soon as there is one."""
    has_link = event.join_version > 0 or work.runtime.zoom is not None
    is_due = has_link and are_join_details_due(event, work.now)
    purpose = Purpose.JOIN_DETAILS if is_due else Purpose.CONFIRMED
    queue(work, case, purpose, answers=attendance.received_id)


def let_in(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """A person of the staff lets somebody in (late, locked, unknown), with a reason.

    Also who holds a seat whose link the gate kept back: then another mail brings it.
    """
    attendance.let_in_because = why
    record(work.session, work.now, "let in", case=case, who=work.who, why=why)
    if attendance.state != AttendanceState.APPROVED:
        approve(work, case, attendance, why)
        return
    attendance.turn += 1
    work.session.add(attendance)
    queue_join_details(work, case, attendance, event_of(work, attendance))


def ask_account(work: Work, case: CaseRow, attendance: AttendanceRow) -> None:
    """Asks kindly for the wiki account, once."""
    attendance.account_asked_at = work.now
    work.session.add(attendance)
    queue(work, case, Purpose.ACCOUNT_REQUEST, answers=attendance.received_id)
    record(work.session, work.now, "account asked", case=case, who=work.who)


def review(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """A person must decide about this wish to come."""
    if attendance.state == AttendanceState.REQUESTED:
        move(work, case, attendance, AttendanceState.REVIEW, why)
    cases.put_before_a_person(work, case, [why])


def tell_that_a_person_looks(work: Work, case: CaseRow, attendance: AttendanceRow) -> None:
    """The person is told that somebody looks, and nothing else: never which check, never why."""
    queue(work, case, Purpose.UNDER_REVIEW, answers=attendance.received_id)


def decline(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """A person of the staff says no; the mail never says why."""
    held = attendance.state == AttendanceState.APPROVED
    move(work, case, attendance, AttendanceState.DECLINED, why)
    queue(work, case, Purpose.DECLINED, answers=attendance.received_id)
    if held:
        promote(work, event_of(work, attendance))


def withdraw(
    work: Work, case: CaseRow, attendance: AttendanceRow, received_id: int, why: str = "the person took it back"
) -> None:
    """The person will not come; a seat that was held goes to the first who waits."""
    held = attendance.state == AttendanceState.APPROVED
    move(work, case, attendance, AttendanceState.WITHDRAWN, why)
    queue(work, case, Purpose.WITHDRAWN, answers=received_id)
    if held:
        promote(work, event_of(work, attendance))


def promote(work: Work, event: Event) -> None:
    """Gives free seats to those who wait, in the order in which they asked, until the call begins."""
    while promote_first(work, event):
        pass


def promote_first(work: Work, event: Event) -> bool:
    """Gives a free seat to who waits longest; False where no seat is free, nobody waits or the call has begun."""
    work.session.flush()
    if not (may_promote(event, work.now) and has_seat(work, event)):
        return False
    waiting = select(AttendanceRow).where(
        AttendanceRow.event_id == event.id, AttendanceRow.state == AttendanceState.WAITING
    )
    first = work.session.exec(waiting.order_by(col(AttendanceRow.received_at), col(AttendanceRow.id))).first()
    if first is None:
        return False
    approve(work, work.session.get_one(CaseRow, first.case_id), first, "a seat became free")
    return True


def has_seat(work: Work, event: Event) -> bool:
    """Is a seat free? Seats are taken at approval."""
    if event.capacity is None:
        return True
    work.session.flush()
    # Two runners at once must not both find the last seat.
    work.session.get_one(EventRow, event.id, with_for_update=True)
    taken = select(func.count()).where(
        AttendanceRow.event_id == event.id, AttendanceRow.state == AttendanceState.APPROVED
    )
    return work.session.exec(taken).one() < event.capacity


def is_waited_for(work: Work, event: Event) -> bool:
    """Does somebody wait for a seat? Then nobody who comes later is seated before them."""
    waiting = select(AttendanceRow.id).where(
        AttendanceRow.event_id == event.id, AttendanceRow.state == AttendanceState.WAITING
    )
    return event.capacity is not None and work.session.exec(waiting).first() is not None


def event_of(work: Work, attendance: AttendanceRow) -> Event:
    """The event somebody wants to come to."""
    return event_from(work.session.get_one(EventRow, attendance.event_id))


def move(work: Work, case: CaseRow, attendance: AttendanceRow, to: AttendanceState, why: str) -> None:
    """Sets the state, stamps the decision and writes the line of history. Raises TransitionError."""
    old = AttendanceState(attendance.state) if attendance.id is not None else None
    if not may_move_attendance(old, to, is_by_staff=work.is_by_staff):
        raise TransitionError(f"a wish to come cannot go from {old} to {to}")
    if old in HOLDS_NO_WISH and to not in HOLDS_NO_WISH:
        attendance.turn += 1
    if to in HOLDS_NO_WISH:
        # A person's word let in the wish that ends here, not whatever is asked for later.
        attendance.let_in_because = None
    attendance.state = to
    attendance.decided_at = work.now
    work.session.add(attendance)
    cases.touch(work, case)
    record(
        work.session,
        work.now,
        f"attendance {to}",
        case=case,
        who=work.who,
        old={"state": old},
        new={"state": to},
        why=why,
    )
    if to in (AttendanceState.WITHDRAWN, AttendanceState.DECLINED):
        give_up(work, attendance)
