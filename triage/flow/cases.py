"""People and their cases: found or begun, opened again, put before a person, done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triage.flow.history import record
from triage.flow.work import Work
from triage.model.case import CaseState
from triage.store.meeting import Met, cases_opened, people_met
from triage.store.tables import CaseRow


def cases_for(work: Work, about: Sequence[tuple[int | None, Met | None]]) -> list[CaseRow]:
    """The one case for each (event, who wrote), in this order; a done one is opened again by new mail.

    People are begun if new. A message without a usable author, or about no event, gets a case of its own.
    """
    # What was done to these rows so far is written first: they are read back.
    work.session.flush()
    people = people_met(work.session, [author for _, author in about if author], work.now)
    keys = [(event_id, people[author.address].id if author else None) for event_id, author in about]
    return cases_opened(work.session, keys, work.now)


def put_before_a_person(work: Work, case: CaseRow, reasons: Iterable[str]) -> None:
    """A person must look; the reasons say why, each once."""
    case.needs_review = True
    case.state = CaseState.OPEN
    case.reasons = [*case.reasons, *(reason for reason in reasons if reason not in case.reasons)]
    touch(work, case)
    record(work.session, work.now, "review asked", case=case, who=work.who, new={"reasons": case.reasons})


def flag(work: Work, case: CaseRow, flags: Iterable[str]) -> None:
    """What a person should notice about this case; flags stay until a person takes them off."""
    if raised := sorted({*flags} - {*case.flags}):
        case.flags = sorted([*case.flags, *raised])
        touch(work, case)


def done(work: Work, case: CaseRow, why: str) -> None:
    """Nothing is left to do, unless a person still has to look."""
    if case.needs_review and not work.is_by_staff:
        return
    case.needs_review = False
    case.state = CaseState.DONE
    touch(work, case)
    record(work.session, work.now, "case done", case=case, who=work.who, why=why)


def touch(work: Work, case: CaseRow) -> None:
    """Every change raises the version, so that a stale page is noticed."""
    case.updated_at = work.now
    case.version += 1
    work.session.add(case)
