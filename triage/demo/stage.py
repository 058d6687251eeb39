"""The demo's installation: its servers, its config.toml, its event tomorrow, its accounts and its sample mail."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from triage.app import App, open_app, utc_now
from triage.config.reader import read
from triage.demo.imap import EmbeddedImap
from triage.demo.sink import HOST, Sink, free_port
from triage.flow.events import add
from triage.flow.work import unit_of_work
from triage.model.event import Event, JoinDetails
from triage.seal import new_key

OURS = "answers@openhour.example"
SAMPLES = Path(__file__).parent / "mail"
USUAL_PORT = 8080
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

CONFIGURATION = """\
# The demo's own configuration. Every command works with it while the demo runs.
[mailbox]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{ours}"
password = "demo"
addresses = ["{ours}"]
authserv_id = "mx.openhour.example"
message_id_domain = "openhour.example"
poll_seconds = 2

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
from = "{ours}"

[database]
url = "sqlite:///{folder}/openhour.db"

[seal]
key = "{key}"

[standing]
source = "file"
file = "{folder}/accounts.txt"

[automation]
mode = "auto"

[desk]
listen = "127.0.0.1:{desk_port}"
secret = "{secret}"

[alarm]
to = "on-call@openhour.example"
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

    @property
    def configuration(self) -> Path:
        """The config.toml of this installation, for commands in another terminal."""
        return self.folder / "config.toml"


def build(folder: Path, port: int | None = None) -> Stage:
    """Starts the servers and opens an installation that uses them. `port`: where the desk is served."""
    imap = EmbeddedImap(OURS, "demo").start()
    sink = Sink(folder / "sent", OURS, imap.deliver, utc_now).start()
    (folder / "accounts.txt").write_text(ACCOUNTS + good_accounts(), encoding="utf-8")
    ports = {"imap_port": imap.port, "smtp_port": sink.port, "desk_port": desk_port(port)}
    written = CONFIGURATION.format(ours=OURS, folder=folder, key=new_key(), secret=new_key(), **ports)
    written_to = folder / "config.toml"
    written_to.write_text(written, encoding="utf-8")
    return Stage(folder, imap, sink, open_app(read(written_to), written_to.with_suffix(".instance")))


def desk_port(asked_for: int | None) -> int:
    """As asked for; else the usual one, or any free one where that is taken."""
    if asked_for is not None:
        return asked_for
    try:
        with socket.create_server((HOST, USUAL_PORT)):
            return USUAL_PORT
    except OSError:
        return free_port()


def announce(stage: Stage) -> None:
    """The call of tomorrow is known from now on."""
    join = JoinDetails("https://zoom.example/j/83012345678?pwd=demo", "830 1234 5678", "open-hour")
    with unit_of_work(stage.app.runtime) as work:
        add(work, event(work.now), join)


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
        capacity=300,
        stream_url="https://video.example/conversation-hour",
        notes_page="https://meta.example/wiki/Conversation_hour",
    )


def good_accounts() -> str:
    """The accounts of the sample mails that are in good standing, one line each."""
    names = (SAMPLES / "accounts.txt").read_text(encoding="utf-8").splitlines()
    return "".join(f"{name} = good\n" for name in names if name)


def samples(folder: Path = SAMPLES) -> list[tuple[str, bytes]]:
    """The sample mails by name, in the order in which they arrive."""
    return [(path.stem, path.read_bytes().replace(b"\n", b"\r\n")) for path in sorted(folder.glob("*.eml"))]
