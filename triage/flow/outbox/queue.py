"""Puts a mail into the outbox, once per (event, person, purpose, revision). Never sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import bindparam, col, select

from triage.compose import LetterFacts, write
from triage.flow import cases
from triage.flow.history import record
from triage.flow.outbox.letters import Answered, answered, calendar_of, letter_facts
from triage.flow.work import Work
from triage.model.event import Event
from triage.model.mail import MailState, Mode, Purpose
from triage.policy.due import Reminder, useful_until
from triage.store.append import append
from triage.store.events import event_from, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow, PersonRow

BY_JOIN_VERSION = frozenset({Purpose.JOIN_DETAILS})
BY_EVENT_REVISION = frozenset({Purpose.REMINDER, Purpose.RESCHEDULED, Purpose.CANCELLED, Purpose.FOLLOW_UP})
URGENT, USUAL = 0, 1
UNDONE = "undone"
"""The rule under which the accounting counts what a person kept back."""
EDITED_BEFORE = "The event was described anew, and a mail that waits was edited by hand before: read it again."
TODAYS = (
    *("state", "to_address", "subject", "text", "language", "calendar", "calendar_method"),
    *("by_staff", "queued_at", "due_at", "useful_until", "answers_received_id"),
)
"""What of a mail is written when it is queued."""
FIRST = frozenset({Purpose.JOIN_DETAILS, Purpose.RESCHEDULED, Purpose.CANCELLED})

# Asked for each mail, and said once: building a statement costs more than running it.
_SAME = select(OutboxRow.id).where(
    OutboxRow.event_id == bindparam("event_id"),
    OutboxRow.person_id == bindparam("person_id"),
    OutboxRow.purpose == bindparam("purpose"),
    OutboxRow.revision == bindparam("revision"),
)


def queue(
    work: Work,
    case: CaseRow,
    purpose: Purpose,
    *,
    answers: int | Answered | None,
    reason: str = "",
    before: Event | None = None,
    reminder: Reminder | None = None,
) -> MailState | None:
    """Writes the mail and stores it. How it waits; None when this person has it already, or belongs to no event.

    `answers` is the received message that causes it, or its number; `reminder` which one it is. In modes assist and
    shadow it is a draft; what staff cause waits for the undo delay.
    """
    if case.event_id is None or case.person_id is None:
        return None
    write_what_letters_read(work)
    message = answers if isinstance(answers, Answered) else answered(work, answers)
    key = key_of(work, case.event_id, case.person_id, purpose, message.received_id, reminder)
    earlier = queued(work, key)
    if earlier is not None and not is_taken_back(work, earlier):
        return None
    facts = letter_facts(work, purpose, key.event, key.person, message, reason=reason, before=before)
    mail = written(work, case, key, facts) | {"answers_received_id": message.received_id}
    parent, references = message.thread
    if earlier is None:
        append(work.session, OutboxRow, **mail, in_reply_to=parent, refs=references)
    else:
        earlier.in_reply_to, earlier.references = parent, references
        write_anew(work, earlier, mail)
    record(work.session, work.now, f"{purpose} {mail['state']}", case=case, who=work.who)
    return MailState(mail["state"])


def write_what_letters_read(work: Work) -> None:
    """Letters are written from stored rows. Only what happens to cases says nothing in them, and can wait."""
    if work.session.new or any(not isinstance(row, CaseRow) for row in work.session.dirty):
        work.session.flush()


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a mail the one it is, and no second one like it (invariant 2)."""

    event: Event
    person: PersonRow
    purpose: Purpose
    revision: str
    reminder: Reminder | None = None


def key_of(
    work: Work,
    event_id: int,
    person_id: int,
    purpose: Purpose,
    answers: int | None,
    reminder: Reminder | None = None,
) -> Key:
    """The key of the mail that is wanted."""
    event = event_from(work.session.get_one(EventRow, event_id))
    revision = revision_of(purpose, event, answers)
    if reminder is not None:
        revision = f"{revision}-{reminder}"
    if purpose in BY_JOIN_VERSION:
        revision = join_revision(event.join_version, turn_of(work, event_id, person_id))
    return Key(event, work.session.get_one(PersonRow, person_id), purpose, revision, reminder)


def join_revision(version: int, turn: int) -> str:
    """Which link this is. Who took their wish back and comes after all needs another mail with it."""
    return f"join-{version}" if turn == 1 else f"join-{version}-{turn}"


def turn_of(work: Work, event_id: int, person_id: int) -> int:
    """How often this person began to come."""
    turn = select(AttendanceRow.turn).where(AttendanceRow.event_id == event_id, AttendanceRow.person_id == person_id)
    return work.session.exec(turn).first() or 1


def queued(work: Work, key: Key) -> OutboxRow | None:
    """This mail, if the outbox holds it already, in whatever state."""
    same = {
        "event_id": key.event.id,
        "person_id": key.person.id,
        "purpose": key.purpose,
        "revision": key.revision,
    }
    number = work.session.connection().scalar(_SAME, same)
    return work.session.get_one(OutboxRow, number) if number is not None else None


def is_taken_back(work: Work, mail: OutboxRow) -> bool:
    """Did a person undo it before it left, and a person wants it after all? Then it leaves once, not twice."""
    return work.is_by_staff and mail.state == MailState.WITHHELD and mail.rule == UNDONE


def write_anew(work: Work, earlier: OutboxRow, mail: Mapping[str, Any]) -> None:
    """Today's words in the same row; its Message-ID stays, for nobody has seen it."""
    for name in TODAYS:
        setattr(earlier, name, mail[name])
    earlier.rule, earlier.reason, earlier.last_error = "", "", ""
    earlier.attempts, earlier.edited_by = 0, None
    earlier.version += 1
    work.session.add(earlier)
    work.session.flush()


def written(work: Work, case: CaseRow, key: Key, facts: LetterFacts) -> dict[str, Any]:
    """The row with its words, by column: what staff see, and what leaves."""
    person_id, language = stored_id(key.person.id), language_for(key.person, key.event)
    subject, text = write(key.purpose, language, facts, work.runtime.templates)
    entry, method = calendar_of(work, key.event, key.person, key.purpose)
    return {
        "event_id": key.event.id,
        "person_id": person_id,
        "case_id": case.id,
        "purpose": key.purpose,
        "revision": key.revision,
        "message_id": work.runtime.message_ids.for_mail(key.event.slug, person_id, key.purpose, key.revision),
        "state": first_state(work),
        "priority": URGENT if key.purpose in FIRST else USUAL,
        "to_address": key.person.address,
        "subject": subject,
        "text": text,
        "language": language,
        "calendar": entry,
        "calendar_method": method,
        "by_staff": work.who if work.is_by_staff else None,
        "queued_at": work.now,
        "due_at": due_at(work),
        "useful_until": useful_until(key.purpose, key.event, key.reminder),
    }


def rewrite_waiting(work: Work, event_id: int) -> None:
    """The event was described anew: what still waits says so, instead of a time that is no longer true."""
    work.session.flush()
    waiting = select(OutboxRow).where(
        OutboxRow.event_id == event_id,
        col(OutboxRow.state).in_((MailState.DRAFT, MailState.QUEUED)),
        col(OutboxRow.purpose).not_in(BY_EVENT_REVISION),
        col(OutboxRow.mailing_id).is_(None),  # staff's own words: `mailings` writes them anew
    )
    for mail in work.session.exec(waiting).all():
        rewrite(work, mail)


def rewrite(work: Work, mail: OutboxRow) -> None:
    """Today's words for a mail that waits; somebody's own are put before a person instead."""
    if mail.edited_by is not None:
        put_aside(work, mail)
        return
    event = event_from(work.session.get_one(EventRow, mail.event_id))
    person, purpose = work.session.get_one(PersonRow, mail.person_id), Purpose(mail.purpose)
    message = answered(work, mail.answers_received_id)
    facts = letter_facts(work, purpose, event, person, message, reason="", before=None)
    mail.subject, mail.text = write(purpose, mail.language, facts, work.runtime.templates)
    mail.calendar, mail.calendar_method = calendar_of(work, event, person, purpose)
    mail.useful_until = useful_until(purpose, event)
    work.session.add(mail)


def put_aside(work: Work, mail: OutboxRow) -> None:
    """Somebody's own words are not written over, and do not leave unread: they may name the old time."""
    mail.state = MailState.DRAFT
    work.session.add(mail)
    case = work.session.get(CaseRow, mail.case_id) if mail.case_id is not None else None
    if case is not None:
        cases.put_before_a_person(work, case, [EDITED_BEFORE])


def revision_of(purpose: Purpose, event: Event, answers: int | None) -> str:
    """What makes this mail another one: the link's version, the event's date, or the message that it answers."""
    if purpose in BY_EVENT_REVISION or answers is None:
        return f"event-{event.revision}"
    return f"message-{answers}"


def language_for(person: PersonRow, event: Event) -> str:
    """The person's language as it was recognised, else the event's first."""
    return person.language if person.language != "und" else event.languages[0]


def first_state(work: Work) -> MailState:
    """In mode assist only what a person causes or releases leaves; in shadow nothing does."""
    mode = work.runtime.settings.mode
    is_free = mode is Mode.AUTO or (work.is_by_staff and mode is Mode.ASSIST)
    return MailState.QUEUED if is_free else MailState.DRAFT


def due_at(work: Work) -> datetime:
    """At once, or after the undo delay when a person caused it."""
    undo = timedelta(seconds=work.runtime.settings.undo_seconds)
    return work.now + undo if work.is_by_staff else work.now
