"""What one person of a mailing is sent: subject and text, in their language, with their own way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from triage.compose import Answer, LetterFacts, write
from triage.flow.mailings.follow_up_facts import AfterTheCall, after_the_call
from triage.flow.outbox.queue import language_for
from triage.flow.unsubscribe_links import WayOut, way_out
from triage.flow.work import Work
from triage.model.event import Event
from triage.model.mail import Purpose
from triage.store.events import event_from, stored_id
from triage.store.tables import EventRow, MailingRow, PersonRow

PLACE = "\ue000way out\ue000"
"""Stands where a person's own link goes, in a letter that is the same for many. No text of anybody can hold it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One person's letter, as the outbox stores it."""

    person_id: int
    address: str
    language: str
    subject: str
    text: str


@dataclass(slots=True)
class Writer:
    """Writes the letters of one mailing. What is the same for many people is written once in each language."""

    work: Work
    mailing: MailingRow
    event: Event
    after: AfterTheCall
    written: dict[str, tuple[str, str]] = field(default_factory=dict)

    def letter(self, person: PersonRow, out: WayOut | None = None) -> Letter:
        """This person's letter, with `out` in place of their own way out. Raises ComposeError."""
        language = language_for(person, self.event)
        answers = self.after.answers.get(stored_id(person.id), ())
        subject, text = self.own(language, answers) if answers else self.common(language)
        return Letter(
            stored_id(person.id),
            person.address,
            language,
            subject,
            text.replace(PLACE, self.link(out or self.way_out(person))),
        )

    def common(self, language: str) -> tuple[str, str]:
        """For everybody about whom there is nothing of their own to say."""
        if language not in self.written:
            self.written[language] = self.own(language, ())
        return self.written[language]

    def own(self, language: str, answers: Sequence[Answer]) -> tuple[str, str]:
        """With these answers."""
        facts = replace(self.facts(), answers=tuple(answers))
        return write(Purpose(self.mailing.purpose), language, facts, self.work.runtime.templates)

    def facts(self) -> LetterFacts:
        """What the letter may say to anybody."""
        return LetterFacts(
            event=self.event,
            reply_address=self.work.runtime.settings.sender,
            own_subject=self.mailing.subject,
            own_text=self.mailing.text,
            segment=self.mailing.segment,
            unsubscribe_link=PLACE,
            recording_url=self.after.recording_url,
            notes_url=self.after.notes_url,
        )

    def way_out(self, person: PersonRow) -> WayOut:
        """Their own."""
        return way_out(self.work.runtime, self.event, stored_id(person.id))

    def link(self, out: WayOut) -> str:
        """The page, or a mail to our mailbox where no page can be reached."""
        return out.url or f"mailto:{self.work.runtime.settings.sender}?subject={quote(out.subject, safe='')}"


def writer(work: Work, mailing: MailingRow, person_ids: Sequence[int] | None = None) -> Writer:
    """For these people, or for anybody of the mailing."""
    event = event_from(work.session.get_one(EventRow, mailing.event_id))
    is_follow_up = mailing.purpose == Purpose.FOLLOW_UP
    after = after_the_call(work, event, person_ids) if is_follow_up else AfterTheCall()
    return Writer(work, mailing, event, after)
