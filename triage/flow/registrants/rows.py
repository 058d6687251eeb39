"""The row of one place in Zoom: begun, kept, given up. Asks Zoom nothing; whoever opened the unit of work commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, func, select

from triage.flow.alarms import raise_alarm
from triage.flow.history import record
from triage.flow.joins import join_details, personal_link, seal_personal_link
from triage.flow.registrants.outcomes import gate_answer, try_again_at
from triage.flow.work import Work
from triage.model.event import JoinDetails
from triage.model.mail import CARRIES_JOIN_DETAILS, Defer, GateAnswer, Purpose, Release, Withhold
from triage.model.registrant import GIVEN_UP, MAY_BE_IN_ZOOM, RegistrantState
from triage.seal import Seal
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, OutboxRow, PersonRow, RegistrantRow, ShownNameRow
from triage.zoom import Fault, meeting_number

LONGEST_NAME = 64
GUEST = "Guest"
NO_MEETING, NO_LINK = "zoom-no-meeting", "no-join-details"


def meeting_of(event: EventRow, seal: Seal) -> str:
    """The number of this event's meeting in Zoom; empty while the event file names none."""
    join = join_details(event, seal)
    return meeting_number(join.meeting_id if join else "") or meeting_number(event.definition.get("meeting_id", ""))


def place_of(work: Work, mail: OutboxRow) -> RegistrantRow | None:
    """The place of the person this mail goes to, in the event's present meeting."""
    event = work.session.get_one(EventRow, mail.event_id)
    same = select(RegistrantRow).where(
        RegistrantRow.event_id == mail.event_id,
        RegistrantRow.person_id == mail.person_id,
        RegistrantRow.meeting_id == meeting_of(event, work.runtime.seal),
    )
    return work.session.exec(same).first()


def begin(work: Work, mail: OutboxRow) -> RegistrantRow | None:
    """The place that has to be asked for before this mail can leave; None where nothing can or need be asked now."""
    event = work.session.get_one(EventRow, mail.event_id)
    meeting = meeting_of(event, work.runtime.seal)
    if not meeting:
        raise_alarm(work, cause_of(event), f"{event.slug} has no meeting_id, so that nobody can be registered in Zoom.")
        return None
    row = place_of(work, mail) or new_place(work, mail, meeting)
    if row.state in GIVEN_UP:
        move(work, row, RegistrantState.ASKED, "came back")
        row.attempts, row.next_try_at, row.fault = 0, None, ""
    if has_link(row, event) or (row.next_try_at is not None and row.next_try_at > work.now):
        return None
    give_up_others(work, row)
    work.session.flush()
    return row


def new_place(work: Work, mail: OutboxRow, meeting: str) -> RegistrantRow:
    """On disk before Zoom is asked: whatever happens then, it is known that they may be in Zoom."""
    person = work.session.get_one(PersonRow, mail.person_id)
    row = RegistrantRow(
        event_id=mail.event_id,
        person_id=mail.person_id,
        meeting_id=meeting,
        state=RegistrantState.ASKED,
        email=person.address,
        shown_name=shown_name(work, mail),
        updated_at=work.now,
    )
    work.session.add(row)
    note(work, row, RegistrantState.ASKED)
    return row


def shown_name(work: Work, mail: OutboxRow) -> str:
    """The name they chose to show, else a neutral one: neither account nor address tells on anybody in the call."""
    chosen = work.session.get(ShownNameRow, mail.person_id)
    if chosen is not None:
        return chosen.name
    before = select(func.count()).where(RegistrantRow.event_id == mail.event_id)
    return f"{GUEST} {work.session.exec(before).one() + 1}"


def choose_name(work: Work, person: PersonRow, name: str) -> None:
    """What somebody wants to be called in calls, from their next link on; an empty name takes it back."""
    line = "".join(char if char.isprintable() else " " for char in name)
    kept = " ".join(line.split())[:LONGEST_NAME].strip()
    row = work.session.get(ShownNameRow, person.id)
    if row is not None and not kept:
        work.session.delete(row)
    elif kept:
        work.session.merge(ShownNameRow(person_id=stored_id(person.id), name=kept))


def has_link(row: RegistrantRow, event: EventRow) -> bool:
    """Whether their link is here, as it is since the event's join details changed last."""
    is_in = row.state == RegistrantState.APPROVED and row.join_sealed is not None
    return is_in and row.join_version == event.join_version


def may_leave(work: Work, mail: OutboxRow) -> GateAnswer:
    """The last word behind the gate: is there a link to send, and where Zoom gives everybody their own, is it here?

    What another event file would mend is withheld: it makes another link, and that another mail.
    """
    if Purpose(mail.purpose) not in CARRIES_JOIN_DETAILS:
        return Release()
    event = work.session.get_one(EventRow, mail.event_id)
    if work.runtime.zoom is None:
        join = join_details(event, work.runtime.seal)
        return Release() if join and join.join_url else Withhold(NO_LINK, "The event file has no join_url yet.")
    row, soon = place_of(work, mail), try_again_at(None, work.now, 0)
    if row is None:
        return Withhold(NO_MEETING, "The event has no meeting_id, so that nobody can be registered in Zoom.")
    if has_link(row, event):
        return Release()
    if row.fault:
        return gate_answer(Fault(row.fault), row.next_try_at or soon)
    return Defer("zoom-pending", "The registrant waits for approval in Zoom.", row.next_try_at or soon)


def own_join_details(work: Work, mail: OutboxRow) -> JoinDetails | None:
    """The person's own link and nothing else: meeting id and passcode would let anybody in who hears of them."""
    row = place_of(work, mail)
    link = personal_link(row, work.runtime.seal) if row is not None else ""
    return JoinDetails(link) if link else None


def keep_link(work: Work, row: RegistrantRow, registrant_id: str, join_url: str) -> None:
    """Zoom's yes, sealed. Who was given up while Zoom was being asked stays given up, and is cancelled."""
    row.registrant_id, row.fault = registrant_id, ""
    if row.state in GIVEN_UP:
        move(work, row, RegistrantState.CANCELLING, "was given up while Zoom was asked")
        return
    row.attempts, row.next_try_at = 0, None
    row.join_version = work.session.get_one(EventRow, row.event_id).join_version
    seal_personal_link(row, join_url, work.runtime.seal)
    move(work, row, RegistrantState.APPROVED, "registered in Zoom")


def keep_waiting(work: Work, row: RegistrantRow, registrant_id: str) -> None:
    """Zoom knows them and has not let them in yet."""
    row.registrant_id, row.fault = registrant_id, ""
    if row.state in GIVEN_UP:
        move(work, row, RegistrantState.CANCELLING, "was given up while Zoom was asked")
        return
    put_off(work, row, None)
    move(work, row, RegistrantState.PENDING, "waits for approval in Zoom")


def put_off(work: Work, row: RegistrantRow, fault: Fault | None, until: datetime | None = None) -> None:
    """Zoom's no, and when to ask again."""
    row.fault = fault.value if fault else ""
    row.next_try_at = try_again_at(fault, work.now, row.attempts, until)
    row.attempts += 1
    work.session.add(row)


def give_up(work: Work, attendance: AttendanceRow) -> None:
    """Whoever will not come, or may not, is to be cancelled in Zoom; it is tried until Zoom's list confirms it."""
    places = select(RegistrantRow).where(
        RegistrantRow.event_id == attendance.event_id, RegistrantRow.person_id == attendance.person_id
    )
    for row in work.session.exec(places).all():
        cancel(work, row, f"attendance {attendance.state}")


def give_up_all(work: Work, event_id: int, why: str) -> None:
    """There is nothing to come to: nobody's place is wanted any more."""
    for row in work.session.exec(select(RegistrantRow).where(RegistrantRow.event_id == event_id)).all():
        cancel(work, row, why)


def give_up_others(work: Work, row: RegistrantRow) -> None:
    """A new meeting for the event: the place in the former one is no longer wanted."""
    former = select(RegistrantRow).where(
        RegistrantRow.event_id == row.event_id,
        RegistrantRow.person_id == row.person_id,
        col(RegistrantRow.meeting_id) != row.meeting_id,
    )
    for other in work.session.exec(former).all():
        cancel(work, other, "the event has another meeting")


def cancel(work: Work, row: RegistrantRow, why: str) -> None:
    """Marks a place for cancelling, unless it is given up already."""
    if row.state not in MAY_BE_IN_ZOOM:
        return
    row.turn += 1
    row.attempts, row.next_try_at, row.fault = 0, None, ""
    move(work, row, RegistrantState.CANCELLING, why)


def move(work: Work, row: RegistrantRow, to: RegistrantState, why: str) -> None:
    """Sets the state and writes the line of history: never an address, a name or a link."""
    old, row.state, row.updated_at = row.state, to, work.now
    work.session.add(row)
    if old != to:
        note(work, row, to, old, why)


def note(work: Work, row: RegistrantRow, to: str, old: str | None = None, why: str = "") -> None:
    """One line of history, with the person's case."""
    same = select(CaseRow).where(CaseRow.event_id == row.event_id, CaseRow.person_id == row.person_id)
    case, before = work.session.exec(same).first(), {"state": old} if old else None
    what, after = f"registrant {to}", {"state": to}
    record(work.session, work.now, what, case=case, old=before, new=after, who=work.who, why=why)


def cause_of(event: EventRow) -> str:
    """The alarm's name for what is wrong with this event's meeting."""
    return f"zoom-{event.slug}"
