"""`event add | list | show | reschedule | cancel | close | registrants | show-as`, and what stands beside them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from triage.cli.terminal import WANTS_A_PERSON, fail, moment, opened, print_json, printable
from triage.config.event_file import read_event
from triage.flow import closing
from triage.flow import events as flow
from triage.flow.registrants.rows import choose_name
from triage.flow.registrants.watch import side_by_side
from triage.flow.work import Work, unit_of_work
from triage.model.event import Event
from triage.store.events import event_from, event_row
from triage.store.tables import EventRow, PersonRow

app = typer.Typer(help="Conversation hours.", no_args_is_help=True)
Slug = Annotated[str, typer.Argument(help="The event's slug.")]
Reason = Annotated[str, typer.Option(help="Why; people who are told read it.")]
STAFF = "command line"


@app.command()
def add(context: typer.Context, file: Annotated[Path, typer.Argument(help="A TOML file.")]) -> None:
    """Store an event, or the new description of one that is stored."""
    described = read_event(file)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = flow.add(work, described.event(), described.join_details())
        print(summary(event_from(row)))


@app.command("list")
def list_events(context: typer.Context) -> None:
    """All events, the earliest first."""
    with Session(opened(context).runtime.engine) as session:
        for row in session.exec(select(EventRow).order_by(col(EventRow.starts_at))):
            print(summary(event_from(row)))


@app.command()
def show(context: typer.Context, slug: Slug) -> None:
    """One event, without its join details."""
    with unit_of_work(opened(context).runtime) as work:
        event = event_from(stored(work, slug))
        print(summary(event))
        for name in Event.__dataclass_fields__:
            if (value := getattr(event, name)) not in ("", (), None):
                print(f"  {name:<28}{printable(str(value))}")


@app.command()
def links(context: typer.Context, slug: Slug) -> None:
    """Who was sent which version of the join details, and who holds a seat without the newest."""
    with unit_of_work(opened(context).runtime) as work:
        row = stored(work, slug)
        print(f"{slug}: the newest join details are version {row.join_version}")
        for line in flow.ledger(work, row):
            version = f"version {line.version}" if line.version else "none"
            print(f"  {printable(line.address):<40}{version:<12}{line.state}")


@app.command()
def reschedule(
    context: typer.Context,
    slug: Slug,
    starts_at: Annotated[str, typer.Option(help="ISO 8601 with an offset.")],
    reason: Reason,
) -> None:
    """Give an event a new date and tell everybody who was told the old one."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = stored(work, slug)
        told = flow.reschedule(work, row, moment(starts_at), reason)
        print(f"{summary(event_from(row))}; {told} people are told")


@app.command()
def cancel(context: typer.Context, slug: Slug, reason: Reason) -> None:
    """Cancel an event and tell everybody who was told about it."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        told = flow.cancel(work, stored(work, slug), reason)
        print(f"{slug} is cancelled; {told} people are told")


@app.command()
def close(
    context: typer.Context, slug: Slug, reason: Annotated[str, typer.Option(help="Why, if things are left.")] = ""
) -> None:
    """End an event; what was promised must be done, or a reason given."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        closing.close(work, stored(work, slug), reason)
        print(f"{slug} is closed")


@app.command()
def registrants(
    context: typer.Context,
    slug: Slug,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")] = False,
) -> None:
    """Zoom's list beside ours, without links. Exit 1 where they differ, or somebody in there lost their standing."""
    lines = side_by_side(opened(context).runtime, slug)
    for line in lines:
        if as_json:
            print_json(asdict(line))
        else:
            told = "; ".join(filter(None, (line.difference, line.standing and f"the account is {line.standing}")))
            print(f"{line.here or '-':<12}{line.in_zoom or '-':<12}{printable(line.email)}{told and '  ' + told}")
    if any(line.difference or (line.standing and line.in_zoom) for line in lines):
        raise typer.Exit(WANTS_A_PERSON)


@app.command("show-as")
def show_as(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Whose name it is.")],
    name: Annotated[str, typer.Argument(help="What they want to be called in calls. Empty: a numbered guest.")],
) -> None:
    """Set the name that somebody asked to show in Zoom, from their next registration on."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        person = work.session.exec(select(PersonRow).where(PersonRow.address == address)).first()
        choose_name(work, person or fail(f"nobody wrote from {address}"), name)


def stored(work: Work, slug: str) -> EventRow:
    """The stored event, or a line that says where to look."""
    return event_row(work.session, slug) or fail(f"no event {printable(slug)}; `openhour event list` shows all")


def summary(event: Event) -> str:
    """One line: slug, time, state, title."""
    return f"{event.slug}  {event.starts_at:%Y-%m-%dT%H:%M}Z  {event.state}  {printable(event.title)}"
