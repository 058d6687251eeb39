"""People and their cases: found or begun, opened again, put before a person, done."""

from __future__ import annotations

from collections.abc import Iterable

from intake.message import Address
from triage.flow.history import record
from triage.flow.work import Work
from triage.model.case import CaseState
from triage.store.meeting import case_opened, person_met
from triage.store.tables import CaseRow, PersonRow


def person_for(work: Work, author: Address, language: str) -> PersonRow:
    """The person with this address, begun if new. A language that was recognised is remembered."""
    return person_met(work.session, author.spec, author.name, language, work.now)


def case_for(work: Work, event_id: int | None, person: PersonRow | None) -> CaseRow:
    """The one case of this person about this event; a done one is opened again by new mail.

    A message without a usable author, or about no event, gets a case of its own.
    """
    return case_opened(work.session, event_id, person.id if person else None, work.now)


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
