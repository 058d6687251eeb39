"""A bunch makes of its messages what each of them by itself makes of it, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from office import Office, mail, open_office
from sqlmodel import Session, SQLModel, select

from triage.flow.sort import Sorting, sort_received
from triage.store.tables import BounceRow, CaseRow, HistoryRow, PersonRow, QuestionRow, SortedRow, SuppressionRow

QUESTION = "What does the Foundation do about harassment in chapters?"
BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@{number}.example>
To: answers@openhour.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx

Final-Recipient: rfc822; ann@reader.example
Action: failed
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>

--b--
"""
COMPARED: dict[type[SQLModel], tuple[str, ...]] = {
    PersonRow: ("address", "language"),
    CaseRow: ("event_id", "state", "needs_review", "is_spam", "reasons", "flags", "version"),
    SortedRow: ("received_id", "kind", "event_id", "author", "is_automatic", "references"),
    QuestionRow: ("received_id", "ordinal", "text"),
    HistoryRow: ("what", "old", "new"),
    BounceRow: ("address", "kind", "status"),
    SuppressionRow: ("address", "why"),
}


def written_by(office: Office) -> dict[str, list[Any]]:
    """What the sorter wrote, without the numbers that it gave; and the mails."""
    found: dict[str, list[Any]] = {"mails": [(each.to_address, each.purpose, each.text) for each in office.mails()]}
    with Session(office.runtime.engine) as session:
        for table, columns in COMPARED.items():
            rows = [tuple(getattr(row, name) for name in columns) for row in session.exec(select(table))]
            found[table.__name__] = sorted(rows, key=repr)
    return found


def messages(office: Office) -> list[bytes]:
    """One person three times, one twice, two that name nobody; two mails of ours come back, and nobody's mails."""
    ours = office.mails()[0].message_id
    back, late = (BOUNCE.format(number=number, message_id=ours, status="5.1.1") for number in (1, 2))
    ann, ben = "Ann <ann@reader.example>", "Ben <ben@reader.example>"
    return [
        mail(ann, f"{QUESTION} And elsewhere?", Message_ID="<2@reader.example>"),
        mail(ben, QUESTION, Message_ID="<3@reader.example>"),
        mail("Cem <cem@reader.example>", "I would like to attend the call."),
        back.encode(),
        mail("Ann and Ben", QUESTION),
        mail("Ben and Ann", f"{QUESTION} Why?"),
        mail(ben, f"{QUESTION} I ask again.", Message_ID="<4@reader.example>"),
        late.encode(),
        mail(ann, "I will attend. My username is Ann.", Message_ID="<5@reader.example>"),
        mail("Dee <dee@reader.example>", "Please unsubscribe me.", "unsubscribe", In_Reply_To=f"<{ours}>"),
    ]


@pytest.fixture
def outcomes(database_url: str, tmp_path: Path) -> list[dict[str, list[Any]]]:
    """Sorted together, and each by itself."""
    found = []
    for name, url in (("together", database_url), ("apart", f"sqlite:///{tmp_path / 'apart.db'}")):
        (tmp_path / name).mkdir()
        office = open_office(tmp_path / name, url)
        office.open_event()
        office.write("Ann <ann@reader.example>", QUESTION, Message_ID="<1@reader.example>")
        office.work()
        sorted_at_once = Sorting()
        for raw in messages(office):
            office.receive(raw)
            if name == "apart":
                assert sort_received(office.runtime) == Sorting(sorted=1)
        assert sort_received(office.runtime) == (Sorting(sorted=10) if name == "together" else sorted_at_once)
        found.append(written_by(office))
        office.runtime.engine.dispose()
    return found


def test_bunch_makes_of_its_messages_what_each_by_itself_makes_of_it(outcomes: list[dict[str, list[Any]]]) -> None:
    together, apart = outcomes
    assert together == apart
    assert [kind for _, kind, *_ in together["SortedRow"]].count("automatic") == 2
    assert ("ann@reader.example", "undeliverable") in together["SuppressionRow"]
