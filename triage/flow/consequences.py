"""What follows from a reading: rows, states and queued mails, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.message import Rsvp
from triage.flow import attendance as attendances
from triage.flow import bounces, cases
from triage.flow.alarms import raise_alarm
from triage.flow.arrivals import (
    Arrival,
    answered_by,
    is_authentic,
    kind,
    met_in,
    question_lines,
    reading_line,
    sorted_line,
)
from triage.flow.leaving import left_by_mail
from triage.flow.outbox.queue import queue
from triage.flow.work import Work
from triage.model.case import AttendanceState
from triage.model.mail import CARRIES_JOIN_DETAILS, Purpose
from triage.model.reading import Intent, Verdict
from triage.store.append import append_all
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, QuestionRow, ReadingRow, SortedRow

COMING = frozenset({Intent.ATTENDANCE, Intent.BOTH})
AFTER_STANDING = CARRIES_JOIN_DETAILS | {Purpose.CONFIRMED}
"""Mails that wait for the account's standing; the others answer at once."""


def follow(work: Work, arrivals: Sequence[Arrival]) -> None:
    """Stores the readings and does what their verdicts say. No two of them are by one author."""
    append_all(work.session, ReadingRow, [reading_line(arrival, work.now) for arrival in arrivals])
    settled = {arrival.received.id: kind_without_case(work, arrival) for arrival in arrivals}
    talks = [arrival for arrival in arrivals if settled[arrival.received.id] is None]
    opened = list(zip(talks, cases.cases_for(work, [(talk.event_id, met_in(talk)) for talk in talks]), strict=True))
    lines = [sorted_line(talk, kind(talk), case, work.now) for talk, case in opened]
    lines += [sorted_line(each, name, None, work.now) for each in arrivals if (name := settled[each.received.id])]
    append_all(work.session, SortedRow, lines)
    # What was asked is kept, whatever becomes of the rest.
    questions = [line for talk, case in opened if may_ask(talk) for line in question_lines(talk, case)]
    append_all(work.session, QuestionRow, questions)
    for talk, case in opened:
        act(work, talk, case)


def kind_without_case(work: Work, arrival: Arrival) -> str | None:
    """Notes what a message says of mails of ours. What it counts as where that was all; None where it needs a case."""
    bounces.arrived(work, arrival.message)
    is_automatic = arrival.message.automatic is not None
    if is_automatic:
        bounces.settle(work, arrival.message)
    says_no_more = left_by_mail(work, arrival.message) and not arrival.reading.decision.is_alarm
    # Not every message that a program wrote is absorbed: a threat of harm never is.
    if is_automatic and (says_no_more or arrival.reading.decision.verdict is Verdict.ABSORB):
        return "automatic"
    return "other" if says_no_more else None


def act(work: Work, arrival: Arrival, case: CaseRow) -> None:
    """Does what the verdict says; a threat of harm is told to a person at once."""
    cases.flag(work, case, [flag.value for flag in arrival.reading.understanding.flags])
    if arrival.reading.decision.is_alarm:
        look = f"Look at it now: openhour case show {case.id}"
        raise_alarm(work, f"harm-{case.id}", f"Case {case.id} may be about a threat of harm. {look}")
    VERDICTS[arrival.reading.decision.verdict](work, arrival, case)


def may_ask(arrival: Arrival) -> bool:
    """Is it worth a look for its questions? Neither an accepted invitation nor spam is."""
    return arrival.reading.decision.verdict in (Verdict.ACCEPT, Verdict.REVIEW)


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
        answer(work, arrival, case)
    cases.put_before_a_person(work, case, arrival.reading.decision.reasons)


def go_ahead(work: Work, arrival: Arrival, case: CaseRow) -> AttendanceRow | None:
    """Does what the message asks for; the wish to come, where it holds one."""
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
    message = answered_by(arrival)
    for purpose in map(Purpose, arrival.reading.would_send):
        if purpose not in AFTER_STANDING:
            queue(work, case, purpose, answers=message)


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
