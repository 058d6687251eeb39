"""The follow-up that prepares itself: once recording, notes and answers are ticked, all who took part hear of it.

In mode auto it goes by itself at its time, unless a person stops it; in the other modes it waits for one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from triage.flow.mailings import rows, steer
from triage.flow.mailings.deliverables import complete_since
from triage.flow.mailings.prepare import begin, find_people
from triage.flow.work import Work
from triage.model.event import EventState
from triage.model.mail import Mode, Purpose
from triage.model.mailing import MailingState, Segment
from triage.policy.due import follow_up_due
from triage.store.events import event_from, stored_id
from triage.store.tables import EventRow, MailingPersonRow, MailingRow

BEGUN_BY_ITSELF = "complete: recording, notes and answers are there"


def prepare_due(work: Work) -> None:
    """Begins, or takes back, the follow-up of each event as its three ticks stand."""
    over = select(EventRow).where(EventRow.state != EventState.CANCELLED, EventRow.ends_at <= work.now)
    for event in work.session.exec(over.order_by(col(EventRow.id))).all():
        follow_up = follow_up_of(work, stored_id(event.id))
        if follow_up is not None and follow_up.state in {MailingState.DONE, MailingState.STOPPED}:
            continue
        since = complete_since(work, stored_id(event.id))
        if since is None:
            take_back(work, follow_up)
        else:
            get_ready(work, event, follow_up, since)


def follow_up_of(work: Work, event_id: int) -> MailingRow | None:
    """The event's follow-up, if it was ever prepared. One is enough: what a person stopped does not begin again."""
    query = select(MailingRow).where(MailingRow.event_id == event_id, MailingRow.purpose == Purpose.FOLLOW_UP)
    return work.session.exec(query.order_by(col(MailingRow.id).desc())).first()


def get_ready(work: Work, event: EventRow, follow_up: MailingRow | None, since: datetime) -> None:
    """Everything is there: the draft, and in mode auto its time."""
    if follow_up is None:
        follow_up = begin(work, event, Purpose.FOLLOW_UP, Segment.TOOK_PART)
    if follow_up.state != MailingState.DRAFT or work.runtime.settings.mode is not Mode.AUTO:
        find_people_once(work, follow_up)
        return
    undo = timedelta(seconds=work.runtime.settings.undo_seconds)
    starts_at = max(follow_up_due(event_from(event)), since + undo)
    if number := find_people(work, follow_up):
        follow_up.starts_at, follow_up.confirmed_count = starts_at, number
        steer.move(work, follow_up, MailingState.SENDING, BEGUN_BY_ITSELF)


def find_people_once(work: Work, follow_up: MailingRow) -> None:
    """A draft that waits for a person shows its people; they are found anew when that person agrees."""
    theirs = select(MailingPersonRow.person_id).where(MailingPersonRow.mailing_id == follow_up.id)
    if follow_up.state == MailingState.DRAFT and work.session.exec(theirs).first() is None:
        find_people(work, follow_up)


def take_back(work: Work, follow_up: MailingRow | None) -> None:
    """A tick was taken back: what has not begun is a draft again, what has begun is paused for a person to look."""
    if follow_up is None or follow_up.state != MailingState.SENDING:
        return
    counted = rows.counts(work.session, follow_up.id)
    if set(counted) <= {rows.WAITING, rows.LEFT_OUT}:
        follow_up.starts_at, follow_up.confirmed_count, follow_up.confirmed_by = None, None, ""
        steer.move(work, follow_up, MailingState.DRAFT, "one of recording, notes and answers was taken back")
    else:
        steer.pause(work, stored_id(follow_up.id), "one of recording, notes and answers was taken back")
