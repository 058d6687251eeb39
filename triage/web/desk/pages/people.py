"""Small repairs beside a case: two addresses of one person, two questions taken for one."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow.desk import merging
from triage.flow.questions import splitting
from triage.model.staff import Right
from triage.web.desk.kit import Page, Undo, Visit, action


def merged(visit: Visit) -> Response:
    """The same person by another address."""
    number = visit.number("id")
    with visit.working() as work:
        other = merging.merge(work, number, visit.form.text("address"))
        address, other_id = other.address, other.id
    undo = Undo(f"/desk/case/{number}/part", {"other": str(other_id)})
    return visit.back(f"/desk/case/{number}", f"{address} is the same person now.", undo=undo)


def parted(visit: Visit) -> Response:
    """Two persons after all."""
    number = visit.number("id")
    with visit.working() as work:
        merging.part(work, number, visit.form.number("other") or 0)
    return visit.back(f"/desk/case/{number}", "They are two persons again.")


def split(visit: Visit) -> Response:
    """Parted where the empty lines are."""
    with visit.working() as work:
        parts = splitting.split(work, visit.number("id"), visit.form.typed("text"), visit.form.number("version") or 0)
        number = len(parts)
    return visit.back("/desk", f"These are {number} questions now.")


def joined(visit: Visit) -> Response:
    """One with the question above."""
    with visit.working() as work:
        splitting.join(work, visit.number("id"), visit.form.number("version") or 0)
    return visit.back("/desk", "These are one question now.")


ROUTES: tuple[Page, ...] = (
    action("/desk/case/{id}/merge", Right.DECIDE, merged),
    action("/desk/case/{id}/part", Right.DECIDE, parted),
    action("/desk/question/{id}/split", Right.DECIDE, split),
    action("/desk/question/{id}/join", Right.DECIDE, joined),
)
