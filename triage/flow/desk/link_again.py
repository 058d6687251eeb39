"""The join details once more, for somebody who holds a seat and has lost the mail. The gate asks everything again."""

from __future__ import annotations

from triage.flow import decisions
from triage.flow.desk.letters import INSTEAD, answered_by
from triage.flow.desk.versions import case_as_seen
from triage.flow.history import record
from triage.flow.outbox.queue import is_taken_back, key_of, queue, queued
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState
from triage.model.mail import MailState, Purpose
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow

LOST = "they lost it"


def send_link_again(work: Work, case_id: int, why: str, seen: int) -> None:
    """Another mail with the link. Raises ImpossibleError without a seat, or while the first mail has not left.

    Raises StaleError for what changed meanwhile.
    """
    case = case_as_seen(work, case_id, seen)
    wish = decisions.require_wish(work, case)
    if wish.state != AttendanceState.APPROVED:
        raise ImpossibleError("only who holds a seat gets the join details")
    earlier = last_link(work, wish)
    if not is_taken_back(work, earlier):
        require_left(earlier)
        # One more turn makes it another mail, and no second one like the first (invariant 2).
        wish.turn += 1
        work.session.add(wish)
    record(work.session, work.now, "join details again", case=case, who=work.who, why=why.strip() or LOST)
    queue_again(work, case)
    decisions.settled(work, case, why.strip() or LOST)


def last_link(work: Work, wish: AttendanceRow) -> OutboxRow:
    """The mail that brought the link, or was to. Raises ImpossibleError where there is none."""
    earlier = queued(work, key_of(work, wish.event_id, wish.person_id, Purpose.JOIN_DETAILS, None))
    if earlier is None:
        raise ImpossibleError("the join details were not sent yet: they leave by themselves when it is time")
    return earlier


def require_left(mail: OutboxRow) -> None:
    """Raises ImpossibleError for a mail that waits, was kept back or is in doubt: it can leave itself."""
    state = MailState(mail.state)
    if state is not MailState.SENT:
        raise ImpossibleError(f"the mail with the join details is {state}: {INSTEAD[state]}")


def queue_again(work: Work, case: CaseRow) -> None:
    """In answer to their newest message."""
    if queue(work, case, Purpose.JOIN_DETAILS, answers=answered_by(work, case)) is None:
        raise ImpossibleError("there is such a mail already; look at the case again")
