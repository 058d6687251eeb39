"""Tries every configured part and says what is wrong and how to mend it. Sends nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jinja2 import TemplateError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from intake.mailbox import MailboxError
from intake.store import StoreError, open_engine, reading
from triage import app, serving
from triage.config.sections import Configuration
from triage.courier import CourierError, SmtpCourier
from triage.flow.registrants.rows import meeting_of
from triage.model.case import AttendanceState, StandingState
from triage.model.event import EventState
from triage.model.facts import Ownership
from triage.model.mail import Mode, Purpose
from triage.model.staff import Role
from triage.seal import SealError
from triage.store.events import open_events
from triage.store.migrations import newest_revision, stored_revision
from triage.store.tables import AttendanceRow, EventRow, StaffRow
from triage.web.confirm import SignInError
from triage.wiki import WikiStanding
from triage.zoom import Zoom, ZoomError

State = Literal["ok", "warning", "wrong"]
CLOCK_SLACK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What is the matter with one part: a sentence, and for `warning` and `wrong` what to do."""

    part: str
    state: State
    what: str


def examine(configuration: Configuration) -> Iterator[Finding]:
    """Every part in the order in which a mail meets them. What a part raises becomes its finding."""
    for part, examined in PARTS:
        try:
            yield from examined(configuration)
        except SealError as error:
            yield Finding(part, "wrong", f"[seal] key: {error}")
        except DBAPIError as error:
            why = str(error.orig).strip().splitlines()[0]
            yield Finding(part, "wrong", f"{why}; check [database] url, and who may write there")
        except (MailboxError, CourierError, StoreError, TemplateError, OSError, LookupError) as error:
            yield Finding(part, "wrong", str(error))


def database(configuration: Configuration) -> Iterator[Finding]:
    """Can it be opened, and is its schema known?"""
    newest = newest_revision()
    with opened(configuration) as engine:
        name, stored = engine.dialect.name, stored_revision(engine)
    if stored in (None, newest):
        yield Finding("database", "ok", f"{name}, schema {stored or 'to be made at the first start'}")
    else:
        yield Finding("database", "ok", f"{name}, schema {stored} will become {newest} at the next start")


@contextmanager
def opened(configuration: Configuration) -> Iterator[Engine]:
    """The database, closed again afterwards."""
    engine = open_engine(configuration.database.url)
    try:
        yield engine
    finally:
        engine.dispose()


def mailbox(configuration: Configuration) -> Iterator[Finding]:
    """Can it be read?"""
    box = app.mailbox(configuration)
    try:
        position = box.look()
    finally:
        box.close()
    section = configuration.mailbox
    yield Finding("mailbox", "ok", f"{section.host}: {section.folder} can be read (next UID {position.uidnext})")
    if not section.authserv_id:
        what = "authserv_id is empty: forged senders cannot be recognised; write the id that your border server adds"
        yield Finding("mailbox", "warning", what)


def standing(configuration: Configuration) -> Iterator[Finding]:
    """Does the source of good standing answer?"""
    source = app.standing_source(configuration)
    [answer] = source.standings(["Example"], app.utc_now())
    if answer.state is StandingState.UNKNOWN:
        why = "; ".join(answer.evidence)
        yield Finding("standing", "wrong", f"{source.name} does not answer ({why}); check [wiki] api and the network")
    else:
        yield Finding("standing", "ok", f"{source.name} answers")


def signing_in(configuration: Configuration) -> Iterator[Finding]:
    """Can people show that an account is theirs?"""
    section, is_required = configuration.wiki, Ownership(configuration.standing.required) is Ownership.CONFIRMED
    if not section.oauth_client_id:
        what = "nobody can sign in on the wiki: only a person's tick confirms an account; set [wiki] oauth_client_id"
        yield Finding("sign-in", "warning" if is_required else "ok", what if is_required else "not set up, not needed")
        return
    try:
        with closing(serving.sign_in(configuration)) as client:
            client.verify()
    except SignInError as error:
        yield Finding("sign-in", "wrong", str(error))
    else:
        yield Finding("sign-in", "ok", f"the wiki knows us; it sends people back to {configuration.desk.public_url}")


def desk(configuration: Configuration) -> Iterator[Finding]:
    """Can staff sign in?"""
    if why := serving.why_no_desk(configuration):
        yield Finding("desk", "warning", f"[desk] secret: {why}")
        return
    with opened(configuration) as engine:
        if stored_revision(engine) != newest_revision():
            yield Finding("desk", "ok", "its tables will be made at the next start")
            return
        admins = select(StaffRow.name).where(StaffRow.role == Role.ADMIN, col(StaffRow.is_active).is_(True))
        with Session(reading(engine)) as session:
            if session.exec(admins).first() is None:
                what = "nobody can let staff in; make an admin with `openhour staff add NAME --role admin`"
                yield Finding("desk", "warning", what)
                return
    yield Finding("desk", "ok", f"served at {configuration.desk.listen}")


def templates(configuration: Configuration) -> Iterator[Finding]:
    """Is there a text for every mail?"""
    folder = app.templates_folder(configuration)
    missing = [purpose for purpose in Purpose if not (folder / "mail" / purpose / "en.txt").is_file()]
    for purpose in missing:
        what = f"{folder}/mail/{purpose}/en.txt is missing; copy it from the program's own"
        yield Finding("templates", "wrong", what)
    if not missing:
        yield Finding("templates", "ok", f"all {len(Purpose)} purposes in {folder}")


def smtp(configuration: Configuration) -> Iterator[Finding]:
    """Would the server take our mails, and fast enough?"""
    courier, section = SmtpCourier(app.smtp_settings(configuration)), configuration.smtp
    try:
        courier.verify()
    except OSError as error:
        what = (
            f"{section.host}:{section.port} cannot be reached ({error.strerror or error}); check [smtp] host and port"
        )
        yield Finding("smtp", "wrong", what)
        return
    finally:
        courier.close()
    how = "signed in" if configuration.smtp.username else "takes our mail without a login"
    yield Finding("smtp", "ok", f"{configuration.smtp.host}: {how}")
    if (late := cannot_keep_pace(configuration)) is not None:
        yield Finding("smtp", "warning", late)


def cannot_keep_pace(configuration: Configuration) -> str | None:
    """Would the links of an event leave too slowly, at max_per_hour, for everybody to get theirs in time?"""
    with opened(configuration) as engine, Session(reading(engine)) as session:
        if stored_revision(engine) is None:
            return None
        seats = select(AttendanceRow.event_id, func.count()).where(AttendanceRow.state == AttendanceState.APPROVED)
        held = dict(session.exec(seats.group_by(col(AttendanceRow.event_id))).all())
        for event in open_events(session):
            hours = (event.send_join_details_minutes or 0) / 60
            if hours and held.get(event.id, 0) > hours * configuration.smtp.max_per_hour:
                links = f"the {held[event.id]} links of {event.slug}"
                return f"max_per_hour is too slow for {links}; raise it or send earlier"
    return None


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


def automation(configuration: Configuration) -> Iterator[Finding]:
    """What leaves by itself?"""
    what = {
        Mode.AUTO: "auto: accepted cases are answered by themselves",
        Mode.ASSIST: "assist: every mail waits for a person's key",
        Mode.SHADOW: "shadow: nothing can leave; set mode when the drafts look right",
    }
    yield Finding("mode", "ok", what[configuration.automation.mode])


def alarm(configuration: Configuration) -> Iterator[Finding]:
    """Would anybody hear of trouble?"""
    if configuration.alarm.to:
        yield Finding("alarm", "ok", f"goes to {configuration.alarm.to}")
    else:
        what = "[alarm] to is empty: nobody would be told of a threat of harm or of a failure"
        yield Finding("alarm", "warning", what)


def clock(configuration: Configuration) -> Iterator[Finding]:
    """Does another machine agree with this one on the time? Deadlines use the mail server's, links ours."""
    told = server_time(configuration)
    apart = abs((told - app.utc_now()).total_seconds()) if told else 0.0
    if told is None:
        yield Finding("clock", "ok", f"{app.utc_now():%Y-%m-%d %H:%M:%S} UTC; no other machine to compare with")
    elif apart > CLOCK_SLACK_SECONDS:
        yield Finding("clock", "wrong", f"this machine is {apart:.0f} s apart from the others; check its time service")
    else:
        yield Finding("clock", "ok", f"{app.utc_now():%Y-%m-%d %H:%M:%S} UTC, as other machines say")


def server_time(configuration: Configuration) -> datetime | None:
    """What PostgreSQL's machine says, or the wiki's; None where neither is used or answers."""
    with opened(configuration) as engine:
        if engine.dialect.name != "sqlite":
            with reading(engine).connect() as connection:
                moment: datetime = connection.execute(select(func.now())).scalar_one()
                return moment
    source = app.standing_source(configuration)
    return source.server_time() if isinstance(source, WikiStanding) else None


def key(configuration: Configuration) -> Iterator[Finding]:
    """Does the key open what is in the database?"""
    with opened(configuration) as engine:
        if stored_revision(engine) is not None:
            app.require_key(engine, app.seal_from(configuration))
    yield Finding("seal", "ok", "the key fits the database")


PARTS: tuple[tuple[str, Callable[[Configuration], Iterator[Finding]]], ...] = (
    ("database", database),
    ("seal", key),
    ("mailbox", mailbox),
    ("standing", standing),
    ("sign-in", signing_in),
    ("desk", desk),
    ("templates", templates),
    ("smtp", smtp),
    ("zoom", zoom),
    ("mode", automation),
    ("alarm", alarm),
    ("clock", clock),
)
