"""`explain` and `replay`: what would be done with messages on disk. No server, no database, nothing sent."""

from __future__ import annotations

import contextlib
import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from triage.app import Explainer, explainer, stored_events
from triage.cli.explain import STANDARD_INPUT, Explained, as_json, as_page
from triage.cli.explain import explain as explained
from triage.cli.terminal import configuration_path, fail, moment, print_json
from triage.config.event_file import read_event
from triage.config.reader import read

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")]
EventFiles = Annotated[list[Path] | None, typer.Option("--event", help="An event file; may be given several times.")]


def explain(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Raw messages; - is standard input.")],
    event: EventFiles = None,
    received: Annotated[str | None, typer.Option(help="Arrival, ISO 8601, like 2026-12-03T16:59:00Z.")] = None,
    *,
    as_json_lines: AsJson = False,
) -> None:
    """Say what would be done with these messages, and why."""
    judge = explainer_for(context, event)
    for path in files:
        one = explained(judge, path, read_message(path), moment(received) if received else None)
        show(one, as_json_lines=as_json_lines)


def replay(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="An mbox file, a Maildir or a folder of .eml files.")],
    event: EventFiles = None,
    *,
    as_json_lines: AsJson = False,
) -> None:
    """Explain many messages, with a summary. It can never send."""
    judge = explainer_for(context, event)
    counts: Counter[str] = Counter()
    messages = list(messages_in(source))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for path, raw in progress.track(messages, description="reading"):
            one = explained(judge, path, raw, None)
            counts.update((f"intent {one.reading.understanding.intent}", f"verdict {one.reading.decision.verdict}"))
            if as_json_lines:
                print_json(as_json(one))
    if not as_json_lines:
        print(f"{len(messages)} messages", *(f"{n:>6}  {what}" for what, n in sorted(counts.items())), sep="\n")


def explainer_for(context: typer.Context, event_files: list[Path] | None) -> Explainer:
    """Uses the configuration and its stored events where there are any; works without."""
    path = configuration_path(context.obj)
    configuration = read(path) if context.obj is not None or path.exists() else None
    described = tuple(read_event(file).event() for file in event_files or ())
    return explainer(configuration, described or (stored_events(configuration) if configuration else ()))


def read_message(path: Path) -> bytes:
    """The raw bytes of one message."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        fail(f"{path}: cannot be read ({error.strerror}); name a file that holds one raw message")


def messages_in(source: Path) -> Iterator[tuple[Path, bytes]]:
    """Every message of an mbox, a Maildir (cur and new) or a folder of .eml files."""
    if not source.exists():
        fail(f"{source}: no such file or folder; name an mbox file, a Maildir or a folder of .eml files")
    if source.is_file():
        with contextlib.closing(mailbox.mbox(source, create=False)) as box:
            for key in box.iterkeys():
                yield source, box.get_bytes(key)
        return
    folders = [source / "cur", source / "new"] if (source / "cur").is_dir() else [source]
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()):
        yield path, path.read_bytes()


def show(one: Explained, *, as_json_lines: bool) -> None:
    """For a program, or for eyes."""
    if as_json_lines:
        print_json(as_json(one))
    else:
        print(as_page(one))
