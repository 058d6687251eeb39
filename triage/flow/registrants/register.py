"""Registers one person in Zoom, behind the gate and before SMTP. Never twice by itself, never to send a link again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from triage.flow.alarms import raise_alarm, recover
from triage.flow.outbox.facts import gate_facts
from triage.flow.registrants import rows
from triage.flow.registrants.outcomes import EVERYWHERE, OUTCOMES
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.mail import CARRIES_JOIN_DETAILS, Purpose, Release, Withhold
from triage.model.registrant import RegistrantState
from triage.policy.gate import gate
from triage.store.events import stored_id
from triage.store.tables import AlarmRow, EventRow, MeetingRow, OutboxRow, RegistrantRow
from triage.zoom import Action, Fault, Guest, Registrant, Status, Zoom, ZoomError

ADDS_A_DAY, CHANGES_A_DAY = 3, 10
GUARDED_FOR = timedelta(minutes=10)
"""So long a meeting that was seen to be guarded is taken for it; afterwards it is read again."""
ACCOUNT_CAUSE = "zoom"


@dataclass(frozen=True, slots=True)
class Place:
    """A row as the questions to Zoom need it."""

    row_id: int
    event_id: int
    meeting: str
    guest: Guest
    registrant_id: str | None
    has_come_back: bool
    is_guarded: bool


def registered(runtime: Runtime, mail_id: int) -> None:
    """Sees to it that the person's own link is here, if the gate would let this mail leave now.

    What Zoom answered is committed; the gate is to be asked again afterwards, because Zoom may take its time.
    """
    if runtime.zoom is None:
        return
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        if Purpose(mail.purpose) not in CARRIES_JOIN_DETAILS or not isinstance(gate(gate_facts(work, mail)), Release):
            return
        row = rows.begin(work, mail)
        place = place_from(work, row) if row is not None else None
    # Committed: the row says `asked` before Zoom hears of anybody.
    if place is not None:
        ask(runtime, runtime.zoom, place)


def place_from(work: Work, row: RegistrantRow) -> Place:
    """The values of a row."""
    meeting = work.session.get(MeetingRow, row.event_id)
    seen_at = meeting.guarded_at if meeting and meeting.meeting_id == row.meeting_id else None
    return Place(
        row_id=stored_id(row.id),
        event_id=row.event_id,
        meeting=row.meeting_id,
        guest=Guest(row.email, row.shown_name),
        registrant_id=row.registrant_id,
        has_come_back=row.turn > 1 and row.state == RegistrantState.ASKED,
        is_guarded=seen_at is not None and work.now - seen_at <= GUARDED_FOR,
    )


def ask(runtime: Runtime, zoom: Zoom, place: Place) -> None:
    """Asks Zoom and commits what it said."""
    try:
        if not place.is_guarded:
            guard(runtime, zoom, place)
        found = registrant(runtime, zoom, place)
    except ZoomError as error:
        with unit_of_work(runtime) as work:
            row = work.session.get_one(RegistrantRow, place.row_id)
            rows.put_off(work, row, error.fault, error.until)
            if OUTCOMES[error.fault].answer is Withhold:
                row.next_try_at = None  # the mail waits no more: whoever releases it asks anew
            tell(work, row.event_id, error)
        return
    with unit_of_work(runtime) as work:
        keep(work, work.session.get_one(RegistrantRow, place.row_id), found)


def guard(runtime: Runtime, zoom: Zoom, place: Place) -> None:
    """Before anybody is added: a registration page that gets about must let nobody in. Raises ZoomError.

    Zoom's own mails would be a second mail with the same link, in English, from the host's address.
    """
    meeting = zoom.meeting(place.meeting)
    if not meeting.is_guarded or meeting.sends_mails:
        meeting = zoom.guard(place.meeting)
    if not meeting.is_guarded:
        raise ZoomError(Fault.UNGUARDED)
    with unit_of_work(runtime) as work:
        row = work.session.get(MeetingRow, place.event_id)
        if row is None:
            row = MeetingRow(event_id=place.event_id, meeting_id=place.meeting)
        row.meeting_id, row.guarded_at = place.meeting, work.now
        work.session.add(row)
        if meeting.sends_mails:
            slug = work.session.get_one(EventRow, place.event_id).slug
            what = f"Zoom writes to the registrants of {slug} itself; turn its mails off in the meeting's settings."
            raise_alarm(work, f"zoom-mails-{slug}", what)


def registrant(runtime: Runtime, zoom: Zoom, place: Place) -> Registrant:
    """This person in Zoom's list: as they are there already, else added. Raises ZoomError."""
    if place.registrant_id is not None and not place.has_come_back:
        found = listed(zoom, place)
        if found is not None:
            return found
    spend(runtime, place.row_id, "added_on", ADDS_A_DAY)
    added = zoom.add(place.meeting, place.guest)
    return approved_again(runtime, zoom, place, added) if place.has_come_back else added


def listed(zoom: Zoom, place: Place) -> Registrant | None:
    """Who waits or was approved, with the link as it is now; None if Zoom lists nobody like that. Raises ZoomError."""
    for status in (Status.APPROVED, Status.PENDING, Status.DENIED):
        for found in zoom.registrants(place.meeting, status):
            if found.id == place.registrant_id:
                if status is Status.DENIED:
                    raise ZoomError(Fault.DENIED)
                return found
    return None


def approved_again(runtime: Runtime, zoom: Zoom, place: Place, added: Registrant) -> Registrant:
    """Who was cancelled and comes back: whether an add alone lets them in again is not documented, so it is read."""
    for found in zoom.registrants(place.meeting, Status.APPROVED):
        if found.id == added.id:
            return found
    spend(runtime, place.row_id, "changed_on", CHANGES_A_DAY)
    zoom.change(place.meeting, Action.APPROVE, [Registrant(added.id, place.guest.email)])
    approved = [found for found in zoom.registrants(place.meeting, Status.APPROVED) if found.id == added.id]
    return approved[0] if approved else Registrant(added.id, status=Status.PENDING)


def spend(runtime: Runtime, row_id: int, column: str, most: int) -> None:
    """Counts a request before it is made, so that no crash hides one. Raises ZoomError when today's are used up."""
    with unit_of_work(runtime) as work:
        row = work.session.get_one(RegistrantRow, row_id)
        if not count(work, row, column, most):
            raise ZoomError(Fault.DAILY_LIMIT)


def count(work: Work, row: RegistrantRow, column: str, most: int) -> bool:
    """Whether one more is allowed on this UTC day; if so it is counted."""
    today = work.now.date().isoformat()
    used = [day for day in getattr(row, column) if day == today]
    if len(used) >= most:
        return False
    setattr(row, column, [*used, today])
    work.session.add(row)
    return True


def keep(work: Work, row: RegistrantRow, found: Registrant) -> None:
    """Commits Zoom's yes."""
    event = work.session.get_one(EventRow, row.event_id)
    recover(work, ACCOUNT_CAUSE)
    if found.may_join:
        recover(work, rows.cause_of(event))
        rows.keep_link(work, row, found.id, found.join_url)
        return
    rows.keep_waiting(work, row, found.id)
    raise_alarm(work, rows.cause_of(event), f"Registrants of {event.slug} wait in Zoom although we approve them.")


def tell(work: Work, event_id: int, error: ZoomError) -> None:
    """An alarm, where somebody has to mend it. No sentence of ours names a person."""
    if not OUTCOMES[error.fault].is_alarm:
        return
    event = work.session.get_one(EventRow, event_id)
    cause = ACCOUNT_CAUSE if error.fault in EVERYWHERE else rows.cause_of(event)
    raise_alarm(work, cause, f"{event.slug}: {error}")


def is_out_of_reach(work: Work) -> bool:
    """Is there an alarm about the account or the way to Zoom that is not over?"""
    alarm = work.session.get(AlarmRow, ACCOUNT_CAUSE)
    return alarm is not None and not alarm.is_over
