"""What every use case is handed: the ports, the clock and the settings, wired once by `app`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from jinja2 import Environment
from sqlalchemy import Engine

from intake.message import Message, Own
from intake.store import Store
from triage.courier import Courier
from triage.message_ids import MessageIds
from triage.model.case import Standing
from triage.model.facts import Facts
from triage.model.mail import Mode
from triage.model.reading import Reading
from triage.policy.retention import Clock
from triage.seal import Seal
from triage.wiki import KeptFile, Page, PrivateList
from triage.zoom import Zoom

OPENHOUR = "openhour"
"""Who acted, in the history, where no person did."""


class StandingSource(Protocol):
    """Where good standing is asked: MediaWiki, or a file."""

    name: str

    def standings(self, accounts: Sequence[str], now: datetime) -> tuple[Standing, ...]:
        """One standing per account, in order. `unknown` where the source could not be reached."""
        ...

    def troubles(self) -> tuple[str, ...]:
        """What an alarm should say: sentences, empty while all is well."""
        ...


class PageSource(Protocol):
    """Where a wiki's pages are read."""

    api: str

    def page(self, title: str, now: datetime) -> Page | None:
        """The newest revision, or None. Raises triage.wiki.PageError."""
        ...

    def close(self) -> None:
        """Hangs up."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of the configuration that use cases follow. Durations say their unit.

    `confirm_url`: where people show that an account is theirs, without the token; empty where that is not set up.
    `unsubscribe_url`: the page on which people leave mailings, without the token; https, or empty.
    """

    mode: Mode
    threshold: float
    answers_per_address_per_day: int
    answers_per_hour: int
    standing_max_age_minutes: int
    standing_required: str
    max_per_hour: int
    sender: str
    message_id_domain: str
    alarm_to: str = ""
    undo_seconds: int = 30
    claim_seconds: int = 300
    redirects: tuple[tuple[str, str], ...] = ()
    privacy: Clock = field(default_factory=Clock)
    confirm_url: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A working installation. `judge` has the weights already; `clock` answers aware times, UTC.

    `zoom` None: no account is configured, and an event's own join details are for everybody who is let in.
    `pages` None: no wiki is configured, and nothing is held against a live page. `instance_file`: which installation
    this is, beside the configuration; None where nobody asks.
    """

    engine: Engine
    inbox: Store
    clock: Callable[[], datetime]
    seal: Seal
    message_ids: MessageIds
    own: Own
    judge: Callable[[Message, Facts], Reading]
    standing: StandingSource
    courier: Courier
    templates: Environment
    settings: Settings
    private_list: KeptFile[PrivateList] | None = None
    zoom: Zoom | None = None
    pages: PageSource | None = None
    instance_file: Path | None = None
