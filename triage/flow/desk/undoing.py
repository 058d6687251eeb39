"""The way back from a decision, while none of its mails has left (invariant 7).

Before a decision the case and the wish are written down; afterwards, which mails it queued. Undoing keeps those mails
back and puts the case as it was. It is refused once a mail left, or somebody went on.

Not everything can come back: a seat that somebody else holds by now, mails that were kept back as spam. What did not
is in what undoing returns, so that whoever pressed the button reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow import cases
from triage.flow.decisions import case_held, wish_held
from triage.flow.desk import sorting_out
from triage.flow.history import record
from triage.flow.outbox import by_hand, drafts
from triage.flow.outbox.queue import queue
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState, CaseState
from triage.model.mail import MailState, Purpose
from triage.policy.lifecycle import may_move_attendance
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, HistoryRow, OutboxRow

WAY_BACK = "way back"
"""The line of history that holds what was before; pages do not show it."""
WAITS = (MailState.DRAFT, MailState.QUEUED)
OF_CASE = ("state", "needs_review", "is_spam", "reasons", "flags")
OF_WISH = ("state", "let_in_because", "account_asked_at", "ownership_doubt")


@dataclass(frozen=True, slots=True)
class WayBack:
    """`id`: the line of history. `mails`: how many wait for the undo delay because of it."""

    id: int
    mails: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of undoing. `needs_a_person`: the case waits for somebody.

    `seat_is_gone`: they held a seat that somebody else has now, and wait; `told` is the state of the mail that says so,
    None where there is none. `is_seated_again`: they hold it again. `kept_back`: purposes of mails withheld as spam.
    """

    needs_a_person: bool
    seat_is_gone: bool
    is_seated_again: bool
    told: str | None
    kept_back: tuple[str, ...]


def with_way_back(work: Work, case_id: int, decide: Callable[[], object]) -> WayBack:
    """Decides, and writes down how to take it back. Raises what `decide` raises; then nothing is written."""
    case = case_held(work, case_id)
    before, mails = as_it_is(work, case), mails_of(work, case)
    decide()
    work.session.flush()
    new = sorted(mails_of(work, case) - mails)
    record(
        work.session,
        work.now,
        WAY_BACK,
        case=case,
        who=work.who,
        old=before,
        new={"version": case.version, "mails": new},
    )
    newest = select(HistoryRow.id).where(HistoryRow.case_id == case_id, HistoryRow.what == WAY_BACK)
    number = work.session.exec(newest.order_by(col(HistoryRow.id).desc())).first()
    return WayBack(stored_id(number), len(new))


def undo(work: Work, case_id: int, way_back_id: int) -> Undone:
    """As it was before, as far as that can be. Raises ImpossibleError once a mail left, or the case was changed."""
    case = case_held(work, case_id)
    way = work.session.get(HistoryRow, way_back_id)
    if way is None or way.what != WAY_BACK or way.case_id != case_id or way.old is None or way.new is None:
        raise ImpossibleError("there is nothing to undo")
    if case.version != way.new["version"]:
        raise ImpossibleError(f"case {case_id} was changed since; look at it again")
    for number in way.new["mails"]:
        take_back(work, number)
    wish, was_spam = wish_held(work, case), case.is_spam
    had_seat = wish is not None and wish.state == AttendanceState.APPROVED
    if wish is not None:
        wish_as_it_was(work, case, wish, way.old["wish"])
    for name in OF_CASE:
        setattr(case, name, way.old["case"][name])
    if wish is not None and wish.state == AttendanceState.REVIEW:
        case.needs_review, case.state = True, CaseState.OPEN
    cases.touch(work, case)
    record(work.session, work.now, "undone", case=case, who=work.who)
    return Undone(
        needs_a_person=case.needs_review,
        seat_is_gone=(gone := is_seat_gone(wish, way.old["wish"])),
        is_seated_again=wish is not None and wish.state == AttendanceState.APPROVED and not had_seat,
        told=tell_that_they_wait(work, case, wish) if wish is not None and gone else None,
        kept_back=tuple(mail.purpose for mail in sorting_out.kept_back_as_spam(work, case)) if was_spam else (),
    )


def is_seat_gone(wish: AttendanceRow | None, was: dict[str, Any] | None) -> bool:
    """They held a seat before, and wait for one now."""
    held = was is not None and was["state"] == AttendanceState.APPROVED
    return held and wish is not None and wish.state == AttendanceState.WAITING


def tell_that_they_wait(work: Work, case: CaseRow, wish: AttendanceRow) -> str | None:
    """They believe that they hold a seat: the state of the mail that says that they wait."""
    return queue(work, case, Purpose.NO_SEAT, answers=wish.received_id)


def take_back(work: Work, mail_id: int) -> None:
    """A mail of the decision does not leave."""
    mail = work.session.get(OutboxRow, mail_id)
    if mail is None or mail.state == MailState.WITHHELD:
        return
    why = f"{work.who} undid it"
    if mail.state == MailState.DRAFT:
        drafts.discard(work, mail_id, why)
    else:
        by_hand.keep_back(work, mail_id, why)


def wish_as_it_was(work: Work, case: CaseRow, wish: AttendanceRow, was: dict[str, Any] | None) -> None:
    """The state before, where the lifecycle has such a step; else a person looks, as at a wish that it began."""
    to = AttendanceState(was["state"]) if was else AttendanceState.REVIEW
    now = AttendanceState(wish.state)
    is_to_sit = to is AttendanceState.APPROVED and now is not AttendanceState.APPROVED
    if is_to_sit and not attendances.has_seat(work, attendances.event_of(work, wish)):
        # The seat went to who waited, and they were told so: nobody is thrown out.
        to = AttendanceState.WAITING
    if to is not now:
        may = may_move_attendance(now, to, is_by_staff=work.is_by_staff)
        attendances.move(work, case, wish, to if may else AttendanceState.REVIEW, "undone")
    wish.let_in_because = was["let_in_because"] if was else None
    wish.ownership_doubt = was["ownership_doubt"] if was else ""
    if was is not None and was["account_asked_at"] is None:
        wish.account_asked_at = None
    work.session.add(wish)


def as_it_is(work: Work, case: CaseRow) -> dict[str, Any]:
    """The case and the wish, as JSON."""
    wish = wish_held(work, case)
    kept = {name: getattr(wish, name) for name in OF_WISH} if wish else None
    if kept is not None and kept["account_asked_at"] is not None:
        kept["account_asked_at"] = kept["account_asked_at"].isoformat()
    return {"case": {name: getattr(case, name) for name in OF_CASE}, "wish": kept}


def mails_of(work: Work, case: CaseRow) -> set[int]:
    """Its mails that wait."""
    work.session.flush()
    waiting = select(OutboxRow.id).where(OutboxRow.case_id == case.id, col(OutboxRow.state).in_(WAITS))
    return {stored_id(number) for number in work.session.exec(waiting)}
