"""Bounces, complaints and robots' answers that are about a mail of ours. A report about any other changes nothing."""

from __future__ import annotations

from sqlmodel import col, func, select

from intake.message import Automatic, DeliveryStatus, Message
from triage.flow import cases, suppressions
from triage.flow.outbox import states
from triage.flow.work import Work
from triage.model.facts import Suppression
from triage.model.mail import MailState
from triage.policy.bounces import Bounce, Failure, bounce_of, is_given_up, refusal_of
from triage.store.events import stored_id
from triage.store.tables import BounceRow, CaseRow, OutboxRow, SortedRow

CAN_COME_BACK = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)
"""A bounce may be faster than our own note that the mail was sent; a second one changes nothing more."""


def settle(work: Work, message: Message) -> None:
    """Takes note of what happened to mails of ours."""
    for status in message.delivery_statuses:
        mail = our_mail(work, status.original_message_id)
        if mail is not None:
            note(work, message, status, mail)


def note(work: Work, message: Message, status: DeliveryStatus, mail: OutboxRow) -> None:
    """What came back counts against the address we wrote to; any report proves that the mail left.

    The address is taken from our own row, never from the report: a report cannot strike somebody else off.
    """
    if mail.state == MailState.UNCERTAIN:
        states.sent(work, mail, "a report about it came back")
    is_complaint = message.automatic is Automatic.FEEDBACK
    bounce = bounce_of(status.action, status.status, is_complaint=is_complaint)
    if bounce is None:
        return
    remember(work, mail, bounce, status.status)
    if bounce is not Bounce.COMPLAINT and mail.state in CAN_COME_BACK:
        states.refused(work, mail, f"came back: {status.status or status.action}")


def refused_at_once(work: Work, mail: OutboxRow, reply: str) -> None:
    """The server's no to this mail says something of the address, or of the mail alone."""
    bounce, status = refusal_of(reply)
    remember(work, mail, bounce, status)


def remember(work: Work, mail: OutboxRow, bounce: Bounce, status: str) -> None:
    """Kept for staff to see, once a mail and kind; what follows for the address follows at once."""
    same = select(BounceRow.id).where(BounceRow.outbox_id == mail.id, BounceRow.kind == bounce)
    if work.session.exec(same).first() is None:
        row = BounceRow(address=mail.to_address, outbox_id=stored_id(mail.id), kind=bounce, status=status, at=work.now)
        work.session.add(row)
        work.session.flush()
    if bounce is Bounce.COMPLAINT:
        strike(work, mail, Suppression.COMPLAINT, "the person marked it as spam")
    elif bounce is Bounce.PERMANENT:
        strike(work, mail, Suppression.UNDELIVERABLE, f"failed {status}".strip())
    elif is_given_up(failures := temporary_failures(work, mail.to_address)):
        strike(
            work, mail, Suppression.UNDELIVERABLE, f"{len(failures)} mails came back since {failures[0].at:%Y-%m-%d}"
        )


def temporary_failures(work: Work, address: str) -> list[Failure]:
    """What came back for now since we heard of the person last, the oldest first."""
    heard = select(func.max(SortedRow.sorted_at)).where(SortedRow.author == address)
    since = work.session.exec(heard).one()
    kept = select(BounceRow).where(BounceRow.address == address, BounceRow.kind == Bounce.TEMPORARY)
    if since is not None:
        kept = kept.where(BounceRow.at >= since)
    return [Failure(row.outbox_id, row.at) for row in work.session.exec(kept.order_by(col(BounceRow.at)))]


def strike(work: Work, mail: OutboxRow, why: Suppression, evidence: str) -> None:
    """From now on nothing is sent to this address; staff see the case."""
    suppressions.suppress(work, mail.to_address, why, evidence, mail.event_id)
    if mail.case_id is not None:
        case = work.session.get_one(CaseRow, mail.case_id)
        cases.put_before_a_person(work, case, [f"Our mail to this person did not reach them ({why})."])


def arrived(work: Work, message: Message) -> None:
    """Any answer to an uncertain mail, a robot's too, proves that it arrived."""
    for parent in {message.headers.in_reply_to, *message.headers.references}:
        if parent is None or not work.runtime.own.is_our_message_id(parent):
            continue
        mail = our_mail(work, parent)
        if mail is not None and mail.state == MailState.UNCERTAIN:
            states.sent(work, mail, "an answer to it came back")


def our_mail(work: Work, message_id: str | None) -> OutboxRow | None:
    """The mail with this Message-ID, if we sent one. The id is keyed: nobody can make one up."""
    if not message_id:
        return None
    return work.session.exec(select(OutboxRow).where(OutboxRow.message_id == message_id)).first()
