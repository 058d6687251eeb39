"""The outbox's plain statements for the way that nearly every mail goes: taken, asked about, sent. No rows to keep.

Everything that changes a mail in any other way goes through its row and `flow.outbox.states`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Update, and_, bindparam, func, insert, select, update
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from triage.model.mail import MailState
from triage.store.tables import (
    AttendanceRow,
    EventRow,
    HistoryRow,
    MailingRow,
    OutboxRow,
    PauseRow,
    SortedRow,
    SuppressionRow,
)

URGENT = 0
OUTGOING = "outgoing"
"""The name of the pause that stops all mail."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that was claimed, as its row stood then."""

    id: int
    event_id: int
    person_id: int
    case_id: int | None
    answers_received_id: int | None
    mailing_id: int | None
    purpose: str
    revision: str
    to_address: str
    subject: str
    text: str
    language: str
    calendar: str
    calendar_method: str
    message_id: str
    in_reply_to: str | None
    references: list[str]
    by_staff: str | None


Leaving = Taken | OutboxRow
"""What is asked of a mail that is about to leave."""


def table(row: type[SQLModel]) -> Any:  # noqa: ANN401 - SQLModel does not say that its classes have tables
    """The table of a class of rows."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


_MAIL, _HISTORY = table(OutboxRow), table(HistoryRow)
_COLUMN = {"references": "refs"}
_NOW = bindparam("now", type_=UTCDateTime())


def take(connection: Connection, now: datetime, until: datetime) -> Taken | None:
    """Marks the next due mail as being sent until `until`; None when nothing is due."""
    row = connection.execute(_TAKE, {"now": now, "until": until}).first()
    return Taken(*row) if row is not None else None


def _take() -> Update:
    """The first due mail, in one statement; two runners at once take two mails."""
    due = (
        select(_MAIL.c.id)
        .where(_MAIL.c.state == MailState.QUEUED, _MAIL.c.due_at <= _NOW)
        .order_by(_MAIL.c.priority, _MAIL.c.due_at, _MAIL.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed = {"attempts": _MAIL.c.attempts + 1, "claimed_until": bindparam("until", type_=UTCDateTime())}
    columns = [_MAIL.c[_COLUMN.get(each.name, each.name)] for each in fields(Taken)]
    statement = update(_MAIL).where(_MAIL.c.id == due.scalar_subquery())
    return statement.values(state=MailState.SENDING, **claimed).returning(*columns)


def beside(connection: Connection, mail: Leaving, now: datetime) -> Row[Any]:
    """What stands beside a mail, in one row.

    `event_…`, `wish_…` (all None without one), `answered_…`, `suppressed`, `paused`, `mailing`, and `urgent`: how many
    links and new dates are due and not yet sent.
    """
    asked = {
        "now": now,
        "person_id": mail.person_id,
        "received_id": mail.answers_received_id,
        "address": mail.to_address,
        "mailing_id": mail.mailing_id,
        "event_id": mail.event_id,
    }
    return connection.execute(_BESIDE, asked).one()


def _beside() -> Select[Any]:
    event, wish, answered = table(EventRow), table(AttendanceRow), table(SortedRow)
    suppression, pause, mailing = table(SuppressionRow), table(PauseRow), table(MailingRow)
    is_urgent = and_(_MAIL.c.state == MailState.QUEUED, _MAIL.c.priority == URGENT, _MAIL.c.due_at <= _NOW)
    urgent = select(func.count()).select_from(_MAIL).where(is_urgent).scalar_subquery()
    is_theirs = and_(wish.c.event_id == event.c.id, wish.c.person_id == bindparam("person_id"))
    return (
        select(
            *(event.c[name].label(f"event_{name}") for name in EVENT),
            *(wish.c[name].label(f"wish_{name}") for name in WISH),
            *(answered.c[name].label(f"answered_{name}") for name in ANSWERED),
            suppression.c.why.label("suppressed"),
            pause.c.name.label("paused"),
            mailing.c.state.label("mailing"),
            urgent.label("urgent"),
        )
        .select_from(event)
        .outerjoin(wish, is_theirs)
        .outerjoin(answered, answered.c.received_id == bindparam("received_id"))
        .outerjoin(suppression, suppression.c.address == bindparam("address"))
        .outerjoin(pause, pause.c.name == OUTGOING)
        .outerjoin(mailing, mailing.c.id == bindparam("mailing_id"))
        .where(event.c.id == bindparam("event_id"))
    )


EVENT = ("id", "slug", "state", "starts_at", "revision", "join_version", "definition")
WISH = ("state", "account", "received_at", "let_in_because", "is_authentic", "confirmed_account")
ANSWERED = ("author", "is_automatic", "forbids_answer", "is_authentic")
_TAKE, _BESIDE = _take(), _beside()


def mark_sent(connection: Connection, mail: Taken, now: datetime, reply: str, who: str) -> bool:
    """The server took it: state and history. False, and nothing done, where something else happened to it meanwhile."""
    done = connection.execute(_SENT, {"mail": mail.id, "now": now}).rowcount == 1
    if done:
        line = {"at": now, "who": who, "what": f"{mail.purpose} {MailState.SENT}", "why": reply}
        about = {"event_id": mail.event_id, "case_id": mail.case_id, "old": {"state": MailState.SENDING}, "new": None}
        connection.execute(_LINE, line | about)
    return done


_LINE = insert(_HISTORY)
_SENT = (
    update(_MAIL)
    .where(_MAIL.c.id == bindparam("mail"), _MAIL.c.state == MailState.SENDING)
    .values(state=MailState.SENT, sent_at=_NOW, claimed_until=None, last_error="")
)
