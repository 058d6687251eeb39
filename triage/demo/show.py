"""What the demo prints: a line a message, the mails that left, the sums."""

from __future__ import annotations

from email import message_from_bytes, policy

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session, col, select

from intake.store import reading
from triage.demo.stage import OURS, Stage
from triage.flow import accounting
from triage.flow.runtime import Runtime
from triage.flow.work import unit_of_work
from triage.store.tables import OutboxRow, ReadingRow, SortedRow

COLOURS = {"accept": "green", "review": "yellow", "absorb": "blue", "discard": "red"}
SENDER_LENGTH = 24


class Lines:
    """Prints what is new since it printed last."""

    def __init__(self, console: Console, runtime: Runtime) -> None:
        self._console, self._runtime = console, runtime
        self._seen = 0

    def show_new(self) -> None:
        """A line for each message that was sorted meanwhile, with what followed."""
        with Session(reading(self._runtime.engine)) as session:
            rows = session.exec(
                select(ReadingRow, SortedRow)
                .join(SortedRow, col(SortedRow.received_id) == ReadingRow.received_id)
                .where(col(ReadingRow.id) > self._seen)
                .order_by(col(ReadingRow.id))
            ).all()
            for read, sorted_ in rows:
                mails = session.exec(select(OutboxRow).where(OutboxRow.answers_received_id == read.received_id)).all()
                self._console.print(line(read, sorted_, list(mails)), no_wrap=True, overflow="ellipsis")
                self._seen = read.id or self._seen


def line(read: ReadingRow, sorted_: SortedRow, mails: list[OutboxRow]) -> str:
    """One message in one line; strangers' words are escaped and shortened."""
    sender = short(read.sender or "(no usable author)", SENDER_LENGTH)
    verdict = f"[{COLOURS[read.verdict]}]{read.verdict:<8}[/]"
    followed = ", ".join(f"{mail.purpose} {mail.state}" for mail in mails)
    why = followed or read.reading["decision"]["reasons"][0]
    return f"{verdict}{sorted_.kind:<11}{read.language:<8}{sender:<{SENDER_LENGTH}} {escape(why)}"


def short(text: str, length: int) -> str:
    """A stranger's text on a terminal: printable, one line, no markup, cut."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return escape(plain if len(plain) <= length else plain[: length - 1] + "…")


def opening(console: Console, stage: Stage) -> None:
    """What is about to happen."""
    configuration = stage.app.configuration
    console.print("[bold]openhour demo[/]: a shared mailbox, a conversation hour tomorrow, and the people who write.")
    console.print(f"IMAP 127.0.0.1:{configuration.mailbox.port}  SMTP 127.0.0.1:{stage.sink.port}  mailbox {OURS}")
    console.print("verdict, what it counts as, language, sender, and what followed or why a person looks:\n")


def closing(console: Console, stage: Stage) -> bool:
    """The sums, one mail to look at, and where the others lie; True when the sums are right."""
    with unit_of_work(stage.app.runtime) as work:
        sums = accounting.account(work)
    table = Table("", "", box=None, show_header=False, padding=(0, 2))
    for name, number in sums.as_json().items():
        if not isinstance(number, int):
            continue
        table.add_row(str(number), name)
    console.print("\n[bold]The accounting[/]: every message is somewhere.", table)
    for difference in sums.differences:
        console.print(f"[red]{difference}[/]")
    show_one(console, stage)
    console.print(f"\n{stage.sink.count} mails left, alarms to the staff among them; they lie in {stage.sent}.")
    return not sums.differences


def show_one(console: Console, stage: Stage) -> None:
    """The first mail with join details, as its reader sees it."""
    for path in sorted(stage.sent.glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body(preferencelist=("plain",))
        if body is not None and "zoom.example" in (text := body.get_content()):
            console.print(f"\n[bold]One of the mails[/] ({path.name}):\n")
            console.print(escape(f"Subject: {message['Subject']}\n\n{text.strip()}"))
            return
