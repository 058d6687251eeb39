"""Is it their account? *Claimed* until it was shown, *confirmed* with the way recorded.

Three ways: a sign-in on the wiki by the link in our mail, an earlier event at which the same address showed the same
account, and the word of a person of the staff. Says nothing of good standing, and talks to no wiki.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from triage.flow import attendance as attendances
from triage.flow import cases
from triage.flow.confirmation_links import Addressee
from triage.flow.history import record
from triage.flow.outbox.queue import queue
from triage.flow.work import ImpossibleError, Work
from triage.model.account import canonical_name
from triage.model.case import AttendanceState
from triage.model.event import EventState
from triage.model.facts import Ownership, OwnershipWay
from triage.model.mail import Purpose
from triage.policy.lifecycle import may_move_attendance
from triage.store.tables import AttendanceRow, CaseRow, PersonRow

NO_SIGN_IN = "Nobody has shown that the account is the writer's, and signing in on the wiki is not set up."
WROTE_INSTEAD = "We asked to show that the account is theirs; they wrote again instead."
LINK_USED_UP = "Another account is named now than the one that was shown by the link in our mail."


class Shown(StrEnum):
    """What an account that was shown by the link means."""

    CONFIRMED = "confirmed"
    OTHER = "other"
    USED = "used"
    OVER = "over"


class OwnershipError(ImpossibleError):
    """An account cannot be confirmed; the sentence says why."""


def is_to_be_shown(work: Work, attendance: AttendanceRow) -> bool:
    """Must this person still show that the account is theirs? Not where saying so is enough, or staff let them in."""
    is_enough = work.runtime.settings.standing_required == Ownership.CLAIMED or attendance.let_in_because
    return not is_enough and attendance.ownership is Ownership.CLAIMED


def waits_for_nobody(work: Work) -> ColumnElement[bool]:
    """The wishes that can be decided now: all but those whose link is out, unused, and who did not write again."""
    if work.runtime.settings.standing_required == Ownership.CLAIMED:
        return col(AttendanceRow.id).is_not(None)
    return or_(
        col(AttendanceRow.owner_asked_at).is_(None),
        col(AttendanceRow.owner_shown_at).is_not(None),
        col(AttendanceRow.owner_asked_received_id) != col(AttendanceRow.received_id),
        col(AttendanceRow.confirmed_account) == col(AttendanceRow.account),
    )


def ask_owner(work: Work, case: CaseRow, attendance: AttendanceRow) -> str | None:
    """Mails the link, once; a sentence for staff where that is no way, or no way any more."""
    if attendance.owner_shown_at is not None:
        return LINK_USED_UP
    if not work.runtime.settings.confirm_url:
        return NO_SIGN_IN
    if attendance.owner_asked_at is not None:
        return WROTE_INSTEAD
    attendance.owner_asked_at, attendance.owner_asked_received_id = work.now, attendance.received_id
    work.session.add(attendance)
    queue(work, case, Purpose.ACCOUNT_REQUEST, answers=attendance.received_id)
    record(work.session, work.now, "owner asked", case=case, who=work.who)
    return None


def recall(work: Work, case: CaseRow, attendance: AttendanceRow) -> None:
    """The same address showed the same account before: that counts.

    It needs no proof that the mail is this person's: our answer, and the link, go to the address that showed it.
    """
    if attendance.account is None or attendance.ownership is Ownership.CONFIRMED:
        return
    before = select(AttendanceRow.id).where(
        AttendanceRow.person_id == attendance.person_id,
        AttendanceRow.confirmed_account == attendance.account,
    )
    if work.session.exec(before).first() is not None:
        confirm(work, case, attendance, OwnershipWay.EARLIER, "the same address showed it before an earlier event")


def confirm_account(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """A person of the staff knows that the account is theirs. Raises OwnershipError where none is named."""
    if attendance.account is None:
        raise OwnershipError("this person has named no account, so there is none to confirm")
    if not why.strip():
        raise OwnershipError("a reason is needed: how it is known that the account is theirs")
    confirm(work, case, attendance, OwnershipWay.STAFF, why)
    settle_doubt(work, case, attendance)


def confirm(work: Work, case: CaseRow, attendance: AttendanceRow, way: OwnershipWay, why: str) -> None:
    """The account that is named now is theirs. Who waits for it is decided in the next round."""
    old = {"account": attendance.confirmed_account, "way": attendance.confirmed_way}
    attendance.confirmed_account, attendance.confirmed_way = attendance.account, way
    attendance.confirmed_at = work.now
    work.session.add(attendance)
    cases.touch(work, case)
    new = {"account": attendance.account, "way": way.value}
    record(work.session, work.now, "account confirmed", case=case, who=work.who, old=old, new=new, why=why)


def doubt(work: Work, case: CaseRow, attendance: AttendanceRow, why: str) -> None:
    """Puts the wish before a person for this reason, and remembers that it is the account alone."""
    if attendance.state == AttendanceState.REQUESTED or attendance.ownership_doubt:
        attendance.ownership_doubt = f"{attendance.ownership_doubt}\n{why}".strip()
    attendances.review(work, case, attendance, why)


def settle_doubt(work: Work, case: CaseRow, attendance: AttendanceRow) -> None:
    """Where nothing but the account was before a person, the wish goes its usual way again."""
    answered, attendance.ownership_doubt = attendance.ownership_doubt, ""
    if not answered or attendance.state != AttendanceState.REVIEW:
        return
    case.reasons = [reason for reason in case.reasons if reason not in answered.splitlines()]
    case.needs_review = bool(case.reasons)
    if may_move_attendance(AttendanceState.REVIEW, AttendanceState.REQUESTED, is_by_staff=work.is_by_staff):
        attendances.move(work, case, attendance, AttendanceState.REQUESTED, "whose account it is was settled")


def show(work: Work, addressee: Addressee, username: str | None) -> Shown:
    """Somebody with this person's link signed in on the wiki as `username` (None: the wiki names nobody).

    The link is used up by it, whatever it showed. Nothing that is known of the claim is given away.
    """
    attendance = attendance_of(work, addressee, is_to_change=True)
    state = link_state(work, attendance)
    if attendance is None or state is not None:
        return state or Shown.OVER
    case = work.session.get_one(CaseRow, attendance.case_id)
    account = canonical_name(username) if username else None
    attendance.owner_shown_at = work.now
    work.session.add(attendance)
    if account is not None and attendance.account in (None, account):
        attendance.account = account
        confirm(work, case, attendance, OwnershipWay.OAUTH, "signed in on the wiki by the link in our mail")
        settle_doubt(work, case, attendance)
        return Shown.CONFIRMED
    doubt(work, case, attendance, other_account(attendance.account, account))
    return Shown.OTHER


@dataclass(frozen=True, slots=True)
class Glance:
    """What the page behind a link may say. `state`: why the link does not serve any more, or None while it does."""

    state: Shown | None
    title: str = ""
    starts_at: datetime | None = None
    address: str = field(default="", repr=False)


def glance(work: Work, addressee: Addressee) -> Glance:
    """A look that changes nothing: programs that scan mail open links, too."""
    attendance = attendance_of(work, addressee)
    state = link_state(work, attendance)
    if attendance is None or state is not None:
        return Glance(state)
    event = attendances.event_of(work, attendance)
    address = work.session.get_one(PersonRow, attendance.person_id).address
    return Glance(None, event.title, event.starts_at, address)


def other_account(claimed: str | None, shown: str | None) -> str:
    """The sentence for staff; the person reads none of it."""
    signed_in = f"signed in as {shown}" if shown else "signed in with an account that the wiki does not name"
    said = f"but the mail says {claimed}" if claimed else "and the mail names none"
    return f"By the link in our mail somebody {signed_in}, {said}."


def link_state(work: Work, attendance: AttendanceRow | None) -> Shown | None:
    """Why this person's link does not serve any more, or None while it does."""
    if attendance is None or attendance.state in attendances.HOLDS_NO_WISH:
        return Shown.OVER
    event = attendances.event_of(work, attendance)
    if event.state is not EventState.OPEN or work.now >= event.ends_at:
        return Shown.OVER
    is_used = attendance.owner_shown_at is not None or attendance.ownership is Ownership.CONFIRMED
    return Shown.USED if is_used else None


def attendance_of(work: Work, addressee: Addressee, *, is_to_change: bool = False) -> AttendanceRow | None:
    """This person's wish to come; held until we are done where it is to change, so that a link works once."""
    theirs = select(AttendanceRow).where(
        AttendanceRow.event_id == addressee.event_id, AttendanceRow.person_id == addressee.person_id
    )
    return work.session.exec(theirs.with_for_update() if is_to_change else theirs).first()
