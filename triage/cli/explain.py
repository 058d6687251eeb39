"""One message described as the contract's object, and the same as a page for eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from intake.message import Headers, Message
from intake.parse import parse
from triage.app import Explainer
from triage.cli.terminal import printable
from triage.model.reading import Reading

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Explained:
    """A message with everything that was made of it."""

    file: str
    received_at: datetime
    message: Message
    reading: Reading


def explain(explainer: Explainer, path: Path, raw: bytes, received_at: datetime | None) -> Explained:
    """Reads one message whole, whatever its interest. Sends nothing, stores nothing."""
    message = parse(raw, explainer.own)
    arrived = received_at or arrival(message.headers, path)
    return Explained(
        file=str(path),
        received_at=arrived,
        message=message,
        reading=explainer.reading(message, arrived),
    )


def arrival(headers: Headers, path: Path) -> datetime:
    """The topmost Received header's time (RFC 5321, 4.4: after the last semicolon), else the file's."""
    _, semicolon, moment = headers.first("received").rpartition(";")
    try:
        parsed = parsedate_to_datetime(moment.strip()) if semicolon else None
    except ValueError:
        parsed = None
    if parsed is not None:
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    if path == STANDARD_INPUT:
        return datetime.now(UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def as_json(explained: Explained) -> dict[str, Any]:
    """The object of `explain --json`."""
    message, reading, headers = explained.message, explained.reading, explained.message.headers
    understanding, decision = reading.understanding, reading.decision
    return {
        "file": explained.file,
        "interest": reading.interest,
        "event": reading.event,
        "subject": headers.subject,
        "from": headers.author.spec if headers.author else None,
        "answer_to": reading.answer_to,
        "message_id": headers.message_id,
        "in_reply_to": headers.in_reply_to,
        "references": list(headers.references),
        "received_at": explained.received_at.isoformat(),
        "automatic": message.automatic,
        "no_answer_because": reading.no_answer or message.no_answer,
        "rsvp": message.rsvp,
        "delivery_statuses": [
            {
                "recipient": status.recipient,
                "action": status.action,
                "status": status.status,
                "original_message_id": status.original_message_id,
            }
            for status in message.delivery_statuses
        ],
        "text": message.body.own,
        "set_aside": message.body.set_aside,
        "language": understanding.language,
        "intent": understanding.intent,
        "confidence": round(understanding.confidence, 4),
        "evidence": [
            {"sentence": one.sentence, "act": one.act, "confidence": round(one.confidence, 4), "because": one.because}
            for one in understanding.evidence
        ],
        "questions": list(understanding.questions),
        "account": understanding.account,
        "accounts": list(understanding.accounts),
        "account_confidence": round(understanding.account_confidence, 4),
        "account_because": list(understanding.account_because),
        "flags": sorted(understanding.flags),
        "doubts": sorted(understanding.doubts),
        "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in message.attachments],
        "defects": list(message.defects),
        "verdict": decision.verdict,
        "reasons": list(decision.reasons),
        "would_send": list(reading.would_send),
        "sends_join_details": reading.sends_join_details,
    }


def as_page(explained: Explained) -> str:
    """The same for a person at a terminal; nothing in it can steer the terminal."""
    told = as_json(explained)
    lines = [f"{told['file']}: {told['subject'] or '(no subject)'}", ""]
    lines += [f"  {name:<19}{shown(told[name])}" for name in FACTS if told[name] not in (None, [], "")]
    lines += ["", "  Sentences"]
    lines += [
        f"    {one['act']:<10}{one['confidence']:>5.0%}  {printable(one['sentence'])}  ({', '.join(one['because'])})"
        for one in told["evidence"]
    ]
    lines += ["", "  Questions", *(f"    - {printable(question)}" for question in told["questions"])]
    lines += ["", f"  {told['verdict'].upper()}", *(f"    {reason}" for reason in told["reasons"])]
    sends = ", ".join(told["would_send"]) or "nothing"
    condition = ", if the account is in good standing (not asked here)" if told["account"] else ""
    lines += [f"  would send: {sends}{condition}", ""]
    return "\n".join(lines)


FACTS = (
    "interest",
    "event",
    "from",
    "answer_to",
    "received_at",
    "automatic",
    "no_answer_because",
    "rsvp",
    "language",
    "intent",
    "confidence",
    "account",
    "accounts",
    "account_confidence",
    "account_because",
    "flags",
    "doubts",
    "attachments",
    "defects",
    "text",
    "set_aside",
)


def shown(value: object) -> str:
    """A fact on one line, lists with commas, long texts in short."""
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value)
    text = printable(str(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"


LONGEST = 400
