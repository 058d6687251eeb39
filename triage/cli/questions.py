"""`question list | show | add | import | topic | word | order | alike | merge | unmerge | apart | dispose`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from triage.cli.board_page import line, one_line, page, print_preview
from triage.cli.events import Slug, stored
from triage.cli.lines import STAFF, AsJson, print_entries
from triage.cli.terminal import WANTS_A_PERSON, fail, moment, opened, printable
from triage.flow.questions import bringing, disposing, merging, ordering, wording
from triage.flow.questions.asked import add_by_hand
from triage.flow.questions.bringing import Layout
from triage.flow.work import unit_of_work
from triage.model.case import Channel
from triage.model.question import Change
from triage.store.board import board
from triage.understanding.channels.lines import seconds

app = typer.Typer(help="Questions for the call.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The question's number.", metavar="N")]
Numbers = Annotated[list[int], typer.Argument(help="Questions, by number.", metavar="N…")]
TextFile = Annotated[Path, typer.Argument(help="A file; - is standard input.", metavar="FILE")]


class Outcome(StrEnum):
    """What a person can say becomes of a question; `merged` and `answered` follow from other commands."""

    LIVE = "live"
    WRITING = "writing"
    DECLINED = "declined"
    OPEN = "open"


@app.command("list")
def list_questions(
    context: typer.Context,
    slug: Slug,
    *,
    is_all: Annotated[bool, typer.Option("--all", help="Also merged and declined ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """An event's questions in the host's order: number, what became of it, channel, askers, words."""
    with unit_of_work(opened(context).runtime) as work:
        entries = board(work.session, stored(work, slug))
    shown = [each for each in entries if is_all or each.disposition not in {"merged", "declined"}]
    print_entries(shown, line, as_json=as_json)


@app.command()
def show(context: typer.Context, slug: Slug, number: Number) -> None:
    """One question: the asker's words beside those that are shown, who asked, what became of it."""
    with unit_of_work(opened(context).runtime) as work:
        entries = {each.id: each for each in board(work.session, stored(work, slug))}
    for each in page(entries.get(number) or fail(f"{slug} has no question {number}")):
        print(printable(each))


@app.command()
def add(
    context: typer.Context,
    slug: Slug,
    text: Annotated[str, typer.Argument(help="The asker's words.")],
    channel: Annotated[Channel, typer.Option(help="Where it was asked.")] = Channel.OTHER,
    asker: Annotated[str, typer.Option(help="The name shown there. Never published.")] = "",
    topic: Annotated[str, typer.Option(help="What it is about.")] = "",
) -> None:
    """Enter a question that was asked elsewhere than by mail."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = add_by_hand(work, stored(work, slug), text, channel, asker=asker, topic=topic)
        print(f"question {row.id} stands on the board")


@app.command("import")
def bring(  # noqa: PLR0913 - what is brought, and how
    context: typer.Context,
    slug: Slug,
    file: TextFile,
    layout: Annotated[Layout, typer.Option("--from", help="What it is: a CSV, or a chat as it was saved or copied.")],
    channel: Annotated[Channel | None, typer.Option(help="For a CSV: where they were asked.")] = None,
    lines: Annotated[str, typer.Option(help="These lines instead of those proposed, like 3,8,12.")] = "",
    *,
    is_accepted: Annotated[bool, typer.Option("--accept", help="Import what the preview showed.")] = False,
    leave_out_bad: Annotated[bool, typer.Option("--leave-out-bad", help="Also while lines cannot be read.")] = False,
) -> None:
    """Look at what would be imported; with --accept, import it. Exit 1 while lines cannot be read."""
    text = sys.stdin.read() if str(file) == "-" else text_of(file)
    wanted = [int(each) for each in lines.split(",") if each.strip().isdecimal()] if lines else None
    with unit_of_work(opened(context).runtime, STAFF) as work:
        event = stored(work, slug)
        found = bringing.preview(work, event, text, layout, channel)
        if is_accepted:
            number = bringing.accept(work, event, found, wanted, leave_out_bad=leave_out_bad)
            print(f"{number} questions imported")
            return
    print_preview(found)
    if found.bad:
        raise typer.Exit(WANTS_A_PERSON)


@app.command()
def topic(context: typer.Context, number: Number, topic: Annotated[str, typer.Argument(help="Empty: none.")]) -> None:
    """File a question under a topic."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        wording.set_topic(work, number, topic)


@app.command()
def word(
    context: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(help="The words that may be shown; empty: none may.")],
    changed: Annotated[list[Change] | None, typer.Option(help="What was done to the asker's words.")] = None,
) -> None:
    """Approve the words in which a question is read out and published."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        if text.strip():
            wording.approve(work, number, text, changed or ())
        else:
            wording.take_wording_back(work, number)


@app.command()
def order(context: typer.Context, slug: Slug, numbers: Numbers) -> None:
    """Put these first, in this order; the others keep theirs."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        ordering.put_first(work, stored(work, slug), numbers)


@app.command()
def alike(context: typer.Context, slug: Slug) -> None:
    """Pairs that are probably the same question, the most alike first."""
    with unit_of_work(opened(context).runtime) as work:
        event = stored(work, slug)
        words = {each.id: each.text for each in board(work.session, event)}
        for pair in merging.proposals(work, event):
            print(f"{pair.score:.2f}  {pair.first:>5}  {printable(one_line(words[pair.first]))}")
            print(f"      {pair.second:>5}  {printable(one_line(words[pair.second]))}")


@app.command()
def merge(
    context: typer.Context,
    numbers: Numbers,
    into: Annotated[int, typer.Option(help="The question that stands for them.", metavar="N")],
) -> None:
    """Let one question stand for others; all their askers get its answer."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        merging.merge(work, numbers, into)
    print(f"question {into} stands for {', '.join(map(str, numbers))} (undo: openhour question unmerge N)")


@app.command()
def unmerge(context: typer.Context, number: Number) -> None:
    """Let a question stand for itself again."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = merging.unmerge(work, number)
        print(f"question {number} is {row.disposition} again")


@app.command()
def apart(
    context: typer.Context, number: Number, other: Annotated[int, typer.Argument(help="The other one.", metavar="M")]
) -> None:
    """Two look alike and are not the same: never propose them again."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        merging.keep_apart(work, number, other)


@app.command()
def dispose(
    context: typer.Context,
    number: Number,
    outcome: Annotated[Outcome, typer.Argument(help="What becomes of it.")],
    at: Annotated[str, typer.Option(help="live: the place in the recording, h:mm:ss. Default: now.")] = "",
    owner: Annotated[str, typer.Option(help="writing: who writes the answer.")] = "",
    due: Annotated[str, typer.Option(help="writing: until when, ISO 8601. Default: a week after the call.")] = "",
    why: Annotated[str, typer.Option(help="declined: the reason; staff read it.")] = "",
) -> None:
    """Say what becomes of a question. Publishing its answer makes it answered in writing."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        match outcome:
            case Outcome.LIVE:
                disposing.answered_live(work, number, place(at))
            case Outcome.WRITING:
                disposing.to_writing(work, number, owner, moment(due) if due else None)
            case Outcome.DECLINED:
                disposing.decline(work, number, why)
            case Outcome.OPEN:
                disposing.reopen(work, number)
    print(f"question {number}: {outcome}")


def place(at: str) -> int | None:
    """h:mm:ss as seconds; None where nothing was typed."""
    second = seconds(at)
    return second if second is not None or not at else fail(f"{at}: not a place in a recording; write it like 0:12:34")


def text_of(file: Path) -> str:
    """The file's text: UTF-8, as all of these are saved."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        fail(f"{file}: not UTF-8; save it as UTF-8 and try again")
    except OSError as error:
        fail(f"{file}: {error.strerror}")
