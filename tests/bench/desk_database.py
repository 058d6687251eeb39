"""A desk's database with years of work in it: cases, messages, readings, mails, history. Synthetic, the same each time.

`fill(office, cases=10_000)` writes it through the tables; messages go in as the poller would commit them, so that they
can be opened. Most cases are about the next call, in some hours; some wait, most are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from office import HOUR, JOIN, Office
from sqlmodel import Session, col, select

from intake.message import Interest
from intake.parse import parse
from intake.store import Arrival, Batch, Cursor
from triage.compose import LetterFacts, write
from triage.model.event import Event
from triage.model.facts import Facts
from triage.model.mail import CARRIES_JOIN_DETAILS, MailState, Purpose
from triage.model.reading import Reading
from triage.store.append import append_all
from triage.store.as_json import as_stored
from triage.store.events import event_from
from triage.store.tables import (
    AttendanceRow,
    CaseRow,
    EventRow,
    HistoryRow,
    OutboxRow,
    PersonRow,
    QuestionRow,
    ReadingRow,
    SortedRow,
    StandingRow,
)

BATCH = 500
SLUGS = ("next-hour", "spring", "summer", "autumn")
NEXT_SHARE = 0.8
"""So many cases are about the next call."""

VOICES = (
    (
        "en",
        "Marisol Vega",
        "Hello,\n\nI would like to attend the hour. My username is {account}.\n\n{ask}",
    ),
    ("ar", "ليلى حسن", "مرحبا،\n\nأود حضور اللقاء. اسم المستخدم الخاص بي هو {account}.\n\n{ask}"),
    ("de", "Jörg Weiß", "Guten Tag,\n\nich möchte gern teilnehmen. Mein Benutzername ist {account}.\n\n{ask}"),
    ("es", "Íñigo Peña", "Hola:\n\nMe gustaría asistir a la conversación. Mi usuario es {account}.\n\n{ask}"),
    ("fr", "Zoé Lefèvre", "Bonjour,\n\nje voudrais participer à la réunion. Mon compte est {account}.\n\n{ask}"),
    ("ja", "佐藤 花子", "こんにちは。\n\n会話の時間に参加したいです。利用者名は{account}です。\n\n{ask}"),
    ("ru", "Анна Волкова", "Здравствуйте!\n\nЯ хотела бы прийти на встречу. Мой ник {account}.\n\n{ask}"),
    ("pt", "João Souza", "Olá,\n\ngostaria de participar da conversa. Meu usuário é {account}.\n\n{ask}"),
)
ASKED = (
    "How are reports of harassment handled in small communities?",
    "What is planned for the Universal Code of Conduct next year?",
    "Will there be captions, and will the recording be published?",
    "Why was the policy on paid editing changed without a vote of the communities?",
)
SECOND = ("May I ask one more question? {ask}", "Thank you very much for your answer!", "My time zone is UTC+3. {ask}")
SHARES = {"approved": 70, "requested": 8, "review": 5, "waiting": 5, "declined": 4, "withdrawn": 8}
STATES = tuple(state for state, share in SHARES.items() for _ in range(share))
ANSWERS = {
    "approved": Purpose.JOIN_DETAILS,
    "waiting": Purpose.NO_SEAT,
    "declined": Purpose.DECLINED,
    "withdrawn": Purpose.WITHDRAWN,
    "requested": Purpose.ACCOUNT_REQUEST,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One writer, and what became of their wish to come."""

    number: int
    event_id: int
    voice: int
    state: str
    first_at: datetime

    @property
    def address(self) -> str:
        return f"person{self.number}@reader{self.number % 97}.example"

    @property
    def account(self) -> str:
        return f"Reader {self.number}"

    @property
    def ask(self) -> str:
        return ASKED[self.number % len(ASKED)]

    def words(self, turn: int) -> str:
        """What they write in their first, second and third mail."""
        if turn == 0:
            return VOICES[self.voice][2].format(account=self.account, ask=self.ask)
        return SECOND[(self.number + turn) % len(SECOND)].format(ask=self.ask)

    def raw(self, turn: int) -> bytes:
        """That mail as octets, with what nobody reads below it."""
        head = f"From: {VOICES[self.voice][1]} <{self.address}>\r\nTo: answers@openhour.example\r\nSubject: CR&S\r\n"
        ids = f"Message-ID: <{self.number}.{turn}@reader.example>\r\nMIME-Version: 1.0\r\n"
        typed = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        quoted = "".join(f"> {line}\r\n" for line in ("You are all invited to the conversation hour.",) * 12)
        return (head + ids + typed + self.words(turn).replace("\n", "\r\n") + "\r\n\r\n" + quoted).encode()


def fill(office: Office, cases: int = 10_000, messages: int = 3, next_share: float = NEXT_SHARE) -> None:
    """`cases` people with `messages` mails each. `office` is empty; its clock stands hours before the next call."""
    events = open_events(office)
    people = list(written_by(cases, events, office.now, next_share))
    readings = Readings(office, events)
    with Session(office.runtime.engine) as session:
        append_all(session, PersonRow, [person_row(person) for person in people])
        append_all(session, StandingRow, [standing_row(person, office.now) for person in people])
        append_all(session, CaseRow, [case_row(person) for person in people])
        session.commit()
    for turn in range(messages):
        receive(office, people, turn)
    with Session(office.runtime.engine) as session:
        for turn in range(messages):
            append_all(session, SortedRow, [sorted_row(person, turn, cases) for person in people])
            append_all(session, ReadingRow, [readings.row(person, turn, cases) for person in people])
        append_all(session, AttendanceRow, [attendance_row(person) for person in people])
        append_all(session, QuestionRow, [question_row(person) for person in people])
        append_all(session, OutboxRow, list(mail_rows(office, people, events)))
        append_all(session, HistoryRow, [line for person in people for line in history_rows(person)])
        session.commit()


def open_events(office: Office) -> dict[int, Event]:
    """The next call in three hours and a half, and three that are over but not closed. By their stored id."""
    for number, slug in enumerate(SLUGS):
        starts = office.now + timedelta(minutes=210) - timedelta(days=90 * number)
        office.open_event(replace(HOUR, slug=slug, starts_at=starts, capacity=20_000, subjects=(f"CR&S {slug}",)), JOIN)
    with Session(office.runtime.engine) as session:
        rows = session.exec(select(EventRow).order_by(col(EventRow.id))).all()
        return {event.id: event for event in map(event_from, rows)}


def written_by(cases: int, events: dict[int, Event], now: datetime, next_share: float) -> Iterator[Person]:
    """Who wrote about what, and when: more and more as the call comes near."""
    chance, ids = Random(7), list(events)  # noqa: S311 - the same database each time
    for number in range(1, cases + 1):
        event_id = ids[0] if chance.random() < next_share else chance.choice(ids[1:])
        before = timedelta(days=14) * chance.random() ** 3 + timedelta(minutes=1)
        last = now if event_id == ids[0] else events[event_id].starts_at
        yield Person(number, event_id, chance.randrange(len(VOICES)), chance.choice(STATES), last - before)


def receive(office: Office, people: list[Person], turn: int) -> None:
    """The mails of this turn, in batches, as the poller commits them."""
    for start in range(0, len(people), BATCH):
        arrivals = []
        for person in people[start : start + BATCH]:
            office.uid += 1
            at = person.first_at + timedelta(seconds=20 * turn)
            arrivals.append(Arrival.of(office.uid, at, [person.raw(turn)]))
        after, office.cursor = office.cursor, Cursor(1, office.uid)
        office.runtime.inbox.receive(Batch("INBOX", after, office.cursor, tuple(arrivals)))


class Readings:
    """What the judge makes of one mail of each kind, written down for all like it."""

    def __init__(self, office: Office, events: dict[int, Event]) -> None:
        self._office, self._events = office, tuple(events.values())
        self._known: dict[tuple[int, str], tuple[Reading, Any]] = {}

    def row(self, person: Person, turn: int, cases: int) -> dict[str, Any]:
        """The reading of this mail; offsets and words are those of the first mail of its kind."""
        made, stored = self._made(person, turn)
        understanding = made.understanding
        return {
            "received_id": turn * cases + person.number,
            "made_at": person.first_at + timedelta(seconds=20 * turn),
            "sender": person.address,
            "subject": "CR&S",
            "text": person.words(turn),
            "set_aside": "> You are all invited to the conversation hour.\n" * 12,
            "language": understanding.language,
            "intent": understanding.intent,
            "confidence": understanding.confidence,
            "verdict": made.decision.verdict,
            "reading": stored,
        }

    def _made(self, person: Person, turn: int) -> tuple[Reading, Any]:
        kind = (person.voice if turn == 0 else -turn, person.ask)
        if kind not in self._known:
            message = parse(person.raw(turn), self._office.runtime.own)
            facts = Facts(self._office.now, self._office.runtime.own, self._events, 0.8)
            made = replace(self._office.runtime.judge(message, facts), interest=Interest.OURS)
            self._known[kind] = made, as_stored(made)
        return self._known[kind]


def person_row(person: Person) -> dict[str, Any]:
    language, name, _ = VOICES[person.voice]
    row = {"id": person.number, "address": person.address, "name": f"{name} {person.number}", "language": language}
    return row | {"created_at": person.first_at}


def standing_row(person: Person, now: datetime) -> dict[str, Any]:
    state = "locked" if person.number % 50 == 0 else "good"
    known = {"state": state, "source": "wiki", "asked_at": now, "checked_at": now, "attempts": 0}
    return {"account": person.account, "evidence": ["No block, no lock, on no list."], **known}


def case_row(person: Person) -> dict[str, Any]:
    is_before_a_person = person.state == "review"
    flags = ["threat_of_harm"] if is_before_a_person and person.number % 60 == 0 else []
    return {
        "id": person.number,
        "event_id": person.event_id,
        "person_id": person.number,
        "state": "open" if person.state in {"review", "requested"} else "done",
        "needs_review": is_before_a_person,
        "is_spam": False,
        "reasons": ["The confidence is low: 0.61 of 0.80."] if is_before_a_person else ["answered"],
        "flags": flags + (["needs_accommodation"] if person.number % 40 == 0 else []),
        "assignee": "Rosalind" if person.number % 9 == 0 else None,
        "opened_at": person.first_at,
        "updated_at": person.first_at,
        "version": 1,
    }


def sorted_row(person: Person, turn: int, cases: int) -> dict[str, Any]:
    return {
        "received_id": turn * cases + person.number,
        "kind": ("both", "question", "other")[turn % 3],
        "case_id": person.number,
        "event_id": person.event_id,
        "author": person.address,
        "is_automatic": False,
        "forbids_answer": False,
        "is_authentic": True,
        "message_id": f"{person.number}.{turn}@reader.example",
        "refs": [],
        "sorted_at": person.first_at + timedelta(seconds=20 * turn + 5),
    }


def attendance_row(person: Person) -> dict[str, Any]:
    asked = person.first_at + timedelta(minutes=1) if person.state == "requested" else None
    return {
        "event_id": person.event_id,
        "person_id": person.number,
        "case_id": person.number,
        "received_id": person.number,
        "state": person.state,
        "account": None if person.state == "requested" else person.account,
        "account_asked_at": asked,
        "received_at": person.first_at,
        "decided_at": person.first_at + timedelta(minutes=1),
        "is_authentic": True,
        "turn": 1,
        "confirmed_way": "",
        "ownership_doubt": "",
    }


def question_row(person: Person) -> dict[str, Any]:
    return {
        "event_id": person.event_id,
        "person_id": person.number,
        "case_id": person.number,
        "received_id": person.number,
        "ordinal": 0,
        "text": person.ask,
        "channel": "email",
        "disposition": "open" if person.number % 3 else "live",
        "asked_at": person.first_at,
    }


def mail_rows(office: Office, people: list[Person], events: dict[int, Event]) -> Iterator[dict[str, Any]]:
    """The answer that each person got, and a receipt for every other one."""
    letters: dict[tuple[Purpose, str], tuple[str, str]] = {}
    for person in people:
        language = VOICES[person.voice][0]
        purposes = [ANSWERS[person.state]] if person.state in ANSWERS else []
        for purpose in [*purposes, *([Purpose.RECEIPT] if person.number % 2 else [])]:
            if (purpose, language) not in letters:
                facts = LetterFacts(events[person.event_id], office.runtime.settings.sender, questions=(person.ask,))
                letters[purpose, language] = write(purpose, language, facts, office.runtime.templates)
            yield mail_row(person, purpose, letters[purpose, language])


def mail_row(person: Person, purpose: Purpose, letter: tuple[str, str]) -> dict[str, Any]:
    """Sent within minutes; some are in doubt, some failed, as in life."""
    state = {0: MailState.UNCERTAIN, 1: MailState.FAILED}.get(person.number % 400, MailState.SENT)
    sent_at = person.first_at + timedelta(seconds=15 + person.number * 37 % 900)
    return {
        "event_id": person.event_id,
        "person_id": person.number,
        "case_id": person.number,
        "answers_received_id": person.number,
        "purpose": purpose,
        "revision": "join-1" if purpose in CARRIES_JOIN_DETAILS else f"message-{person.number}",
        "state": state,
        "priority": 1,
        "to_address": person.address,
        "subject": letter[0],
        "text": letter[1],
        "language": VOICES[person.voice][0],
        "message_id": f"{purpose}.{person.number}@openhour.example",
        "refs": [],
        "queued_at": person.first_at,
        "due_at": person.first_at,
        "attempts": 1,
        "sent_at": sent_at if state != MailState.FAILED else None,
        "last_error": "" if state == MailState.SENT else "no answer after the whole mail was sent",
        "join_version": 1 if purpose in CARRIES_JOIN_DETAILS else None,
        "calendar": "",
        "calendar_method": "REQUEST",
        "rule": "",
        "reason": "",
    }


def history_rows(person: Person) -> Iterator[dict[str, Any]]:
    for second, what in enumerate(("case opened", f"attendance {person.state}", "mail sent")):
        yield {
            "at": person.first_at + timedelta(seconds=second),
            "who": "openhour",
            "what": what,
            "case_id": person.number,
            "event_id": person.event_id,
            "why": "the account is in good standing",
        }
