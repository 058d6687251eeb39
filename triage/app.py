"""Wires a working installation from its configuration. The only reader of the configuration; loads the weights."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from intake.mailbox import ImapAccount, ImapMailbox, Mailbox
from intake.mailbox import Security as ImapSecurity
from intake.message import Headers, Interest, Message, Own
from intake.parse import parse_headers
from intake.poll import Interested
from intake.store import Store, open_engine, reading
from triage.compose import environment
from triage.config.sections import Automation, Configuration, OAuth2
from triage.courier import Courier, CourierError, SmtpCourier, SmtpSettings
from triage.flow.rounds import Mailroom
from triage.flow.runtime import Runtime, Settings, StandingSource
from triage.judge import judge
from triage.message_ids import MessageIds
from triage.model.event import Event
from triage.model.facts import Facts
from triage.model.reading import Reading
from triage.oauth import AccessToken, OAuthError
from triage.policy.interest import interest
from triage.seal import Seal, key_from_text
from triage.store.events import open_events
from triage.store.migrations import migrate
from triage.store.remembered import RememberedInRows
from triage.understanding import ActModel
from triage.wiki import FileStanding, KeptFile, PrivateList, Remembered, WikiStanding, private_list_file
from triage.zoom import Credentials, Zoom

WEIGHTS = Path(__file__).parent / "understanding" / "weights.bin"
BESIDE_THE_PACKAGES = Path(__file__).parent.parent / "templates"
IN_THE_WHEEL = Path(__file__).parent / "_templates"


@dataclass(frozen=True, slots=True)
class App:
    """Everything that a command needs. Opening it migrates the database and contacts no server."""

    configuration: Configuration
    runtime: Runtime
    mailroom: Mailroom

    def close(self) -> None:
        """Hangs up on every server."""
        self.mailroom.mailbox.close()
        self.runtime.courier.close()
        if self.runtime.zoom is not None:
            self.runtime.zoom.close()
        self.runtime.engine.dispose()


def open_app(configuration: Configuration) -> App:
    """A working installation. Raises StoreError when the database cannot be used."""
    engine = open_engine(configuration.database.url)
    migrate(engine)
    seal = seal_from(configuration)
    message_ids = MessageIds(seal.mac, configuration.mailbox.message_id_domain)
    own = own_from(configuration, message_ids)
    runtime = Runtime(
        engine=engine,
        inbox=Store(engine, seal),
        clock=utc_now,
        seal=seal,
        message_ids=message_ids,
        own=own,
        judge=functools.partial(judge, model=act_model()),
        standing=standing_source(configuration, RememberedInRows(engine)),
        courier=courier(configuration),
        templates=environment(templates_folder(configuration)),
        settings=settings(configuration),
        private_list=private_list(configuration, seal),
        zoom=zoom(configuration),
    )
    return App(configuration, runtime, Mailroom(mailbox(configuration), lambda: interested_now(runtime)))


@dataclass(frozen=True, slots=True)
class Explainer:
    """Judges messages with nothing known of their authors: no database, no server."""

    own: Own
    events: tuple[Event, ...]
    threshold: float

    def reading(self, message: Message, received_at: datetime) -> Reading:
        """What would be made of this message, had it arrived then."""
        facts = Facts(received_at=received_at, own=self.own, events=self.events, threshold=self.threshold)
        return judge(message, facts, act_model().telling())


def explainer(configuration: Configuration | None, events: tuple[Event, ...]) -> Explainer:
    """An explainer that knows our addresses and our Message-IDs where there is a configuration."""
    if configuration is None:
        return Explainer(Own(), events, Automation().threshold)
    message_ids = MessageIds(seal_from(configuration).mac, configuration.mailbox.message_id_domain)
    return Explainer(own_from(configuration, message_ids), events, configuration.automation.threshold)


def utc_now() -> datetime:
    """The only clock of the program."""
    return datetime.now(UTC)


@functools.cache
def act_model() -> ActModel:
    """The weights, read once."""
    return ActModel.from_bytes(WEIGHTS.read_bytes())


def interested_now(runtime: Runtime) -> Interested:
    """What `poll` asks of each message, with the events as they stand now."""
    with Session(reading(runtime.engine)) as session:
        events = open_events(session)
    return interested_in(events, runtime.own)


def interested_in(events: tuple[Event, ...], own: Own) -> Interested:
    """Headers and report parts → ours, perhaps or not ours, for these events."""

    def interested(raw_headers: bytes, report: bytes) -> Interest:
        headers: Headers = parse_headers(raw_headers, own)
        return interest(headers, report, events, own)[0]

    return interested


def seal_from(configuration: Configuration) -> Seal:
    """The keys of `[seal]`, newest first."""
    return Seal(tuple(key_from_text(text) for text in configuration.seal.key.get_secret_value().split()))


def own_from(configuration: Configuration, message_ids: MessageIds) -> Own:
    """Who we are."""
    section = configuration.mailbox
    addresses = {*section.addresses, configuration.smtp.sender}
    return Own(
        addresses=frozenset(address.casefold() for address in addresses),
        list_ids=frozenset(name.casefold() for name in section.own_list_ids),
        authserv_id=section.authserv_id,
        is_our_message_id=message_ids.is_ours,
    )


def settings(configuration: Configuration) -> Settings:
    """The part of the configuration that use cases follow."""
    automation = configuration.automation
    return Settings(
        mode=automation.mode,
        threshold=automation.threshold,
        answers_per_address_per_day=automation.answers_per_address_per_day,
        answers_per_hour=automation.answers_per_hour,
        standing_max_age_minutes=configuration.wiki.max_age_minutes,
        standing_required=configuration.standing.required,
        max_per_hour=configuration.smtp.max_per_hour,
        sender=configuration.smtp.sender,
        message_id_domain=configuration.mailbox.message_id_domain,
        alarm_to=configuration.alarm.to,
        redirects=tuple(configuration.redirects.model_dump().items()),
        confirm_url=f"{configuration.desk.public_url}/confirm" if configuration.wiki.oauth_client_id else "",
    )


def mailbox(configuration: Configuration) -> Mailbox:
    """The shared mailbox over IMAP; nothing is contacted before the first poll."""
    section = configuration.mailbox
    return ImapMailbox(
        ImapAccount(
            host=section.host,
            username=section.username,
            password=None if section.oauth2 else section.password.get_secret_value(),
            token=token(section.oauth2),
            port=section.port,
            security=ImapSecurity(section.security),
            folder=section.folder,
            processed_folder=section.processed_folder,
        )
    )


def courier(configuration: Configuration) -> Courier:
    """What delivers."""
    return SmtpCourier(smtp_settings(configuration))


def smtp_settings(configuration: Configuration) -> SmtpSettings:
    """How to reach the SMTP server."""
    section = configuration.smtp
    return SmtpSettings(
        host=section.host,
        port=section.port,
        security=section.security,
        username=section.username,
        password=section.password.get_secret_value(),
        token=token_for_smtp(section.oauth2),
    )


def token_for_smtp(section: OAuth2 | None) -> Callable[[], str] | None:
    """The same for the courier: no token means that nothing can be sent until somebody mends it."""
    fresh = token(section)
    if fresh is None:
        return None

    def asked() -> str:
        try:
            return fresh()
        except OAuthError as error:
            raise CourierError(str(error)) from error

    return asked


def token(section: OAuth2 | None) -> Callable[[], str] | None:
    """What returns a fresh access token, where one is configured."""
    if section is None:
        return None
    return AccessToken(
        section.token_url,
        section.client_id,
        section.client_secret.get_secret_value(),
        section.refresh_token.get_secret_value(),
    )


def standing_source(configuration: Configuration, remembered: Remembered | None = None) -> StandingSource:
    """Where good standing is asked. `remembered`: how long each ban list was at most."""
    if configuration.standing.source == "file":
        return FileStanding(Path(configuration.standing.file))
    wiki = configuration.wiki
    agent = user_agent(configuration)
    return WikiStanding(wiki.api, agent, wiki.ban_list_pages, wiki.ban_categories, remembered)


def private_list(configuration: Configuration, seal: Seal) -> KeptFile[PrivateList] | None:
    """The accounts and addresses that staff keep an eye on, where there is such a list."""
    path = configuration.standing.private_list
    return private_list_file(Path(path), functools.partial(seal.mac, b"private list")) if path else None


def zoom(configuration: Configuration) -> Zoom | None:
    """The Zoom account, where one is configured; without one an event's own join details are sent."""
    section = configuration.zoom
    if not section.account_id:
        return None
    secret = section.client_secret.get_secret_value()
    return Zoom(section.api, Credentials(section.account_id, section.client_id, secret))


def user_agent(configuration: Configuration) -> str:
    """Wikimedia asks for a name and a way to reach us (its User-Agent policy)."""
    return configuration.wiki.user_agent or f"openhour/0.1 (mailto:{configuration.smtp.sender})"


def templates_folder(configuration: Configuration) -> Path:
    """The configured folder, else the one that came with the program."""
    return Path(configuration.templates) if configuration.templates else templates_beside()


def templates_beside() -> Path:
    """The texts that came with the program, installed or in a checkout."""
    return IN_THE_WHEEL if IN_THE_WHEEL.is_dir() else BESIDE_THE_PACKAGES
