"""A message that arrived with what was made of it, and the rows that are only written: reading, sorted, questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.message import Authentication, Message, Received
from triage.flow.outbox.letters import Answered
from triage.flow.questions.asked import rows_of
from triage.model.reading import Reading
from triage.store.as_json import as_stored
from triage.store.meeting import Met
from triage.store.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received message with what was made of it, and the stored event it is about."""

    received: Received
    message: Message
    reading: Reading
    event_id: int | None


def author_of(message: Message) -> str:
    """The address it is from; empty where nobody is sure to have written it."""
    return message.headers.author.spec if message.headers.author else ""


def met_in(arrival: Arrival) -> Met | None:
    """Who wrote it; None where nobody is sure to have."""
    author = arrival.message.headers.author
    return Met(author.spec, author.name, arrival.reading.understanding.language) if author else None


def is_authentic(message: Message) -> bool:
    """Does our own border not say that this message is forged? `none` is no proof of fraud (RFC 8601)."""
    return message.authentication is not Authentication.FAIL


def kind(arrival: Arrival) -> str:
    """What a message with a case counts as in the accounting."""
    if arrival.message.rsvp is not None:
        return "rsvp"
    return "automatic" if arrival.message.automatic is not None else arrival.reading.understanding.intent.value


def reading_line(arrival: Arrival, now: datetime) -> dict[str, Any]:
    """The reading beside the received row; an earlier one stays."""
    understanding, message = arrival.reading.understanding, arrival.message
    return {
        "received_id": arrival.received.id,
        "made_at": now,
        "sender": author_of(message) or None,
        "subject": message.headers.subject,
        "text": message.body.own,
        "set_aside": message.body.set_aside,
        "language": understanding.language,
        "intent": understanding.intent,
        "confidence": understanding.confidence,
        "verdict": arrival.reading.decision.verdict,
        "reading": as_stored(arrival.reading),
    }


def sorted_line(arrival: Arrival, kind: str, case: CaseRow | None, now: datetime) -> dict[str, Any]:
    """The line that says: this message is sorted, and as what."""
    message = arrival.message
    return {
        "received_id": arrival.received.id,
        "kind": kind,
        "case_id": case.id if case else None,
        "event_id": arrival.event_id,
        "author": author_of(message) or None,
        "is_automatic": message.automatic is not None,
        "forbids_answer": message.no_answer is not None,
        "is_authentic": is_authentic(message),
        "message_id": message.headers.message_id,
        "refs": list(message.headers.references),
        "sorted_at": now,
    }


def question_lines(arrival: Arrival, case: CaseRow) -> list[dict[str, Any]]:
    """What was asked, in the person's exact words."""
    return rows_of(case, arrival.received.id, arrival.received.received_at, arrival.reading.understanding.questions)


def answered_by(arrival: Arrival) -> Answered:
    """What a letter of ours that answers it needs."""
    received, headers = arrival.received, arrival.message.headers
    questions = arrival.reading.understanding.questions
    return Answered(
        received_id=received.id,
        message_id=headers.message_id,
        references=headers.references,
        subject=headers.subject,
        questions=questions,
        asked_at=received.received_at if questions else None,
    )
