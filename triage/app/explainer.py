"""Judges single messages with nothing known of their authors, for `explain` and `replay`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from intake.message import Message, Own
from intake.store import open_engine, reading
from triage.app.identity import own_from, seal_from
from triage.app.parts import act_model
from triage.config.sections import Automation, Configuration
from triage.judge import judge
from triage.message_ids import MessageIds
from triage.model.event import Event
from triage.model.facts import Facts
from triage.model.reading import Reading
from triage.store.events import open_events
from triage.store.migrations import stored_revision


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


def stored_events(configuration: Configuration) -> tuple[Event, ...]:
    """The open events of the configured database; none where there is no database yet, or it cannot be read."""
    engine = open_engine(configuration.database.url)
    try:
        if stored_revision(engine) is None:
            return ()
        with Session(reading(engine)) as session:
            return open_events(session)
    except DBAPIError:
        return ()
    finally:
        engine.dispose()


def explainer(configuration: Configuration | None, events: tuple[Event, ...]) -> Explainer:
    """An explainer that knows our addresses and our Message-IDs where there is a configuration."""
    if configuration is None:
        return Explainer(Own(), events, Automation().threshold)
    message_ids = MessageIds(seal_from(configuration).mac, configuration.mailbox.message_id_domain)
    return Explainer(own_from(configuration, message_ids), events, configuration.automation.threshold)
