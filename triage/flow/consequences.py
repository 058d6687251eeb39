"""What follows from a reading: rows, states and queued mails, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.message import Authentication, Message, Received, Rsvp
from triage.flow import attendance as attendances
from triage.flow import bounces, cases, questions
from triage.flow.alarms import raise_alarm
from triage.flow.leaving import left_by_mail
from triage.flow.outbox.queue import queue
from triage.flow.work import Work
from triage.model.case import AttendanceState
from triage.model.mail import CARRIES_JOIN_DETAILS, Purpose
from triage.model.reading import Intent, Reading, Verdict
from triage.store.append import append
from triage.store.as_json import as_stored
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, ReadingRow, SortedRow

COMING = frozenset({Intent.ATTENDANCE, Intent.BOTH})
AFTER_STANDING = CARRIES_JOIN_DETAILS | {Purpose.CONFIRMED}
"""Mails that wait for the account's standing; the others answer at once."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received message with what was made of it, and the stored event it is about."""

    received: Received
    message: Message
    reading: Reading
    event_id: int | None


def follow(work: Work, arrival: Arrival) -> None:
    """Stores the reading and does what its verdict says."""
    keep_reading(work, arrival)
    bounces.arrived(work, arrival.message)
    if arrival.message.automatic is not None:
        bounces.settle(work, arrival.message)
    says_no_more = left_by_mail(work, arrival.message) and not arrival.reading.decision.is_alarm
    if arrival.message.automatic is not None and arrival.reading.decision.verdict is Verdict.ABSORB:
        sorted_as(work, arrival, "automatic", None)
        return
    if says_no_more:
        sorted_as(work, arrival, "automatic" if arrival.message.automatic is not None else "other", None)
        return
    # Not every message that a program wrote is absorbed: a threat of harm never is.
    case = case_of(work, arrival)
    sorted_as(work, arrival, kind(arrival), case)
    cases.flag(work, case, [flag.value for flag in arrival.reading.understanding.flags])
    if arrival.reading.decision.is_alarm:
        look = f"Look at it now: openhour case show {case.id}"
        raise_alarm(work, f"harm-{case.id}", f"Case {case.id} may be about a threat of harm. {look}")
    VERDICTS[arrival.reading.decision.verdict](work, arrival, case)


def accept(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """The machine acts by itself: the wish to come waits for standing, all else is answered at once."""
    wish = go_ahead(work, arrival, case)
    if wish is None or wish.state != AttendanceState.REQUESTED:
        cases.done(work, case, "answered")


def review(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """A person must look; what may go out meanwhile goes. Some are done all the same: who comes may need captions."""
    if arrival.reading.decision.goes_ahead:
        go_ahead(work, arrival, case)
    else:
        begin_in_review(work, arrival, case)
        add_questions(work, arrival, case)
        answer(work, arrival, case)
    cases.put_before_a_person(work, case, arrival.reading.decision.reasons)


def go_ahead(work: Work, arrival: Arrival, case: CaseRow) -> AttendanceRow | None:
    """Does what the message asks for; the wish to come, where it holds one."""
    add_questions(work, arrival, case)
    if is_withdrawal(arrival):
        take_back(work, arrival, case)
        return None
    wish = wish_of(work, arrival, case)
    answer(work, arrival, case)
    if wish is not None and Purpose.ACCOUNT_REQUEST in arrival.reading.would_send:
        wish.account_asked_at = work.now
        work.session.add(wish)
    return wish


def absorb(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Recorded, nothing to do: an accepted invitation, a word of thanks."""
    cases.done(work, case, arrival.reading.decision.reasons[0])


def discard(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Spam beyond doubt: counted, and seen in a view of its own."""
    case.is_spam = True
    cases.done(work, case, arrival.reading.decision.reasons[0])


VERDICTS: dict[Verdict, Callable[[Work, Arrival, CaseRow], None]] = {
    Verdict.ACCEPT: accept,
    Verdict.REVIEW: review,
    Verdict.ABSORB: absorb,
    Verdict.DISCARD: discard,
}


def answer(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Queues the mails that need not wait for standing."""
    for purpose in map(Purpose, arrival.reading.would_send):
        if purpose not in AFTER_STANDING:
            queue(work, case, purpose, answers=arrival.received.id)


def wish_of(work: Work, arrival: Arrival, case: CaseRow) -> AttendanceRow | None:
    """This message's wish to come, begun or completed; None if it has none or nobody could be admitted by it."""
    begun = begun_by(arrival, case)
    return attendances.request(work, case, begun) if begun is not None else None


def begin_in_review(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """A new wish waits for a person, and so does one that is not decided yet.

    A forged mail changes nobody's wish, and none takes a seat away.
    """
    begun = begun_by(arrival, case)
    if begun is None:
        return
    earlier = attendances.wish(work, case, begun.event_id)
    if earlier is not None:
        attendances.note_account(work, earlier, begun)
    if earlier is not None and (earlier.state != AttendanceState.REQUESTED or not begun.is_authentic):
        return
    attendances.move(work, case, earlier or begun, AttendanceState.REVIEW, arrival.reading.decision.reasons[0])


def begun_by(arrival: Arrival, case: CaseRow) -> AttendanceRow | None:
    """A row for the wish to come that this message holds."""
    if arrival.reading.understanding.intent not in COMING or case.event_id is None or case.person_id is None:
        return None
    return AttendanceRow(
        event_id=case.event_id,
        person_id=case.person_id,
        case_id=stored_id(case.id),
        received_id=arrival.received.id,
        state=AttendanceState.REQUESTED,
        account=arrival.reading.understanding.account,
        received_at=arrival.received.received_at,
        is_authentic=is_authentic(arrival.message),
    )


def take_back(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Somebody will not come after all. Without a wish on record there is nothing to take back, only to confirm."""
    wish = attendances.wish(work, case, case.event_id) if case.event_id else None
    # A no of the staff stands: taking back what was refused changes nothing.
    if wish is not None and wish.state not in (AttendanceState.WITHDRAWN, AttendanceState.DECLINED):
        attendances.withdraw(work, case, wish, arrival.received.id)
    else:
        answer(work, arrival, case)


def is_withdrawal(arrival: Arrival) -> bool:
    """Said in words, or by declining our calendar invitation."""
    return arrival.message.rsvp is Rsvp.DECLINED or arrival.reading.understanding.intent is Intent.WITHDRAWAL


def add_questions(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Keeps what was asked, whatever becomes of the rest."""
    texts = arrival.reading.understanding.questions
    questions.add_questions(work, case, arrival.received.id, arrival.received.received_at, texts)


def case_of(work: Work, arrival: Arrival) -> CaseRow:
    """The conversation this message belongs to."""
    author = arrival.message.headers.author
    person = cases.person_for(work, author, arrival.reading.understanding.language) if author else None
    return cases.case_for(work, arrival.event_id, person)


def kind(arrival: Arrival) -> str:
    """What the message counts as in the accounting."""
    if arrival.message.rsvp is not None:
        return "rsvp"
    return "automatic" if arrival.message.automatic is not None else arrival.reading.understanding.intent.value


def sorted_as(work: Work, arrival: Arrival, kind: str, case: CaseRow | None) -> None:
    """The line that says: this message is sorted, and as what."""
    headers = arrival.message.headers
    append(
        work.session,
        SortedRow,
        received_id=arrival.received.id,
        kind=kind,
        case_id=case.id if case else None,
        event_id=arrival.event_id,
        author=headers.author.spec if headers.author else None,
        is_automatic=arrival.message.automatic is not None,
        forbids_answer=arrival.message.no_answer is not None,
        is_authentic=is_authentic(arrival.message),
        message_id=headers.message_id,
        refs=list(headers.references),
        sorted_at=work.now,
    )


def keep_reading(work: Work, arrival: Arrival) -> None:
    """Stores the reading beside the received row; an earlier one stays."""
    understanding, message = arrival.reading.understanding, arrival.message
    append(
        work.session,
        ReadingRow,
        received_id=arrival.received.id,
        made_at=work.now,
        sender=message.headers.author.spec if message.headers.author else None,
        subject=message.headers.subject,
        text=message.body.own,
        set_aside=message.body.set_aside,
        language=understanding.language,
        intent=understanding.intent,
        confidence=understanding.confidence,
        verdict=arrival.reading.decision.verdict,
        reading=as_stored(arrival.reading),
    )


def is_authentic(message: Message) -> bool:
    """Does our own border not say that this message is forged? `none` is no proof of fraud (RFC 8601)."""
    return message.authentication is not Authentication.FAIL
