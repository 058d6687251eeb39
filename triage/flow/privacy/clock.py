"""Deletes by the clock what is no longer needed: per event raw mail, then bodies, then addresses.

It runs again and again, and also takes what came after its stage: rows say what is there, not memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from triage.flow.history import record
from triage.flow.outbox.states import withheld
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.mail import MailState
from triage.model.registrant import RegistrantState
from triage.policy.retention import Stage, stages_due
from triage.store import erasing
from triage.store.events import stored_id
from triage.store.tables import CaseRow, EventRow, OutboxRow, PersonRow, RegistrantRow, RetentionRow

TOO_OLD = "too-old"
WHY_TOO_OLD = "It was kept as long as mail about this event may be kept."


def keep_privacy(runtime: Runtime) -> None:
    """One event a transaction, so that other work waits a moment at most."""
    with unit_of_work(runtime) as work:
        event_ids = past_events(work)
    for event_id in event_ids:
        with unit_of_work(runtime) as work:
            erasing.overwrite(work.session)
            keep_event(work, event_id)
    with unit_of_work(runtime) as work:
        erasing.overwrite(work.session)
        keep_rest(work)


def past_events(work: Work) -> Sequence[int]:
    """Events of which something may have to go by now."""
    before = work.runtime.settings.privacy.kept_since(Stage.RAW, work.now)
    return [stored_id(number) for number in work.session.exec(select(EventRow.id).where(EventRow.ends_at < before))]


def keep_event(work: Work, event_id: int) -> None:
    """Every stage that has come."""
    row = work.session.get_one(EventRow, event_id)
    for stage in stages_due(work.runtime.settings.privacy, row.ends_at, work.now):
        count = _STAGES[stage](work, event_id)
        note(work, event_id, stage, count)


def note(work: Work, event_id: int, stage: Stage, count: int) -> None:
    """When a stage came, and how many rows it took so far; history says so where it took any."""
    row = work.session.get(RetentionRow, (event_id, stage.value))
    if row is None:
        row = RetentionRow(event_id=event_id, what=stage, deleted_at=work.now, count=0)
    row.count += count
    work.session.add(row)
    if count:
        record(work.session, work.now, f"privacy: {stage} deleted", event_id=event_id, new={"rows": count})


def raw_of_event(work: Work, event_id: int) -> int:
    """The bytes as they arrived."""
    return erasing.erase_raw(work.session, erasing.of_event(event_id))


def bodies_of_event(work: Work, event_id: int) -> int:
    """What was said; a mail that never left would be empty now, and is withheld."""
    keep_back(work, select(OutboxRow).where(OutboxRow.event_id == event_id), TOO_OLD, WHY_TOO_OLD)
    return erasing.erase_bodies(work.session, erasing.of_event(event_id))


def addresses_of_event(work: Work, event_id: int) -> int:
    """Everybody whose newest event this was, or an earlier one."""
    people = last_seen_in(work, event_id)
    if people:
        erasing.erase_people(work.session, people)
    return len(people)


_STAGES = {Stage.RAW: raw_of_event, Stage.BODIES: bodies_of_event, Stage.ADDRESSES: addresses_of_event}


def last_seen_in(work: Work, event_id: int) -> list[int]:
    """People with a case about this event whose address is still there and needed for no younger case."""
    before = work.runtime.settings.privacy.kept_since(Stage.ADDRESSES, work.now)
    here = select(CaseRow.person_id).where(CaseRow.event_id == event_id)
    named = select(PersonRow.id).where(col(PersonRow.id).in_(here), col(PersonRow.address).contains("@"))
    return [number for each in work.session.exec(named) if (number := stored_id(each)) not in needed(work, before)]


def needed(work: Work, before: datetime) -> set[int | None]:
    """People with a case whose event, or without an event whose last word, is younger than that."""
    younger = or_(
        col(EventRow.ends_at) >= before,
        col(CaseRow.event_id).is_(None) & (col(CaseRow.updated_at) >= before),
    )
    cases = select(CaseRow.person_id).join(EventRow, col(EventRow.id) == CaseRow.event_id, isouter=True)
    return set(work.session.exec(cases.where(younger)))


def keep_rest(work: Work) -> None:
    """Mail about no event, messages that were parked or never fetched, and places in Zoom that are settled now."""
    clock, session = work.runtime.settings.privacy, work.session
    raw, bodies, addresses = (clock.kept_since(stage, work.now) for stage in Stage)
    erasing.erase_raw(session, erasing.of_no_event(raw))
    erasing.erase_bodies(session, erasing.of_no_event(bodies))
    erasing.erase_parked(session, bodies)
    erasing.erase_perhaps_before(session, bodies)
    if people := without_young_case(work, addresses):
        erasing.erase_people(session, people)
    erasing.erase_authors(session, addresses)
    finish_places(work)


def without_young_case(work: Work, before: datetime) -> list[int]:
    """People who wrote about no event and are not needed any more."""
    old = select(PersonRow.id).where(col(PersonRow.created_at) < before, col(PersonRow.address).contains("@"))
    tied = select(CaseRow.person_id).where(col(CaseRow.event_id).is_not(None), col(CaseRow.person_id).is_not(None))
    alone = work.session.exec(old.where(col(PersonRow.id).not_in(tied))).all()
    return [number for each in alone if (number := stored_id(each)) not in needed(work, before)]


def finish_places(work: Work) -> None:
    """A forgotten person's place in Zoom kept its address until Zoom confirmed that it is cancelled."""
    gone = select(PersonRow.id).where(~col(PersonRow.address).contains("@"))
    settled = select(RegistrantRow).where(
        col(RegistrantRow.person_id).in_(gone),
        RegistrantRow.state != RegistrantState.CANCELLING,
        RegistrantRow.email != "",
    )
    for row in work.session.exec(settled):
        row.email, row.shown_name, row.registrant_id, row.join_sealed, row.fault = "", "", None, None, ""
        work.session.add(row)


def keep_back(work: Work, mails: erasing.Ids, rule: str, why: str) -> None:
    """Withholds what of these mails has not left."""
    waiting = mails.where(col(OutboxRow.state).in_((MailState.DRAFT, MailState.QUEUED)))
    for mail in work.session.execute(waiting).scalars().all():
        withheld(work, mail, rule, why)
