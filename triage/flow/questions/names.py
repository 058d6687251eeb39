"""Names and addresses of those who asked, so that no page of ours shows one by mistake."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from triage.flow.work import Work
from triage.model.event import Event
from triage.store.tables import AttendanceRow, CaseRow, PersonRow, QuestionRow

SHORTEST = 3
"""A name of two letters stands in every third word; in Chinese or Japanese it is a whole one."""


def names_of(work: Work, row: QuestionRow) -> frozenset[str]:
    """What this question's asker is called, in mail, on the wiki and in the chat."""
    found = {row.asker}
    if row.person_id is not None:
        found |= of_people(work, [row.person_id], row.event_id)
    return frozenset(name for name in found if is_telling(name))


def names_of_all(work: Work, event: Event) -> frozenset[str]:
    """Everybody who wrote or asked for this event: names, accounts and addresses, but for the host's own name."""
    wrote = work.session.exec(select(CaseRow.person_id).where(CaseRow.event_id == event.id)).all()
    asked = work.session.exec(select(QuestionRow.asker).where(QuestionRow.event_id == event.id).distinct()).all()
    found = of_people(work, [person for person in wrote if person is not None], event.id) | set(asked)
    return frozenset(name.strip() for name in found if is_telling(name) and name.strip() != event.host)


def is_telling(name: str) -> bool:
    """Whether it is long enough to name anybody."""
    letters = name.strip(" @")
    return len(letters) >= SHORTEST or (len(letters) == SHORTEST - 1 and not letters.isascii() and letters.isalpha())


def of_people(work: Work, people: Collection[int], event_id: int | None) -> set[str]:
    """Names, addresses and named accounts."""
    persons = work.session.exec(select(PersonRow.name, PersonRow.address).where(col(PersonRow.id).in_(people)))
    accounts = work.session.exec(
        select(AttendanceRow.account, AttendanceRow.confirmed_account).where(
            AttendanceRow.event_id == event_id, col(AttendanceRow.person_id).in_(people)
        )
    )
    return {each for pair in (*persons, *accounts) for each in pair if each}
