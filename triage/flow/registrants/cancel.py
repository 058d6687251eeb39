"""Cancels in Zoom whoever was given up, until Zoom's own list no longer shows them: 204 alone proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, or_, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.registrants import rows
from triage.flow.registrants.register import ACCOUNT_CAUSE, CHANGES_A_DAY, count, tell
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.registrant import RegistrantState
from triage.store.events import stored_id
from triage.store.tables import EventRow, RegistrantRow
from triage.zoom import Action, Fault, Registrant, Status, Zoom, ZoomError

NOTHING_TO_JOIN = frozenset({Fault.NOT_FOUND, Fault.OVER, Fault.REGISTRATION_OFF})
"""A meeting that is gone lets nobody in."""
ALARM_AFTER = 3


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody to be cancelled. `registrant_id` None: the answer to the add was lost, the address has to do."""

    row_id: int
    email: str
    registrant_id: str | None

    def is_same(self, listed: Registrant) -> bool:
        """Zoom keeps addresses in lower case."""
        return listed.id == self.registrant_id or listed.email.casefold() == self.email.casefold()


def cancel_given_up(runtime: Runtime) -> None:
    """Cancels what is due, one meeting after the other."""
    if runtime.zoom is None:
        return
    with unit_of_work(runtime) as work:
        meetings = leaving_by_meeting(work)
    for (event_id, meeting), leaving in meetings.items():
        cancel_in(runtime, runtime.zoom, event_id, meeting, leaving)


def leaving_by_meeting(work: Work) -> dict[tuple[int, str], list[Leaving]]:
    """Whose turn it is."""
    due = select(RegistrantRow).where(
        RegistrantRow.state == RegistrantState.CANCELLING,
        or_(col(RegistrantRow.next_try_at).is_(None), col(RegistrantRow.next_try_at) <= work.now),
    )
    found: dict[tuple[int, str], list[Leaving]] = {}
    for row in work.session.exec(due.order_by(col(RegistrantRow.id))).all():
        leaving = Leaving(stored_id(row.id), row.email, row.registrant_id)
        found.setdefault((row.event_id, row.meeting_id), []).append(leaving)
    return found


def cancel_in(runtime: Runtime, zoom: Zoom, event_id: int, meeting: str, leaving: list[Leaving]) -> None:
    """Reads who is there, cancels those, reads again, and commits what was seen."""
    try:
        there = who_may_join(zoom, meeting)
        asked = with_changes_left(runtime, [each for each in leaving if any(map(each.is_same, there))])
        if asked:
            zoom.change(meeting, Action.CANCEL, [one for one in there if any(each.is_same(one) for each in asked)])
            there = who_may_join(zoom, meeting)
    except ZoomError as error:
        with unit_of_work(runtime) as work:
            failed(work, event_id, leaving, error)
        return
    with unit_of_work(runtime) as work:
        recover(work, ACCOUNT_CAUSE)
        settle(work, event_id, leaving, there, asked)


def who_may_join(zoom: Zoom, meeting: str) -> tuple[Registrant, ...]:
    """Everybody who is in, or may be let in with one key."""
    return (*zoom.registrants(meeting, Status.APPROVED), *zoom.registrants(meeting, Status.PENDING))


def with_changes_left(runtime: Runtime, leaving: Iterable[Leaving]) -> list[Leaving]:
    """Those whose status may still change today; counted and committed before Zoom is asked."""
    with unit_of_work(runtime) as work:
        named = [(each, work.session.get_one(RegistrantRow, each.row_id)) for each in leaving]
        return [each for each, row in named if count(work, row, "changed_on", CHANGES_A_DAY)]


def settle(
    work: Work, event_id: int, leaving: list[Leaving], there: tuple[Registrant, ...], asked: list[Leaving]
) -> None:
    """Confirmed by the list, or tried again later."""
    event, is_stuck = work.session.get_one(EventRow, event_id), False
    for each in leaving:
        row = work.session.get_one(RegistrantRow, each.row_id)
        if row.state != RegistrantState.CANCELLING:
            continue
        if any(map(each.is_same, there)):
            rows.put_off(work, row, None if each in asked else Fault.DAILY_LIMIT)
            is_stuck = is_stuck or row.attempts >= ALARM_AFTER
        else:
            confirmed(work, row, "Zoom's list confirms it")
    cause = f"zoom-cancel-{event.slug}"
    if is_stuck:
        raise_alarm(work, cause, f"{event.slug}: Zoom does not cancel a registrant; deny them in Zoom itself.")
    else:
        recover(work, cause)


def confirmed(work: Work, row: RegistrantRow, why: str) -> None:
    """They can no longer join."""
    row.next_try_at, row.attempts, row.fault = None, 0, ""
    rows.move(work, row, RegistrantState.CANCELLED, why)


def failed(work: Work, event_id: int, leaving: Iterable[Leaving], error: ZoomError) -> None:
    """Put off, unless there is no meeting left to join."""
    for each in leaving:
        row = work.session.get_one(RegistrantRow, each.row_id)
        if row.state != RegistrantState.CANCELLING:
            continue
        if error.fault in NOTHING_TO_JOIN:
            confirmed(work, row, "the meeting is gone from Zoom")
        else:
            rows.put_off(work, row, error.fault, error.until)
    if error.fault not in NOTHING_TO_JOIN:
        tell(work, event_id, error)
