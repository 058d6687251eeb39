"""The sums of invariant 1: every header that was passed and every message of ours is somewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import func, select

from triage.flow.alarms import raise_alarm, recover
from triage.flow.work import Work
from triage.model.mail import MailState
from triage.store import sorting
from triage.store.events import event_row, stored_id
from triage.store.tables import OutboxRow, ParkedRow, SortedRow

KINDS = ("attendance", "question", "both", "withdrawal", "other", "automatic", "rsvp")
OUTGOING = (MailState.QUEUED, MailState.SENT, MailState.WITHHELD, MailState.FAILED, MailState.UNCERTAIN)
CAUSE = "accounting"


@dataclass(frozen=True, slots=True)
class Accounting:
    """Counts of mailbox headers, of our messages by kind, and of outgoing mails by state.

    `waiting` are received messages that the next round sorts. With an event only its messages and mails count; the
    sums of the mailbox, `parked` and `waiting` are those of the whole mailbox.
    """

    passed: int
    ours: int
    perhaps: int
    not_ours: int
    duplicates: int
    kinds: dict[str, int] = field(default_factory=dict)
    parked: int = 0
    waiting: int = 0
    outgoing: dict[str, int] = field(default_factory=dict)
    withheld_by_rule: dict[str, int] = field(default_factory=dict)
    event: str = ""

    @property
    def differences(self) -> tuple[str, ...]:
        """What does not add up, in sentences; empty when all is in order."""
        found = []
        seen = self.ours + self.perhaps + self.not_ours + self.duplicates
        if self.passed != seen:
            found.append(f"{self.passed} headers were passed but {seen} are accounted for")
        kept = sum(self.kinds.values()) + self.parked + self.waiting
        if self.ours != kept and not self.event:
            found.append(f"{self.ours} messages are ours but {kept} are accounted for")
        return tuple(found)

    @property
    def sums(self) -> tuple[str, ...]:
        """The sums as people check them, a line each: `ours = 3 attendance + …`; then the mails that go out."""
        mailbox = {name: getattr(self, name) for name in ("ours", "perhaps", "not_ours", "duplicates")}
        rest = {"parked": self.parked} | ({"waiting": self.waiting} if self.waiting else {})
        ours = ("ours", self.ours, self.kinds | rest)
        its_own = (self.event, sum(self.kinds.values()), self.kinds)
        return (
            added("passed", self.passed, mailbox),
            added(*(its_own if self.event else ours)),
            f"{'outgoing':<10}{', '.join(f'{number} {state}' for state, number in self.outgoing.items())}",
            *(f"{'':<10}{number} withheld by the rule {rule}" for rule, number in self.withheld_by_rule.items()),
        )

    def as_json(self) -> dict[str, Any]:
        """One object with the names of the contract; the gate's refusals also by rule."""
        mailbox = {name: getattr(self, name) for name in ("passed", "ours", "perhaps", "not_ours", "duplicates")}
        inside = {"parked": self.parked, "waiting": self.waiting}
        return mailbox | self.kinds | inside | self.outgoing | {"withheld_by_rule": self.withheld_by_rule}


def added(name: str, number: int, parts: dict[str, int]) -> str:
    """One sum in a line."""
    return f"{name:<9} {number} = {' + '.join(f'{part} {what}' for what, part in parts.items())}"


def account(work: Work, slug: str | None = None) -> Accounting:
    """The sums as they stand. Raises LookupError for an event that does not exist."""
    event_id = event_id_of(work, slug) if slug else None
    tally = work.runtime.inbox.tally()
    return Accounting(
        passed=tally.passed,
        ours=tally.ours,
        perhaps=tally.perhaps,
        not_ours=tally.not_ours,
        duplicates=tally.duplicates,
        kinds=kinds(work, event_id),
        parked=work.session.exec(select(func.count()).select_from(ParkedRow)).one(),
        waiting=sorting.unsorted_count(work.session),
        outgoing=outgoing(work, event_id),
        withheld_by_rule=withheld_by_rule(work, event_id),
        event=slug or "",
    )


def check(work: Work) -> Accounting:
    """The sums, and an alarm while they differ."""
    sums = account(work)
    if sums.differences:
        raise_alarm(work, CAUSE, "The accounting differs: " + "; ".join(sums.differences))
    else:
        recover(work, CAUSE)
    return sums


def kinds(work: Work, event_id: int | None) -> dict[str, int]:
    """Sorted messages by what they count as."""
    query = select(SortedRow.kind, func.count()).group_by(SortedRow.kind)
    if event_id is not None:
        query = query.where(SortedRow.event_id == event_id)
    return dict.fromkeys(KINDS, 0) | dict(work.session.exec(query).all())


def outgoing(work: Work, event_id: int | None) -> dict[str, int]:
    """Outgoing mails by state; one that is just being sent counts as queued, drafts count apart."""
    query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    if event_id is not None:
        query = query.where(OutboxRow.event_id == event_id)
    found = dict(work.session.exec(query).all())
    found[MailState.QUEUED] = found.get(MailState.QUEUED, 0) + found.pop(MailState.SENDING, 0)
    return {state.value: found.get(state, 0) for state in (*OUTGOING, MailState.DRAFT)}


def withheld_by_rule(work: Work, event_id: int | None) -> dict[str, int]:
    """What the gate kept back, by the rule that did."""
    query = select(OutboxRow.rule, func.count()).where(OutboxRow.state == MailState.WITHHELD).group_by(OutboxRow.rule)
    if event_id is not None:
        query = query.where(OutboxRow.event_id == event_id)
    return dict(work.session.exec(query).all())


def event_id_of(work: Work, slug: str) -> int:
    """The stored event with this slug. Raises LookupError."""
    row = event_row(work.session, slug)
    if row is None:
        raise LookupError(f"no event {slug}; `openhour event list` shows all")
    return stored_id(row.id)
