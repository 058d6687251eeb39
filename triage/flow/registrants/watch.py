"""Watches over those who are in: is their account still in good standing, and does Zoom's list still agree?

Decides nothing about anybody: a later ban goes before a person, with the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import col, or_, select

from triage.flow import cases
from triage.flow import standing as standings
from triage.flow.alarms import recover
from triage.flow.registrants import compare, rows
from triage.flow.registrants.cancel import cancel_given_up, who_may_join
from triage.flow.registrants.register import ACCOUNT_CAUSE, tell
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.case import AttendanceState, StandingState
from triage.model.registrant import MAY_BE_IN_ZOOM
from triage.policy.due import standing_needs_person
from triage.store.events import event_from, event_row, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, MeetingRow, RegistrantRow
from triage.zoom import Zoom, ZoomError

LOOK_EVERY = timedelta(minutes=30)
LOOK_OFTEN = timedelta(minutes=5)
"""From two hours before the start, and after Zoom could not be asked."""


@dataclass(frozen=True, slots=True)
class Room:
    """An event's meeting in Zoom."""

    event_id: int
    meeting: str


def keep_the_door(runtime: Runtime) -> None:
    """Cancels whoever was given up, and looks after those who are in where a look is due."""
    if runtime.zoom is None:
        return
    cancel_given_up(runtime)
    with unit_of_work(runtime) as work:
        due = rooms_to_look_at(work)
    for room in due:
        look_at_standing(runtime, room)
        look_at_list(runtime, runtime.zoom, room)


def rooms_to_look_at(work: Work) -> list[Room]:
    """Meetings that somebody was registered for, until the call is over."""
    query = (
        select(MeetingRow)
        .join(EventRow, col(EventRow.id) == MeetingRow.event_id)
        .where(EventRow.ends_at > work.now, or_(col(MeetingRow.look_at).is_(None), col(MeetingRow.look_at) <= work.now))
    )
    return [Room(row.event_id, row.meeting_id) for row in work.session.exec(query).all()]


def look_at_standing(runtime: Runtime, room: Room) -> None:
    """Asks again about everybody who holds a place by their account's good standing."""
    with unit_of_work(runtime) as work:
        accounts = [wish.account for wish in who_is_in(work, room)]
    standings.ask(runtime, accounts)
    with unit_of_work(runtime) as work:
        for wish in who_is_in(work, room):
            show_lost_standing(work, wish)


def who_is_in(work: Work, room: Room) -> list[AttendanceRow]:
    """Wishes whose people hold a place. Whom a person let in is left to that person's word."""
    query = (
        select(AttendanceRow)
        .join(
            RegistrantRow,
            (col(RegistrantRow.event_id) == AttendanceRow.event_id)
            & (col(RegistrantRow.person_id) == AttendanceRow.person_id),
        )
        .where(
            AttendanceRow.event_id == room.event_id,
            AttendanceRow.state == AttendanceState.APPROVED,
            col(AttendanceRow.let_in_because).is_(None),
            RegistrantRow.meeting_id == room.meeting,
            col(RegistrantRow.state).in_(MAY_BE_IN_ZOOM),
        )
    )
    return list(work.session.exec(query).all())


def show_lost_standing(work: Work, wish: AttendanceRow) -> None:
    """A ban that came after the link: a person looks, once for each kind, and declines or does not."""
    standing = standings.fresh_standing(work, wish.account or "")
    if standing is None or standing.state is StandingState.GOOD:
        return
    why = f"The account was let in and is now {standing.state}; declining cancels the place in Zoom."
    case = work.session.get_one(CaseRow, wish.case_id)
    if why not in case.reasons:
        cases.put_before_a_person(work, case, [why, *standing.evidence])


def look_at_list(runtime: Runtime, zoom: Zoom, room: Room) -> None:
    """Compares the lists, acts on what differs, and says when to look next."""
    try:
        theirs = who_may_join(zoom, room.meeting)
    except ZoomError as error:
        with unit_of_work(runtime) as work:
            tell(work, room.event_id, error)
            look_again(work, room, LOOK_OFTEN)
        return
    with unit_of_work(runtime) as work:
        recover(work, ACCOUNT_CAUSE)
        row = work.session.get_one(EventRow, room.event_id)
        compare.act_on(work, row, compare.compared(work, row, room.meeting, theirs))
        look_again(work, room, LOOK_OFTEN if standing_needs_person(event_from(row), work.now) else LOOK_EVERY)


def side_by_side(runtime: Runtime, slug: str) -> list[compare.Line]:
    """Both lists as they are now, for a person to look at; changes nothing. Raises LookupError, ZoomError."""
    if runtime.zoom is None:
        raise LookupError("[zoom] is empty: nobody is registered in Zoom, the event's own join details are sent")
    with unit_of_work(runtime) as work:
        row = event_row(work.session, slug)
        if row is None:
            raise LookupError(f"no event {slug}; `openhour event list` shows all")
        room = Room(stored_id(row.id), rows.meeting_of(row, runtime.seal))
    if not room.meeting:
        raise LookupError(f"{slug} has no meeting_id; write it in the event file and add it again")
    theirs = who_may_join(runtime.zoom, room.meeting)
    with unit_of_work(runtime) as work:
        lines = compare.compared(work, work.session.get_one(EventRow, room.event_id), room.meeting, theirs)
        return [replace(line, standing=lost_standing(work, line)) for line in lines]


def lost_standing(work: Work, line: compare.Line) -> str:
    """What is known of the account of somebody of ours, fresh or not, unless it is good."""
    place = work.session.get(RegistrantRow, line.row_id) if line.row_id is not None else None
    if place is None:
        return ""
    wish = select(AttendanceRow.account).where(
        AttendanceRow.event_id == place.event_id, AttendanceRow.person_id == place.person_id
    )
    known = standings.stored_standing(work, work.session.exec(wish).first() or "")
    return "" if known is None or known.state is StandingState.GOOD else known.state.value


def look_again(work: Work, room: Room, after: timedelta) -> None:
    """Sets the time of the next look."""
    meeting = work.session.get_one(MeetingRow, room.event_id)
    meeting.look_at = work.now + after
    work.session.add(meeting)
