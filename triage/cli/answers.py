"""`answer show | write | review | publish | take-back | update` and `promise add | list | redeem`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import select

from triage.cli.events import Slug, stored
from triage.cli.lines import MINUTES, STAFF, Why, print_text
from triage.cli.questions import Number, text_of
from triage.cli.terminal import fail, moment, opened, printable
from triage.flow import answers, promises
from triage.flow.work import unit_of_work
from triage.model.question import Turn
from triage.store.tables import AnswerRow
from triage.store.turns import turns_from

app = typer.Typer(help="Written answers, in turns of their speakers.", no_args_is_help=True)
promise_app = typer.Typer(help="What the host said will be done, until it is.", no_args_is_help=True)
_SPEAKER = re.compile(r"^\[([^\]]*)\]\s*$")


@app.command()
def show(context: typer.Context, number: Number) -> None:
    """The answer to a question: each turn under its speaker, in the form that `write` reads."""
    with unit_of_work(opened(context).runtime) as work:
        row = work.session.exec(select(AnswerRow).where(AnswerRow.question_id == number)).first()
        if row is None:
            fail(f"question {number} has no written answer yet")
        print(f"{row.state}, version {row.version}, by {printable(row.updated_by)} {row.updated_at.strftime(MINUTES)}")
        for turn in turns_from(row.turns):
            print(f"\n[{printable(turn.speaker)}]")
            print_text(turn.told(), indent="")


@app.command()
def write(
    context: typer.Context,
    number: Number,
    file: Annotated[
        Path, typer.Argument(help="Text; a line [Jan Eissfeldt] begins a turn of his. - is standard input.")
    ],
) -> None:
    """Write the whole answer, as a draft."""
    text = sys.stdin.read() if str(file) == "-" else text_of(file)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        row = answers.write(work, number, turns_in(text))
        print(f"a draft of {len(row.turns)} turns; next: openhour answer review {number}")


@app.command()
def review(context: typer.Context, number: Number) -> None:
    """It is ready to be read by somebody."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        answers.put_up(work, number)


@app.command()
def publish(context: typer.Context, number: Number) -> None:
    """It was read: it may stand in the notes and go to everybody who asked."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        answers.publish(work, number)
        for sentence in promises.proposed(work, number):
            print(f"a promise? {printable(sentence)} (openhour promise add SLUG TEXT --owner WHO --question {number})")


@app.command("take-back")
def take_back(context: typer.Context, number: Number, why: Why) -> None:
    """A draft again. Who was sent it has it."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        answers.take_back(work, number, why)


@app.command()
def update(
    context: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(help="What became known.")],
    turn: Annotated[int, typer.Option(help="In which turn, from 1.")] = 1,
    behind: Annotated[str, typer.Option(help="Right behind these words of it. Default: at its end.")] = "",
    on: Annotated[str, typer.Option(help="Its date, like 2023-12-21. Default: today.")] = "",
) -> None:
    """Put (Update: …) into a published answer; what stands there stays."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        answers.update(work, number, text, turn=turn, behind=behind, on=day(on) if on else None)


@promise_app.command()
def add(
    context: typer.Context,
    slug: Slug,
    text: Annotated[str, typer.Argument(help="The words, as in the answer.")],
    owner: Annotated[str, typer.Option(help="Who will do it.")],
    question: Annotated[int | None, typer.Option(help="In the answer to this question.", metavar="N")] = None,
    due: Annotated[str, typer.Option(help="Until when, ISO 8601.")] = "",
) -> None:
    """Note what was promised, and who owns it."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        until = moment(due) if due else None
        row = promises.promise(work, stored(work, slug), text, owner, question_id=question, due_at=until)
        print(f"promise {row.id} is noted")


@promise_app.command("list")
def list_promises(context: typer.Context, slug: Annotated[str, typer.Argument(help="Only this event's.")] = "") -> None:
    """What is not yet redeemed: number, until when, owner, words."""
    with unit_of_work(opened(context).runtime) as work:
        for row in promises.open_promises(work, stored(work, slug) if slug else None):
            due = row.due_at.strftime(MINUTES) if row.due_at else "-"
            print(printable(f"{row.id:>5}  {due:<18}  {row.owner:<20}  {row.text}"))


@promise_app.command()
def redeem(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The promise's number.", metavar="N")],
    how: Annotated[str, typer.Option(help="How; staff read it.")],
    update: Annotated[str, typer.Option(help="Also put this into the answer, behind the promise.")] = "",
) -> None:
    """It is done."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        promises.redeem(work, number, how, update)


def turns_in(text: str) -> list[Turn]:
    """`[Speaker]` alone on a line begins a turn; what stands before the first is the host's."""
    turns = [Turn("", "")]
    for line in text.splitlines():
        found = _SPEAKER.match(line)
        last = turns[-1]
        if found:
            turns.append(Turn(found[1], ""))
        else:
            turns[-1] = Turn(last.speaker, f"{last.text}{line}\n")
    return turns


def day(text: str) -> date:
    """A date as typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{text}: not a date; write it like 2023-12-21")
