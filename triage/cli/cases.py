"""`case list | show | let-in | decline | withdraw | done | ask-account`."""

from __future__ import annotations

from typing import Annotated

import typer

from triage.cli.case_page import line, page
from triage.cli.lines import STAFF, AsJson, Why, print_entries
from triage.cli.terminal import fail, opened, printable
from triage.flow import decisions
from triage.flow.work import Work, unit_of_work
from triage.model.mail import MailState
from triage.store import listing
from triage.store.case_file import case_file
from triage.store.tables import AttendanceRow

app = typer.Typer(help="Cases: one person about one event.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The case's number.", metavar="N")]


@app.command("list")
def list_cases(
    context: typer.Context,
    *,
    is_all: Annotated[bool, typer.Option("--all", help="Also those that are done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open cases: those that need a person first, threats before all others; then by event and age."""
    with unit_of_work(opened(context).runtime) as work:
        entries = listing.cases(work.session, is_all=is_all)
    print_entries(entries, line, as_json=as_json)


@app.command()
def show(context: typer.Context, number: Number) -> None:
    """One case, whole: who, what they wrote, what is known, what was done. Never the join details."""
    runtime = opened(context).runtime
    decisions.ask_standing(runtime, number)
    with unit_of_work(runtime) as work:
        found = case_file(work.session, number) or fail(f"no case {number}; `openhour case list --all` shows all")
        print("\n".join(printable(each) for each in page(found, work.now)))


@app.command("let-in")
def let_in(context: typer.Context, number: Number, why: Why) -> None:
    """Give a seat to somebody who is late, unknown, declined or came back. The link still meets the gate."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        told(work, number, decisions.let_in(work, number, why))


@app.command()
def decline(context: typer.Context, number: Number, why: Why) -> None:
    """Say no. The mail never says why."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        told(work, number, decisions.decline(work, number, why))


@app.command()
def withdraw(context: typer.Context, number: Number, why: Why) -> None:
    """They will not come, as you learned in another way."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        told(work, number, decisions.withdraw(work, number, why))


@app.command()
def done(context: typer.Context, number: Number, why: Why) -> None:
    """Nothing is left to do. No mail goes out, and a wish to come stays as it is."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        wish = decisions.done(work, number, why)
        print(f"case {number} is done{f'; the wish to come stays {wish.state}' if wish else ''}")


@app.command("ask-account")
def ask_account(context: typer.Context, number: Number) -> None:
    """Ask kindly for their wiki account, once."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        told(work, number, decisions.ask_account(work, number))


def told(work: Work, number: int, wish: AttendanceRow) -> None:
    """What is so now, and which mails wait for the undo delay."""
    work.session.flush()
    print(f"case {number}: the wish to come is {wish.state}")
    for mail in listing.mails(work.session, case_id=number):
        if mail.queued_at == work.now and mail.state == MailState.QUEUED:
            leaves = f"leaves after {mail.due_at:%H:%M:%S} UTC"
            print(f"  mail {mail.id} {mail.purpose} {leaves} (undo: openhour mail withhold {mail.id} --why TEXT)")
