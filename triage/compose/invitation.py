"""The calendar entry of one person (RFC 5545, 5546, 6047). Never holds the join details.

Calendars are shared and synchronised, so that a link in them spreads (the text of the mail has it). There is one
ATTENDEE, so that no guest learns of another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, vCalAddress
from icalendar import Event as Entry

from triage.compose.errors import ComposeError
from triage.compose.untrusted import one_line
from triage.model.event import Event

_STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}
_UID_OCTETS = 16


def calendar_uid(mac: Callable[..., bytes], event: str, person: int | str, domain: str) -> str:
    """The entry's name: constant for this person and event (slug), and it tells nobody who they are.

    `mac` is `Seal.mac`.
    """
    return f"{mac(b'calendar uid', event, str(person))[:_UID_OCTETS].hex()}@{domain}"


def calendar(  # an invitation has this many facts
    event: Event, attendee: str, organizer: str, method: str, uid: str, at: datetime, *, cancellations: int = 0
) -> str:
    """The iCalendar text, CRLF, folded at 75 octets. `method` is REQUEST or CANCEL, `at` (aware) is now.

    SEQUENCE (RFC 5546, 2.1.4) is one below the event's revision, one more in a cancellation, and grows by
    `cancellations`: how often this person's entry was cancelled before, so that coming back counts as newer.
    """
    if method not in _STATUS:
        raise ComposeError(f"no calendar entry can have the method {method[:20]!r}")
    entry = Entry()
    entry.add("uid", uid)
    entry.add("sequence", event.revision - 1 + cancellations + (method == "CANCEL"))
    entry.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", one_line(event.title))
    entry.add("description", _description(event))
    entry.add("location", "Zoom")
    entry.add("status", _STATUS[method])
    entry["organizer"] = vCalAddress(f"mailto:{organizer}")
    entry.add("attendee", _guest(attendee), encode=False)
    if method == "REQUEST":
        entry.add_component(_reminder(event))
    return _wrapped(entry, method)


def _description(event: Event) -> str:
    """What stands in a shared calendar: where to look for the link, and the public stream."""
    stream = f"\n{event.stream_url}" if event.stream_url else ""
    return f"{one_line(event.host)}. The Zoom details come by mail.{stream}"


def _guest(address: str) -> vCalAddress:
    guest = vCalAddress(f"mailto:{address}")
    guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    return guest


def _reminder(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(event.title))
    alarm.add("trigger", timedelta(minutes=-15))
    return alarm


def _wrapped(entry: Entry, method: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//openhour//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(entry)
    text: bytes = calendar.to_ical()
    return text.decode()
