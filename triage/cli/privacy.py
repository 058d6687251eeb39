"""`forget` and `export`: what is stored of one person."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from triage.cli.lines import STAFF
from triage.cli.terminal import fail, json_octets, opened
from triage.flow.privacy.copy import copy_of, raw_messages
from triage.flow.privacy.forgetting import forget as forgotten
from triage.flow.work import unit_of_work

Who = Annotated[str, typer.Argument(help="The address that they write from.", metavar="ADDRESS")]


def forget(
    context: typer.Context,
    address: Who,
    *,
    is_sure: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> None:
    """Delete all that is stored of one person, for good. Their mail stays in the mailbox; it is not read again."""
    if not is_sure:
        typer.confirm(f"Delete all that is stored of {address}? It cannot be undone.", abort=True, err=True)
    with unit_of_work(opened(context).runtime, STAFF) as work:
        found = forgotten(work, address)
    if not found.addresses:
        print(f"nobody wrote from {address} yet; what is in the mailbox from there until now will not be kept")
        return
    print(f"forgotten: {found.addresses} address(es), {found.cases} case(s), {found.messages} message(s)")
    print("their mail still lies in the mailbox itself: delete it there, if they ask for that")


def export(
    context: typer.Context,
    address: Who,
    to: Annotated[
        Path | None, typer.Option(help="A .zip with the messages as they arrived; default: JSON here.")
    ] = None,
) -> None:
    """Write all that is stored of one person: for that person to have."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        text = json_octets(copy_of(work, address), indent=2)
        if to is None:
            sys.stdout.buffer.write(text + b"\n")
            return
        try:
            with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("person.json", text)
                for number, received_at, raw in raw_messages(work, address):
                    archive.writestr(f"messages/{received_at:%Y%m%dT%H%M%SZ}-{number}.eml", raw)
        except OSError as error:
            fail(f"{to}: cannot be written ({error.strerror}); name a new file in a folder that you may write to")
    print(f"{to}: all that is stored of {address}")
