"""`event notes | announce | left`: the notes page, what was announced, and what keeps an event open."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from triage.cli.events import Slug, stored
from triage.cli.lines import MINUTES, STAFF
from triage.cli.terminal import UNREACHABLE, WANTS_A_PERSON, fail, opened, printable
from triage.compose import ComposeError
from triage.flow import closing
from triage.flow import notes as flow
from triage.flow.notes import NotesDraft
from triage.flow.work import unit_of_work


def notes(
    context: typer.Context,
    slug: Slug,
    *,
    is_diff: Annotated[bool, typer.Option("--diff", help="How it differs from the page that is live.")] = False,
) -> None:
    """Print the notes page as wikitext; what a person should look at goes to standard error."""
    with unit_of_work(opened(context).runtime) as work:
        try:
            found = flow.draft(work, stored(work, slug))
        except ComposeError as error:
            fail(str(error))
        remark(found)
        if not is_diff:
            # No control character is left in it; joiners of Persian and Hindi must stay.
            print(found.notes.wikitext, end="")
            return
        difference = flow.against_live(work, found)
    if difference.trouble:
        fail(difference.trouble, UNREACHABLE)
    if not difference.lines:
        print(f"the live page ({difference.revision}) is the same")
    for line in difference.lines:
        print(printable(line))


def remark(found: NotesDraft) -> None:
    """What is not in the page, what was masked, and where it is edited."""
    if found.unapproved:
        numbers = ", ".join(map(str, found.unapproved))
        print(f"openhour: no wording is approved for question {numbers}; left out", file=sys.stderr)
    if found.notes.masked:
        print(f"openhour: {found.notes.masked} names or addresses were masked: look for […]", file=sys.stderr)
    if found.place:
        print(f"openhour: edit it at {found.place.edit_form}", file=sys.stderr)


def announce(
    context: typer.Context,
    slug: Slug,
    texts: Annotated[list[str] | None, typer.Argument(help="One text each; none removes all.")] = None,
) -> None:
    """Say what was announced in the call, for the notes; replaces what was said before."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        flow.announce(work, stored(work, slug), texts or [])


def left(context: typer.Context, slug: Slug) -> None:
    """What was promised and is not done, and until when. Exit 1 while something keeps the event open."""
    with unit_of_work(opened(context).runtime) as work:
        found = closing.what_is_left(work, stored(work, slug))
    for each in found:
        until = each.until.strftime(MINUTES) if each.until else "-"
        print(f"{'!' if each.is_owed else ' '} {until:<18}  {each.sentence}")
    if any(each.is_owed for each in found):
        raise typer.Exit(WANTS_A_PERSON)
