"""Every command of the contract, each a few lines over the use case that does the work."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from triage.cli import (
    accounts,
    answers,
    cases,
    commands,
    corrections,
    drafts,
    events,
    learning,
    mailings,
    mails,
    messages,
    notes,
    parked,
    perhaps,
    privacy,
    questions,
    staff,
    suppressions,
)
from triage.cli.terminal import told_plainly

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""

app = typer.Typer(
    name="openhour",
    help="The mailbox behind a public conversation hour.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(events.app, name="event")
events.app.command("notes")(notes.notes)
events.app.command("announce")(notes.announce)
events.app.command("left")(notes.left)
app.add_typer(questions.app, name="question")
app.add_typer(answers.app, name="answer")
app.add_typer(answers.promise_app, name="promise")
app.add_typer(accounts.app, name="account")
app.add_typer(cases.app, name="case")
app.add_typer(perhaps.app, name="perhaps")
app.add_typer(drafts.app, name="drafts")
app.add_typer(mails.app, name="mail")
app.add_typer(mailings.app, name="mailing")
app.add_typer(suppressions.app, name="suppression")
app.add_typer(parked.app, name="parked")
app.add_typer(staff.app, name="staff")
app.command("demo")(commands.demo)
app.command("run")(commands.run)
app.command("worker")(commands.worker)
app.command("desk")(commands.desk)
app.command("once")(commands.once)
app.command("check")(commands.check)
app.command("accounting")(commands.accounting)
app.command("accept-lists")(commands.accept_lists)
app.command("pause")(commands.pause)
app.command("resume")(commands.resume)
app.command("key")(commands.key)
app.command("explain")(messages.explain)
app.command("replay")(messages.replay)
app.command("forget")(privacy.forget)
app.command("export")(privacy.export)
app.command("train")(learning.train)
app.command("evaluate")(learning.evaluate)
app.command("corrections")(corrections.corrections)


def print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    """The version that is installed."""
    if asked:
        print(f"openhour {metadata.version('openhour')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Default: $OPENHOUR_CONFIG, else config.toml here.", show_default=False)
    ] = None,
    *,
    version: Annotated[  # noqa: ARG001 - its callback prints and leaves
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options before the command."""
    context.obj = config


def main() -> None:
    """The `openhour` command."""
    with told_plainly():
        try:
            app(standalone_mode=True)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
