"""What is known when a message is judged or a mail is about to leave. Frozen, and handed in: nobody looks it up here.

Every value has a default under which nothing happens by itself, so that `explain` works with no facts at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from intake.message import Own
from triage.model.case import Attendance, AttendanceState, Standing
from triage.model.event import Event
from triage.model.mail import Mode, Purpose
from triage.model.mailing import MailingState

THRESHOLD = 0.93
"""The confidence from which on the machine acts alone: by folds, one in 250 of what it did then was wrong."""

ANSWERS_PER_ADDRESS_PER_DAY = 4
"""Automatic answers that one address gets a day, unless the configuration says otherwise."""

MAX_AGE_MINUTES = 10
"""A standing older than this is asked again, unless the configuration says otherwise."""


class Suppression(StrEnum):
    """Why we do not write to an address. The first two stop everything, the third mailings only."""

    UNDELIVERABLE = "undeliverable"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"


class Ownership(StrEnum):
    """How sure we are that the account is the writer's. `confirmed` means shown, not only said."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"


def ownership_of(account: str | None, confirmed: str | None) -> Ownership:
    """Confirmed for exactly the account that is named now."""
    return Ownership.CONFIRMED if account is not None and account == confirmed else Ownership.CLAIMED


class OwnershipWay(StrEnum):
    """How it was shown: signed in on the wiki, shown before an earlier event, or a person of the staff knows."""

    OAUTH = "oauth"
    EARLIER = "earlier"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail of ours that a message answers, found by its Message-ID.

    `event`: the event's slug. `recipient`: whom we wrote to; only their own answer inherits the context.
    """

    event: str
    purpose: Purpose
    recipient: str


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What is known of the author for one event before this message.

    `wished_at`: when a standing wish to come arrived (server's time); it, not the answer to our question, meets
    the deadline. `was_account_asked`: we asked for the wiki account, once. `was_link_sent`: a mail with the join
    details has left, or may have.
    """

    attendance: AttendanceState | None = None
    account: str | None = None
    wished_at: datetime | None = None
    was_account_asked: bool = False
    was_link_sent: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `judge` may know besides the message. Times are aware and UTC.

    `received_at`: the server's arrival time. `events`: every event that is not closed long ago, in any order.
    `acquaintances`: by event slug. `answers_today`: automatic answers this address got in the last 24 hours.
    `invitation`: the slug of the event whose calendar entry, sent by us to this author, the message answers.
    `is_claimed`: a person of the staff said that the message is ours.
    """

    received_at: datetime
    own: Own = Own()  # noqa: RUF009 - frozen, so that one value serves all
    events: tuple[Event, ...] = ()
    threshold: float = THRESHOLD
    answers_today: int = 0
    answers_per_address_per_day: int = ANSWERS_PER_ADDRESS_PER_DAY
    suppression: Suppression | None = None
    thread: Thread | None = None
    invitation: str | None = None
    acquaintances: Mapping[str, Acquaintance] = field(default_factory=lambda: MappingProxyType({}))
    is_claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """All that the gate may know of a mail that is about to leave, gathered fresh each time.

    The defaults keep the gate shut. `mailing`: the state of the mailing that it belongs to, if any.
    `is_superseded`: newer join details, or a newer date, are on their way.

    `is_by_staff`: a person wrote or released this mail. About the message that the
    mail answers: `recipient_is_author` (its From, never Reply-To, Sender or Cc), `message_is_automatic` (a program
    wrote it), `forbids_answer` (a person may have written it, but nothing may answer by itself: list, null sender,
    suppress), `is_authentic` (Authentication-Results of our own border do not say fail).

    Counts: `answers_today` (automatic answers to this address in 24 hours), `answers_last_hour` (automatic answers to
    anybody; `answers_per_hour` None: no cap), `sent_last_hour` (mails of any kind), `urgent_waiting` (links and new
    dates that are due and not yet sent: room is kept for them).
    """

    purpose: Purpose
    to: str
    now: datetime
    mode: Mode = Mode.SHADOW
    is_paused: bool = False
    is_by_staff: bool = False
    own_addresses: frozenset[str] = frozenset()
    suppression: Suppression | None = None
    mailing: MailingState | None = None
    event: Event | None = None
    attendance: Attendance | None = None
    standing: Standing | None = None
    max_age_minutes: int = MAX_AGE_MINUTES
    standing_required: Ownership = Ownership.CLAIMED
    ownership: Ownership = Ownership.CLAIMED
    is_superseded: bool = False
    recipient_is_author: bool = False
    message_is_automatic: bool = True
    forbids_answer: bool = False
    is_authentic: bool = False
    answers_today: int = 0
    answers_per_address_per_day: int = ANSWERS_PER_ADDRESS_PER_DAY
    answers_last_hour: int = 0
    answers_per_hour: int | None = None
    useful_until: datetime | None = None
    sent_last_hour: int = 0
    max_per_hour: int = 500
    urgent_waiting: int = 0
