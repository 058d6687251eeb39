"""A working installation: every port wired, the database at its newest schema."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from intake.message import Interest, Own
from intake.parse import parse_headers
from intake.poll import Interested
from intake.store import ReceivedRow, Store, open_engine, reading
from triage.app import ports
from triage.app.identity import own_from, seal_from
from triage.app.parts import act_model, templates_folder, utc_now
from triage.compose import environment
from triage.config.sections import Configuration
from triage.flow.instance import require_own_database
from triage.flow.joins import join_details
from triage.flow.rounds import Mailroom
from triage.flow.runtime import Runtime, Settings
from triage.flow.work import told, unit_of_work
from triage.judge import judge
from triage.message_ids import MessageIds
from triage.model.event import Event
from triage.policy.interest import interest
from triage.policy.retention import Clock
from triage.seal import Seal, SealError
from triage.store.events import open_events
from triage.store.migrations import migrate
from triage.store.remembered import RememberedInRows
from triage.store.tables import EventRow


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
        if self.runtime.pages is not None:
            self.runtime.pages.close()
        self.runtime.engine.dispose()


def open_app(configuration: Configuration, instance_file: Path | None = None) -> App:
    """A working installation. Raises StoreError when the database cannot be used.

    `instance_file`, beside the configuration, says which installation this is: with a database that belongs to another
    one, as a copy does, all mail is paused. None: nobody asks.
    """
    engine = open_engine(configuration.database.url)
    with told():
        migrate(engine)
    seal = seal_from(configuration)
    require_key(engine, seal)
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
        standing=ports.standing_source(configuration, RememberedInRows(engine)),
        courier=ports.courier(configuration),
        templates=environment(templates_folder(configuration)),
        settings=settings(configuration),
        private_list=ports.private_list(configuration, seal),
        zoom=ports.zoom(configuration),
        pages=ports.pages(configuration),
        instance_file=instance_file,
    )
    with unit_of_work(runtime) as work:
        require_own_database(work)
    return App(configuration, runtime, Mailroom(ports.mailbox(configuration), lambda: interested_now(runtime)))


def require_key(engine: Engine, seal: Seal) -> None:
    """Nothing is stored under a key that does not open what is there. Raises SealError with what to do."""
    with Session(reading(engine)) as session:
        sealed = select(EventRow).where(col(EventRow.join_sealed).is_not(None)).limit(1)
        event = session.exec(sealed).first()
        newest = session.exec(select(func.max(ReceivedRow.id)).where(col(ReceivedRow.raw).is_not(None))).one()
    try:
        if event is not None:
            join_details(event, seal)
        if newest is not None:
            Store(engine, seal).received(newest)
    except SealError:
        why = "it does not open what is in the database; write the old key behind the new one"
        raise SealError(why) from None


def interested_now(runtime: Runtime) -> Interested:
    """What `poll` asks of each message, with the events as they stand now."""
    with Session(reading(runtime.engine)) as session:
        events = open_events(session)
    return interested_in(events, runtime.own)


def interested_in(events: tuple[Event, ...], own: Own) -> Interested:
    """Headers and report parts → ours, perhaps or not ours, for these events."""

    def interested(raw_headers: bytes, report: bytes) -> Interest:
        headers = parse_headers(raw_headers, own)
        return interest(headers, report, events, own)[0]

    return interested


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
        privacy=Clock(**configuration.privacy.model_dump()),
        confirm_url=f"{configuration.desk.public_url}/confirm" if configuration.wiki.oauth_client_id else "",
        # RFC 8058, 3.1: one-click is https or it is not offered.
        unsubscribe_url=f"{page}/unsubscribe" if (page := configuration.desk.public_url).startswith("https://") else "",
    )
