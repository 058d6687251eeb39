"""All that is stored of one person, for that person: what they wrote, what was made of it, what we sent.

Join details are not in it: stored mails hold a marker, and what came back in quotes was masked. Names of staff are
left out; what they noted about the person is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, select

from intake.store import ReceivedRow
from triage.flow.privacy.forgetting import people_of
from triage.flow.runtime import OPENHOUR
from triage.flow.work import ImpossibleError, Work
from triage.store import erasing
from triage.store.events import stored_id
from triage.store.tables import (
    AttendanceRow,
    CaseRow,
    EventRow,
    HistoryRow,
    NoteRow,
    OutboxRow,
    PersonRow,
    QuestionRow,
    ReadingRow,
    RegistrantRow,
    ShownNameRow,
    StandingRow,
    SuppressionRow,
)

STAFF = "staff"


def copy_of(work: Work, address: str) -> dict[str, Any]:
    """Everything as one JSON object; times are ISO 8601. Raises ImpossibleError for an address without a person."""
    people = require_people(work, address)
    ids, addresses = [stored_id(person.id) for person in people], [person.address for person in people]
    scope = erasing.of_people(ids, addresses)
    accounts = select(AttendanceRow.account).where(col(AttendanceRow.person_id).in_(ids))
    return {
        "addresses": told(people, "address", "name", "language", "created_at"),
        "shown_names": [row.name for row in work.session.exec(rows_of(ShownNameRow, ShownNameRow.person_id, ids))],
        "messages": messages(work, scope),
        "cases": cases(work, ids),
        "wishes_to_come": wishes(work, ids),
        "accounts": told(
            work.session.exec(select(StandingRow).where(col(StandingRow.account).in_(accounts))).all(),
            *("account", "state", "source", "checked_at", "evidence"),
        ),
        "zoom": told(
            work.session.exec(rows_of(RegistrantRow, RegistrantRow.person_id, ids)).all(),
            *("meeting_id", "state", "email", "shown_name", "updated_at"),
        ),
        "questions": told(
            work.session.exec(rows_of(QuestionRow, QuestionRow.person_id, ids)).all(),
            *("asked_at", "channel", "text", "public_text", "disposition"),
        ),
        "mails": told(
            work.session.exec(rows_of(OutboxRow, OutboxRow.person_id, ids)).all(),
            *("purpose", "state", "to_address", "subject", "text", "queued_at", "sent_at", "reason"),
        ),
        "not_written_to": told(
            work.session.exec(select(SuppressionRow).where(col(SuppressionRow.address).in_(addresses))).all(),
            *("address", "why", "since"),
        ),
    }


def raw_messages(work: Work, address: str) -> Iterator[tuple[int, datetime, bytes]]:
    """Number, arrival and bytes of each message that is still kept whole, as it arrived."""
    people = require_people(work, address)
    scope = erasing.of_people([stored_id(person.id) for person in people], [person.address for person in people])
    for number in work.session.execute(scope.received.order_by("received_id")).scalars().all():
        received = work.runtime.inbox.received(number)
        if received.raw:
            yield number, received.received_at, received.raw


def require_people(work: Work, address: str) -> list[PersonRow]:
    """Raises ImpossibleError where nobody wrote from this address."""
    people = people_of(work, address)
    if not people:
        raise ImpossibleError(f"nothing is stored under {address}; mails that a robot sent belong to nobody")
    return people


def messages(work: Work, scope: erasing.Scope) -> list[dict[str, Any]]:
    """What they wrote, with what was made of it; the newest reading counts."""
    arrived = select(ReceivedRow.id, ReceivedRow.received_at).where(col(ReceivedRow.id).in_(scope.received))
    return [
        {"number": number, "received_at": received_at.isoformat(), "readings": readings(work, number)}
        for number, received_at in work.session.exec(arrived.order_by(col(ReceivedRow.id)))
        if number is not None
    ]


def readings(work: Work, received_id: int) -> list[dict[str, Any]]:
    """Each with the words it was made from."""
    made = select(ReadingRow).where(ReadingRow.received_id == received_id).order_by(col(ReadingRow.id))
    names = ("made_at", "subject", "text", "set_aside", "language", "intent", "confidence", "verdict", "reading")
    return told(work.session.exec(made).all(), *names)


def cases(work: Work, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Each case with its notes and its history."""
    found = select(CaseRow, EventRow.slug).join(EventRow, col(EventRow.id) == CaseRow.event_id, isouter=True)
    return [
        told([case], "id", "state", "needs_review", "is_spam", "reasons", "flags", "opened_at", "updated_at")[0]
        | {"event": slug, "notes": notes(work, case), "history": history(work, case)}
        for case, slug in work.session.exec(found.where(col(CaseRow.person_id).in_(ids)).order_by(col(CaseRow.id)))
    ]


def notes(work: Work, case: CaseRow) -> list[dict[str, Any]]:
    """What staff noted."""
    return told(work.session.exec(rows_of(NoteRow, NoteRow.case_id, [stored_id(case.id)])).all(), "at", "text")


def history(work: Work, case: CaseRow) -> list[dict[str, Any]]:
    """What happened, by the program or by staff."""
    lines = work.session.exec(rows_of(HistoryRow, HistoryRow.case_id, [stored_id(case.id)])).all()
    by = [{"by": OPENHOUR if line.who == OPENHOUR else STAFF} for line in lines]
    return [line | who for line, who in zip(told(lines, "at", "what", "old", "new", "why"), by, strict=True)]


def wishes(work: Work, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What they asked for, event by event."""
    found = select(AttendanceRow, EventRow.slug).join(EventRow, col(EventRow.id) == AttendanceRow.event_id)
    names = ("state", "account", "confirmed_account", "received_at", "decided_at", "let_in_because", "ownership_doubt")
    return [
        {"event": slug} | told([wish], *names)[0]
        for wish, slug in work.session.exec(found.where(col(AttendanceRow.person_id).in_(ids)))
    ]


def rows_of(row: Any, column: Any, ids: Sequence[int]) -> Any:  # noqa: ANN401 - any table and its column
    """The rows of these people or cases, in the order of their making."""
    first = SQLModel.metadata.tables[row.__tablename__].primary_key.columns[0]
    return select(row).where(col(column).in_(ids)).order_by(first)


def told(rows: Sequence[Any], *names: str) -> list[dict[str, Any]]:
    """These columns, as JSON can hold them."""
    return [{name: plain(getattr(row, name)) for name in names} for row in rows]


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Times as ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else value
