"""What a letter may say, gathered from the rows; and the row that holds the letter as staff will see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import bindparam, col, func, select

from triage.compose import LetterFacts, Redirect, calendar, calendar_uid
from triage.flow.confirmation_links import Addressee, token_for
from triage.flow.work import Work
from triage.model.event import Event
from triage.model.facts import Ownership
from triage.model.mail import CARRIES_JOIN_DETAILS, MailState, Purpose
from triage.store.events import stored_id
from triage.store.sorting import is_one_of
from triage.store.tables import AttendanceRow, OutboxRow, PersonRow, QuestionRow, ReadingRow, SortedRow

WITH_CALENDAR = {Purpose.JOIN_DETAILS: "REQUEST", Purpose.CONFIRMED: "REQUEST"}
CHANGES_CALENDAR = {Purpose.RESCHEDULED: "REQUEST", Purpose.CANCELLED: "CANCEL", Purpose.WITHDRAWN: "CANCEL"}
"""Only for whoever has an entry of ours: nobody finds one in their calendar that they never asked for."""
REDIRECT_NAMES = {
    "emergency": "Emergencies: somebody may come to harm",
    "trust_and_safety": "Trust and Safety: a report or an appeal",
    "legal": "Legal department",
    "human_rights": "Human Rights team",
    "affiliations": "Affiliations Committee",
    "grants": "Grants team",
    "press": "Press",
}
LINK_IS_OUT = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)

# Asked for each mail, and said once: building a statement costs more than running it.
_QUESTIONS = (
    select(QuestionRow.text, QuestionRow.asked_at)
    .where(QuestionRow.received_id == bindparam("answers"))
    .order_by(col(QuestionRow.ordinal))
)
_ANSWERED = (
    select(SortedRow.message_id, SortedRow.references, ReadingRow.subject)
    .join(ReadingRow, col(ReadingRow.received_id) == SortedRow.received_id, isouter=True)
    .where(SortedRow.received_id == bindparam("answers"))
    .order_by(col(ReadingRow.id).desc())
    .limit(1)
)
_ACCOUNT = select(AttendanceRow.account).where(
    AttendanceRow.event_id == bindparam("event_id"), AttendanceRow.person_id == bindparam("person_id")
)
_LINK_VERSIONS = select(OutboxRow.join_version).where(
    OutboxRow.event_id == bindparam("event_id"),
    OutboxRow.person_id == bindparam("person_id"),
    is_one_of(OutboxRow.purpose, CARRIES_JOIN_DETAILS),
    is_one_of(OutboxRow.state, LINK_IS_OUT),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that a letter answers: where it hangs in its thread, its subject, and what it asked when."""

    received_id: int | None = None
    message_id: str | None = None
    references: tuple[str, ...] = ()
    subject: str = ""
    questions: tuple[str, ...] = ()
    asked_at: datetime | None = None

    @property
    def thread(self) -> tuple[str | None, list[str]]:
        """In-Reply-To and References that hang an answer under it (RFC 5322, 3.6.4)."""
        return self.message_id, [*self.references, self.message_id] if self.message_id else []


NOBODY = Answered()
"""We write first."""


def answered(work: Work, received_id: int | None) -> Answered:
    """A received message as a letter needs it."""
    if received_id is None:
        return NOBODY
    connection, of = work.session.connection(), {"answers": received_id}
    message_id, references, subject = connection.execute(_ANSWERED, of).first() or (None, [], "")
    asked = connection.execute(_QUESTIONS, of).all()
    return Answered(
        received_id=received_id,
        message_id=message_id,
        references=tuple(references),
        subject=subject or "",
        questions=tuple(row.text for row in asked),
        asked_at=max((row.asked_at for row in asked), default=None),
    )


def letter_facts(
    work: Work,
    purpose: Purpose,
    event: Event,
    person: PersonRow,
    answers: Answered,
    *,
    reason: str,
    before: Event | None,
) -> LetterFacts:
    """Everything the letter may say to this person. `before`: the old date."""
    linked = link_versions(work, event, person)
    page = confirm_link(work, event, person) if purpose is Purpose.ACCOUNT_REQUEST else ""
    return LetterFacts(
        event=event,
        reply_address=work.runtime.settings.sender,
        # The mail with the link says so in its subject: on the evening people search for it.
        answers_subject="" if purpose in CARRIES_JOIN_DETAILS else answers.subject,
        questions=answers.questions,
        are_questions_late=answers.asked_at is not None and answers.asked_at > event.question_deadline,
        account=account_of(work, event, person),
        confirm_link=page,
        is_owner_asked=bool(page) and is_owner_asked(work, event, person),
        reason=reason,
        redirects=redirects(work),
        old_starts_at=before.starts_at if before else None,
        has_join_details=bool(linked),
        replaces_join_details=any(version != event.join_version for version in linked),
    )


def account_of(work: Work, event: Event, person: PersonRow) -> str | None:
    """The account that this person named."""
    return work.session.connection().scalar(_ACCOUNT, {"event_id": event.id, "person_id": person.id})


def confirm_link(work: Work, event: Event, person: PersonRow) -> str:
    """The personal link to the page where they show that an account is theirs; empty where nobody has to."""
    settings = work.runtime.settings
    if not settings.confirm_url or settings.standing_required == Ownership.CLAIMED:
        return ""
    addressee = Addressee(event.id, stored_id(person.id))
    return f"{settings.confirm_url}/{token_for(work.runtime.seal.mac, addressee)}"


def is_owner_asked(work: Work, event: Event, person: PersonRow) -> bool:
    """Was the account found, so that all we ask is whether it is theirs?"""
    asked = select(AttendanceRow.id).where(
        AttendanceRow.event_id == event.id,
        AttendanceRow.person_id == person.id,
        col(AttendanceRow.owner_asked_at).is_not(None),
        col(AttendanceRow.account).is_not(None),
    )
    return work.session.exec(asked).first() is not None


def link_versions(work: Work, event: Event, person: PersonRow) -> list[int | None]:
    """Versions of the join details that this person was sent."""
    out = work.session.connection().execute(_LINK_VERSIONS, {"event_id": event.id, "person_id": person.id})
    return list(out.scalars())


def redirects(work: Work) -> tuple[Redirect, ...]:
    """Where else to write, as configured."""
    return tuple(Redirect(REDIRECT_NAMES[key], address) for key, address in work.runtime.settings.redirects if address)


def calendar_of(work: Work, event: Event, person: PersonRow, purpose: Purpose) -> tuple[str, str]:
    """The calendar entry that goes with this mail and its method; empty where none goes."""
    method = WITH_CALENDAR.get(purpose, "")
    if purpose in CHANGES_CALENDAR and has_entry(work, event.id, stored_id(person.id)):
        method = CHANGES_CALENDAR[purpose]
    if not method:
        return "", "REQUEST"
    runtime, person_id = work.runtime, stored_id(person.id)
    uid = calendar_uid(runtime.seal.mac, event.slug, person_id, runtime.settings.message_id_domain)
    before = cancellations(work, event, person)
    sender = runtime.settings.sender
    return calendar(event, person.address, sender, method, uid, work.now, cancellations=before), method


def has_entry(work: Work, event_id: int, person_id: int) -> bool:
    """Does an entry of ours stand in this person's calendar: was the newest that they were sent no cancellation?"""
    newest = (
        select(OutboxRow.calendar_method)
        .where(
            OutboxRow.event_id == event_id,
            OutboxRow.person_id == person_id,
            OutboxRow.calendar != "",
            col(OutboxRow.state).in_(LINK_IS_OUT),
        )
        .order_by(col(OutboxRow.id).desc())
    )
    return work.session.exec(newest).first() == "REQUEST"


def cancellations(work: Work, event: Event, person: PersonRow) -> int:
    """How often this person's entry was cancelled, so that coming back counts as newer (RFC 5546, 2.1.4)."""
    cancelled = select(func.count()).where(
        OutboxRow.event_id == event.id,
        OutboxRow.person_id == person.id,
        OutboxRow.calendar_method == "CANCEL",
    )
    return work.session.exec(cancelled).one()
