"""`demo`, `run`, `worker`, `desk`, `once`, `check`, `accounting`, `pause`, `resume`, `key`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from triage.cli.terminal import (
    IN_ORDER,
    UNREACHABLE,
    WANTS_A_PERSON,
    WRONG_CONFIGURATION,
    configuration_path,
    fail,
    opened,
    print_json,
    printable,
)
from triage.config.reader import read
from triage.flow import accounting as sums
from triage.flow import pause as pauses
from triage.flow.lease import hold, let_go, runner_name
from triage.flow.rounds import one_round
from triage.flow.work import unit_of_work
from triage.wiki import WikiStanding

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")]
STAFF = "command line"


def demo(
    port: Annotated[
        int | None,
        typer.Option(help="Where the desk is served. Default: 8080, or any that is free.", show_default=False),
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="One pass, a summary, and out; no desk.")] = False,
) -> None:
    """Show the whole job and the desk with nothing configured, in a throw-away folder."""
    from triage.serving import ServeError  # noqa: PLC0415 - the web server is needed only here

    try:
        from triage.demo import run_demo  # noqa: PLC0415 - its servers are an extra
    except ImportError:
        fail("the demo needs its extra: pip install openhour[demo]")
    try:
        raise typer.Exit(run_demo(once=once, port=port))
    except ServeError as error:
        fail(str(error))


def run(context: typer.Context) -> None:
    """Work until stopped, worker and desk in one: poll, sort, decide, send; and every page."""
    from triage.jobs import work_until_stopped  # noqa: PLC0415 - the scheduler is needed only here
    from triage.serving import ServeError, pages, why_no_desk  # noqa: PLC0415 - and so is the web server

    app = opened(context)
    if why := why_no_desk(app.configuration):
        # Mail does not wait for a desk that nobody set up.
        print(f"openhour: [desk] secret: {why}; the worker goes on without it", file=sys.stderr)
    try:
        with pages(app) as where:
            desk_at = f"; the desk is at http://{where.host}:{where.port}/desk" if where and not why else ""
            print(
                f"at work in mode {app.configuration.automation.mode}{desk_at}. Ctrl-C or SIGTERM ends it", flush=True
            )
            work_until_stopped(app.runtime, app.mailroom, app.configuration.mailbox.poll_seconds)
    except ServeError as error:
        fail(str(error))


def worker(context: typer.Context) -> None:
    """Work until stopped: poll, sort, decide, send. No pages: `desk` serves them."""
    from triage.jobs import work_until_stopped  # noqa: PLC0415 - the scheduler is needed only here

    app = opened(context)
    work_until_stopped(app.runtime, app.mailroom, app.configuration.mailbox.poll_seconds)


def desk(context: typer.Context) -> None:
    """Serve every page until stopped; a `worker` elsewhere does the rest."""
    from triage.serving import ServeError, pages  # noqa: PLC0415 - the web server is needed only here
    from triage.web.serve import until_stopped  # noqa: PLC0415

    try:
        with pages(opened(context), needs_desk=True):
            until_stopped()
    except ServeError as error:
        fail(str(error))


def once(context: typer.Context) -> None:
    """One pass over everything, then the accounting."""
    app = opened(context)
    if not hold(app.runtime, runner := runner_name()):
        print("another runner is at work on this database; there is nothing to do here")
        return
    try:
        found = one_round(app.runtime, app.mailroom)
    finally:
        let_go(app.runtime, runner)
    for server, why in found.unreachable.items():
        print(f"openhour: {server}: {printable(why)}; nothing is lost, the next pass goes on", file=sys.stderr)
    print_sums(context, as_json_lines=False, event=None)
    if found.unreachable:
        raise typer.Exit(UNREACHABLE)
    raise typer.Exit(WANTS_A_PERSON if found.wants_a_person else IN_ORDER)


def check(context: typer.Context, *, as_json_lines: AsJson = False) -> None:
    """Try every configured part and say what is wrong and how to mend it."""
    from triage.checkup import examine  # noqa: PLC0415 - contacts servers

    path, is_wrong = configuration_path(context.obj), False
    for finding in examine(read(path), path.with_suffix(".instance")):
        is_wrong = is_wrong or finding.state == "wrong"
        if as_json_lines:
            print_json({"part": finding.part, "state": finding.state, "what": finding.what})
        else:
            print(f"{finding.state:<8}{finding.part:<10}{finding.what}", flush=True)
    if is_wrong:
        raise typer.Exit(WRONG_CONFIGURATION)


def accounting(
    context: typer.Context,
    event: Annotated[str | None, typer.Option(help="Only this event's messages and mails.")] = None,
    *,
    as_json_lines: AsJson = False,
) -> None:
    """Show the sums: every header passed and every message of ours is somewhere."""
    print_sums(context, as_json_lines=as_json_lines, event=event)


def print_sums(context: typer.Context, *, as_json_lines: bool, event: str | None) -> None:
    """The sums as an object, or as lines with what does not add up."""
    with unit_of_work(opened(context).runtime) as work:
        found, halted = sums.account(work, event), pauses.is_paused(work)
        since, why = (halted.since, halted.why) if halted is not None else (None, "")
    if as_json_lines:
        print_json(found.as_json())
        return
    if since is not None:
        print(f"PAUSED since {since:%Y-%m-%d %H:%M} UTC: {printable(why)}; `openhour resume` restarts it")
    for line in found.sums:
        print(line)
    for difference in found.differences:
        print(f"DIFFERS   {difference}")


def accept_lists(context: typer.Context) -> None:
    """Trust the ban lists as they are now: a person looked at the one that shrank."""
    source = opened(context).runtime.standing
    if isinstance(source, WikiStanding):
        source.accept_lists()
    print("the ban lists are trusted as they are now")


def pause(context: typer.Context, why: Annotated[str, typer.Option(help="Why; staff read it.")]) -> None:
    """Stop all outgoing mail. Alarms still go."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        pauses.pause(work, why)
    print("outgoing mail is paused; `openhour resume` restarts it")


def resume(context: typer.Context) -> None:
    """Restart outgoing mail."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        was_paused = pauses.resume(work)
    print("outgoing mail goes again" if was_paused else "outgoing mail was not paused")


def key() -> None:
    """Print a new key for the section seal."""
    from triage.seal import new_key  # noqa: PLC0415

    print(new_key())
