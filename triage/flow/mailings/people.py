"""The people of an event, two merged addresses as one person, and why somebody is left out of a mailing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from triage.flow.work import Work
from triage.model.case import AttendanceState, Disposition
from triage.model.facts import Suppression
from triage.model.mailing import Correspondent
from triage.policy.rules.outgoing import is_plain_address
from triage.store.events import stored_id
from triage.store.tables import AnswerRow, AttendanceRow, CaseRow, PersonRow, QuestionRow, SuppressionRow

FEW = 500
PUBLISHED = "published"
SETTLED = frozenset({Disposition.LIVE, Disposition.ANSWERED, Disposition.DECLINED})


def correspondents(work: Work, event_id: int) -> list[Correspondent]:
    """Everybody who wrote about the event and is no spam, in the order of their numbers."""
    merged = merged_people(work)
    writers = {root(merged, person_id) for person_id in who_wrote(work, event_id)}
    wishes = by_person(merged, attendances(work, event_id))
    asked = by_person(merged, questions(work, event_id))
    return [
        Correspondent(
            person_id,
            attendances=frozenset(map(AttendanceState, wishes[person_id])),
            has_asked=bool(asked[person_id]),
            is_unanswered="open" in asked[person_id],
        )
        for person_id in sorted(writers)
    ]


def merged_people(work: Work) -> dict[int, int]:
    """Whom staff merged into whom."""
    pairs = select(PersonRow.id, PersonRow.merged_into_id).where(col(PersonRow.merged_into_id).is_not(None))
    return {one: other for one, other in work.session.exec(pairs) if one is not None and other is not None}


def root(merged: Mapping[int, int], person_id: int) -> int:
    """The person that this one is, after all merging. A ring, which nobody should have made, ends where it began."""
    seen = {person_id}
    while (other := merged.get(person_id)) is not None and other not in seen:
        seen.add(other)
        person_id = other
    return person_id


def by_person(merged: Mapping[int, int], pairs: Iterable[tuple[int, str]]) -> defaultdict[int, set[str]]:
    """What is said of each person, whatever address they used."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person_id, value in pairs:
        found[root(merged, person_id)].add(value)
    return found


def who_wrote(work: Work, event_id: int) -> Iterable[int]:
    """Whose case is not spam."""
    cases = select(CaseRow.person_id).where(CaseRow.event_id == event_id, col(CaseRow.is_spam).is_(False))
    return (person_id for person_id in work.session.exec(cases) if person_id is not None)


def attendances(work: Work, event_id: int) -> Iterable[tuple[int, str]]:
    """Each wish to come and its state."""
    return work.session.exec(
        select(AttendanceRow.person_id, AttendanceRow.state).where(AttendanceRow.event_id == event_id)
    )


def questions(work: Work, event_id: int) -> Iterable[tuple[int, str]]:
    """Each asker, and whether that question is `open` or `settled`: merged ones as the one that stands for them."""
    rows = work.session.exec(
        select(QuestionRow, AnswerRow.state)
        .outerjoin(AnswerRow, col(AnswerRow.question_id) == QuestionRow.id)
        .where(QuestionRow.event_id == event_id)
    ).all()
    merged = {stored_id(row.id): row.merged_into_id for row, _ in rows if row.merged_into_id is not None}
    settled = {row.id: state == PUBLISHED or row.disposition in SETTLED for row, state in rows}
    for row, _ in rows:
        if row.person_id is not None:
            yield row.person_id, "settled" if settled.get(root(merged, stored_id(row.id)), False) else "open"


def left_out(work: Work, person_ids: Iterable[int]) -> dict[int, str]:
    """Who of these gets no mail, and why, in a sentence."""
    ours = {address.casefold() for address in work.runtime.own.addresses}
    wanted = set(person_ids)
    query = select(PersonRow.id, PersonRow.address, SuppressionRow.why).outerjoin(
        SuppressionRow, col(SuppressionRow.address) == PersonRow.address
    )
    # A statement takes only so many parameters; for more people than that, all are read.
    known = work.session.exec(query.where(col(PersonRow.id).in_(wanted)) if len(wanted) <= FEW else query)
    merged, leavers = merged_people(work), who_left(work)
    reasons = {
        one: why_left_out(address, why or leavers.get(root(merged, one)), ours)
        for one, address, why in known
        if one is not None and one in wanted
    }
    return {one: why for one, why in reasons.items() if why}


def who_left(work: Work) -> dict[int, str]:
    """Who wants no mailings, and why: whoever left them under one address left them under all that staff merged."""
    merged = merged_people(work)
    left = (
        select(PersonRow.id, SuppressionRow.why)
        .join(SuppressionRow, col(SuppressionRow.address) == PersonRow.address)
        .where(col(SuppressionRow.why).in_((Suppression.UNSUBSCRIBED, Suppression.COMPLAINT)))
    )
    return {root(merged, one): why for one, why in work.session.exec(left) if one is not None}


def why_left_out(address: str, suppressed: str | None, ours: set[str]) -> str:
    """A sentence, or nothing for somebody who gets the mail."""
    if suppressed:
        return f"We do not write to this address: {suppressed}."
    if address.casefold() in ours:
        return "This is our own address."
    return "" if is_plain_address(address) else "No address of this person is kept."
