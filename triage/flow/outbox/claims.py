"""Takes one due mail for sending, and settles what a crash left behind. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlmodel import col, select

from triage.flow.alarms import raise_alarm
from triage.flow.outbox import states
from triage.flow.runtime import OPENHOUR, Runtime
from triage.flow.work import told, unit_of_work
from triage.model.mail import MailState
from triage.store.outgoing import Taken, beside, mark_sent, take
from triage.store.tables import OutboxRow

IN_DOUBT_CAUSE = "uncertain"
IN_DOUBT = "A mail may or may not have been delivered; a person must settle it."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is being sent now, and what stood beside it when it was claimed."""

    mail: Taken
    beside: Row[Any]


def claim(runtime: Runtime) -> Claimed | None:
    """Marks the next due mail as being sent and commits; None when nothing is due."""
    with told(), runtime.engine.begin() as connection:
        return claimed_on(connection, runtime, runtime.clock())


def claimed_on(connection: Connection, runtime: Runtime, now: datetime) -> Claimed | None:
    """The same within a transaction that the caller commits, before the outside world is touched."""
    mail = take(connection, now, now + timedelta(seconds=runtime.settings.claim_seconds))
    return Claimed(mail, beside(connection, mail, now)) if mail is not None else None


def sent_and_next(runtime: Runtime, mail: Taken, reply: str, *, is_next: bool) -> tuple[bool, Claimed | None]:
    """The server took it: that, and the claim of the next mail if it `is_next`, in one commit.

    Each mail is still claimed in one commit and settled in another. False where something else happened to it.
    """
    now = runtime.clock()
    with told(), runtime.engine.begin() as connection:
        done = mark_sent(connection, mail, now, reply, OPENHOUR)
        following = claimed_on(connection, runtime, now) if done and is_next else None
    return done, following


def sweep(runtime: Runtime) -> int:
    """A claim that expired was left by a crash: the mail may have gone, so a person settles it."""
    with unit_of_work(runtime) as work:
        expired = select(OutboxRow).where(OutboxRow.state == MailState.SENDING, col(OutboxRow.claimed_until) < work.now)
        rows = work.session.exec(expired).all()
        for mail in rows:
            states.uncertain(work, mail, "the program stopped while this mail was being sent")
        if rows:
            raise_alarm(work, IN_DOUBT_CAUSE, IN_DOUBT)
        return len(rows)


def in_doubt(runtime: Runtime, mail_id: int, error: Exception) -> str:
    """A bug while this mail was being sent: nobody knows how far it came, so a person settles it."""
    with unit_of_work(runtime) as work:
        states.uncertain(work, work.session.get_one(OutboxRow, mail_id), f"the program failed: {type(error).__name__}")
        raise_alarm(work, IN_DOUBT_CAUSE, IN_DOUBT)
    return "uncertain"


def give_back(runtime: Runtime, mail_id: int, why: str, until: datetime) -> None:
    """The server could not be used at all: the claim is undone, nothing left, it is tried again."""
    with unit_of_work(runtime) as work:
        mail = work.session.get_one(OutboxRow, mail_id)
        mail.attempts -= 1  # nothing was wrong with the mail
        states.deferred(work, mail, why, until)
