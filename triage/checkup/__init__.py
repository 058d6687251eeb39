"""Tries every configured part and says what is wrong and how to mend it. Sends nothing, changes nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import TemplateError
from sqlalchemy.exc import DBAPIError

from intake.mailbox import MailboxError
from intake.store import StoreError
from triage.checkup import habits, mail, meetings, people, storage, texts
from triage.checkup.finding import Finding
from triage.config.sections import Configuration
from triage.courier import CourierError
from triage.seal import SealError

__all__ = ["Finding", "examine"]

Part = tuple[str, Callable[[Configuration], Iterator[Finding]]]


def examine(configuration: Configuration, instance_file: Path | None = None) -> Iterator[Finding]:
    """Every part in the order in which a mail meets them. What a part raises becomes its finding."""
    for part, examined in parts(instance_file):
        try:
            yield from examined(configuration)
        except SealError as error:
            yield Finding(part, "wrong", f"[seal] key: {error}")
        except DBAPIError as error:
            why = str(error.orig).strip().splitlines()[0]
            yield Finding(part, "wrong", f"{why}; check [database] url, and who may write there")
        except (MailboxError, CourierError, StoreError, TemplateError, OSError, LookupError) as error:
            yield Finding(part, "wrong", str(error))


def parts(instance_file: Path | None) -> tuple[Part, ...]:
    """`instance_file` stands beside the configuration and says which installation this is."""
    return (
        ("database", storage.database),
        ("seal", storage.key),
        ("instance", functools.partial(storage.instance, path=instance_file)),
        ("mailbox", mail.mailbox),
        ("standing", people.standing),
        ("sign-in", people.signing_in),
        ("desk", people.desk),
        ("templates", texts.templates),
        ("smtp", mail.smtp),
        ("mailings", mail.leaving),
        ("zoom", meetings.zoom),
        ("mode", habits.automation),
        ("alarm", habits.alarm),
        ("clock", habits.clock),
    )
