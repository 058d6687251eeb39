"""A new date or a cancellation reaches exactly those who were told the old time, once, with their calendar entry."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from office import START, Office
from zoom_office import ZoomOffice

from triage.flow import events
from triage.flow import pause as pauses
from triage.flow.registrants.start import follow_new_dates
from triage.flow.told import Move, time_told, who_was_told
from triage.flow.work import unit_of_work
from triage.store.events import event_row
from triage.store.tables import EventRow
from triage.zoom import Fault as ZoomFault

MARISOL, BEN, EVE = "marisol@reader.example", "ben@reader.example", "eve@reader.example"
QUESTION = "What does the Foundation do about harassment in chapters?"


def wishes(office: Office, address: str = MARISOL, account: str = "Marisol Vega") -> None:
    office.write(address, f"I will attend. My username is {account}.", Message_ID=f"<{office.uid}@reader.example>")
    office.work()


def hour(work) -> EventRow:  # type: ignore[no-untyped-def] # a Work
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def move(office: Office, days: float, expected: int | None = None) -> int:
    with unit_of_work(office.runtime, "Nasma") as work:
        return events.reschedule(work, hour(work), START + timedelta(days=days), "scheduling conflicts", expected)


def listed(office: Office, new_start: datetime | None = None) -> list[tuple[str, str, bool]]:
    with unit_of_work(office.runtime) as work:
        return [(each.address, each.attendance, each.has_entry) for each in who_was_told(work, hour(work), new_start)]


def later(office: Office, minutes: float = 2) -> None:
    office.now += timedelta(minutes=minutes)
    office.work()


def notices(office: Office, purpose: str = "rescheduled") -> list[tuple[str, str]]:
    return [(mail.to_address, mail.state) for mail in office.mails() if mail.purpose == purpose]


def entries(office: Office) -> list[tuple[str, str, int, str]]:
    """(method, uid, sequence, start) of every calendar entry that left, in order."""
    found = []
    for mail in office.mails():
        if mail.calendar and mail.state == "sent":
            calendar = Calendar.from_ical(mail.calendar)
            [entry] = calendar.walk("VEVENT")
            found.append(
                (str(calendar["METHOD"]), str(entry["UID"]), int(entry["SEQUENCE"]), f"{entry.start:%m-%d %H:%M}")
            )
    return found


def test_guests_and_askers_are_told_and_nobody_else(office: Office) -> None:
    wishes(office)
    wishes(office, BEN, "Ben")
    office.write(BEN, "I have to cancel, I will not be able to attend after all.", Message_ID="<9@reader.example>")
    office.write(EVE, QUESTION)
    office.write("shop@store.example", "Buy cheap watches, best prices, click here now!", "CR&S watches")
    office.work()
    assert listed(office) == [(EVE, "", False), (MARISOL, "approved", True)]
    assert move(office, 7) == 2
    later(office)
    assert sorted(notices(office)) == [(EVE, "sent"), (MARISOL, "sent")]


def test_calendar_entry_keeps_its_name_and_counts_up(office: Office) -> None:
    wishes(office)
    move(office, 7)
    later(office)
    with unit_of_work(office.runtime, "Nasma") as work:
        events.cancel(work, hour(work), "illness")
    later(office)
    [first, second, third] = entries(office)
    assert {first[1], second[1], third[1]} == {first[1]}
    assert [(method, sequence, start) for method, _, sequence, start in (first, second, third)] == [
        ("REQUEST", 0, "12-03 18:00"),
        ("REQUEST", 1, "12-10 18:00"),
        ("CANCEL", 2, "12-10 18:00"),
    ]


def test_who_only_asked_gets_no_calendar_entry(office: Office) -> None:
    office.write(EVE, QUESTION)
    office.work()
    move(office, 7)
    later(office)
    assert (notices(office), entries(office)) == ([(EVE, "sent")], [])


def test_who_was_never_told_the_old_time_hears_the_new_one_only(office: Office) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "the date is not sure")
    wishes(office)
    assert move(office, 7) == 0
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.resume(work)
    later(office)
    assert (notices(office), office.outbox()) == ([], [("join-details", "sent")])


def test_date_that_moves_back_before_anybody_heard_tells_nobody(office: Office) -> None:
    wishes(office)
    move(office, 7)
    move(office, 0)
    later(office)
    assert [(mail.state, mail.rule) for mail in office.mails() if mail.purpose == "rescheduled"] == [
        ("withheld", "superseded")
    ]


def test_notice_names_the_time_that_this_person_knew(office: Office) -> None:
    wishes(office)
    move(office, 7)
    move(office, 11)
    later(office)
    text = office.sent()[-1].get_body(("plain",)).get_content()
    assert ("It is no longer on Thursday, 3 December 2026" in text, "14 December 2026" in text) == (True, True)


def test_list_that_changed_since_it_was_seen_changes_nothing(office: Office) -> None:
    wishes(office)
    seen = len(listed(office, START + timedelta(days=7)))
    wishes(office, BEN, "Ben")
    with pytest.raises(events.EventError, match="2 people would be told now, not 1"):
        move(office, 7, seen)
    assert notices(office) == []


def test_time_told_is_that_of_the_first_move_after_the_mail() -> None:
    first, second = START, START + timedelta(days=7)
    moves = [Move(START - timedelta(days=9), first), Move(START - timedelta(days=5), second)]
    today = START + timedelta(days=11)
    told = [time_told(moves, today, START - timedelta(days=day)) for day in (10, 7, 2)]
    assert told == [first, second, today]


def test_zoom_gets_the_new_start(door: ZoomOffice) -> None:
    door.wants_to_come()
    move(door.office, 7)
    follow_new_dates(door.office.runtime)
    follow_new_dates(door.office.runtime)
    assert (door.zoom.meeting.start_time, len(door.zoom.asked("PATCH"))) == ("2026-12-10T18:00:00Z", 1)


def test_event_that_never_moved_is_left_as_it_is_in_zoom(door: ZoomOffice) -> None:
    door.wants_to_come()
    follow_new_dates(door.office.runtime)
    assert door.zoom.asked("PATCH") == []


def test_zoom_that_keeps_the_old_start_is_an_alarm_until_it_follows(door: ZoomOffice) -> None:
    door.wants_to_come()
    move(door.office, 7)
    door.zoom.ignores_changes = True
    follow_new_dates(door.office.runtime)
    follow_new_dates(door.office.runtime)
    assert ("zoom-start-hour" in door.alarms(), len(door.zoom.asked("PATCH"))) == (True, 1)
    door.zoom.ignores_changes = False
    door.office.now += timedelta(minutes=2)
    follow_new_dates(door.office.runtime)
    assert ("zoom-start-hour" in door.alarms(), door.zoom.meeting.start_time) == (False, "2026-12-10T18:00:00Z")
    assert ZoomFault.UNEXPECTED not in door.alarms()


def test_cancelled_event_gives_up_the_places_in_zoom(door: ZoomOffice) -> None:
    door.wants_to_come()
    with unit_of_work(door.office.runtime, "Nasma") as work:
        events.cancel(work, hour(work), "illness")
    door.later()
    assert (door.states(), door.zoom.people()) == (["cancelled"], {MARISOL: "cancelled"})
