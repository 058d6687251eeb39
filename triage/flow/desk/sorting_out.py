"""Small steps with a case: whose it is, whether it is spam, open again, without a flag."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow import cases
from triage.flow.decisions import case_held, wish_held
from triage.flow.desk.versions import case_as_seen
from triage.flow.history import record
from triage.flow.outbox import by_hand, drafts
from triage.flow.outbox.queue import UNDONE
from triage.flow.staff.accounts import active
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState, CaseState
from triage.model.mail import MailState
from triage.model.reading import Flag
from triage.store.events import stored_id
from triage.store.tables import CaseRow, OutboxRow

SPAM = "spam"
WAITS = frozenset({AttendanceState.REQUESTED, AttendanceState.REVIEW, AttendanceState.WAITING})


def assign(work: Work, case_id: int, to: str | None) -> None:
    """Whose case it is; None: nobody's. Nobody is kept from working on it. Raises ImpossibleError.

    The version stays: who reads the case meanwhile loses nothing by it.
    """
    case = case_held(work, case_id)
    name = active(work, to).name if to else None
    if case.assignee == name:
        return
    old, case.assignee = case.assignee, name
    work.session.add(case)
    record(work.session, work.now, "assigned", case=case, who=work.who, old={"to": old}, new={"to": name})


def mark_spam(work: Work, case_id: int, seen: int) -> None:
    """Nothing of it is answered, and what waits does not leave. Raises ImpossibleError."""
    case = case_as_seen(work, case_id, seen)
    if case.is_spam:
        raise ImpossibleError(f"case {case_id} counts as spam already")
    wish = wish_held(work, case)
    if wish is not None and wish.state == AttendanceState.APPROVED:
        raise ImpossibleError(f"case {case_id} holds a seat; decline it first")
    if wish is not None and wish.state in WAITS:
        # Without a word: spam is not answered.
        attendances.move(work, case, wish, AttendanceState.DECLINED, SPAM)
    keep_all_back(work, case)
    case.is_spam = True
    cases.done(work, case, SPAM)


def unmark_spam(work: Work, case_id: int, seen: int) -> None:
    """It is none: a person looks at it again. Raises ImpossibleError."""
    case = case_as_seen(work, case_id, seen)
    if not case.is_spam:
        raise ImpossibleError(f"case {case_id} does not count as spam")
    case.is_spam = False
    case.flags = [flag for flag in case.flags if flag != Flag.SPAM]
    wish = wish_held(work, case)
    if wish is not None and wish.state == AttendanceState.DECLINED:
        attendances.move(work, case, wish, AttendanceState.REVIEW, "no spam")
    cases.put_before_a_person(work, case, ["It was marked as spam and is none."])


def kept_back_as_spam(work: Work, case: CaseRow) -> Sequence[OutboxRow]:
    """Mails that would have left, had the case not been marked."""
    mails = select(OutboxRow).where(
        OutboxRow.case_id == case.id,
        OutboxRow.state == MailState.WITHHELD,
        OutboxRow.rule == UNDONE,
        OutboxRow.reason == SPAM,
    )
    return work.session.exec(mails.order_by(col(OutboxRow.id))).all()


def send_kept_back(work: Work, case_id: int) -> int:
    """It was no spam: they are queued again, and meet the gate. Returns how many. Raises ImpossibleError."""
    case = case_held(work, case_id)
    if case.is_spam:
        raise ImpossibleError(f"case {case_id} counts as spam")
    mails = kept_back_as_spam(work, case)
    for mail in mails:
        by_hand.send_again(work, stored_id(mail.id), "it was no spam")
    return len(mails)


def reopen(work: Work, case_id: int, seen: int) -> None:
    """Before a person again. Raises ImpossibleError."""
    case = case_as_seen(work, case_id, seen)
    if case.state == CaseState.OPEN and case.needs_review:
        raise ImpossibleError(f"case {case_id} waits for a person already")
    cases.put_before_a_person(work, case, [f"{work.who} opened it again."])


def keep_all_back(work: Work, case: CaseRow) -> None:
    """Every mail of this case that has not left."""
    waiting = select(OutboxRow).where(
        OutboxRow.case_id == case.id, col(OutboxRow.state).in_((MailState.DRAFT, MailState.QUEUED))
    )
    for mail in work.session.exec(waiting).all():
        if mail.state == MailState.DRAFT:
            drafts.discard(work, stored_id(mail.id), SPAM)
        else:
            by_hand.keep_back(work, stored_id(mail.id), SPAM)
