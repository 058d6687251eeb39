"""Two addresses of one person: said by staff, and taken back without a trace being lost. No mail follows from it."""

from __future__ import annotations

from sqlmodel import col, select

from triage.flow.decisions import case_held
from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.store.events import stored_id
from triage.store.tables import CaseRow, PersonRow


def merge(work: Work, case_id: int, address: str) -> PersonRow:
    """The person of this case writes from `address` as well. Raises ImpossibleError."""
    case, person = person_held(work, case_id)
    other = work.session.exec(select(PersonRow).where(PersonRow.address == address.strip())).first()
    if other is None:
        raise ImpossibleError(f"nobody wrote from {address.strip()} yet")
    main = person.merged_into_id or stored_id(person.id)
    theirs = other.merged_into_id or stored_id(other.id)
    if main == theirs:
        raise ImpossibleError("these are one person already")
    for row in work.session.exec(
        select(PersonRow)
        .where((col(PersonRow.id) == theirs) | (col(PersonRow.merged_into_id) == theirs))
        .with_for_update()
    ).all():
        row.merged_into_id = main
        work.session.add(row)
    new = {"person": stored_id(other.id), "into": main}
    record(work.session, work.now, "persons merged", case=case, who=work.who, new=new)
    return other


def part(work: Work, case_id: int, other_id: int) -> None:
    """They are two after all. Raises ImpossibleError."""
    case, person = person_held(work, case_id)
    other = work.session.get(PersonRow, other_id, with_for_update=True)
    if other is None or is_apart(person, other):
        raise ImpossibleError("these are two persons already")
    # The one that points elsewhere goes; where the other is what all point to, this one does.
    leaving = other if other.merged_into_id is not None else person
    old, leaving.merged_into_id = leaving.merged_into_id, None
    work.session.add(leaving)
    record(
        work.session,
        work.now,
        "persons parted",
        case=case,
        who=work.who,
        old={"person": stored_id(leaving.id), "into": old},
    )


def is_apart(one: PersonRow, other: PersonRow) -> bool:
    """Do they belong to different persons?"""
    return (one.merged_into_id or one.id) != (other.merged_into_id or other.id) or one.id == other.id


def person_held(work: Work, case_id: int) -> tuple[CaseRow, PersonRow]:
    """The case and its person. Raises ImpossibleError where there is none."""
    case = case_held(work, case_id)
    person = work.session.get(PersonRow, case.person_id, with_for_update=True) if case.person_id else None
    if person is None:
        raise ImpossibleError("this case is nobody's")
    return case, person
