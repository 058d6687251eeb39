"""Questions about where a message comes from: ours, a program's, forged, or nobody's."""

from __future__ import annotations

from intake.message import Authentication, Automatic, Interest, NoAnswer, Rsvp
from triage.model.event import EventState
from triage.model.reading import Act, Flag, Intent
from triage.policy.matter import Matter

REPORTS = frozenset({Automatic.DELIVERY_STATUS, Automatic.DISPOSITION, Automatic.FEEDBACK})
"""What only mail systems write. The other kinds are also guessed from words, or set on what people wrote (forms)."""

SURE_OF_A_SENTENCE = 0.8
"""One sentence that surely asks is enough for a person to look: less than what the machine needs to act alone."""

EMAIL_USER = "wiki@wikimedia.org"
"""Special:EmailUser: the writer stands in Reply-To, which never directs an answer of ours by itself."""

_REPORT_NAMES = {
    Automatic.DELIVERY_STATUS: "A report about the delivery of a mail (a bounce).",
    Automatic.DISPOSITION: "A notice that a mail was displayed or deleted.",
    Automatic.FEEDBACK: "A complaint, reported by a mail provider.",
    Automatic.CHALLENGE: "A robot asks senders to confirm themselves.",
    Automatic.VACATION: "An out-of-office answer.",
    Automatic.REPLIED: "An automatic reply.",
    Automatic.GENERATED: "A program wrote this by itself.",
    Automatic.BULK: "A mail to many, sent by a program.",
}


def is_own_mail(matter: Matter) -> str | None:
    """A copy of our own mail. Both signs are needed: who copies our Message-ID alone does not silence a message."""
    headers, own = matter.message.headers, matter.facts.own
    is_ours = headers.message_id is not None and own.is_our_message_id(headers.message_id)
    is_from_us = headers.author is not None and headers.author.spec.casefold() in own.addresses
    return "A mail of ours that came back." if is_ours and is_from_us else None


def is_report(matter: Matter) -> str | None:
    """A bounce, a read receipt, a complaint. An answer to an invitation is a person's click, whoever carries it."""
    if matter.message.rsvp is not None or matter.message.automatic not in REPORTS:
        return None
    return _REPORT_NAMES[matter.message.automatic]


def is_from_a_program(matter: Matter) -> str | None:
    """An out-of-office answer, a robot that asks us to confirm, a newsletter, a ticket system."""
    if matter.message.rsvp is not None or matter.message.automatic is None:
        return None
    return _REPORT_NAMES[matter.message.automatic]


def says_more_than_the_invitation(matter: Matter) -> str | None:
    """`Declined`, and then a question: nobody reads it if a calendar swallows it."""
    if matter.message.rsvp is None:
        return None
    wanted = {Act.QUESTION, Act.CASE}
    has_words = any(one.act in wanted and one.confidence >= SURE_OF_A_SENTENCE for one in matter.understanding.evidence)
    return "An answer to the invitation with words of its own." if has_words else None


def accepts_the_invitation(matter: Matter) -> str | None:
    """A click on "yes" or "maybe" is no wish to come in the announced way: it never approves."""
    if matter.message.rsvp in {Rsvp.ACCEPTED, Rsvp.TENTATIVE}:
        return f"The calendar invitation was answered: {matter.message.rsvp}. That approves nothing."
    return None


def declines_the_invitation(matter: Matter) -> str | None:
    """A click on "no" gives the seat back: to our own invitation, or where there is no seat to lose."""
    if matter.message.rsvp is not Rsvp.DECLINED or is_forged(matter) or has_no_author(matter) or not matter.open_event:
        return None
    is_ours = matter.facts.invitation == matter.open_event.slug or matter.thread is not None
    return "The calendar invitation was declined." if is_ours or matter.acquaintance.attendance is None else None


def declines_something_else(matter: Matter) -> str | None:
    """Somebody holds a seat, and "no" was said to an entry that we did not send them: a rival could have done that."""
    is_doubtful = is_forged(matter) or has_no_author(matter) or not matter.open_event
    if matter.message.rsvp is not Rsvp.DECLINED or is_doubtful:
        return None
    return "An invitation was declined, and it cannot be shown to be the one that we sent to this person."


def is_not_ours(matter: Matter) -> str | None:
    """Other people's mail in the shared mailbox, unless its words concern the call."""
    if matter.is_ours or matter.interest is Interest.PERHAPS or matter.understanding.intent is not Intent.OTHER:
        return None
    return "It does not concern us: it stays in the mailbox as it is."


def is_unclaimed(matter: Matter) -> str | None:
    """Never answer what may be another team's mail."""
    if matter.is_ours:
        return None
    return "Its subject does not name an event: a person may claim it."


def has_no_event(matter: Matter) -> str | None:
    """There is nothing to attend or to ask for."""
    if matter.event is None:
        return "No event is open."
    if matter.event.state is EventState.OPEN:
        return None
    return f"The event that this is about is {matter.event.state}."


def is_from_ourselves(matter: Matter) -> str | None:
    """A colleague writing as the team, a group address that rewrites From, or a forgery: a person can tell."""
    if matter.no_answer is not NoAnswer.OWN_ADDRESS:
        return None
    return "It comes from our own address, or carries our own Message-ID, but is not a mail that we sent."


def has_no_author(matter: Matter) -> str | None:
    """From is missing, ambiguous, or made to mislead."""
    if matter.message.headers.author is not None:
        return None
    defects = matter.message.headers.defects
    return f"There is no author to answer: {defects[-1]}." if defects else "There is no author to answer."


def is_author_doubtful(matter: Matter) -> str | None:
    """There is an author, but From is not as it should be: other programs may show somebody else."""
    headers = matter.message.headers
    found = [defect for defect in headers.defects if headers.author is not None and "From" in defect]
    return f"It is not sure who wrote it: {'; '.join(found)}." if found else None


def is_forged(matter: Matter) -> str | None:
    """Fail is no proof of fraud (forwarders break it too), so a person looks; but nothing goes there by itself."""
    if matter.message.authentication is Authentication.FAIL:
        return "The message failed authentication: somebody else may have written it."
    return "The sender may not be who it seems to be." if matter.has(Flag.POSSIBLE_SPOOF) else None


def is_from_the_wiki(matter: Matter) -> str | None:
    """Mail through Special:EmailUser."""
    author = matter.message.headers.author
    if author is None or author.spec.casefold() != EMAIL_USER:
        return None
    return "It was written through Special:EmailUser: a person may answer to its Reply-To."


def cannot_be_answered(matter: Matter) -> str | None:
    """List copies, null senders and senders who ask for no automatic answer: a person may answer."""
    sentences = {
        NoAnswer.AUTOMATIC: "It comes from a mail system's address: no automatic answer may go out.",
        NoAnswer.LIST: "It came through a mailing list: no automatic answer may go out.",
        NoAnswer.NULL_SENDER: "It has no return address: no automatic answer may go out.",
    }
    if matter.no_answer is NoAnswer.SUPPRESS and (matter.wants_to_come or matter.withdraws):
        return "Its headers ask for no automatic answer: a person must write."
    return sentences.get(matter.no_answer) if matter.no_answer else None


def is_over_the_cap(matter: Matter) -> str | None:
    """So many answers within a day: a loop, or a person whom a person should answer."""
    if matter.no_answer is not NoAnswer.LOOP_CAP:
        return None
    return f"This address had {matter.facts.answers_today} automatic answers within a day."


def is_suppressed(matter: Matter) -> str | None:
    """Our mail would not arrive, or is not wanted; a person may know another way."""
    if not matter.is_suppressed:
        return None
    return f"We do not write to this address: {matter.facts.suppression}."
