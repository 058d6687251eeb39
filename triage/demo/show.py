"""What the demo prints: a line a message, the mails that left, the sums."""

from __future__ import annotations

import sys
from email import message_from_bytes, policy
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from sqlmodel import Session, col, func, select

from intake.store import reading
from triage.demo.stage import OURS, Stage
from triage.demo.team import ADMIN
from triage.flow import accounting
from triage.flow.runtime import Runtime
from triage.flow.work import unit_of_work
from triage.store.tables import OutboxRow, ReadingRow, SortedRow

INVITATION = """
[bold]It goes on working; Ctrl-C ends it, and everything is gone.[/]

The desk, signed in as its admin (the link works once; nobody gets in without one):
  [bold]{link}[/]

The mails that left, as files (those about the call of last week in a folder of their own):
  {sent}

Write to it yourself, from another terminal; the answer comes as such a file:
{letter}

Every command works with it, from another terminal; so does another link to the desk:
  export OPENHOUR_CONFIG={configuration}
  {program} accounting
  {program} staff link {admin}
"""
LETTER = """\
  printf 'From: you@reader.example\\nSubject: CR&S\\n\\nI would like to come. My username is Demo Guest.\\n' |
  curl -s smtp://127.0.0.1:{port} --mail-from you@reader.example --mail-rcpt answers@openhour.example -T -"""
COLOURS = {"accept": "green", "review": "yellow", "absorb": "blue", "discard": "red"}
SENDER_LENGTH = 24


class Lines:
    """Prints what is new since it printed last."""

    def __init__(self, console: Console, runtime: Runtime) -> None:
        self._console, self._runtime = console, runtime
        with Session(reading(runtime.engine)) as session:
            self._seen = session.exec(select(func.max(ReadingRow.id))).one() or 0

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
    """What is about to happen, and what happened before."""
    configuration = stage.app.configuration
    console.print("[bold]openhour demo[/]: a shared mailbox, a conversation hour tomorrow, and the people who write.")
    console.print(f"IMAP 127.0.0.1:{configuration.mailbox.port}  SMTP 127.0.0.1:{stage.sink.port}  mailbox {OURS}")
    console.print("verdict, what it counts as, language, sender, and what followed or why a person looks:\n")


def invitation(console: Console, stage: Stage, link: str) -> None:
    """Where to look and what to try while it goes on."""
    told = INVITATION.format(
        link=link,
        sent=stage.sent,
        letter=escape(LETTER.format(port=stage.sink.port)),
        configuration=stage.configuration,
        admin=ADMIN,
        program=sys.argv[0] if Path(sys.argv[0]).name == "openhour" else "openhour",
    )
    console.print(told, soft_wrap=True)


def closing(console: Console, stage: Stage) -> bool:
    """The sums, and one mail to look at; True when the sums are right."""
    with unit_of_work(stage.app.runtime) as work:
        sums = accounting.account(work)
    console.print("\n[bold]The accounting[/]: every message is somewhere, those about the call of last week too.")
    for sum_ in sums.sums:
        console.print(sum_, soft_wrap=True)
    for difference in sums.differences:
        console.print(f"[red]{difference}[/]")
    show_one(console, stage)
    console.print(f"\n{stage.sink.count} mails left, alarms to the staff among them.")
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
