"""One mail of a mailing to oneself, past the outbox: a look at it in a real mail program."""

from __future__ import annotations

from intake.message import Address
from triage.compose import build
from triage.flow import pause
from triage.flow.history import record
from triage.flow.mailings import rows
from triage.flow.mailings.prepare import preview
from triage.flow.runtime import Runtime
from triage.flow.unsubscribe_links import way_out
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.event import Event
from triage.model.mail import Delivered, Delivery, Envelope, Mail, Mode, Purpose, Refused
from triage.policy.rules.outgoing import is_plain_address
from triage.store.events import event_from
from triage.store.tables import EventRow, MailingRow

MARK = "[test] "
NOBODY = 0
"""The person of a trial's way out: pressing its button strikes nobody off."""


def try_out(runtime: Runtime, mailing_id: int, to: str, who: str, number: int = 1) -> str:
    """Sends what the `number`-th recipient would get to `to` instead; what the server said.

    Raises ImpossibleError where nothing may leave, and CourierError.
    """
    if not is_plain_address(to) or to.casefold() in runtime.own.addresses:
        raise ImpossibleError(f"{to} is not one plain address, or it is our own")
    with unit_of_work(runtime, who) as work:
        require_free(work)
        row = rows.mailing(work, mailing_id)
        event = event_from(work.session.get_one(EventRow, row.event_id))
        mail = to_oneself(work, row, event, to, number)
        ours = Address(event.series or event.title, runtime.settings.sender)
        raw = build(mail, ours, None, work.now, runtime.templates)
        record(work.session, work.now, "mailing tried out", event_id=event.id, who=who, new={"mailing": mailing_id})
    return said(runtime.courier.deliver(Envelope(runtime.settings.sender, to), raw))


def require_free(work: Work) -> None:
    """What stops all mail stops this one."""
    if work.runtime.settings.mode is Mode.SHADOW:
        raise ImpossibleError("this installation runs in shadow mode ([automation] mode): nothing can leave")
    if (halted := pause.is_paused(work)) is not None:
        raise ImpossibleError(f"outgoing mail is paused: {halted.why}")


def to_oneself(work: Work, row: MailingRow, event: Event, to: str, number: int) -> Mail:
    """The same mail under a Message-ID of its own, with a way out that is nobody's."""
    out = way_out(work.runtime, event, NOBODY)
    letter = preview(work, row, number, out)
    revision = f"trial-{row.id}-{work.now.timestamp()}"
    return Mail(
        purpose=Purpose(row.purpose),
        to=to,
        subject=MARK + letter.subject,
        text=letter.text,
        language=letter.language,
        message_id=work.runtime.message_ids.for_mail(event.slug, to, row.purpose, revision),
        is_reply=False,
        unsubscribe_url=out.url,
        unsubscribe_subject=out.subject,
    )


def said(delivery: Delivery) -> str:
    """The server's answer, for whoever tries. Raises ImpossibleError for a no."""
    match delivery:
        case Delivered(reply):
            return reply
        case Refused(reply):
            raise ImpossibleError(f"it was not taken: {reply}")
        case _:
            raise ImpossibleError("nobody knows whether it arrived; look into your mailbox")
