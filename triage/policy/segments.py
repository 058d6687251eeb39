"""Who belongs to a segment of an event's people: one question each. Looks nobody up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from triage.model.case import AttendanceState
from triage.model.mailing import Correspondent, Segment


def belongs(segment: Segment, correspondent: Correspondent) -> bool:
    """Whether a mailing to this segment goes to this person."""
    return _QUESTIONS[segment](correspondent)


def nobody_because(segment: Segment, correspondents: Sequence[Correspondent]) -> str:
    """Why the segment is empty, in a sentence; empty where somebody belongs to it."""
    if any(belongs(segment, each) for each in correspondents):
        return ""
    if not correspondents:
        return "Nobody has written about this event yet."
    return f"None of those who wrote about this event ({len(correspondents)}) {_NOBODY[segment]}."


def _stands(state: AttendanceState) -> Callable[[Correspondent], bool]:
    return lambda person: state in person.attendances


def _is_declined(person: Correspondent) -> bool:
    # Who was declined under one address and let in under another has a seat.
    return AttendanceState.DECLINED in person.attendances and AttendanceState.APPROVED not in person.attendances


def _took_part(person: Correspondent) -> bool:
    return person.has_asked or AttendanceState.APPROVED in person.attendances


_QUESTIONS: Mapping[Segment, Callable[[Correspondent], bool]] = {
    Segment.APPROVED: _stands(AttendanceState.APPROVED),
    Segment.ASKED: lambda person: person.has_asked,
    Segment.UNANSWERED: lambda person: person.is_unanswered,
    Segment.WAITING: _stands(AttendanceState.WAITING),
    Segment.DECLINED: _is_declined,
    Segment.EVERYONE: lambda _: True,
    Segment.TOOK_PART: _took_part,
}

_NOBODY: Mapping[Segment, str] = {
    Segment.APPROVED: "holds a seat",
    Segment.ASKED: "asked anything",
    Segment.UNANSWERED: "has a question without an answer",
    Segment.WAITING: "waits for a seat",
    Segment.DECLINED: "was declined",
    Segment.EVERYONE: "was anything but spam",
    Segment.TOOK_PART: "holds a seat or asked anything",
}
