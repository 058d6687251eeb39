"""`mail list | settle | withhold`: what goes out, and what did not."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.lines import MINUTES, STAFF, AsJson, Why, print_entries
from triage.cli.terminal import fail, opened
from triage.flow.outbox import by_hand
from triage.flow.work import unit_of_work
from triage.model.mail import MailState
from triage.store import listing
from triage.store.listing import MailEntry

app = typer.Typer(help="Outgoing mail.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="From `mail list`.", metavar="ID")]


@app.command("list")
def list_mails(
    context: typer.Context,
    state: Annotated[MailState, typer.Option(help="What became of them.")],
    *,
    as_json: AsJson = False,
) -> None:
    """One line each: number, when, event, purpose, recipient, and why it did not leave."""
    with unit_of_work(opened(context).runtime) as work:
        entries = listing.mails(work.session, state)
    print_entries(entries, line, as_json=as_json)


@app.command()
def settle(
    context: typer.Context,
    number: Number,
    why: Why,
    *,
    is_sent: Annotated[bool, typer.Option("--sent", help="It arrived.")] = False,
    is_again: Annotated[
        bool, typer.Option("--again", help="Queue it once more; also what failed or was kept.")
    ] = False,
) -> None:
    """Say what became of a mail that may or may not have been delivered."""
    if is_sent is is_again:
        fail("say either --sent or --again")
    with unit_of_work(opened(context).runtime, STAFF) as work:
        if is_sent:
            by_hand.settle_as_sent(work, number, why)
            print(f"mail {number} counts as sent")
        else:
            mail = by_hand.send_again(work, number, why)
            print(f"mail {number} is queued again and leaves after {mail.due_at:%H:%M:%S} UTC, if the gate lets it")


@app.command()
def withhold(context: typer.Context, number: Number, why: Why) -> None:
    """Undo: a mail that waits in the queue does not leave."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        by_hand.keep_back(work, number, why)
    print(f"mail {number} is withheld; `openhour mail settle {number} --again --why TEXT` queues it after all")


def line(entry: MailEntry) -> str:
    """For eyes; the time is when it went, or else when it is due."""
    at = (entry.sent_at or entry.due_at).strftime(MINUTES)
    because = ": ".join(filter(None, (entry.rule, entry.why)))
    return f"{entry.id:>6}  {at}  {entry.event:<12}  {entry.purpose:<16}  {entry.to:<36}  {because}".rstrip()
