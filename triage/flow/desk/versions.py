"""A change is made to what its maker saw: somebody else's change in between is shown, never overwritten."""

from __future__ import annotations

from triage.flow.decisions import case_held
from triage.flow.work import ImpossibleError, Work
from triage.store.tables import CaseRow


class StaleError(ImpossibleError):
    """Somebody or something changed the case meanwhile: a colleague, a new mail, the worker."""


def case_as_seen(work: Work, case_id: int, seen: int) -> CaseRow:
    """The case, held until we are done, if it is still the one that was seen. Raises StaleError, ImpossibleError."""
    case = case_held(work, case_id)
    if case.version != seen:
        raise StaleError(f"case {case_id} changed while you looked at it")
    return case
