"""Short mails to whoever watches over this installation, without content of anybody's mail.

Once per cause per hour, with a recovered notice; pausing outgoing mail does not stop them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime, make_msgid

from sqlmodel import select

from triage.courier import CourierError
from triage.flow import pulse
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.mail import Delivered, Envelope
from triage.store.tables import AlarmRow

AGAIN_AFTER = timedelta(hours=1)


def raise_alarm(work: Work, cause: str, what: str) -> None:
    """Something is wrong. `cause` is a short stable name; `what` says it without anybody's words."""
    pulse.failed(work, cause, what)
    alarm = work.session.get(AlarmRow, cause)
    if alarm is None:
        work.session.add(AlarmRow(cause=cause, what=what, first_at=work.now, last_at=work.now))
        work.session.flush()
        return
    if alarm.is_over:
        alarm.first_at, alarm.is_over, alarm.count = work.now, False, 0
    alarm.what, alarm.last_at = what, work.now
    alarm.count += 1
    work.session.add(alarm)


def recover(work: Work, cause: str) -> None:
    """It is well again; who was told of the trouble is told of its end."""
    pulse.well(work, cause)
    alarm = work.session.get(AlarmRow, cause)
    if alarm is None:
        return
    if alarm.mailed_at is None:
        work.session.delete(alarm)
    elif not alarm.is_over:
        alarm.is_over, alarm.last_at = True, work.now
        work.session.add(alarm)


def send_alarms(runtime: Runtime) -> int:
    """Mails what is due; returns how many went. An alarm that cannot leave stays due.

    Nothing is open while a server takes its time: staff must be able to write meanwhile.
    """
    settings = runtime.settings
    if not settings.alarm_to:
        return 0
    with unit_of_work(runtime) as work:
        due = {alarm.cause: notice(work, alarm) for alarm in all_alarms(work) if is_due(work, alarm)}
    gone = [cause for cause, raw in due.items() if has_left(runtime, raw)]
    with unit_of_work(runtime) as work:
        for cause in gone:
            was_mailed(work, work.session.get_one(AlarmRow, cause))
    return len(gone)


def all_alarms(work: Work) -> Sequence[AlarmRow]:
    """Every cause that is known."""
    return work.session.exec(select(AlarmRow)).all()


def is_due(work: Work, alarm: AlarmRow) -> bool:
    """Once per cause per hour; a recovered notice at once."""
    if alarm.mailed_at is None or alarm.is_over:
        return True
    return alarm.last_at > alarm.mailed_at and work.now - alarm.mailed_at >= AGAIN_AFTER


def has_left(runtime: Runtime, raw: bytes) -> bool:
    """Sends past the outbox, so that a pause does not silence it."""
    envelope = Envelope(runtime.settings.sender, runtime.settings.alarm_to)
    try:
        return isinstance(runtime.courier.deliver(envelope, raw), Delivered)
    except CourierError:
        return False


def was_mailed(work: Work, alarm: AlarmRow) -> None:
    """The hour begins; what is over is forgotten."""
    if alarm.is_over:
        work.session.delete(alarm)
    else:
        alarm.mailed_at = work.now
        work.session.add(alarm)


def notice(work: Work, alarm: AlarmRow) -> bytes:
    """The whole mail: plain ASCII, marked as automatic (RFC 3834, 5)."""
    settings = work.runtime.settings
    state = "recovered" if alarm.is_over else "alarm"
    what = alarm.what.encode("ascii", "replace").decode("ascii")
    times = "" if alarm.count == 1 else f" Seen {alarm.count} times."
    lines = (
        f"From: {settings.sender}",
        f"To: {settings.alarm_to}",
        f"Subject: [openhour] {state}: {alarm.cause}",
        f"Date: {format_datetime(work.now)}",
        f"Message-ID: {make_msgid(domain=settings.message_id_domain)}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"{'This is over: ' if alarm.is_over else ''}{what}",
        f"Since {alarm.first_at:%Y-%m-%d %H:%M} UTC.{times}",
        "",
    )
    return "\r\n".join(lines).encode("ascii", "replace")
