"""The conversation of a case as it was written, with what the machine made of it. Changes nothing.

Nothing that somebody wrote is left out: quotes and signatures are told apart, so that a page can fold them. Join
details of ours that came back in a quote are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from intake.message import Attachment, Body, Message, Span, SpanKind
from intake.parse import parse
from triage.flow.joins import all_secrets
from triage.flow.work import Work
from triage.seal import mask_for
from triage.store.events import stored_id
from triage.store.tables import CorrectionRow, ReadingRow, SortedRow

NOTHING_SAID = "other"
# Asked for each case that is opened, and said once: building a statement costs more than running it.
_READINGS = (
    select(ReadingRow, SortedRow)
    .join(SortedRow, col(SortedRow.received_id) == ReadingRow.received_id)
    .where(SortedRow.case_id == bindparam("case"))
    .order_by(col(ReadingRow.id))
)
_CORRECTIONS = (
    select(CorrectionRow)
    .where(col(CorrectionRow.received_id).in_(bindparam("received", expanding=True)))
    .order_by(col(CorrectionRow.id))
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, by its place in the person's own words."""

    number: int
    sentence: str
    act: str
    confidence: float
    start: int
    end: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of their own words; `evidence` where they say something that counted."""

    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the message in a row. `is_own`: they wrote it now; else `kind` says what it is."""

    kind: str
    is_own: bool
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a person said of a reading."""

    what: str
    sentence: str
    old: str
    new: str
    staff: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """One message with its newest reading. `is_whole`: the original is still there."""

    id: int
    reading_id: int
    received_at: datetime
    sender: str | None
    subject: str
    language: str
    intent: str
    confidence: float
    verdict: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    account: str | None
    accounts: tuple[str, ...]
    questions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    stretches: tuple[Stretch, ...]
    is_late: bool
    is_automatic: bool
    is_authentic: bool
    no_answer: str | None
    is_whole: bool
    has_html: bool
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]
    corrections: tuple[Corrected, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


def conversation(work: Work, case_id: int) -> tuple[Received, ...]:
    """Every message of the case, the oldest first."""
    rows = readings_of(work, case_id)
    ids = [row.received_id for row, _ in rows]
    corrected = corrections_of(work, ids)
    mask = mask_for(all_secrets(work.session, work.runtime.seal)) if rows else None
    found = []
    for (row, sorted_), received in zip(rows, work.runtime.inbox.each(ids), strict=True):
        message = parse(received.raw, work.runtime.own, mask) if received.raw and mask else None
        one = as_received(row, sorted_, message, received.received_at)
        found.append(replace(one, corrections=corrected.get(row.received_id, ())))
    return tuple(sorted(found, key=lambda each: (each.received_at, each.id)))


def readings_of(work: Work, case_id: int) -> Sequence[tuple[ReadingRow, SortedRow]]:
    """The newest reading of each message of the case, with what the message counts as."""
    rows = work.session.exec(_READINGS, params={"case": case_id})
    return list({row.received_id: (row, sorted_) for row, sorted_ in rows}.values())


def as_received(row: ReadingRow, sorted_: SortedRow, message: Message | None, received_at: datetime) -> Received:
    """The frozen value of these rows and the message."""
    made = row.reading
    meant, decided = made.get("understanding") or {}, made.get("decision") or {}
    evidence = tuple(evidence_in(meant))
    stretches = stretches_of(message.body, evidence) if message else stored_stretches(row, evidence)
    return Received(
        id=row.received_id,
        reading_id=stored_id(row.id),
        received_at=received_at,
        sender=row.sender,
        subject=row.subject,
        language=row.language,
        intent=row.intent,
        confidence=row.confidence,
        verdict=row.verdict,
        reasons=tuple(decided.get("reasons", ())),
        flags=tuple(meant.get("flags", ())),
        account=meant.get("account"),
        accounts=tuple(meant.get("accounts", ())),
        questions=tuple(meant.get("questions", ())),
        evidence=evidence,
        stretches=stretches,
        is_late=bool(made.get("is_late")),
        is_automatic=sorted_.is_automatic,
        is_authentic=sorted_.is_authentic,
        no_answer=made.get("no_answer"),
        is_whole=message is not None,
        has_html=bool(message and message.html),
        attachments=message.attachments if message else (),
        defects=(*message.headers.defects, *message.defects) if message else (),
        fields=message.headers.fields if message else (),
    )


def evidence_in(meant: Mapping[str, Any]) -> Iterator[Evidence]:
    """What counted, in order."""
    for number, each in enumerate(meant.get("evidence", ())):
        yield Evidence(
            number=number,
            sentence=each["sentence"],
            act=each["act"],
            confidence=each["confidence"],
            start=each.get("start", 0),
            end=each.get("end", 0),
            because=tuple(each.get("because", ())),
        )


def stretches_of(body: Body, evidence: Sequence[Evidence]) -> tuple[Stretch, ...]:
    """The whole text in order. Places of evidence are in `Body.own`, whose parts a blank line joins."""
    found, own_at = [], 0
    for kind, text in runs(body):
        part = text.strip("\n")
        if not part.strip():
            continue
        if kind is SpanKind.OWN:
            found.append(Stretch(kind, is_own=True, pieces=tuple(pieces(part, own_at, evidence))))
            own_at += len(part) + len("\n\n")
        else:
            found.append(Stretch(kind, is_own=False, pieces=(Piece(part),)))
    return tuple(found)


def runs(body: Body) -> Iterator[tuple[SpanKind, str]]:
    """(kind, text) of each span; neighbours that are both set aside are one, so that they fold as one."""
    waiting: Span | None = None
    for span in body.spans:
        if waiting and span.kind is not SpanKind.OWN and waiting.kind is not SpanKind.OWN:
            waiting = Span(waiting.start, span.end, span.kind if waiting.kind is SpanKind.ATTRIBUTION else waiting.kind)
            continue
        if waiting:
            yield waiting.kind, body.text[waiting.start : waiting.end]
        waiting = span
    if waiting:
        yield waiting.kind, body.text[waiting.start : waiting.end]


def pieces(part: str, at: int, evidence: Iterable[Evidence]) -> Iterator[Piece]:
    """`part` of the own words, which begins at `at`, cut where evidence begins and ends."""
    done = 0
    for each in sorted(evidence, key=lambda each: each.start):
        start, end = max(each.start - at, done), min(each.end - at, len(part))
        if start >= end or each.act == NOTHING_SAID:
            continue
        if start > done:
            yield Piece(part[done:start])
        yield Piece(part[start:end], each)
        done = end
    if done < len(part):
        yield Piece(part[done:])


def stored_stretches(row: ReadingRow, evidence: Sequence[Evidence]) -> tuple[Stretch, ...]:
    """What the reading kept, where the original is gone."""
    own = Stretch(SpanKind.OWN, is_own=True, pieces=tuple(pieces(row.text, 0, evidence)))
    aside = Stretch(SpanKind.QUOTE, is_own=False, pieces=(Piece(row.set_aside),))
    return tuple(each for each in (own, aside) if each.text.strip())


def corrections_of(work: Work, received_ids: Sequence[int]) -> Mapping[int, tuple[Corrected, ...]]:
    """What staff said of these messages, the oldest first."""
    found: dict[int, tuple[Corrected, ...]] = {}
    for row in work.session.exec(_CORRECTIONS, params={"received": received_ids}):
        one = Corrected(row.what, row.sentence, shown(row.old), shown(row.new), row.staff, row.at)
        found[row.received_id] = (*found.get(row.received_id, ()), one)
    return found


def shown(value: Mapping[str, Any]) -> str:
    """One corrected value in words."""
    [one] = value.values() or [""]
    return ", ".join(one) or "none" if isinstance(one, list) else str(one or "none")
