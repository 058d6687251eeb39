"""A configured openhour between a real mailbox and a real SMTP server, for journeys."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from inbox import Inbox
from office import HOUR, JOIN, OURS
from smtp_faulty import FaultySmtp

from triage.app import App
from triage.config.sections import Configuration
from triage.flow import events
from triage.flow.work import unit_of_work
from triage.model.event import Event

KEY = "A" * 43


@dataclass
class Installation:
    inbox: Inbox
    smtp: FaultySmtp
    configuration: Configuration
    app: App

    def open_event(self, event: Event = HOUR) -> None:
        with unit_of_work(self.app.runtime, "staff") as work:
            events.add(work, event, JOIN)

    def sent_to(self, address: str) -> list[EmailMessage]:
        """What this address got, in order."""
        return [parsed(taken.content) for taken in self.smtp.taken if taken.recipients == [address]]

    def with_link(self) -> list[list[str]]:
        """The recipients of every mail that holds the join link."""
        return [taken.recipients for taken in self.smtp.taken if JOIN.join_url in plain(parsed(taken.content))]


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def plain(message: EmailMessage) -> str:
    """The plain text part."""
    body = message.get_body(("plain",))
    return body.get_content() if body is not None else ""


def write_config(folder: Path, inbox: Inbox, smtp_port: int, database_url: str) -> Path:
    """A config.toml in `folder`, with three accounts: two good, one locked."""
    (folder / "accounts.txt").write_text("Marisol Vega = good\nBen = good\nLocked Wolf = locked\n", encoding="utf-8")
    account = inbox.account()
    path = folder / "config.toml"
    path.write_text(
        f"""
[mailbox]
host = "127.0.0.1"
port = {account.port}
security = "none"
username = "{account.username}"
password = "{account.password}"
addresses = ["{OURS}"]
message_id_domain = "openhour.example"
poll_seconds = 1
[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
from = "{OURS}"
[database]
url = "{database_url}"
[seal]
key = "{KEY}"
[standing]
source = "file"
file = "{folder / "accounts.txt"}"
[automation]
mode = "auto"
[alarm]
to = "on-call@openhour.example"
""",
        encoding="utf-8",
    )
    return path
