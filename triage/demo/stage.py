"""The demo's installation: its configuration, its event tomorrow, its accounts and its sample mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from triage.app import App, open_app, utc_now
from triage.config.sections import Configuration
from triage.demo.imap import EmbeddedImap
from triage.demo.sink import Sink
from triage.flow.events import add
from triage.flow.work import unit_of_work
from triage.model.event import Event, JoinDetails
from triage.seal import new_key

OURS = "answers@openhour.example"
SAMPLES = Path(__file__).parent / "mail"
EXPECTATIONS = (
    "I can't and won't discuss specific Trust and Safety cases. Instead, I can discuss Trust and Safety protocols"
    " and practices and approaches as well as some of the mistakes we've made, some of the things I'm proud of,"
    " and some of the things we're hoping to do.",
    "I will not respond to comments or questions that are disrespectful to me, to my colleagues, or to anyone in"
    " our communities. I can talk civilly about our work even if you disagree with me or I disagree with you."
    " I won't compromise on this.",
)
"""As the host words them in the announcement."""

ACCOUNTS = """\
# Account = standing, for the demo
Nightjar 77 = locked
Mothwing = listed
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the demo runs on; `folder` goes when it ends."""

    folder: Path
    imap: EmbeddedImap
    sink: Sink
    app: App

    @property
    def sent(self) -> Path:
        """Where the mails that left can be looked at."""
        return self.folder / "sent"


def build(folder: Path) -> Stage:
    """Starts the servers and opens an installation that uses them."""
    imap = EmbeddedImap(OURS, "demo").start()
    sink = Sink(folder / "sent", OURS, imap.deliver, utc_now).start()
    standing = folder / "accounts.txt"
    standing.write_text(ACCOUNTS + good_accounts(), encoding="utf-8")
    app = open_app(configuration(folder, imap.port, sink.port, standing))
    with unit_of_work(app.runtime) as work:
        add(
            work,
            event(work.now),
            JoinDetails("https://zoom.example/j/83012345678?pwd=demo", "830 1234 5678", "open-hour"),
        )
    return Stage(folder, imap, sink, app)


def configuration(folder: Path, imap_port: int, smtp_port: int, standing: Path) -> Configuration:
    """What a config.toml would say."""
    return Configuration.model_validate(
        {
            "mailbox": {
                "host": "127.0.0.1",
                "port": imap_port,
                "security": "none",
                "username": OURS,
                "password": "demo",
                "addresses": [OURS],
                "authserv_id": "mx.openhour.example",
                "message_id_domain": "openhour.example",
                "poll_seconds": 2,
            },
            "smtp": {"host": "127.0.0.1", "port": smtp_port, "security": "none", "from": OURS},
            "database": {"url": f"sqlite:///{folder / 'openhour.db'}"},
            "seal": {"key": new_key()},
            "standing": {"source": "file", "file": str(standing)},
            "automation": {"mode": "auto"},
            "alarm": {"to": "on-call@openhour.example"},
        }
    )


def event(now: datetime) -> Event:
    """A conversation hour tomorrow at 18:00 UTC."""
    tomorrow = (now + timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)
    return Event(
        id=0,
        slug="demo-hour",
        series="Conversation hour",
        title="Conversation hour",
        host="Maggie Dennis",
        starts_at=tomorrow,
        subjects=("CR&S",),
        old_subjects=(("Question for Maggie", "question"), ("Conversation with Maggie", "attendance")),
        topics=("Trust and Safety", "Universal Code of Conduct", "Committee Support", "Human Rights"),
        expectations=EXPECTATIONS,
        stream_url="https://video.example/conversation-hour",
    )


def good_accounts() -> str:
    """The accounts of the sample mails that are in good standing, one line each."""
    names = (SAMPLES / "accounts.txt").read_text(encoding="utf-8").splitlines()
    return "".join(f"{name} = good\n" for name in names if name)


def samples() -> list[tuple[str, bytes]]:
    """The sample mails by name, in the order in which they arrive."""
    return [(path.stem, path.read_bytes().replace(b"\n", b"\r\n")) for path in sorted(SAMPLES.glob("*.eml"))]
