"""`parked list | retry | dismiss`: messages that could not be sorted."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.lines import MINUTES, STAFF, AsJson, Why, print_entries
from triage.cli.terminal import fail, opened
from triage.flow import parking
from triage.flow.work import unit_of_work
from triage.store import listing
from triage.store.listing import ParkedEntry

app = typer.Typer(help="Messages that could not be sorted.", no_args_is_help=True)


@app.command("list")
def list_parked(context: typer.Context, *, as_json: AsJson = False) -> None:
    """One line each: number, arrival, when it was parked, what went wrong."""
    with unit_of_work(opened(context).runtime) as work:
        entries = listing.parked(work.session)
    print_entries(entries, line, as_json=as_json)


@app.command()
def retry(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(help="From `parked list`.", metavar="ID")] = None,
    *,
    is_all: Annotated[bool, typer.Option("--all", help="Every parked message.")] = False,
) -> None:
    """The next pass tries to sort it again."""
    if (number is None) is not is_all:
        fail("name one parked message, or all of them with --all")
    with unit_of_work(opened(context).runtime, STAFF) as work:
        if number is None:
            count = parking.unpark_all(work)
        else:
            parking.unpark(work, number)
            count = 1
    print(f"{count} tried again in the next pass")


@app.command()
def dismiss(
    context: typer.Context, number: Annotated[int, typer.Argument(help="From `parked list`.", metavar="ID")], why: Why
) -> None:
    """Nothing is to be done with it; it counts as `other` from now on."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        parking.dismiss(work, number, why)
    print(f"message {number} is dismissed; the accounting counts it as other")


def line(entry: ParkedEntry) -> str:
    """For eyes."""
    arrived, parked = entry.received_at.strftime(MINUTES), entry.parked_at.strftime(MINUTES)
    return f"{entry.id:>6}  {arrived}  parked {parked}  {entry.error}"
