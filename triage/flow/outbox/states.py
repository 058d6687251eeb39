"""What can become of a claimed mail. Each function sets all that its state needs and writes history."""

from __future__ import annotations

from datetime import datetime, timedelta

from triage.flow import cases
from triage.flow.history import record
from triage.flow.work import TransitionError, Work
from triage.model.mail import CARRIES_JOIN_DETAILS, MailState, Purpose
from triage.policy.lifecycle import may_move_mail
from triage.store.tables import CaseRow, OutboxRow

SUPERSEDED = "superseded"
"""The one rule that keeps a link back and worries nobody: the new link is on its way."""
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)


def sent(work: Work, mail: OutboxRow, reply: str) -> None:
    """The server took it."""
    mail.sent_at, mail.last_error = work.now, ""
    settle(work, mail, MailState.SENT, why=reply)


def withheld(work: Work, mail: OutboxRow, rule: str, reason: str) -> None:
    """The gate keeps it back for good; staff see the reason, counts its rule."""
    mail.rule, mail.reason = rule, reason
    settle(work, mail, MailState.WITHHELD, why=reason)
    if rule != SUPERSEDED and Purpose(mail.purpose) in CARRIES_JOIN_DETAILS and mail.case_id is not None:
        # Somebody who was let in gets no link: that is never left to be found by chance.
        case = work.session.get_one(CaseRow, mail.case_id)
        cases.put_before_a_person(work, case, [f"The join details were withheld: {reason}"])


def refused(work: Work, mail: OutboxRow, reply: str) -> None:
    """The server said no for good (5yz)."""
    mail.last_error = reply
    settle(work, mail, MailState.FAILED, why=reply)


def uncertain(work: Work, mail: OutboxRow, why: str) -> None:
    """It may have been delivered: it is never sent again blindly; a person or its trace settles it."""
    mail.sent_at, mail.last_error = work.now, why
    settle(work, mail, MailState.UNCERTAIN, why=why)


def deferred(work: Work, mail: OutboxRow, why: str, until: datetime | None = None) -> None:
    """Not now: back in the queue, spaced out further with each attempt."""
    mail.state, mail.claimed_until, mail.last_error = MailState.QUEUED, None, why
    mail.due_at = until or work.now + pause_after(mail.attempts)
    work.session.add(mail)


def pause_after(attempts: int) -> timedelta:
    """Minutes doubling from one to an hour. Links are useless after the call, so never longer."""
    return min(FIRST_RETRY * (1 << min(max(attempts - 1, 0), 10)), LONGEST_RETRY)


def settle(work: Work, mail: OutboxRow, to: MailState, why: str) -> None:
    """Moves a mail to a state it does not leave by itself. Raises TransitionError."""
    old = MailState(mail.state)
    if not may_move_mail(old, to, is_by_staff=work.is_by_staff):
        raise TransitionError(f"a mail cannot go from {old} to {to}")
    mail.state, mail.claimed_until = to, None
    work.session.add(mail)
    record(
        work.session,
        work.now,
        f"{mail.purpose} {to}",
        case_id=mail.case_id,
        event_id=mail.event_id,
        old={"state": old},
        who=work.who,
        why=why,
    )
