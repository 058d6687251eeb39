"""`mailing prepare | list | preview | test | send | pause | resume | stop | status | retry`: one mail to many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from triage.cli.events import Slug, stored
from triage.cli.lines import STAFF, AsJson, Why, print_text
from triage.cli.mailing_progress import as_line, as_object, bar, print_state, watch
from triage.cli.terminal import fail, moment, opened, print_json, printable
from triage.flow.mailings import prepare as preparing
from triage.flow.mailings import rows, steer
from triage.flow.mailings.trial import try_out
from triage.flow.work import unit_of_work
from triage.model.mailing import Segment
from triage.store.events import stored_id

app = typer.Typer(help="One mail to many of an event's people.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="From `mailing list`.", metavar="ID")]
SHOWN = 20
"""People that a list in the terminal names, unless all are asked for."""


@app.command()
def prepare(
    context: typer.Context,
    slug: Slug,
    segment: Annotated[Segment, typer.Option(help="Whom it goes to.")],
    subject: Annotated[str, typer.Option(help="The whole subject.")],
    text: Annotated[str, typer.Option(help="A file with the text; - reads standard input.", metavar="FILE")],
) -> None:
    """Begin a mailing. Nothing leaves before `mailing send`."""
    words = read_text(text)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = preparing.prepare(work, stored(work, slug), segment, subject, words)
        progress = rows.progress(work, row)
        out = [each for each in rows.people(work, progress.mailing_id, limit=100_000) if each.state == rows.LEFT_OUT]
    print(as_line(progress))
    for each in out[:SHOWN]:
        print(f"  left out: {printable(each.address)}: {printable(each.why)}")
    if len(out) > SHOWN:
        print(f"  and {len(out) - SHOWN} more; `openhour mailing status {progress.mailing_id} --people` shows all")
    print(f"look at it with `openhour mailing preview {progress.mailing_id}`, then `openhour mailing send …`")


@app.command("list")
def list_mailings(
    context: typer.Context,
    event: Annotated[str | None, typer.Option(help="Only this event's.", metavar="SLUG")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """All mailings, the newest first, and how far they are."""
    with unit_of_work(opened(context).runtime) as work:
        about = stored_id(stored(work, event).id) if event else None
        found = [rows.progress(work, row) for row in rows.mailings(work, about)]
    for progress in found:
        if as_json:
            print_json(as_object(progress))
        else:
            print(as_line(progress))


@app.command()
def preview(
    context: typer.Context,
    number: Number,
    nth: Annotated[int, typer.Option("--number", min=1, help="Which recipient's letter, from 1.")] = 1,
) -> None:
    """The letters word for word, one real recipient after the other: Enter for the next, b back, q out."""
    runtime = opened(context).runtime
    while True:
        with unit_of_work(runtime) as work:
            row = rows.mailing(work, number)
            letter, total = preparing.preview(work, row, nth), preparing.recipients(work, number)
        print(f"Letter {nth} of {total}\nTo: {printable(letter.address)}\nSubject: {printable(letter.subject)}\n")
        print_text(letter.text, indent="")
        if not sys.stdin.isatty():
            return
        key = typer.prompt("\n[Enter] next, b back, q out", default="", show_default=False).strip().lower()
        if key == "q" or (key != "b" and nth == total):
            return
        nth = max(nth - 1, 1) if key == "b" else nth + 1


@app.command("test")
def send_test(
    context: typer.Context,
    number: Number,
    to: Annotated[str, typer.Option(help="Your own address.")],
    nth: Annotated[int, typer.Option("--number", min=1, help="Which recipient's letter, from 1.")] = 1,
) -> None:
    """Send one letter to yourself, marked as a test."""
    said = try_out(opened(context).runtime, number, to, STAFF, nth)
    print(f"sent to {printable(to)}: {printable(said)}")


@app.command()
def send(
    context: typer.Context,
    number: Number,
    count: Annotated[int | None, typer.Option(help="To how many people, instead of being asked.")] = None,
    at: Annotated[str | None, typer.Option(help="Not before this time, ISO 8601 with an offset.")] = None,
) -> None:
    """Agree to the number of people; then it goes, at the pace of [smtp] max_per_hour."""
    runtime = opened(context).runtime
    with unit_of_work(runtime, STAFF) as work:
        progress = steer.look_again(work, number)
    confirmed = agreed(progress) if count is None else count
    with unit_of_work(runtime, STAFF) as work:
        steer.send(work, number, confirmed, moment(at) if at else None)
    when = f" from {at} on" if at else ""
    print(f"mailing {number} goes to {confirmed} people{when}; `openhour mailing pause` holds it")
    if sys.stdout.isatty() and not at:
        watch(runtime, number)


def agreed(progress: rows.Progress) -> int:
    """The number as typed by somebody who was told it."""
    if not sys.stdin.isatty():
        fail(f"this goes to {progress.people} people; say so with --count {progress.people}")
    print(as_line(progress))
    return int(typer.prompt(f"This goes to {progress.people} people. Type the number to send it", type=int))


@app.command()
def pause(context: typer.Context, number: Number, why: Why) -> None:
    """Hold a mailing that is under way."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        steer.pause(work, number, why)
    print(f"mailing {number} is paused; `openhour mailing resume {number}` goes on where it was")


@app.command()
def resume(context: typer.Context, number: Number) -> None:
    """Go on with a paused mailing."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        steer.resume(work, number)
    print(f"mailing {number} goes on")


@app.command()
def stop(context: typer.Context, number: Number, why: Why) -> None:
    """End a mailing for good: nobody gets it any more. What went, went."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        steer.stop(work, number, why)
        progress = rows.progress(work, rows.mailing(work, number))
    print(as_line(progress))


@app.command()
def retry(context: typer.Context, number: Number, why: Why) -> None:
    """Try again those that failed, and no others."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        again = steer.retry(work, number, why)
    print(f"{again} are tried again" if again else "nothing of it failed that could be tried again")


@app.command()
def status(
    context: typer.Context,
    number: Number,
    *,
    is_watched: Annotated[bool, typer.Option("--watch", help="Stay, and show how it goes on.")] = False,
    with_people: Annotated[bool, typer.Option("--people", help="A line for each person.")] = False,
    as_json: AsJson = False,
) -> None:
    """How far a mailing is."""
    runtime = opened(context).runtime
    with unit_of_work(runtime) as work:
        progress = rows.progress(work, rows.mailing(work, number))
        people = rows.people(work, number, limit=1_000_000) if with_people else []
    if as_json:
        print_json(as_object(progress))
    else:
        print_state(runtime, progress)
    for each in people:
        if as_json:
            print_json({"person": each.person_id, "address": each.address, "state": each.state, "why": each.why})
        else:
            print(f"  {each.state:<10}{printable(each.address):<40}{printable(each.why)}".rstrip())
    if is_watched:
        watch(runtime, number)
    elif sys.stdout.isatty() and not as_json:
        bar(progress)


def read_text(name: str) -> str:
    """The text in a file, or on standard input."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{name}: cannot be read ({error})")
