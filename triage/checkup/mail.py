"""The mailbox, the mail server, and how people leave mailings."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from intake.mailbox import ImapMailbox, Mailbox, MailboxError
from intake.store import reading
from triage import app
from triage.checkup.finding import Finding, opened
from triage.config.sections import Configuration
from triage.courier import SmtpCourier
from triage.model.case import AttendanceState
from triage.store.events import open_events
from triage.store.migrations import stored_revision
from triage.store.tables import AttendanceRow


def mailbox(configuration: Configuration) -> Iterator[Finding]:
    """Can it be read, and can what is stored be moved where it should go?"""
    box, section = app.mailbox(configuration), configuration.mailbox
    try:
        position = box.look()
        yield Finding("mailbox", "ok", f"{section.host}: {section.folder} can be read (next UID {position.uidnext})")
        yield from processed(box, section.processed_folder)
    finally:
        box.close()
    if not section.authserv_id:
        what = "authserv_id is empty: forged senders cannot be recognised; write the id that your border server adds"
        yield Finding("mailbox", "warning", what)


def processed(box: Mailbox, folder: str) -> Iterator[Finding]:
    """The folder for what is stored, where one is configured. Nothing is lost without it: the mail stays."""
    if not folder or not isinstance(box, ImapMailbox):
        return
    try:
        box.verify_move()
    except MailboxError as error:
        yield Finding("mailbox", "wrong", str(error))
    else:
        yield Finding("mailbox", "ok", f"what is stored is moved to {folder}")


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


def leaving(configuration: Configuration) -> Iterator[Finding]:
    """Can people leave mailings with one click (RFC 8058: https, or it is not offered)?"""
    page = configuration.desk.public_url
    if page.startswith("https://"):
        yield Finding("mailings", "ok", f"people leave them with one click at {page}/unsubscribe, or by mail")
        return
    what = "people can leave them by mail only; for one click set [desk] public_url to an address with https://"
    yield Finding("mailings", "warning", what)
