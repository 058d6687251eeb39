"""What do we make of a message? One pure function, for the worker and for `explain` alike.

Interest, event, understanding, decision, answers, in this order. Fetches, stores and sends nothing.
"""

from __future__ import annotations

from dataclasses import replace

from intake.message import Authentication, Interest, Message, NoAnswer, Rsvp
from intake.parse import answer_to
from intake.references import thread_ids
from triage.model.event import Event
from triage.model.facts import Facts, Thread
from triage.model.mail import CARRIES_JOIN_DETAILS, Purpose
from triage.model.reading import Flag, Intent, Reading, Understanding
from triage.policy.chain import answers, decide
from triage.policy.interest import event_for, interest, old_subject_intent
from triage.policy.matter import Matter
from triage.policy.subject import has_reply_prefix
from triage.understanding import ActModel, understand

MISLEADING = ("mislead", "another address", "hidden in an encoded word", "different addresses")
"""Words of the defects of a From that was made to look like somebody else's."""

SURE_OF_THE_SUBJECT = 0.95
"""An empty mail under the very subject that the announcement asked for says what it wants, nearly surely."""

SURE_OF_A_NAME_IN_IT = 0.5

GUESSED_FROM_THE_SUBJECT = 0.7
"""Words that we do not understand under such a subject: a person looks."""


def judge(message: Message, facts: Facts, model: ActModel) -> Reading:
    """What this message wants, what is done about it, and why. Deterministic, never raises, reads no clock."""
    event = _event(message, facts)
    thread = _own_thread(message, facts)
    matter = Matter(
        message=message,
        understanding=_understanding(message, facts, event, thread, model),
        facts=facts,
        interest=_interest(message, facts),
        event=event,
        thread=thread,
        no_answer=_no_answer(message, facts),
        answer_to=answer_to(message, facts.own),
    )
    return _reading(matter)


def _reading(matter: Matter) -> Reading:
    decision = decide(matter)
    would_send = answers(matter, decision)
    return Reading(
        event=matter.event.slug if matter.event else None,
        is_reply_to_us=_is_reply_to_us(matter.message, matter.facts),
        is_late=matter.is_late,
        understanding=matter.understanding,
        decision=decision,
        would_send=tuple(purpose.value for purpose in would_send),
        sends_join_details=not CARRIES_JOIN_DETAILS.isdisjoint(would_send),
        interest=matter.interest,
        no_answer=matter.no_answer,
        answer_to=matter.answer_to,
    )


def _event(message: Message, facts: Facts) -> Event | None:
    """A third person's reply is about the same event, though it inherits nothing else."""
    replied_to = facts.thread.event if facts.thread else facts.invitation
    return event_for(message.headers.subject, replied_to, facts.events, facts.received_at)


def _interest(message: Message, facts: Facts) -> Interest:
    """As the mailbox would have decided it, with the Message-IDs that the status parts of a report name."""
    if facts.thread is not None or facts.invitation is not None:
        return Interest.OURS
    ids = [status.original_message_id for status in message.delivery_statuses if status.original_message_id]
    report = " ".join(["report", *(f"<{id_}>" for id_ in ids)]) if message.delivery_statuses else ""
    return interest(message.headers, report.encode("utf-8", "replace"), facts.events, facts.own)[0]


def _own_thread(message: Message, facts: Facts) -> Thread | None:
    """The mail of ours that is answered, if the one to whom we wrote it answers."""
    author, thread = message.headers.author, facts.thread
    if author is None or thread is None or not _is_same_mailbox(author.spec, thread.recipient):
        return None
    return thread


def _is_same_mailbox(one: str, other: str) -> bool:
    """RFC 5321, 2.4: the local part exactly, the domain in any case."""
    local, _, domain = one.rpartition("@")
    other_local, _, other_domain = other.rpartition("@")
    return local == other_local and domain.casefold() == other_domain.casefold()


def _is_reply_to_us(message: Message, facts: Facts) -> bool:
    return facts.thread is not None or any(map(facts.own.is_our_message_id, thread_ids(message.headers)))


def _is_reply(message: Message, facts: Facts) -> bool:
    """In a reply the subject is left over from an earlier mail, and says nothing about this one."""
    headers = message.headers
    return _is_reply_to_us(message, facts) or bool(headers.in_reply_to) or has_reply_prefix(headers.subject)


def _no_answer(message: Message, facts: Facts) -> NoAnswer | None:
    if message.no_answer is not None:
        return message.no_answer
    headers = message.headers
    if headers.author is None:
        return NoAnswer.NO_AUTHOR
    if headers.message_id is not None and facts.own.is_our_message_id(headers.message_id):
        return NoAnswer.OWN_ADDRESS
    return NoAnswer.LOOP_CAP if facts.answers_today >= facts.answers_per_address_per_day else None


def _understanding(
    message: Message, facts: Facts, event: Event | None, thread: Thread | None, model: ActModel
) -> Understanding:
    meant = understand(
        message.body.own,
        model,
        subject="" if _is_reply(message, facts) else message.headers.subject,
        asked=thread.purpose if thread else None,
        topics=event.topics if event else (),
        is_all_quoted=message.body.is_all_quoted,
    )
    meant = _with_old_subject(meant, message, event, facts)
    if message.rsvp is Rsvp.DECLINED:
        meant = replace(meant, intent=Intent.WITHDRAWAL, confidence=1.0)
    elif thread is not None and thread.purpose is Purpose.ACCOUNT_REQUEST:
        meant = _with_the_account_we_asked_for(meant)
    return replace(meant, flags=meant.flags | {Flag.POSSIBLE_SPOOF}) if _may_be_spoofed(message) else meant


def _with_old_subject(meant: Understanding, message: Message, event: Event | None, facts: Facts) -> Understanding:
    """Old announcements told people what to write in the subject, and it tells what they want."""
    if _is_reply(message, facts):
        return meant
    wanted = old_subject_intent(message.headers.subject, event)
    if wanted is Intent.ATTENDANCE and not message.body.own.strip() and not message.attachments:
        # The words that the announcement asked for are nobody's name.
        account = meant.account if meant.account_confidence >= SURE_OF_A_NAME_IN_IT else None
        return replace(meant, intent=wanted, confidence=SURE_OF_THE_SUBJECT, account=account)
    if wanted is Intent.ATTENDANCE and meant.intent is Intent.QUESTION:
        # Many take "conversation with Maggie" for the name of the matter, and only ask.
        return replace(meant, intent=Intent.BOTH, confidence=min(meant.confidence, GUESSED_FROM_THE_SUBJECT))
    if wanted is None or meant.intent is not Intent.OTHER or meant.flags:
        return meant
    return replace(meant, intent=wanted, confidence=min(meant.confidence, GUESSED_FROM_THE_SUBJECT))


def _with_the_account_we_asked_for(meant: Understanding) -> Understanding:
    """Whoever answers our question about the account with an account still wants to come."""
    wants = {Intent.OTHER: Intent.ATTENDANCE, Intent.QUESTION: Intent.BOTH}
    return replace(meant, intent=wants.get(meant.intent, meant.intent)) if meant.account else meant


def _may_be_spoofed(message: Message) -> bool:
    is_misleading = any(word in defect for defect in message.headers.defects for word in MISLEADING)
    return message.authentication is Authentication.FAIL or is_misleading
