"""Mails that a person writes or changes before they leave. What they read is what is stored, and what is stored leaves.

Only what waits can be changed; a change begins the undo delay anew, and the gate asks everything again all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from triage.compose import write
from triage.flow import cases
from triage.flow.decisions import case_held
from triage.flow.desk.versions import case_as_seen
from triage.flow.history import record
from triage.flow.joins import require_no_join_details
from triage.flow.outbox.by_hand import as_it_stands
from triage.flow.outbox.letters import Answered, answered, calendar_of, letter_facts
from triage.flow.outbox.queue import FIRST, URGENT, USUAL, Key, due_at, key_of, queued, written
from triage.flow.work import ImpossibleError, Work
from triage.model.mail import CARRIES_JOIN_DETAILS, JOIN_DETAILS_MARKER, MailState, Purpose
from triage.policy.due import useful_until
from triage.store.events import stored_id
from triage.store.tables import CaseRow, OutboxRow, SortedRow

WAITS = frozenset({MailState.DRAFT, MailState.QUEUED})
MOST_LETTERS, LONGEST_SUBJECT = 50_000, 200
BY_HAND = (
    *(Purpose.RECEIPT, Purpose.ACCOUNT_REQUEST, Purpose.UNDER_REVIEW, Purpose.REDIRECT, Purpose.CONFIRMED),
    *(Purpose.JOIN_DETAILS, Purpose.LATE, Purpose.NO_SEAT, Purpose.DECLINED, Purpose.WITHDRAWN),
)
"""What a person may choose for one person; new dates and follow-ups go to everybody, by the event's clock."""
INSTEAD: Mapping[MailState, str] = {
    MailState.DRAFT: "change that one",
    MailState.QUEUED: "change that one",
    MailState.SENDING: "it is leaving now",
    MailState.SENT: "write a reply instead",
    MailState.WITHHELD: "send that one after all",
    MailState.FAILED: "send that one after all",
    MailState.UNCERTAIN: "say first what became of it",
}
"""What to do with a mail that is there already, by its state."""


class StaleMailError(ImpossibleError):
    """The mail was changed meanwhile. Nothing was overwritten."""


def edit(work: Work, mail_id: int, subject: str, text: str, seen: int) -> OutboxRow:
    """Other words for a mail that waits. Raises ImpossibleError, and StaleMailError for what changed meanwhile."""
    mail = held(work, mail_id, seen)
    one_line = " ".join(subject.split())
    require_whole(mail, one_line, text)
    require_no_join_details(work, one_line, text, before=f"{mail.subject}\n{mail.text}")
    mail.subject, mail.text, mail.edited_by = one_line, text.rstrip() + "\n", work.who
    changed(work, mail, "edited")
    return mail


def write_anew(work: Work, mail_id: int, purpose: Purpose, language: str, seen: int) -> OutboxRow:
    """The template of another purpose or language instead. Raises ImpossibleError where they have that mail already."""
    mail = held(work, mail_id, seen)
    require_choice(work, mail, purpose, language)
    key = key_of(work, mail.event_id, mail.person_id, purpose, mail.answers_received_id)
    other = queued(work, key)
    if other is not None and other.id != mail.id:
        raise there_already(other)
    message = answered(work, mail.answers_received_id)
    facts = letter_facts(work, purpose, key.event, key.person, message, reason="", before=None)
    mail.subject, mail.text = write(purpose, language, facts, work.runtime.templates)
    mail.language, mail.edited_by = language, None
    mail.calendar, mail.calendar_method = calendar_of(work, key.event, key.person, purpose)
    mail.useful_until = useful_until(purpose, key.event)
    named(work, mail, key)
    changed(work, mail, "written anew")
    return mail


def there_already(mail: OutboxRow) -> ImpossibleError:
    """Nobody gets two of a kind (invariant 2); what can be done with the one that there is."""
    there = f"there is a mail for this already ({mail.purpose}, {mail.state})"
    return ImpossibleError(f"{there}; nobody gets two: {INSTEAD[MailState(mail.state)]}")


def require_choice(work: Work, mail: OutboxRow, purpose: Purpose, language: str) -> None:
    """Raises ImpossibleError for a mail to everybody, or somebody's own words, that would become another one's."""
    if not {Purpose(mail.purpose), purpose} <= {*BY_HAND}:
        raise ImpossibleError(f"a mail ({mail.purpose}) cannot be written anew as another one ({purpose})")
    require_language(work, purpose, language)


def require_language(work: Work, purpose: Purpose, language: str) -> None:
    """Raises ImpossibleError where the letter is not written in this language."""
    if language not in languages(work, purpose):
        raise ImpossibleError("there is no such letter in this language")


def begin(work: Work, case_id: int, purpose: Purpose, language: str = "") -> OutboxRow:
    """A draft from a template, in their language unless another is chosen. Raises ImpossibleError."""
    case = case_held(work, case_id)
    if case.event_id is None or case.person_id is None:
        raise ImpossibleError("this case is about no event, or nobody's: there is nobody to write to")
    message = answered(work, answered_by(work, case))
    key = key_of(work, case.event_id, case.person_id, purpose, message.received_id)
    other = queued(work, key)
    if other is not None:
        raise there_already(other)
    facts = letter_facts(work, purpose, key.event, key.person, message, reason="", before=None)
    mail = hung(written(work, case, key, facts), message)
    if language and language != mail.language:
        require_language(work, purpose, language)
        mail.language = language
        mail.subject, mail.text = write(purpose, language, facts, work.runtime.templates)
    mail.state = MailState.DRAFT
    work.session.add(mail)
    work.session.flush()
    record(work.session, work.now, f"{purpose} draft", case=case, who=work.who)
    return mail


def reply(work: Work, case_id: int, text: str, seen: int) -> OutboxRow:
    """A person's own answer to the newest message, in the usual frame: greeting, names, small print.

    It leaves after the undo delay; in mode shadow it is a draft like all others. Raises ImpossibleError, StaleError.
    """
    case = case_as_seen(work, case_id, seen)
    if case.event_id is None or case.person_id is None:
        raise ImpossibleError("this case is about no event, or nobody's: there is nobody to write to")
    if not text.strip() or len(text) > MOST_LETTERS:
        raise ImpossibleError(f"write something, {MOST_LETTERS} letters at most")
    require_no_join_details(work, text)
    message = answered(work, answered_by(work, case))
    usual = key_of(work, case.event_id, case.person_id, Purpose.REPLY, message.received_id)
    key = replace(usual, revision=next_revision(work, case, usual.revision))
    facts = letter_facts(work, Purpose.REPLY, key.event, key.person, message, reason="", before=None)
    mail = hung(written(work, case, key, replace(facts, own_text=text)), message)
    # Nobody's template: a new date of the event must not write over it.
    mail.edited_by = work.who
    work.session.add(mail)
    cases.touch(work, case)
    work.session.flush()
    record(work.session, work.now, f"{Purpose.REPLY} {mail.state}", case=case, who=work.who)
    return mail


def hung(mail: Mapping[str, Any], message: Answered) -> OutboxRow:
    """A new row for the mail, under the message that it answers."""
    parent, references = message.thread
    return OutboxRow(**mail, answers_received_id=message.received_id, in_reply_to=parent, references=references)


def next_revision(work: Work, case: CaseRow, usual: str) -> str:
    """A message may be answered more than once by a person; each answer is a mail of its own."""
    same = select(OutboxRow.id).where(
        OutboxRow.event_id == case.event_id,
        OutboxRow.person_id == case.person_id,
        OutboxRow.purpose == Purpose.REPLY,
        (col(OutboxRow.revision) == usual) | col(OutboxRow.revision).startswith(f"{usual}-", autoescape=True),
    )
    number = len(work.session.exec(same).all())
    return f"{usual}-{number + 1}" if number else usual


def answered_by(work: Work, case: CaseRow) -> int | None:
    """The message that a mail of ours answers: their newest in this case."""
    newest = select(SortedRow.received_id).where(SortedRow.case_id == case.id, col(SortedRow.is_automatic).is_(False))
    return work.session.exec(newest.order_by(col(SortedRow.received_id).desc())).first()


def languages(work: Work, purpose: Purpose) -> list[str]:
    """Those that have a template for this purpose, English first."""
    names = work.runtime.templates.list_templates(extensions=["txt"])
    beginning = f"mail/{purpose}/"
    found = {name.removeprefix(beginning).removesuffix(".txt") for name in names if name.startswith(beginning)}
    return sorted(found, key=lambda name: (name != "en", name))


def held(work: Work, mail_id: int, seen: int) -> OutboxRow:
    """The mail, held until we are done, if it still waits and is the one that was seen."""
    mail = as_it_stands(work, mail_id)
    if mail is None:
        raise ImpossibleError("this mail is gone")
    if mail.state not in WAITS:
        raise ImpossibleError(f"this mail is {mail.state}; only what waits can be changed")
    if mail.version != seen:
        raise StaleMailError("somebody changed this mail while you wrote")
    return mail


def require_whole(mail: OutboxRow, subject: str, text: str) -> None:
    """Raises ImpossibleError for words that cannot leave as they are."""
    if not subject or not text.strip():
        raise ImpossibleError("a mail needs a subject and a text")
    if len(text) > MOST_LETTERS or len(subject) > LONGEST_SUBJECT:
        raise ImpossibleError(f"too long: {MOST_LETTERS} letters at most, {LONGEST_SUBJECT} in the subject")
    needed = int(Purpose(mail.purpose) in CARRIES_JOIN_DETAILS)
    if JOIN_DETAILS_MARKER in subject or (JOIN_DETAILS_MARKER in text) is not bool(needed):
        where = "must stay in the text where it stands" if needed else "cannot stand in this mail"
        raise ImpossibleError(f"{JOIN_DETAILS_MARKER} {where}: the join details take its place as the mail leaves")


def named(work: Work, mail: OutboxRow, key: Key) -> None:
    """Another purpose makes it another mail (invariant 2)."""
    mail.purpose, mail.revision = key.purpose, key.revision
    mail.priority = URGENT if key.purpose in FIRST else USUAL
    person_id = stored_id(key.person.id)
    mail.message_id = work.runtime.message_ids.for_mail(key.event.slug, person_id, key.purpose, key.revision)


def changed(work: Work, mail: OutboxRow, what: str) -> None:
    """In their name, and with the whole undo delay before it."""
    mail.version += 1
    mail.by_staff = work.who
    mail.due_at = max(mail.due_at, due_at(work)) if mail.state == MailState.QUEUED else mail.due_at
    work.session.add(mail)
    case = work.session.get(CaseRow, mail.case_id) if mail.case_id else None
    record(work.session, work.now, f"{mail.purpose} {what}", case=case, event_id=mail.event_id, who=work.who)
