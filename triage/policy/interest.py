"""Is a message in the shared mailbox ours, and which event is it about? Decided from its headers alone.

`answers@` is shared: what is not ours is never read whole, so a doubtful sign gives "perhaps" and one line for
staff, never a guess. Fetches nothing and looks nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from intake.message import Headers, Interest, Own
from triage.model.event import Event, EventState
from triage.policy.old_subjects import names_by_old_subject, old_subject_intent
from triage.policy.reply_prefixes import INVITATION_ANSWER
from triage.policy.subject import DEFAULT_PHRASE, base_subject, folded, is_default, names
from triage.policy.unsubscribing import asks_to_leave

__all__ = ["base_subject", "event_for", "interest", "named_event", "named_events", "old_subject_intent"]

WEAK_PHRASES = ("CRS", "Trust & Safety", "conversation hour", "office hour")
"""Not enough alone. "Trust & Safety" was asked for in 2020; "office hour" may be another team's."""

WEAK_SUBJECTS = frozenset({"", "cr"})
"""A `mailto:` link with an unescaped & yields the subject "CR"; an old notice asked for "a short message"."""

_ID = re.compile(rb"<([^<>\s]{1,900})>")
_UID = re.compile(rb"^UID[^:\r\n]{0,200}:[ \t]*([^\r\n]{1,300})", re.MULTILINE | re.IGNORECASE)
_MOST_IDS = 500
_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon"})


def interest(headers: Headers, report: bytes, events: Sequence[Event], own: Own) -> tuple[Interest, str | None]:
    """Is it ours, and the slug of the event that the subject names, if it is one.

    `report`: of a multipart/report the status and returned-header parts as peeked at; of an answer to an invitation
    the calendar part; else empty.
    """
    event = named_event(headers.subject, events)
    return _interest(headers, report, events, own), event.slug if event else None


def _interest(headers: Headers, report: bytes, events: Sequence[Event], own: Own) -> Interest:
    if _answers_us(headers, own) or _is_about_our_mail(report, own) or asks_to_leave(headers.subject):
        return Interest.OURS
    if headers.content_type == "multipart/report":
        # A report that we can see, about a mail that we did not send, is somebody else's, whatever its subject says.
        return Interest.NOT_OURS if report.strip() else Interest.PERHAPS
    if _names_us(headers.subject, events) or _answers_an_invitation(headers, events):
        return Interest.OURS
    return Interest.PERHAPS if _is_weak_sign(headers, events) else Interest.NOT_OURS


def named_event(subject: str, events: Sequence[Event]) -> Event | None:
    """The one event that the subject names, or None where it names none or several alike."""
    found = named_events(subject, events)
    return found[0] if len(found) == 1 else None


def named_events(subject: str, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that the subject names: by their own phrases, the longest winning, else by old subjects."""
    text = folded(subject)
    lengths = {event.slug: _longest_phrase(event, text) for event in events}
    longest = max(lengths.values(), default=0)
    if longest:
        return tuple(event for event in events if lengths[event.slug] == longest)
    return tuple(event for event in events if names_by_old_subject(text, event))


def event_for(subject: str, replied_to: str | None, events: Sequence[Event], received_at: datetime) -> Event | None:
    """The event that a message is about. `replied_to`: the slug of the event of the mail of ours that it answers.

    That one, else the one named, else the earliest not ended: late for that one, never early for the next.
    None where no event is open. A reply about an event that is over or cancelled stays with that event.
    """
    for event in events:
        if event.slug == replied_to:
            return event
    is_open = [event for event in events if event.state is EventState.OPEN]
    named = named_events(subject, is_open)
    if len(named) == 1:
        return named[0]
    ahead = [event for event in named or is_open if received_at < event.ends_at]
    return min(ahead, key=lambda event: (event.starts_at, event.id), default=None)


def _longest_phrase(event: Event, text: str) -> int:
    phrases = event.subjects or (DEFAULT_PHRASE,)
    return max((len(phrase) for phrase in phrases if names(phrase, text)), default=0)


def _answers_us(headers: Headers, own: Own) -> bool:
    """Our Message-IDs are keyed: nobody can make one up."""
    ids = (headers.message_id, headers.in_reply_to, *headers.references)
    return any(own.is_our_message_id(id_) for id_ in ids if id_)


def _is_about_our_mail(report: bytes, own: Own) -> bool:
    """Whether a status or returned-header part holds one of our Message-IDs, or a calendar part a keyed UID."""
    if not report:
        return False
    ids = islice(_ID.finditer(report), _MOST_IDS)
    if any(own.is_our_message_id(id_[1].decode("utf-8", "replace")) for id_ in ids):
        return True
    uid = _UID.search(report)
    return uid is not None and own.is_our_message_id(uid[1].decode("utf-8", "replace").strip())


def _names_us(subject: str, events: Sequence[Event]) -> bool:
    if events:
        return bool(named_events(subject, events))
    # No event is known: mail for the series is still ours, and waits for a person.
    text = folded(subject)
    return is_default(text) or names_by_old_subject(text, None)


def _answers_an_invitation(headers: Headers, events: Sequence[Event]) -> bool:
    """`Accepted: <title of the event>`: calendars send our title back, without any reference to our mail."""
    text = folded(headers.subject)
    if headers.content_type != "text/calendar" and INVITATION_ANSWER.match(text) is None:
        return False
    return any(names(event.title, text) for event in events)


def _is_weak_sign(headers: Headers, events: Sequence[Event]) -> bool:
    text = folded(headers.subject)
    phrases = (*WEAK_PHRASES, DEFAULT_PHRASE, *(event.title for event in events))
    is_weak = base_subject(headers.subject) in WEAK_SUBJECTS or any(names(phrase, text) for phrase in phrases)
    return is_weak or _is_from_a_daemon(headers)


def _is_from_a_daemon(headers: Headers) -> bool:
    """A bounce in free text names our mail nowhere that we could see: a person may claim it."""
    local = headers.author.spec.partition("@")[0].casefold() if headers.author else ""
    return local in _DAEMONS
