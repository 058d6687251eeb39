"""Bounces, complaints and robots' answers that are about a mail of ours. A report about any other changes nothing."""

from __future__ import annotations

from sqlmodel import select

from intake.message import Automatic, DeliveryStatus, Message
from triage.flow import cases
from triage.flow.history import record
from triage.flow.outbox import states
from triage.flow.work import Work
from triage.model.facts import Suppression
from triage.model.mail import MailState
from triage.store.tables import CaseRow, OutboxRow, SuppressionRow

PERMANENT = "5."
"""RFC 3463, 2: class 5 is a permanent failure; `4.` waits, `2.` is a success."""


CAN_COME_BACK = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)
"""A bounce may be faster than our own note that the mail was sent; a second one changes nothing more."""


def settle(work: Work, message: Message) -> None:
    """Takes note of what happened to mails of ours."""
    for status in message.delivery_statuses:
        mail = our_mail(work, status.original_message_id)
        if mail is not None:
            note(work, message, status, mail)


def note(work: Work, message: Message, status: DeliveryStatus, mail: OutboxRow) -> None:
    """A complaint or a permanent failure suppresses the address we wrote to; all of them prove that it left.

    The address is taken from our own row, never from the report: a report cannot strike somebody else off.
    """
    if mail.state == MailState.UNCERTAIN:
        states.sent(work, mail, "a report about it came back")
    if message.automatic is Automatic.FEEDBACK:
        suppress(work, mail, Suppression.COMPLAINT, "the person marked it as spam")
    elif status.action.casefold() == "failed" and status.status.startswith(PERMANENT):
        suppress(work, mail, Suppression.UNDELIVERABLE, f"{status.action} {status.status}")
        if mail.state in CAN_COME_BACK:
            states.refused(work, mail, f"came back: {status.status}")


def arrived(work: Work, message: Message) -> None:
    """Any answer to an uncertain mail, a robot's too, proves that it arrived."""
    for parent in {message.headers.in_reply_to, *message.headers.references}:
        if parent is None or not work.runtime.own.is_our_message_id(parent):
            continue
        mail = our_mail(work, parent)
        if mail is not None and mail.state == MailState.UNCERTAIN:
            states.sent(work, mail, "an answer to it came back")


def suppress(work: Work, mail: OutboxRow, why: Suppression, evidence: str) -> None:
    """From now on nothing is sent to this address; staff see the case."""
    if work.session.get(SuppressionRow, mail.to_address) is None:
        row = SuppressionRow(address=mail.to_address, why=why, since=work.now, evidence=evidence)
        work.session.add(row)
        record(work.session, work.now, f"address {why}", event_id=mail.event_id, why=evidence)
    if mail.case_id is not None:
        case = work.session.get_one(CaseRow, mail.case_id)
        cases.put_before_a_person(work, case, [f"Our mail to this person did not reach them ({why})."])


def our_mail(work: Work, message_id: str | None) -> OutboxRow | None:
    """The mail with this Message-ID, if we sent one. The id is keyed: nobody can make one up."""
    if not message_id:
        return None
    return work.session.exec(select(OutboxRow).where(OutboxRow.message_id == message_id)).first()
