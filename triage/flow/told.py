"""Who was told when the call is, and hears of a new date or a cancellation: nobody else, and each person once.

Every mail about an event says its time. What counts is what left: a mail that still waits is written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select

from triage.flow.mailings.people import merged_people, root
from triage.flow.outbox.letters import has_entry
from triage.flow.outbox.queue import language_for, queue
from triage.flow.work import Work
from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.mail import MailState, Purpose
from triage.store.events import event_from, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, HistoryRow, OutboxRow, PersonRow, QuestionRow

MOVED = "event moved"
"""The line of history that a new date leaves."""
OUT = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)
SAY_NO_TIME = (Purpose.CANCELLED, Purpose.FOLLOW_UP)
WILL_NOT_COME = (AttendanceState.WITHDRAWN, AttendanceState.DECLINED)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told the time `starts_at`. `has_entry`: an entry of ours stands in their calendar.

    `attendance`: their wish to come, empty for who only asked.
    """

    person_id: int
    case_id: int
    address: str
    language: str
    starts_at: datetime
    attendance: str
    has_entry: bool


@dataclass(frozen=True, slots=True)
class Move:
    """The event moved: when, and from which start."""

    at: datetime
    from_start: datetime


def who_was_told(work: Work, row: EventRow, new_start: datetime | None = None) -> list[Told]:
    """Everybody who must hear that the event moves to `new_start`, or that it is cancelled (None), by address.

    Somebody who was told that very time, before the event moved away and back, hears nothing: what they know is right.
    """
    event = event_from(row)
    moves = moves_of(work, event.id)
    concerned, cases = who_is_concerned(work, event.id), cases_of(work, event.id)
    found: dict[int, Told] = {}
    merged = merged_people(work)
    for person_id, sent_at in last_told(work, event.id):
        if person_id not in concerned or person_id not in cases:
            continue
        known = time_told(moves, event.starts_at, sent_at or work.now)
        one = root(merged, person_id)
        # Of two addresses of one person the one that staff kept.
        if known != new_start and (one not in found or one == person_id):
            found[one] = told(work, event, person_id, cases[person_id], known, concerned[person_id])
    return sorted(found.values(), key=lambda each: each.address)


def told(work: Work, event: Event, person_id: int, case_id: int, known: datetime, attendance: str) -> Told:
    """One person's line."""
    person = work.session.get_one(PersonRow, person_id)
    return Told(
        person_id=person_id,
        case_id=case_id,
        address=person.address,
        language=language_for(person, event),
        starts_at=known,
        attendance=attendance,
        has_entry=has_entry(work, event.id, person_id),
    )


def tell(work: Work, people: Sequence[Told], purpose: Purpose, reason: str, before: Event) -> int:
    """Queues each of them a notice, with the time that they knew; returns how many."""
    for each in people:
        case = work.session.get_one(CaseRow, each.case_id)
        queue(work, case, purpose, answers=None, reason=reason, before=replace(before, starts_at=each.starts_at))
    return len(people)


def last_told(work: Work, event_id: int) -> list[tuple[int, datetime | None]]:
    """Each person, and when the newest mail that says the time left; None while it is just leaving."""
    mails = work.session.exec(
        select(OutboxRow.person_id, OutboxRow.sent_at)
        .where(
            OutboxRow.event_id == event_id,
            col(OutboxRow.purpose).not_in(SAY_NO_TIME),
            col(OutboxRow.state).in_(OUT),
        )
        .order_by(col(OutboxRow.id))
    )
    return list(dict(mails.all()).items())


def moves_of(work: Work, event_id: int) -> list[Move]:
    """Every new date so far, the oldest first."""
    lines = select(HistoryRow).where(HistoryRow.event_id == event_id, HistoryRow.what == MOVED)
    rows = work.session.exec(lines.order_by(col(HistoryRow.id))).all()
    return [Move(row.at, datetime.fromisoformat(row.old["starts_at"])) for row in rows if row.old]


def time_told(moves: Sequence[Move], starts_at: datetime, sent_at: datetime) -> datetime:
    """The start that a mail which left at `sent_at` gave: that of the first move after it, else today's."""
    return next((move.from_start for move in moves if move.at >= sent_at), starts_at)


def who_is_concerned(work: Work, event_id: int) -> dict[int, str]:
    """Who may still want to know, and their wish to come: not who will not come, unless they asked something."""
    wishes = dict(
        work.session.exec(
            select(AttendanceRow.person_id, AttendanceRow.state).where(AttendanceRow.event_id == event_id)
        ).all()
    )
    asked = select(QuestionRow.person_id).where(QuestionRow.event_id == event_id)
    askers = {person_id for person_id in work.session.exec(asked) if person_id is not None}
    coming = {person_id: state for person_id, state in wishes.items() if state not in WILL_NOT_COME}
    return dict.fromkeys(askers, "") | {one: wishes[one] for one in askers if one in wishes} | coming


def cases_of(work: Work, event_id: int) -> dict[int, int]:
    """Each person's case, spam left out."""
    query = select(CaseRow).where(CaseRow.event_id == event_id, col(CaseRow.is_spam).is_(False))
    return {row.person_id: stored_id(row.id) for row in work.session.exec(query) if row.person_id is not None}
