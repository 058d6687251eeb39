"""Who is still without an answer before a call, and why: the list that somebody works off in the last hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select
from sqlmodel import Session, col, func, select

from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.facts import Ownership, ownership_of
from triage.model.mail import CARRIES_JOIN_DETAILS, MailState
from triage.policy.due import are_join_details_due
from triage.store.statistics import SETTLES
from triage.store.tables import AttendanceRow, OutboxRow, PersonRow

STUCK = {
    MailState.DRAFT: "waits as a draft for a key",
    MailState.QUEUED: "waits in the queue",
    MailState.SENDING: "is just leaving",
    MailState.UNCERTAIN: "may or may not have arrived",
    MailState.WITHHELD: "was kept back by the gate",
    MailState.FAILED: "was refused by their server",
}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who does not know yet whether they can come, or how. `why` is a sentence for staff."""

    case_id: int
    name: str
    address: str
    received_at: datetime
    why: str


def unanswered(session: Session, event: Event, now: datetime) -> list[Unanswered]:
    """Everybody of whom something is left to do, who asked first before all."""
    found: dict[int, Unanswered] = {}
    for person_id, line in (*undecided(session, event), *stuck(session, event), *without_link(session, event, now)):
        found.setdefault(person_id, line)
    return sorted(found.values(), key=lambda line: (line.received_at, line.address))


def undecided(session: Session, event: Event) -> Iterator[tuple[int, Unanswered]]:
    """Nobody has said yes or no."""
    states = col(AttendanceRow.state).in_((AttendanceState.REQUESTED, AttendanceState.REVIEW))
    for wish in session.connection().execute(wishes(event).where(states)):
        yield wish.person_id, line(wish, why_undecided(wish))


def wishes(event: Event) -> Select[Any]:
    """Wishes to come with their persons, by columns: there may be thousands, and nothing is changed."""
    shown = (col(AttendanceRow.account), col(AttendanceRow.confirmed_account), col(AttendanceRow.state))
    asked = (col(AttendanceRow.account_asked_at), col(AttendanceRow.owner_asked_at), col(AttendanceRow.received_at))
    return (
        select(AttendanceRow.person_id, AttendanceRow.case_id, PersonRow.name, PersonRow.address)
        .add_columns(*shown, *asked)
        .join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
        .where(col(AttendanceRow.event_id) == event.id)
    )


def why_undecided(wish: Row[Any]) -> str:
    """What is waited for."""
    if wish.state == AttendanceState.REVIEW:
        return "Before a person: somebody has to decide."
    if wish.account is None:
        return (
            "We asked for their account, and they have not answered." if wish.account_asked_at else "Named no account."
        )
    if wish.owner_asked_at and ownership_of(wish.account, wish.confirmed_account) is not Ownership.CONFIRMED:
        return "We asked them to show that the account is theirs."
    return "The standing of their account is not known yet."


def stuck(session: Session, event: Event) -> Iterator[tuple[int, Unanswered]]:
    """It was decided, but the newest mail that says so has not left."""
    # Joined by number, and never as a list to look in: that would be searched anew for every person.
    newest = (
        select(func.max(OutboxRow.id).label("id"))
        .where(OutboxRow.event_id == event.id, col(OutboxRow.purpose).in_(SETTLES))
        .group_by(col(OutboxRow.person_id))
        .subquery()
    )
    mails = (
        wishes(event)
        .add_columns(col(OutboxRow.purpose), col(OutboxRow.state).label("mail_state"))
        .join(OutboxRow, col(OutboxRow.person_id) == AttendanceRow.person_id)
        .join(newest, newest.c.id == col(OutboxRow.id))
        .where(col(AttendanceRow.state) != AttendanceState.WITHDRAWN, col(OutboxRow.state).in_(STUCK))
    )
    for wish in session.connection().execute(mails):
        why = f"Decided, but the mail “{wish.purpose}” {STUCK[MailState(wish.mail_state)]}."
        yield wish.person_id, line(wish, why)


def without_link(session: Session, event: Event, now: datetime) -> Iterator[tuple[int, Unanswered]]:
    """They hold a seat, the links are due, and none was written for them."""
    if not are_join_details_due(event, now):
        return
    mail = (
        select(OutboxRow.id)
        .where(
            OutboxRow.event_id == event.id,
            OutboxRow.person_id == AttendanceRow.person_id,
            col(OutboxRow.purpose).in_(CARRIES_JOIN_DETAILS),
        )
        .exists()
    )
    seats = wishes(event).where(col(AttendanceRow.state) == AttendanceState.APPROVED, ~mail)
    for wish in session.connection().execute(seats):
        yield wish.person_id, line(wish, "Let in, but no link was written for them.")


def line(wish: Row[Any], why: str) -> Unanswered:
    """The frozen value."""
    return Unanswered(wish.case_id, wish.name, wish.address, wish.received_at, why)
