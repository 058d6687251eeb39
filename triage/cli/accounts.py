"""`account confirm`."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlmodel import select

from triage.cli.events import stored
from triage.cli.terminal import fail, opened, printable
from triage.flow.ownership import confirm_account
from triage.flow.work import Work, unit_of_work
from triage.store.tables import AttendanceRow, CaseRow, EventRow, PersonRow

app = typer.Typer(help="Whose account it is.", no_args_is_help=True)
STAFF = "command line"


@app.callback()
def account() -> None:
    """Whose account it is."""


@app.command()
def confirm(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The address that named the account.")],
    event: Annotated[str, typer.Option(help="The event's slug.")],
    why: Annotated[str, typer.Option(help="How it is known; staff read it.")],
) -> None:
    """Say that the account somebody named is theirs. Who waits for it is decided in the next round."""
    with unit_of_work(opened(context).runtime, STAFF) as work:
        attendance = wish_of(work, stored(work, event), address)
        confirm_account(work, work.session.get_one(CaseRow, attendance.case_id), attendance, why)
        print(f"{printable(attendance.account or '')} is {printable(address)}'s; now {attendance.state}")


def wish_of(work: Work, event: EventRow, address: str) -> AttendanceRow:
    """This address's wish to come to this event, or a line that says that there is none."""
    same = select(AttendanceRow).join(PersonRow).where(AttendanceRow.event_id == event.id, PersonRow.address == address)
    found = work.session.exec(same).first()
    return found or fail(f"{address} did not ask to come to {event.slug}; write the address as it stands in their mail")
