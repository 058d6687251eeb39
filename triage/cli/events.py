"""`event add | list | show | reschedule | cancel | tick | close | registrants | show-as`, and what is beside them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from triage.cli.terminal import WANTS_A_PERSON, fail, moment, opened, print_json, printable
from triage.config.event_file import read_event
from triage.flow import closing
from triage.flow import events as flow
from triage.flow.mailings import deliverables
from triage.flow.registrants.rows import choose_name
from triage.flow.registrants.watch import side_by_side
from triage.flow.told import Told, who_was_told
from triage.flow.work import Work, unit_of_work
from triage.model.event import Event
from triage.model.question import Deliverable
from triage.store.events import event_from, event_row, stored_id
from triage.store.tables import EventRow, PersonRow

app = typer.Typer(help="Conversation hours.", no_args_is_help=True)
Slug = Annotated[str, typer.Argument(help="The event's slug.")]
Reason = Annotated[str, typer.Option(help="Why; people who are told read it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask: the list was seen.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show who would be told, and change nothing.")]
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
    *,
    is_agreed: Yes = False,
    is_preview: Preview = False,
) -> None:
    """Give an event a new date and tell everybody who was told the old one, after a look at the list."""
    runtime, at = opened(context).runtime, moment(starts_at)
    with unit_of_work(runtime) as work:
        flow.require_movable(work, stored(work, slug), at)
        people = who_was_told(work, stored(work, slug), at)
    if not seen_and_agreed(people, f"{slug} moves to {at:%Y-%m-%dT%H:%M}Z", is_agreed=is_agreed, is_preview=is_preview):
        return
    with unit_of_work(runtime, STAFF) as work:
        row = stored(work, slug)
        told = flow.reschedule(work, row, at, reason, len(people))
        print(f"{summary(event_from(row))}; {told} people are told")


@app.command()
def cancel(
    context: typer.Context, slug: Slug, reason: Reason, *, is_agreed: Yes = False, is_preview: Preview = False
) -> None:
    """Cancel an event and tell everybody who was told about it, after a look at the list."""
    runtime = opened(context).runtime
    with unit_of_work(runtime) as work:
        flow.require_open(stored(work, slug))
        people = who_was_told(work, stored(work, slug))
    if not seen_and_agreed(people, f"{slug} is cancelled", is_agreed=is_agreed, is_preview=is_preview):
        return
    with unit_of_work(runtime, STAFF) as work:
        told = flow.cancel(work, stored(work, slug), reason, len(people))
        print(f"{slug} is cancelled; {told} people are told")


def seen_and_agreed(people: Sequence[Told], what: str, *, is_agreed: bool, is_preview: bool) -> bool:
    """Shows who is told, and asks, where there is somebody at the terminal to ask."""
    for each in people:
        known, entry = f"{each.starts_at:%Y-%m-%dT%H:%M}Z", "calendar" if each.has_entry else ""
        wish = each.attendance or "asked"
        print(f"  {printable(each.address):<40}{each.language:<6}{wish:<11}{known}  {entry}".rstrip())
    if is_preview or is_agreed or not sys.stdin.isatty():
        return not is_preview
    return typer.confirm(f"{what}, and these {len(people)} people are told. Is that right?")


@app.command()
def tick(
    context: typer.Context,
    slug: Slug,
    what: Annotated[Deliverable, typer.Argument(help="What is there now.")],
    url: Annotated[str, typer.Option(help="Where it is.")] = "",
) -> None:
    """Say that recording, notes or answers are there. With all three the follow-up prepares itself."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = stored(work, slug)
        deliverables.tick(work, row, what, url)
        missing = [each.what.value for each in deliverables.ticks(work, stored_id(row.id)) if each.ticked_at is None]
    then = f"still missing: {', '.join(missing)}" if missing else "the follow-up is ready"
    print(f"{slug}: {what} ticked; {then}")


@app.command()
def untick(
    context: typer.Context,
    slug: Slug,
    what: Annotated[Deliverable, typer.Argument(help="What is not there after all.")],
) -> None:
    """Take a tick back. A follow-up that has not begun to leave waits again."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        deliverables.untick(work, stored(work, slug), what)
    print(f"{slug}: {what} is not ticked any more")


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
