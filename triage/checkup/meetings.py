"""Zoom: can people be registered, and in meetings that let nobody else in?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, select

from intake.store import open_engine, reading
from triage import app
from triage.checkup.finding import Finding
from triage.config.sections import Configuration
from triage.flow.registrants.rows import meeting_of
from triage.model.event import EventState
from triage.store.migrations import stored_revision
from triage.store.tables import EventRow
from triage.zoom import Zoom, ZoomError


def zoom(configuration: Configuration) -> Iterator[Finding]:
    """Can people be registered, and would a registration page that gets about let nobody in?"""
    account = app.zoom(configuration)
    if account is None:
        yield Finding("zoom", "ok", "not set up: the join details in the event file are sent to everybody")
        return
    try:
        account.sign_in()
        yield Finding("zoom", "ok", "signed in")
        for slug, meeting in meetings(configuration):
            yield from meeting_findings(account, slug, meeting)
    except ZoomError as error:
        yield Finding("zoom", "wrong", str(error))
    finally:
        account.close()


def meetings(configuration: Configuration) -> list[tuple[str, str]]:
    """Slug and meeting number of every event that is still to come."""
    engine = open_engine(configuration.database.url)
    if stored_revision(engine) is None:
        return []
    seal, to_come = app.seal_from(configuration), (EventRow.state == EventState.OPEN, EventRow.ends_at > app.utc_now())
    with Session(reading(engine)) as session:
        return [(row.slug, meeting_of(row, seal)) for row in session.exec(select(EventRow).where(*to_come))]


def meeting_findings(account: Zoom, slug: str, number: str) -> Iterator[Finding]:
    """One meeting: is it there, guarded and silent? What can be set is set before the first link."""
    if not number:
        yield Finding("zoom", "wrong", f"{slug} has no meeting_id: no link can be sent; write it in the event file")
        return
    try:
        meeting = account.meeting(number)
    except ZoomError as error:
        yield Finding("zoom", "wrong", f"{slug}: {error}")
        return
    if not meeting.is_guarded:
        what = f"{slug}: approval is not manual; it is asked for before the first link, and without it none is sent"
        yield Finding("zoom", "warning", what)
    if meeting.sends_mails:
        yield Finding("zoom", "warning", f"{slug}: Zoom writes to registrants itself; turn its mails off")
    if meeting.is_guarded and not meeting.sends_mails:
        yield Finding("zoom", "ok", f"{slug}: approval is manual, and Zoom's own mails are off")
