"""A whole installation for tests of use cases: real database, real seal, real judge, mails as files, a clock to set."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import Session, col, select

from intake.message import Own
from intake.store import Arrival, Batch, Cursor, Store, open_engine
from triage.app import act_model, templates_beside
from triage.compose import environment
from triage.courier import Courier, FolderCourier
from triage.flow import events
from triage.flow.due import queue_due
from triage.flow.outbox.deliver import Sending, send_due
from triage.flow.runtime import Runtime, Settings
from triage.flow.sort import sort_received
from triage.flow.standing import check_standing
from triage.flow.work import unit_of_work
from triage.judge import judge
from triage.message_ids import MessageIds
from triage.model.event import Event, JoinDetails
from triage.model.mail import Mode
from triage.seal import Seal
from triage.store.migrations import migrate
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow, PersonRow, QuestionRow
from triage.wiki import FileStanding, private_list_file

OURS = "answers@openhour.example"
START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
MORNING = START - timedelta(hours=10)
LINK = "https://zoom.example/j/83012345678?pwd=c2VjcmV0"
JOIN = JoinDetails(LINK, "830 1234 5678", "open-hour-42")

HOUR = Event(
    id=0,
    slug="hour",
    title="Conversation hour",
    host="Maggie Dennis",
    starts_at=START,
    subjects=("CR&S",),
    expectations=("I can't and won't discuss specific Trust and Safety cases.",),
    stream_url="https://video.example/hour",
)


@dataclass
class Office:
    """`now` is what every use case takes for the time. `accounts` is the file of standings."""

    runtime: Runtime
    accounts: Path
    sent_folder: Path
    now: datetime = MORNING
    uid: int = 0
    cursor: Cursor | None = field(default=None)

    def open_event(self, event: Event = HOUR, join: JoinDetails | None = JOIN) -> None:
        with unit_of_work(self.runtime, "staff") as work:
            events.add(work, event, join)

    def standing(self, **states: str) -> None:
        """Account (underscores for blanks) and its standing; replaces the file."""
        lines = [f"{name.replace('_', ' ')} = {state}\n" for name, state in states.items()]
        self.accounts.write_text("".join(lines), encoding="utf-8")

    def receive(self, raw: bytes, received_at: datetime | None = None) -> int:
        """What `poll` would commit for one message of ours; returns its id."""
        self.uid += 1
        after, self.cursor = self.cursor, Cursor(1, self.uid)
        arrival = Arrival.of(self.uid, received_at or self.now, [raw])
        outcome = self.runtime.inbox.receive(Batch("INBOX", after, self.cursor, (arrival,)))
        return outcome.received[0]

    def write(self, sender: str, text: str, subject: str = "CR&S", **headers: str) -> int:
        """One plain mail, received now."""
        return self.receive(mail(sender, text, subject, **headers))

    def decide(self) -> None:
        sort_received(self.runtime)
        check_standing(self.runtime)
        queue_due(self.runtime)

    def send(self) -> Sending:
        return send_due(self.runtime)

    def work(self) -> None:
        self.decide()
        self.send()

    def outbox(self, address: str | None = None) -> list[tuple[str, str]]:
        """(purpose, state) of every outgoing mail, in the order of queueing."""
        query = select(OutboxRow).order_by(col(OutboxRow.id))
        if address:
            query = query.where(OutboxRow.to_address == address)
        with Session(self.runtime.engine) as session:
            return [(row.purpose, row.state) for row in session.exec(query)]

    def mails(self) -> list[OutboxRow]:
        with Session(self.runtime.engine, expire_on_commit=False) as session:
            return list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))

    def attendance(self, address: str) -> str | None:
        with Session(self.runtime.engine) as session:
            query = select(AttendanceRow.state).join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
            return session.exec(query.where(PersonRow.address == address)).first()

    def case(self, address: str) -> CaseRow:
        with Session(self.runtime.engine, expire_on_commit=False) as session:
            query = select(CaseRow).join(PersonRow, col(PersonRow.id) == CaseRow.person_id)
            return session.exec(query.where(PersonRow.address == address)).one()

    def questions(self) -> list[str]:
        with Session(self.runtime.engine) as session:
            return list(session.exec(select(QuestionRow.text).order_by(col(QuestionRow.id))))

    def sent(self) -> list[EmailMessage]:
        """What left, in order."""
        paths = sorted(self.sent_folder.rglob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]  # type: ignore[misc]

    def settings(self, **changes: object) -> None:
        """Another configuration for the same installation."""
        self.runtime = replace(self.runtime, settings=replace(self.runtime.settings, **changes))

    def keep_an_eye_on(self, *entries: str) -> None:
        """Staff's private list."""
        path = self.accounts.with_name("private.txt")
        path.write_text("".join(f"{entry}\n" for entry in entries), encoding="utf-8")
        listed = private_list_file(path, functools.partial(self.runtime.seal.mac, b"private list"))
        self.runtime = replace(self.runtime, private_list=listed)

    def courier(self, courier: Courier) -> None:
        self.runtime = replace(self.runtime, courier=courier)


def mail(sender: str, text: str, subject: str = "CR&S", **headers: str) -> bytes:
    """A plain mail; `headers` with underscores for dashes."""
    lines = [f"From: {sender}", f"To: {OURS}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        text,
    ]
    return "\r\n".join(lines).encode()


def open_office(folder: Path, database_url: str) -> Office:
    """An empty installation. Mails that leave become files in `folder`."""
    engine = open_engine(database_url)
    migrate(engine)
    seal = Seal((b"k" * 32,))
    message_ids = MessageIds(seal.mac, "openhour.example")
    accounts = folder / "accounts.txt"
    accounts.write_text("", encoding="utf-8")
    office: Office
    runtime = Runtime(
        engine=engine,
        inbox=Store(engine, seal),
        clock=lambda: office.now,
        seal=seal,
        message_ids=message_ids,
        own=Own(frozenset({OURS}), frozenset(), "mx.openhour.example", message_ids.is_ours),
        judge=functools.partial(judge, model=act_model()),
        standing=FileStanding(accounts),
        courier=FolderCourier(folder / "sent"),
        templates=environment(templates_beside()),
        settings=Settings(
            mode=Mode.AUTO,
            threshold=0.8,
            answers_per_address_per_day=4,
            answers_per_hour=300,
            standing_max_age_minutes=10,
            standing_required="claimed",
            max_per_hour=500,
            sender=OURS,
            message_id_domain="openhour.example",
            alarm_to="on-call@openhour.example",
        ),
    )
    office = Office(runtime, accounts, folder / "sent")
    return office
