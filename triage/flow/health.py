"""Is everything well? What each part did last, what waits too long, and what wants a person. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, func, select

from triage.flow import accounting, pause
from triage.flow.accounting import Accounting
from triage.flow.lease import RUNNER
from triage.flow.pulse import is_failing, pulses
from triage.flow.work import Work
from triage.model.mail import MailState
from triage.store.tables import AlarmRow, LeaseRow, OutboxRow, PulseRow, StandingRow

WORKED_WITHIN = timedelta(minutes=2)
"""A runner looks at the sums every half minute: longer silence is no work."""
READ_WITHIN = timedelta(minutes=10)
"""A mailbox that was not read for so long keeps people waiting, whoever's fault it is."""
LEAVES_WITHIN = timedelta(minutes=15)
"""A mail that is due and still here after so long is stuck."""


class Tone(StrEnum):
    """How a part is."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: how it is, in a sentence; when it worked last, and what was wrong last."""

    key: str
    title: str
    tone: Tone
    says: str
    well_at: datetime | None = None
    failed_at: datetime | None = None
    failed_why: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that did not leave, with the server's or the gate's last word."""

    id: int
    case_id: int | None
    to: str
    purpose: str
    state: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that the page shows."""

    parts: tuple[Part, ...]
    sums: Accounting
    alarms: tuple[AlarmRow, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a monitor is told: no names, no addresses, no errors of servers. `reasons` is empty while all is well."""

    reasons: tuple[str, ...]
    worked_at: datetime | None
    mailbox_read_at: datetime | None
    is_paused: bool

    @property
    def is_well(self) -> bool:
        """Does a runner work?"""
        return not self.reasons


def examined(work: Work) -> Health:
    """The whole picture."""
    known = pulses(work)
    sums = accounting.account(work)
    ringing = select(AlarmRow).where(col(AlarmRow.is_over).is_(False)).order_by(col(AlarmRow.first_at))
    parts = (
        runner(work, known),
        used(work, known, "mailbox", "Mailbox", READ_WITHIN),
        outbox(work, known),
        standing(work, known),
        zoom(work, known),
        added_up(sums, known),
    )
    return Health(parts, sums, tuple(work.session.exec(ringing).all()), tuple(failures(work)))


def answer(work: Work) -> Answer:
    """For monitors: is a runner there, and did it work lately?"""
    known = pulses(work)
    worked_at, read = last_use(known.get("accounting")), known.get("mailbox")
    read_at = read.well_at if read else None
    reasons = [*lease_reasons(work), *late(work.now, worked_at, WORKED_WITHIN, "no runner has worked")]
    reasons += late(work.now, read_at, READ_WITHIN, "the mailbox was not read")
    return Answer(tuple(reasons), worked_at, read_at, pause.is_paused(work) is not None)


def lease_reasons(work: Work) -> Iterator[str]:
    """Who works?"""
    lease = work.session.get(LeaseRow, RUNNER)
    if lease is None:
        yield "no runner holds the lease"
    elif lease.expires_at <= work.now:
        yield "the runner that held the lease is silent"


def late(now: datetime, at: datetime | None, within: timedelta, what: str) -> Iterator[str]:
    """The sentence for what should have happened by now."""
    if at is None:
        yield f"{what} so far"
    elif now - at > within:
        yield f"{what} for {int((now - at).total_seconds()) // 60} minutes"


def last_use(row: PulseRow | None) -> datetime | None:
    """When it was used, with success or without."""
    return max((at for at in (row.well_at, row.failed_at) if at), default=None) if row else None


def runner(work: Work, known: Mapping[str, PulseRow]) -> Part:
    """The lease, and whether its holder works."""
    reasons = [*lease_reasons(work)]
    reasons += late(work.now, worked := last_use(known.get("accounting")), WORKED_WITHIN, "no runner has worked")
    lease = work.session.get(LeaseRow, RUNNER)
    if reasons:
        return Part("runner", "Runner", Tone.BAD, sentence("; ".join(reasons)), worked)
    holder = lease.holder.rsplit("/", 1)[0] if lease else ""
    return Part("runner", "Runner", Tone.GOOD, f"{holder} works.", worked)


def used(work: Work, known: Mapping[str, PulseRow], key: str, title: str, within: timedelta) -> Part:
    """A part that is used by the clock."""
    row = known.get(key)
    if row is None:
        return Part(key, title, Tone.CALM, "Not used yet.")
    if is_failing(row):
        return part(key, title, Tone.BAD, "It cannot be used.", row)
    if row.well_at is None or work.now - row.well_at > within:
        return part(key, title, Tone.WARN, "It was not used for a while.", row)
    return part(key, title, Tone.GOOD, "It works.", row)


def outbox(work: Work, known: Mapping[str, PulseRow]) -> Part:
    """What waits, and since when; whether the server takes it."""
    late_since = work.now - LEAVES_WITHIN
    due = (OutboxRow.state == MailState.QUEUED, col(OutboxRow.due_at) <= late_since)
    stuck = work.session.exec(select(func.count()).where(*due)).one()
    row = known.get("smtp") or PulseRow(part="smtp")
    sent_at = work.session.exec(select(func.max(OutboxRow.sent_at))).one()
    halted = pause.is_paused(work)
    if halted is not None:
        tone, says = Tone.WARN, f"Paused by {halted.who}: {halted.why}"
    elif is_failing(row):
        tone, says = Tone.BAD, "The mail server cannot be used; it is tried again by itself."
    elif stuck:
        tone, says = Tone.BAD, f"{stuck} mails have been due for more than {LEAVES_WITHIN.seconds // 60} minutes."
    else:
        tone, says = Tone.GOOD, "Nothing is stuck."
    return Part("outbox", "Outbox", tone, says, sent_at, row.failed_at, row.failed_why)


def standing(work: Work, known: Mapping[str, PulseRow]) -> Part:
    """The source of good standing; it is asked only when somebody names an account."""
    row = known.get("standing") or PulseRow(part="standing")
    checked_at = work.session.exec(select(func.max(StandingRow.checked_at))).one()
    name = work.runtime.standing.name
    tone, says = Tone.CALM, f"{name} was not asked yet."
    if is_failing(row):
        tone, says = Tone.BAD, f"{name} does not answer."
    elif checked_at:
        tone, says = Tone.GOOD, f"{name} answers."
    return Part("standing", "Standing", tone, says, checked_at, row.failed_at, row.failed_why)


def zoom(work: Work, known: Mapping[str, PulseRow]) -> Part:
    """Zoom, where an account is set up."""
    if work.runtime.zoom is None:
        return Part("zoom", "Zoom", Tone.CALM, "Not set up: the join details of the event go to everybody.")
    row = known.get("zoom")
    if row is None:
        return Part("zoom", "Zoom", Tone.CALM, "Not used yet.")
    is_bad = is_failing(row)
    return part("zoom", "Zoom", Tone.BAD if is_bad else Tone.GOOD, "It cannot be used." if is_bad else "It works.", row)


def added_up(sums: Accounting, known: Mapping[str, PulseRow]) -> Part:
    """Is every message somewhere?"""
    row = known.get("accounting") or PulseRow(part="accounting")
    if sums.differences:
        return part("accounting", "Accounting", Tone.BAD, sentence("; ".join(sums.differences)), row)
    return part("accounting", "Accounting", Tone.GOOD, f"All {sums.passed} headers passed are somewhere.", row)


def failures(work: Work, most: int = 10) -> Iterator[Failure]:
    """The newest mails that failed or were withheld, with what was said."""
    states = (MailState.FAILED, MailState.WITHHELD)
    rows = select(OutboxRow).where(col(OutboxRow.state).in_(states)).order_by(col(OutboxRow.due_at).desc())
    for row in work.session.exec(rows.limit(most)):
        why = row.reason or row.last_error
        yield Failure(row.id or 0, row.case_id, row.to_address, row.purpose, row.state, row.due_at, why)


def part(key: str, title: str, tone: Tone, says: str, row: PulseRow) -> Part:
    """With what is known of its past."""
    return Part(key, title, tone, says, row.well_at, row.failed_at, row.failed_why)


def sentence(words: str) -> str:
    """Begins with a capital, ends with a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def pressing(parts: Sequence[Part]) -> bool:
    """Is any part out of order?"""
    return any(part.tone is Tone.BAD for part in parts)
