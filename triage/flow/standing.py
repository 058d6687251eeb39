"""Asks for the good standing of those who want to come, in batches, and takes the step that follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow import cases, ownership
from triage.flow.alarms import raise_alarm, recover
from triage.flow.doubts import claimed_by_others, doubts
from triage.flow.runtime import Runtime
from triage.flow.work import Work, look, unit_of_work
from triage.model.case import AttendanceState, Standing, StandingState
from triage.model.reading import Flag
from triage.policy.due import standing_needs_person
from triage.policy.standing import StandingStep, step_for
from triage.store.append import add_if_new
from triage.store.events import event_from, stored_id
from triage.store.tables import AttendanceRow, CaseRow, EventRow, StandingRow

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=15)
BATCH = 200
CAUSE = "standing"
SERIOUS = frozenset({Flag.THREAT_OF_HARM, Flag.SPECIFIC_CASE, Flag.DISRESPECTFUL, Flag.POSSIBLE_SPOOF})
"""While a person has to look at one of these, nobody is let in by a machine."""


def check_standing(runtime: Runtime) -> int:
    """Asks what is not fresh and moves those who wait for it; returns how many were decided."""
    decided = after = 0
    while True:
        with unit_of_work(runtime) as work:
            page = [(stored_id(row.id), row.account) for row in waiting_for_standing(work, after)]
        if not page:
            return decided
        ask(runtime, [account for _, account in page])
        with unit_of_work(runtime) as work:
            # Locked and read again: another worker may be deciding the same.
            rows = [work.session.get_one(AttendanceRow, number, with_for_update=True) for number, _ in page]
            decided += sum(decide(work, row) for row in rows if row.state == AttendanceState.REQUESTED and row.account)
        after = page[-1][0]


def waiting_for_standing(work: Work, after: int) -> list[AttendanceRow]:
    """The next page of wishes to come that name an account and are not decided, in the order of asking."""
    rows = (
        select(AttendanceRow)
        .where(
            AttendanceRow.state == AttendanceState.REQUESTED,
            col(AttendanceRow.account).is_not(None),
            ownership.waits_for_nobody(work),
            col(AttendanceRow.id) > after,
        )
        .order_by(col(AttendanceRow.id))
        .limit(BATCH)
    )
    return list(work.session.exec(rows).all())


def ask(runtime: Runtime, accounts: Sequence[str | None]) -> None:
    """Asks the source about every account whose standing is not fresh, outside any transaction."""
    named = {account for account in accounts if account}
    if not named:
        return
    with look(runtime) as work:
        stale = sorted(account for account in named if wants_asking(work, account))
    if not stale:
        return
    answers = runtime.standing.standings(stale, runtime.clock())
    with unit_of_work(runtime) as work:
        for standing in answers:
            keep(work, standing)
        tell(work, runtime.standing.troubles())


def tell(work: Work, troubles: Sequence[str]) -> None:
    """A source that is out of reach, or a ban list that is not trusted, is alarmed about until it is well again."""
    if troubles:
        raise_alarm(work, CAUSE, " ".join(troubles))
    else:
        recover(work, CAUSE)


def wants_asking(work: Work, account: str) -> bool:
    """Is the stored standing missing or too old, and is it time to ask (again)?"""
    row = work.session.get(StandingRow, account)
    if row is None:
        return True
    if row.next_check_at is not None and row.next_check_at > work.now:
        return False
    return fresh_standing(work, account) is None


def fresh_standing(work: Work, account: str) -> Standing | None:
    """The stored standing if it is younger than `max_age_minutes`."""
    standing = stored_standing(work, account)
    if standing is None or standing.state is StandingState.UNKNOWN:
        return None
    max_age = timedelta(minutes=work.runtime.settings.standing_max_age_minutes)
    return standing if work.now - standing.checked_at <= max_age else None


def stored_standing(work: Work, account: str) -> Standing | None:
    """What is stored of this account, fresh or not."""
    row = work.session.get(StandingRow, account)
    if row is None:
        return None
    checked_at = row.checked_at or row.asked_at
    return Standing(account, StandingState(row.state), checked_at, row.source, tuple(row.evidence))


def keep(work: Work, standing: Standing) -> None:
    """Stores an answer. Out of reach: what was known is kept, and the next question is spaced out."""
    row = work.session.get(StandingRow, standing.account, with_for_update=True)
    if row is None:
        row = StandingRow(account=standing.account, state=standing.state, source=standing.source, asked_at=work.now)
        if not add_if_new(work.session, row):
            row = work.session.get_one(StandingRow, standing.account, with_for_update=True)
    row.asked_at, row.source, row.evidence = work.now, standing.source, list(standing.evidence)
    if standing.state is StandingState.UNKNOWN:
        row.attempts += 1
        row.next_check_at = work.now + pause_after(row.attempts)
        row.state = row.state if row.checked_at else standing.state
    else:
        row.attempts, row.next_check_at = 0, None
        row.state, row.checked_at = standing.state, standing.checked_at
    work.session.add(row)


def pause_after(attempts: int) -> timedelta:
    """Seconds doubling from thirty to a quarter of an hour."""
    return min(FIRST_RETRY * (1 << min(attempts - 1, 10)), LONGEST_RETRY)


def decide(work: Work, attendance: AttendanceRow) -> bool:
    """Takes the step that this account's standing asks for; False while it has to wait."""
    case = work.session.get_one(CaseRow, attendance.case_id)
    if open_matters := SERIOUS.intersection(case.flags) if case.needs_review else ():
        # Nothing is told to the person: what is looked at is not their account.
        why = f"A person still has to look at this case ({', '.join(sorted(open_matters))})."
        attendances.review(work, case, attendance, why)
        return True
    standing = fresh_standing(work, attendance.account or "")
    if standing is None:
        return wait_or_show(work, case, attendance)
    rule = step_for(standing.state, was_asked=attendance.account_asked_at is not None)
    if rule.step is StandingStep.APPROVE and waits_for_owner(work, case, attendance):
        return True
    against = doubts(work, attendance) if rule.step is StandingStep.APPROVE else ()
    if against:
        is_ownership_alone = against == claimed_by_others(work, attendance)
        put_in_review(work, case, attendance, " ".join(against), is_ownership=is_ownership_alone)
        return True
    match rule.step:
        case StandingStep.APPROVE:
            attendances.approve(work, case, attendance, rule.sentence)
        case StandingStep.ASK:
            # The letter names the account that could not be found; then the wish waits for another.
            attendances.ask_account(work, case, attendance)
            attendance.account = None
        case _:
            put_in_review(work, case, attendance, rule.sentence)
    return True


def waits_for_owner(work: Work, case: CaseRow, attendance: AttendanceRow) -> bool:
    """The account is good, but is it theirs? Where that must be shown they are asked, once; else a person looks."""
    ownership.recall(work, case, attendance)
    if not ownership.is_to_be_shown(work, attendance):
        return False
    why = ownership.ask_owner(work, case, attendance)
    if why is not None:
        put_in_review(work, case, attendance, why, is_ownership=True)
    return True


def put_in_review(
    work: Work, case: CaseRow, attendance: AttendanceRow, why: str, *, is_ownership: bool = False
) -> None:
    """A person looks, and the person who wrote is told no more than that."""
    (ownership.doubt if is_ownership else attendances.review)(work, case, attendance, why)
    attendances.tell_that_a_person_looks(work, case, attendance)


def wait_or_show(work: Work, case: CaseRow, attendance: AttendanceRow) -> bool:
    """Unreachable is not good: it is asked again, and from two hours before the start a person sees it."""
    event = event_from(work.session.get_one(EventRow, attendance.event_id))
    if standing_needs_person(event, work.now) and not case.needs_review:
        why = "Standing could not be asked and the call is near; it is still tried."
        cases.put_before_a_person(work, case, [why])
    return False
