"""What waits beside the cases: drafts, mails in doubt, messages that are perhaps ours, messages that were parked."""

from __future__ import annotations

from starlette.responses import Response

from triage.flow import parking, perhaps
from triage.flow.outbox import by_hand, drafts
from triage.flow.work import ImpossibleError
from triage.model.mail import MailState
from triage.model.staff import Right
from triage.store import listing
from triage.web.desk.kit import Page, Undo, Visit, action, page
from triage.web.desk.pages.bulk import is_number


def drafts_shown(visit: Visit) -> Response:
    """Mails that wait for a key."""
    with visit.looking() as work:
        mails = listing.mails(work.session, MailState.DRAFT)
    return visit.render("drafts.html", mails=mails)


def uncertain_shown(visit: Visit) -> Response:
    """Mails that may or may not have left."""
    with visit.looking() as work:
        mails = listing.mails(work.session, MailState.UNCERTAIN)
    return visit.render("uncertain.html", mails=mails)


def perhaps_shown(visit: Visit) -> Response:
    """Messages with a weak sign, by their header alone."""
    with visit.looking() as work:
        lines = listing.perhaps(work.session)
    return visit.render("perhaps.html", lines=lines)


def parked_shown(visit: Visit) -> Response:
    """Messages that could not be sorted."""
    with visit.looking() as work:
        lines = listing.parked(work.session)
    return visit.render("parked.html", lines=lines)


def drafts_released(visit: Visit) -> Response:
    """Those that are ticked leave after the undo delay, if the gate lets them; or are thrown away."""
    ids, wrong, why = visit.form.numbers("mail"), "", visit.form.text("why")
    if not ids:
        return visit.go("/desk/drafts", "No mail was selected: tick those that you mean.", tone="bad")
    is_discarding, number = visit.form.text("do") == "discard", 0
    for mail_id in ids:
        try:
            with visit.working() as work:
                if is_discarding:
                    drafts.discard(work, mail_id, why)
                else:
                    drafts.release(work, mail_id)
            number += 1
        except ImpossibleError as error:
            wrong = str(error.args[0])
    said = f"{number} of {len(ids)} {'thrown away' if is_discarding else 'released'}. {wrong}".strip()
    return visit.go("/desk/drafts", said, tone="bad" if wrong else "good")


def settled(visit: Visit) -> Response:
    """A person knows what became of it."""
    why = visit.form.text("why")
    with visit.working() as work:
        if visit.form.text("do") == "again":
            by_hand.send_again(work, visit.number("id"), why)
            said = "It is queued again, and meets the gate like every other mail."
        else:
            by_hand.settle_as_sent(work, visit.number("id"), why)
            said = "It counts as sent."
    return visit.back("/desk/uncertain", said)


def perhaps_decided(visit: Visit) -> Response:
    """Ours, or not."""
    ids, is_ours = visit.form.numbers("line"), visit.form.text("do") == "claim"
    if not ids:
        return visit.go("/desk/perhaps", "No message was selected: tick those that you mean.", tone="bad")
    with visit.working() as work:
        for number in ids:
            (perhaps.claim if is_ours else perhaps.dismiss)(work, number)
    said = f"{len(ids)} claimed; the next pass fetches them." if is_ours else f"{len(ids)} dismissed."
    return visit.go("/desk/perhaps", said, undo=Undo("/desk/perhaps/undo", {"lines": " ".join(map(str, ids))}))


def perhaps_undone(visit: Visit) -> Response:
    """Before a person again, until they are fetched."""
    ids = [int(each) for each in visit.form.text("lines").split() if is_number(each)]
    with visit.working() as work:
        for number in ids:
            perhaps.reopen(work, number)
    return visit.go("/desk/perhaps", "Undone: nobody has decided about them.")


def parked_decided(visit: Visit) -> Response:
    """Tried once more, or left for good."""
    is_again = visit.form.text("do") == "retry"
    with visit.working() as work:
        if is_again:
            parking.unpark(work, visit.number("id"))
        else:
            parking.dismiss(work, visit.number("id"), visit.form.text("why"))
    return visit.back("/desk/parked", "It is tried again in the next pass." if is_again else "It is dismissed.")


ROUTES: tuple[Page, ...] = (
    page("/desk/drafts", Right.READ, drafts_shown),
    action("/desk/drafts", Right.DECIDE, drafts_released),
    page("/desk/uncertain", Right.READ, uncertain_shown),
    action("/desk/uncertain/{id}", Right.SETTLE, settled),
    page("/desk/perhaps", Right.READ, perhaps_shown),
    action("/desk/perhaps", Right.DECIDE, perhaps_decided),
    action("/desk/perhaps/undo", Right.DECIDE, perhaps_undone),
    page("/desk/parked", Right.READ, parked_shown),
    action("/desk/parked/{id}", Right.SETTLE, parked_decided),
)
