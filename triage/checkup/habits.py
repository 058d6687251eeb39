"""What leaves by itself, who hears of trouble, and whether the clock is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import func, select

from intake.store import reading
from triage import app
from triage.checkup.finding import Finding, opened
from triage.config.sections import Configuration
from triage.model.mail import Mode
from triage.wiki import WikiStanding

CLOCK_SLACK_SECONDS = 60


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
