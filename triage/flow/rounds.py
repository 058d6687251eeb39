"""One pass over everything: poll, sort, standing, due, send, sweep, privacy, accounting, alarms.

`once` runs it a single time; the jobs run its parts by the clock. Each part finds its work in rows, so a crash
between any two is the same as a pause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.mailbox import Mailbox, MailboxError
from intake.poll import Interested, fetch_claimed, poll
from triage.flow import accounting, closing
from triage.flow.alarms import raise_alarm, recover, send_alarms
from triage.flow.due import queue_due
from triage.flow.mailings.feed import feed
from triage.flow.outbox import reach
from triage.flow.outbox.claims import sweep
from triage.flow.outbox.deliver import Sending, send_due
from triage.flow.privacy.clock import keep_privacy
from triage.flow.registrants.register import is_out_of_reach
from triage.flow.registrants.start import follow_new_dates
from triage.flow.registrants.watch import keep_the_door
from triage.flow.runtime import Runtime
from triage.flow.sort import sort_received
from triage.flow.standing import check_standing
from triage.flow.work import unit_of_work

MAILBOX_CAUSE = "mailbox"


@dataclass(frozen=True, slots=True)
class Mailroom:
    """The shared mailbox, and what makes the question that `poll` asks of each message, with the events of now."""

    mailbox: Mailbox
    interested: Callable[[], Interested]


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass found. `unreachable`: the servers that could not be used, and why."""

    unreachable: Mapping[str, str]
    wants_a_person: bool


def one_round(runtime: Runtime, mailroom: Mailroom) -> Round:
    """Everything once, in order. A server out of reach stops its own part only."""
    why = take_in(runtime, mailroom)
    unreachable = {"mailbox": why} if why else {}
    decide(runtime)
    if again := send(runtime).tried_again_at:
        unreachable["smtp"] = f"could not be used; it is tried again at {again:%H:%M:%S} UTC"
    with unit_of_work(runtime) as work:
        if is_out_of_reach(work):
            unreachable["zoom"] = "could not be used"
    keep_privacy(runtime)
    return Round(unreachable, watch(runtime))


def take_in(runtime: Runtime, mailroom: Mailroom) -> str:
    """Polls the mailbox, and fetches what staff claimed; why it cannot be reached, else nothing."""
    try:
        poll(mailroom.mailbox, runtime.inbox, mailroom.interested())
        fetch_claimed(mailroom.mailbox, runtime.inbox)
    except MailboxError as error:
        with unit_of_work(runtime) as work:
            raise_alarm(work, MAILBOX_CAUSE, f"The mailbox cannot be read: {error}")
        return str(error)
    with unit_of_work(runtime) as work:
        recover(work, MAILBOX_CAUSE)
    return ""


def decide(runtime: Runtime) -> None:
    """Sorts what arrived, settles standing, queues what is due; cancels in Zoom, and looks who is in there."""
    while sort_received(runtime).sorted:
        pass
    check_standing(runtime)
    queue_due(runtime)
    follow_new_dates(runtime)
    keep_the_door(runtime)


def send(runtime: Runtime, *, at_once: bool = True) -> Sending:
    """Settles claims that a crash left, writes the next mails of mailings, then sends what is due.

    Unless `at_once`, a server that was out of reach a moment ago is left alone for a while.
    """
    sweep(runtime)
    feed(runtime)
    if not at_once and (again := resting_until(runtime)) is not None:
        return Sending(Counter(), again)
    return send_due(runtime)


def resting_until(runtime: Runtime) -> datetime | None:
    """Until when the mail server is left alone."""
    with unit_of_work(runtime) as work:
        return reach.tried_again_at(work)


def watch(runtime: Runtime) -> bool:
    """Checks the sums and mails the alarms; True when something wants a person."""
    with unit_of_work(runtime) as work:
        sums = accounting.check(work)
        closing.watch_promises(work)
    send_alarms(runtime)
    return bool(sums.differences) or sums.parked > 0 or sums.outgoing["uncertain"] > 0
