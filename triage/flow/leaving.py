"""Mails that ask for no more mailings: honoured in the transaction that sorts them (RFC 2369, RFC 8058)."""

from __future__ import annotations

from intake.message import Message
from triage.flow import suppressions
from triage.flow.bounces import our_mail
from triage.flow.unsubscribe_links import person_in
from triage.flow.work import Work
from triage.model.mail import Purpose
from triage.policy.interest import base_subject
from triage.policy.rules.outgoing import MAILINGS
from triage.policy.unsubscribing import asks_barely, is_all_it_says

HOW = "asked by mail"


def left_by_mail(work: Work, message: Message) -> bool:
    """Strikes whoever asks for it off the mailings. True where the mail says nothing else, so that nobody need read it.

    The token in the subject is proof enough, from whatever address it comes; the word alone must answer a mailing of
    ours, and come from whom that went to.
    """
    person_id = person_in(work.runtime.seal.mac, message.headers.subject)
    if person_id is None:
        person_id = answered_barely(work, message)
    return person_id is not None and suppressions.unsubscribe(work, person_id, HOW) and is_all_it_says(message.body.own)


def answered_barely(work: Work, message: Message) -> int | None:
    """Who answered a mailing with nothing but the word, as mail programs do for their reader."""
    headers = message.headers
    if not asks_barely(base_subject(headers.subject)) or headers.author is None:
        return None
    mail = our_mail(work, headers.in_reply_to)
    if mail is None or Purpose(mail.purpose) not in MAILINGS or mail.to_address != headers.author.spec:
        return None
    return mail.person_id
