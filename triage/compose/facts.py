"""What a letter may say. Values only; strangers' words are made harmless when a letter is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from triage.model.event import Event


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of this person and what became of it. `answer` is plain text of the staff.

    `live_at`: where in the recording it was answered, like `0:12:34`, or empty.
    """

    question: str
    answer: str
    live_at: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where else to write. `name` is what people call it, `address` a mail address or a link."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter to one person about one event may say.

    `reply_address`: our mailbox, where a person reads answers. `answers_subject`: the subject of the
    message that is answered, or empty when we write first. `questions`: the person's questions that
    this letter takes in, in their own words; `are_questions_late` when they came after the deadline.
    `account`: the account they named; in an account request, the one that could not be found.
    `confirm_link`: the person's own page to show that an account is theirs, where that is asked; `is_owner_asked`:
    `account` was found, and it is the only thing that is asked.
    `reason`: what the staff say about it, in their own words. `old_starts_at`: the date before a change.
    Of a mailing: `own_subject` and `own_text` are the staff's, `segment` says why this person gets it, and
    `unsubscribe_link` is their own way out, a page or a mail.
    `has_join_details`: this person was sent them before; `replaces_join_details`: those no longer work.
    """

    event: Event
    reply_address: str
    answers_subject: str = ""
    questions: tuple[str, ...] = ()
    are_questions_late: bool = False
    account: str | None = None
    confirm_link: str = ""
    is_owner_asked: bool = False
    reason: str = ""
    redirects: tuple[Redirect, ...] = ()
    old_starts_at: datetime | None = None
    has_join_details: bool = False
    replaces_join_details: bool = False
    recording_url: str = ""
    notes_url: str = ""
    answers: tuple[Answer, ...] = field(default=())
    own_subject: str = ""
    own_text: str = ""
    segment: str = ""
    unsubscribe_link: str = ""
