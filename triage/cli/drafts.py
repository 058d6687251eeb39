"""`drafts list | show | release | discard`: what waits for a person's key."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.events import stored
from triage.cli.lines import STAFF, AsJson, Why, print_entries, print_text
from triage.cli.terminal import fail, opened, printable
from triage.flow.outbox import drafts as flow
from triage.flow.work import Work, unit_of_work
from triage.model.mail import MailState
from triage.store import listing
from triage.store.listing import MailEntry
from triage.store.tables import OutboxRow

app = typer.Typer(help="Mails that wait for a person.", no_args_is_help=True)


@app.command("list")
def list_drafts(
    context: typer.Context,
    event: Annotated[str | None, typer.Option(help="Only this event's.", metavar="SLUG")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """One line each: number, event, case, purpose, recipient, subject."""
    with unit_of_work(opened(context).runtime) as work:
        slug = stored(work, event).slug if event else None
        entries = listing.mails(work.session, MailState.DRAFT, slug)
    print_entries(entries, line, as_json=as_json)


@app.command()
def show(context: typer.Context, number: Annotated[int, typer.Argument(help="A mail's number.", metavar="ID")]) -> None:
    """What would leave, word for word; where the join details go stands a mark."""
    with unit_of_work(opened(context).runtime) as work:
        mail = work.session.get(OutboxRow, number) or fail(f"no mail {number}; `openhour drafts list` shows all drafts")
        print(f"To: {printable(mail.to_address)}\nSubject: {printable(mail.subject)}\nState: {mail.state}\n")
        print_text(mail.text, indent="")


@app.command()
def release(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers from `drafts list`.", metavar="ID…")] = None,
    case: Annotated[int | None, typer.Option(help="Every draft of this case.", metavar="N")] = None,
    *,
    is_all: Annotated[bool, typer.Option("--all", help="Every draft there is.")] = False,
) -> None:
    """Queue drafts by a person's word. Each still meets the gate."""
    if [bool(ids), case is not None, is_all].count(True) != 1:
        fail("name drafts by their numbers, or a case with --case, or all with --all")
    with unit_of_work(opened(context).runtime, STAFF) as work:
        released = [flow.release(work, number) for number in ids or waiting(work, case)]
        undo = work.runtime.settings.undo_seconds
    print(f"{len(released)} queued; they leave in {undo} s if the gate lets them (undo: openhour mail withhold ID)")


@app.command()
def discard(
    context: typer.Context,
    ids: Annotated[list[int], typer.Argument(help="Numbers from `drafts list`.", metavar="ID…")],
    why: Why,
) -> None:
    """These are never sent."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        for number in ids:
            flow.discard(work, number, why)
    print(f"{len(ids)} withheld")


def waiting(work: Work, case: int | None) -> list[int]:
    """The drafts that are meant, or a line that says that there are none."""
    found = list(flow.waiting(work, case))
    return found or fail("there is no draft" if case is None else f"case {case} has no draft")


def line(entry: MailEntry) -> str:
    """For eyes."""
    case = f"case {entry.case}" if entry.case else ""
    return f"{entry.id:>6}  {entry.event:<12}  {case:<10}  {entry.purpose:<16}  {entry.to:<36}  {entry.subject}"
