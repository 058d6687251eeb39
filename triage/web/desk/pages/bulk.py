"""One action for several cases of a list. Each is done by itself, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from triage.flow import decisions
from triage.flow.desk import approving, sorting_out, undoing, versions
from triage.flow.desk.undoing import WayBack
from triage.flow.work import ImpossibleError, Work
from triage.model.reading import Flag
from triage.model.staff import Right
from triage.store import listing
from triage.store.listing import CaseEntry
from triage.web.desk.kit import Page, Visit, action
from triage.web.forms import Form

MOST = 200


class Do(StrEnum):
    """What can be done with many."""

    APPROVE = "approve"
    DECLINE = "decline"
    DONE = "done"
    SPAM = "spam"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case that was ticked, as it was seen."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case. `wrong`: why nothing did."""

    id: int
    case: CaseEntry | None
    wrong: str = ""
    way_back: WayBack | None = None


def approve(work: Work, case: Chosen, form: Form) -> object:
    """A seat. Not for somebody who may have threatened: that is read before it is answered."""
    if Flag.THREAT_OF_HARM in versions.case_as_seen(work, case.id, case.version).flags:
        raise ImpossibleError("it may be about a threat of harm: open it and decide there")
    return approving.approve(work, case.id, form.text("why"), case.version)


def decline(work: Work, case: Chosen, form: Form) -> object:
    """No; the mail does not say why."""
    versions.case_as_seen(work, case.id, case.version)
    return decisions.decline(work, case.id, form.text("why"))


def done(work: Work, case: Chosen, form: Form) -> object:
    """Nothing is left to do."""
    versions.case_as_seen(work, case.id, case.version)
    return decisions.done(work, case.id, form.text("why"))


def spam(work: Work, case: Chosen, _: Form) -> None:
    """Not answered."""
    sorting_out.mark_spam(work, case.id, case.version)


STEPS: Mapping[Do, Callable[[Work, Chosen, Form], object]] = {
    Do.APPROVE: approve,
    Do.DECLINE: decline,
    Do.DONE: done,
    Do.SPAM: spam,
}


def posted(visit: Visit) -> Response:
    """Does it, one case after the other, and shows each outcome."""
    chosen = chosen_in(visit.form)
    do = visit.form.choice("do", Do)
    if not chosen:
        return visit.back("/desk", "No case was selected: tick those that you mean.", tone="bad")
    if do is None:
        return visit.back("/desk", "Nothing was done: press one of the buttons below the list.", tone="bad")
    outcomes = [outcome_of(visit, do, case) for case in chosen[:MOST]]
    is_cut = len(chosen) > MOST
    return visit.render("bulk.html", outcomes=outcomes, do=do, is_cut=is_cut, most=MOST, back=visit.form.text("back"))


def outcome_of(visit: Visit, do: Do, case: Chosen) -> Outcome:
    """One case in a transaction of its own: what cannot be done with one stops no other."""
    way_back, wrong = None, ""
    try:
        with visit.working() as work:
            if do is Do.ASSIGN:
                sorting_out.assign(work, case.id, visit.form.text("assignee") or None)
            else:
                way_back = undoing.with_way_back(work, case.id, lambda: STEPS[do](work, case, visit.form))
    except ImpossibleError as error:
        wrong = str(error.args[0])
    with visit.looking() as work:
        return Outcome(case.id, listing.case(work.session, case.id), wrong, way_back)


def chosen_in(form: Form) -> list[Chosen]:
    """The ticks: `number.version` each."""
    parts = (text.partition(".") for text in dict.fromkeys(form.all("case")))
    return [Chosen(int(one), int(other)) for one, _, other in parts if is_number(one) and is_number(other)]


def is_number(text: str) -> bool:
    """A number that a database takes."""
    return text.isascii() and text.isdecimal() and len(text) < len("1000000000")


ROUTES: tuple[Page, ...] = (action("/desk/bulk", Right.DECIDE, posted),)
