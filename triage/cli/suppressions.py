"""`suppression list | lift`: whom we do not write to, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.lines import MINUTES, STAFF, AsJson, Why, print_entries
from triage.cli.terminal import opened, printable
from triage.flow import suppressions
from triage.flow.suppressions import Line
from triage.flow.work import unit_of_work

app = typer.Typer(help="Addresses that we do not write to.", no_args_is_help=True)


@app.command("list")
def list_suppressions(context: typer.Context, *, as_json: AsJson = False) -> None:
    """One line each: since when, why, the address, and what shows it."""
    with unit_of_work(opened(context).runtime) as work:
        entries = suppressions.listed(work)
    print_entries(entries, line, as_json=as_json)


@app.command()
def lift(
    context: typer.Context, address: Annotated[str, typer.Argument(help="From `suppression list`.")], why: Why
) -> None:
    """Write to this address again; what came back before counts no more."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        suppressions.lift(work, address, why)
    print(f"{printable(address)} is written to again")


def line(entry: Line) -> str:
    """For eyes."""
    return f"{entry.since.strftime(MINUTES)}  {entry.why:<14}  {entry.address:<40}  {entry.evidence}"
