"""What a person of the staff decides about an outgoing mail: keep it back, settle it, send it again. Sends nothing.

What is queued here meets the same gate as every other mail.
"""

from __future__ import annotations

from sqlmodel import col, select

from triage.flow.alarms import recover
from triage.flow.outbox import states
from triage.flow.outbox.queue import BY_EVENT_REVISION, UNDONE, due_at, rewrite
from triage.flow.told import MOVED
from triage.flow.work import ImpossibleError, Work, require_reason
from triage.model.mail import MailState, Mode
from triage.policy.lifecycle import may_move_mail
from triage.store.tables import HistoryRow, OutboxRow

UNCERTAIN_CAUSE = "uncertain"


def keep_back(work: Work, mail_id: int, why: str) -> OutboxRow:
    """A mail that waits does not leave. Raises ImpossibleError for one that is being sent, or went."""
    require_reason(why)
    mail = held(work, mail_id, MailState.WITHHELD, frozenset({MailState.QUEUED}))
    states.withheld(work, mail, UNDONE, why)
    return mail


def settle_as_sent(work: Work, mail_id: int, why: str) -> OutboxRow:
    """A person knows that the mail which was in doubt arrived. Raises ImpossibleError."""
    require_reason(why)
    mail = held(work, mail_id, MailState.SENT, frozenset({MailState.UNCERTAIN}))
    states.settle(work, mail, MailState.SENT, why)
    settle_alarm(work)
    return mail


def send_again(work: Work, mail_id: int, why: str) -> OutboxRow:
    """By a person's word: what is in doubt, failed or was withheld is queued anew. Raises ImpossibleError."""
    require_reason(why)
    again = frozenset({MailState.UNCERTAIN, MailState.WITHHELD, MailState.FAILED})
    mail = held(work, mail_id, MailState.QUEUED, again)
    queue_by_hand(work, mail, why)
    if names_an_old_time(work, mail):
        rewrite(work, mail)
    settle_alarm(work)
    return mail


def names_an_old_time(work: Work, mail: OutboxRow) -> bool:
    """Did the event move since this was written? Only what waited then was written anew.

    What belongs to one date is kept back by the gate; a mailing is written anew by whoever tries it again.
    """
    if mail.purpose in BY_EVENT_REVISION or mail.mailing_id is not None:
        return False
    moved = select(HistoryRow.id).where(
        HistoryRow.event_id == mail.event_id, HistoryRow.what == MOVED, col(HistoryRow.at) >= mail.queued_at
    )
    return work.session.exec(moved).first() is not None


def queue_by_hand(work: Work, mail: OutboxRow, why: str) -> None:
    """Into the queue after the undo delay, with the name of whoever said so. Raises ImpossibleError in shadow mode."""
    if work.runtime.settings.mode is Mode.SHADOW:
        raise ImpossibleError("this installation runs in shadow mode ([automation] mode): nothing can leave")
    mail.by_staff, mail.due_at = work.who, due_at(work)
    mail.sent_at, mail.attempts = None, 0
    mail.rule, mail.reason, mail.last_error = "", "", ""
    states.settle(work, mail, MailState.QUEUED, why)


def held(work: Work, mail_id: int, to: MailState, before: frozenset[MailState]) -> OutboxRow:
    """The mail, held until we are done, if it may go from one of these states. Raises ImpossibleError."""
    mail = as_it_stands(work, mail_id)
    if mail is None:
        raise ImpossibleError(f"no mail {mail_id}; `openhour mail list --state STATE` shows all")
    state = MailState(mail.state)
    if state not in before or not may_move_mail(state, to, is_by_staff=work.is_by_staff):
        raise ImpossibleError(
            f"mail {mail_id} is {state}; this can be done only while it is {' or '.join(sorted(before))}"
        )
    return mail


def as_it_stands(work: Work, mail_id: int) -> OutboxRow | None:
    """The mail, held until we are done, read anew: a worker may have taken it up since a page read it."""
    work.session.flush()
    found = select(OutboxRow).where(OutboxRow.id == mail_id).with_for_update()
    return work.session.exec(found.execution_options(populate_existing=True)).first()


def settle_alarm(work: Work) -> None:
    """With the last mail in doubt the alarm is over."""
    work.session.flush()
    if work.session.exec(select(OutboxRow.id).where(OutboxRow.state == MailState.UNCERTAIN)).first() is None:
        recover(work, UNCERTAIN_CAUSE)
