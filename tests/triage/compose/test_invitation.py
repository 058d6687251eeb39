"""The calendar entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from triage.compose import ComposeError, calendar, calendar_uid
from triage.model.event import Event
from triage.seal import Seal

OURS, ANN, UID = "answers@wikimedia.example", "ann@example.org", "4f1d@wikimedia.example"
AT = datetime(2026, 12, 1, 12, 30, 15, 999, tzinfo=UTC)
EXPECTED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//openhour//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:CR&S conversation hour with Maggie Dennis
DTSTART:20261214T180000Z
DTEND:20261214T190000Z
DTSTAMP:20261201T123015Z
UID:4f1d@wikimedia.example
SEQUENCE:0
ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ann@e
 xample.org
DESCRIPTION:Maggie Dennis. The Zoom details come by mail.\\nhttps://www.you
 tube.com/watch?v=EXAMPLE
LOCATION:Zoom
ORGANIZER:mailto:answers@wikimedia.example
STATUS:CONFIRMED
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:CR&S conversation hour with Maggie Dennis
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def line(text: str, name: str) -> str:
    return next(each.removeprefix(f"{name}:") for each in text.split("\r\n") if each.startswith(f"{name}:"))


def test_an_invitation_is_the_whole_entry_in_utc_for_one_guest(event: Event) -> None:
    text = calendar(event, ANN, OURS, "REQUEST", UID, AT)
    assert text == EXPECTED.replace("\n", "\r\n")


def test_a_new_date_keeps_the_uid_and_raises_the_sequence(event: Event) -> None:
    moved = replace(event, starts_at=event.starts_at + timedelta(days=7), revision=2)
    text = calendar(moved, ANN, OURS, "REQUEST", UID, AT)
    got = [line(text, name) for name in ("UID", "SEQUENCE", "DTSTART", "STATUS")]
    assert got == [UID, "1", "20261221T180000Z", "CONFIRMED"]


def test_a_cancellation_is_newer_than_the_invitation_and_coming_back_newer_still(event: Event) -> None:
    cancelled = calendar(event, ANN, OURS, "CANCEL", UID, AT)
    again = calendar(event, ANN, OURS, "REQUEST", UID, AT + timedelta(hours=1), cancellations=1)
    got = [[line(text, name) for name in ("METHOD", "UID", "SEQUENCE", "STATUS")] for text in (cancelled, again)]
    assert got == [["CANCEL", UID, "1", "CANCELLED"], ["REQUEST", UID, "1", "CONFIRMED"]]
    assert "VALARM" not in cancelled
    assert line(cancelled, "DTSTAMP") < line(again, "DTSTAMP")


def test_words_are_escaped_and_folded_at_75_octets(event: Event) -> None:
    named = replace(event, title="Jede, Woche; \\ neu\nBEGIN:VEVENT " + "ü" * 100)
    text = calendar(named, ANN, OURS, "REQUEST", UID, AT)
    assert max(len(each.encode()) for each in text.split("\r\n")) <= 75
    assert text.replace("\r\n ", "").count("Jede\\, Woche\\; \\\\ neu BEGIN:VEVENT") == 2
    assert text.count("\r\nBEGIN:VEVENT\r\n") == 1


@pytest.mark.parametrize("method", ["REPLY", "PUBLISH", "REQUEST\r\nX:Y", ""])
def test_no_other_method_is_written(event: Event, method: str) -> None:
    with pytest.raises(ComposeError):
        calendar(event, ANN, OURS, method, UID, AT)


def test_the_uid_is_constant_for_a_person_and_tells_nothing() -> None:
    mac = Seal((bytes(32),)).mac
    uids = {calendar_uid(mac, event, person, "wm.example") for event in ("a", "b") for person in (7, 8)}
    assert len(uids) == 4
    assert calendar_uid(mac, "a", 7, "wm.example") in uids
    assert all(len(uid) == len("@wm.example") + 32 for uid in uids)
