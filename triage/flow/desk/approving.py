"""A yes from the desk. Where all is in order it is the usual step, and the gate asks everything again.

Where something is not (late, locked, no account) it lets somebody in against a rule, and that needs a reason.
"""

from __future__ import annotations

from triage.flow import attendance as attendances
from triage.flow import decisions
from triage.flow.desk.versions import case_as_seen
from triage.flow.work import ImpossibleError, Work
from triage.model.case import AttendanceState, StandingState
from triage.model.facts import Ownership
from triage.store.tables import AttendanceRow, StandingRow

LOOKED = "a person looked at it"
UNDECIDED = frozenset({AttendanceState.REQUESTED, AttendanceState.REVIEW})


def approve(work: Work, case_id: int, why: str, seen: int) -> AttendanceRow:
    """A seat for them, or a place in the line. Raises ImpossibleError, and StaleError for what changed meanwhile."""
    case = case_as_seen(work, case_id, seen)
    wish = decisions.wish_held(work, case)
    if wish is not None and why_not_in_order(work, wish) is None:
        attendances.approve(work, case, wish, why.strip() or LOOKED)
        decisions.settled(work, case, why.strip() or LOOKED)
        return wish
    if not why.strip():
        what = why_not_in_order(work, wish) if wish else "they did not ask to come, as far as was understood"
        raise ImpossibleError(f"a reason is needed, for {what}")
    return decisions.let_in(work, case_id, why)


def why_not_in_order(work: Work, wish: AttendanceRow) -> str | None:
    """What speaks against the usual yes; None where nothing does."""
    known = work.session.get(StandingRow, wish.account) if wish.account else None
    must_be_shown = work.runtime.settings.standing_required == Ownership.CONFIRMED
    reasons = (
        (wish.state not in UNDECIDED, f"their wish to come is {wish.state}"),
        (wish.account is None, "no account is named"),
        (
            known is None or known.state != StandingState.GOOD,
            f"the account is {known.state if known else 'not checked'}",
        ),
        (must_be_shown and wish.ownership is not Ownership.CONFIRMED, "they did not show that the account is theirs"),
        (not wish.is_authentic, "the mail may be forged"),
        (wish.received_at > attendances.event_of(work, wish).attend_deadline, "it came after the deadline"),
    )
    return next((sentence for is_so, sentence in reasons if is_so), None)
