"""Meetings and their registrants, as the stand-in for Zoom keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field

NUMBER = "83012345678"


@dataclass
class StandInRegistrant:
    id: str
    email: str
    names: tuple[str, str | None]
    status: str
    tk: str
    created: str = "2026-12-01T10:00:00Z"


@dataclass
class StandInMeeting:
    """`approval_type`: 0 at once, 1 by hand, 2 no registration. `most`: people that it takes."""

    approval_type: int = 1
    sends_mails: bool = False
    has_start: bool = True
    is_over: bool = False
    most: int = 4999
    passcode: str = "c2VjcmV0cGFzcw"
    start_time: str = "2026-12-03T18:00:00Z"
    duration: int = 60
    registrants: list[StandInRegistrant] = field(default_factory=list)


def link(number: str, meeting: StandInMeeting, it: StandInRegistrant) -> str:
    return f"https://wikimedia.zoom.example/w/{number}?tk={it.tk}.DQYAAAA&pwd={meeting.passcode}"
