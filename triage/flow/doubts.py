"""Why a person must look although the account itself is in good standing: the same person under other names."""

from __future__ import annotations

from sqlmodel import col, select

from triage.flow.alarms import raise_alarm
from triage.flow.work import Work
from triage.model.case import AttendanceState
from triage.model.facts import Ownership
from triage.store.tables import AttendanceRow, PersonRow
from triage.wiki import StandingError

LIST_CAUSE = "private-list"
CLAIMS = (AttendanceState.REQUESTED, AttendanceState.REVIEW, AttendanceState.APPROVED, AttendanceState.WAITING)


def doubts(work: Work, attendance: AttendanceRow) -> tuple[str, ...]:
    """Sentences for staff; empty where nothing speaks against this person. The person is told none of them."""
    person = work.session.get_one(PersonRow, attendance.person_id)
    return (*on_private_list(work, person.address, attendance.account), *claimed_by_others(work, attendance))


def on_private_list(work: Work, address: str, account: str | None) -> tuple[str, ...]:
    """An exact match, or a name that comes near: either way a person looks, and the list decides nothing alone."""
    if work.runtime.private_list is None:
        return ()
    try:
        match = work.runtime.private_list.value().matches(address, account)
    except StandingError as error:
        raise_alarm(work, LIST_CAUSE, f"The private list cannot be used: {error}")
        return ("The private list could not be asked.",)
    return (match.sentence,) if match else ()


def claimed_by_others(work: Work, attendance: AttendanceRow) -> tuple[str, ...]:
    """Two addresses say that they are the same account, and at most one of them can be right.

    An account that was shown to be theirs is beyond this doubt, unless the other address showed it, too: one person
    with two addresses, or somebody who was talked into showing it for another.
    """
    is_shown = attendance.ownership is Ownership.CONFIRMED
    others = select(AttendanceRow.id).where(
        AttendanceRow.event_id == attendance.event_id,
        AttendanceRow.account == attendance.account,
        AttendanceRow.person_id != attendance.person_id,
        col(AttendanceRow.state).in_(CLAIMS),
    )
    if is_shown:
        others = others.where(AttendanceRow.confirmed_account == attendance.account)
    if work.session.exec(others).first() is None:
        return ()
    return (f"Another address {'has shown' if is_shown else 'says'} that it is {attendance.account}, too.",)
