"""`perhaps list | claim | dismiss`: messages with a weak sign."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.lines import MINUTES, STAFF, AsJson, print_entries
from triage.cli.terminal import opened
from triage.flow import perhaps as flow
from triage.flow.work import unit_of_work
from triage.store import listing
from triage.store.listing import PerhapsEntry

app = typer.Typer(help="Messages that may be ours.", no_args_is_help=True)
Ids = Annotated[list[int], typer.Argument(help="Numbers from `perhaps list`.", metavar="ID…")]


@app.command("list")
def list_perhaps(
    context: typer.Context,
    *,
    is_all: Annotated[bool, typer.Option("--all", help="Also what somebody decided about.")] = False,
    as_json: AsJson = False,
) -> None:
    """One line each: number, arrival, sender, subject. The message itself was not fetched."""
    with unit_of_work(opened(context).runtime) as work:
        entries = listing.perhaps(work.session, is_all=is_all)
    print_entries(entries, described if is_all else line, as_json=as_json)


@app.command()
def claim(context: typer.Context, ids: Ids) -> None:
    """They are ours: the next pass fetches and sorts them."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        for number in ids:
            flow.claim(work, number)
    print(f"{len(ids)} claimed; the next pass fetches what is still in the mailbox")


@app.command()
def dismiss(context: typer.Context, ids: Ids) -> None:
    """They are not ours, and are never fetched."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        for number in ids:
            flow.dismiss(work, number)
    print(f"{len(ids)} dismissed")


def line(entry: PerhapsEntry) -> str:
    """For eyes."""
    return f"{entry.id:>6}  {entry.received_at.strftime(MINUTES)}  {entry.sender:<36}  {entry.subject}"


def described(entry: PerhapsEntry) -> str:
    """With what became of it."""
    return f"{entry.state:<10}{line(entry)}"
