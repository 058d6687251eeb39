"""What is stored of one person: a copy for them, and forgetting them. And the addresses that we do not write to."""

from __future__ import annotations

import json

from sqlmodel import col, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from triage.flow import suppressions
from triage.flow.privacy.copy import copy_of
from triage.flow.privacy.forgetting import forget
from triage.flow.work import ImpossibleError, Work
from triage.model.staff import Right
from triage.store.tables import CaseRow, PersonRow
from triage.web.desk.kit import Page, Visit, action, page

WHY = {
    "undeliverable": "Mail to it came back for good: nothing is sent.",
    "complaint": "Marked our mail as unwanted: nothing is sent.",
    "unsubscribed": "Left the mailings: answers still go.",
}


def shown(visit: Visit, status: int = 200) -> Response:
    """What can be done for this person."""
    with visit.looking() as work:
        person = person_of(work, visit.number("id"))
        cases = select(CaseRow.id).where(CaseRow.person_id == person.id).order_by(col(CaseRow.id))
        return visit.render("privacy.html", status, person=person, cases=work.session.exec(cases).all())


def copied(visit: Visit) -> Response:
    """The copy, as a file."""
    with visit.looking() as work:
        text = json.dumps(copy_of(work, person_of(work, visit.number("id")).address), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="person.json"'}
    return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json", headers=headers)


def forgotten(visit: Visit) -> Response:
    """All of it, after the address was typed once more."""
    with visit.looking() as work:
        address = person_of(work, visit.number("id")).address
    if visit.form.text("address").casefold() != address.casefold():
        visit.form.wrong("address", "This is not their address; nothing was deleted.")
        return shown(visit, 422)
    try:
        with visit.working() as work:
            found = forget(work, address)
    except ImpossibleError as error:
        visit.form.wrong("address", str(error.args[0]))
        return shown(visit, 409)
    return visit.go("/desk", f"Forgotten: {found.cases} case(s), {found.messages} message(s). It cannot be undone.")


def not_written_to(visit: Visit, status: int = 200) -> Response:
    """Every suppressed address, with why."""
    with visit.looking() as work:
        return visit.render("suppressions.html", status, lines=suppressions.listed(work), why=WHY)


def lifted(visit: Visit) -> Response:
    """We may write to it again."""
    address = visit.form.text("address")
    with visit.working() as work:
        suppressions.lift(work, address, visit.form.text("why"))
    return visit.go("/desk/suppressions", f"Mail to {address} may go again.")


def person_of(work: Work, person_id: int) -> PersonRow:
    """Somebody whose address is still there."""
    person = work.session.get(PersonRow, person_id)
    if person is None or "@" not in person.address:
        raise HTTPException(404)
    return person


ROUTES: tuple[Page, ...] = (
    page("/desk/person/{id}/privacy", Right.FORGET, shown),
    page("/desk/person/{id}/copy", Right.FORGET, copied),
    action("/desk/person/{id}/forget", Right.FORGET, forgotten),
    page("/desk/suppressions", Right.READ, not_written_to),
    action("/desk/suppressions/lift", Right.DECIDE, lifted),
)
