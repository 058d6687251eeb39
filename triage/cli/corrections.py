"""`corrections`: what staff said of messages that the machine had read otherwise, for `evaluate --corrections`."""

from __future__ import annotations

import typer

from triage.cli.terminal import opened, print_json
from triage.flow.desk.correcting import exported
from triage.flow.work import unit_of_work


def corrections(context: typer.Context) -> None:
    """Print every correction, one JSON object a line. Holds what people wrote: keep it like their mail."""
    with unit_of_work(opened(context).runtime) as work:
        for one in exported(work):
            print_json(one)
