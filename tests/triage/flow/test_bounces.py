"""Reports about mails of ours: permanent and temporary told apart, complaints, and how a person lifts them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office import Office
from sqlmodel import Session, select

from triage.flow import suppressions
from triage.flow.work import ImpossibleError, unit_of_work
from triage.model.facts import Suppression
from triage.store.tables import BounceRow, OutboxRow

EVE = "eve@reader.example"
QUESTION = "What does the Foundation do about harassment in chapters?"
REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@reader.example>
To: answers@openhour.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

About your mail.

--b
Content-Type: message/{kind}

{fields}

--b
Content-Type: text/rfc822-headers

From: answers@openhour.example
To: eve@reader.example
Message-ID: <{message_id}>
Subject: Re: CR&S

--b--
"""


def asks(office: Office, number: int) -> OutboxRow:
    """Eve writes; our answer."""
    office.write(EVE, f"{QUESTION} And what about case {number}?", Message_ID=f"<{number}@reader.example>")
    office.work()
    return office.mails()[-1]


def comes_back(office: Office, mail: OutboxRow, status: str = "", kind: str = "delivery-status") -> None:
    fields = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {EVE}\nAction: failed\nStatus: {status}"
    if kind == "feedback-report":
        fields = f"Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: {EVE}"
    office.receive(REPORT.format(kind=kind, fields=fields, message_id=mail.message_id).encode())
    office.decide()


def suppressed(office: Office) -> list[tuple[str, str, str]]:
    with unit_of_work(office.runtime) as work:
        return [(line.address, line.why, line.evidence) for line in suppressions.listed(work)]


def bounces(office: Office) -> list[tuple[str, str]]:
    with Session(office.runtime.engine) as session:
        return [(row.kind, row.status) for row in session.exec(select(BounceRow).order_by(BounceRow.id))]


def test_one_temporary_failure_is_kept_and_stops_nothing(office: Office) -> None:
    comes_back(office, asks(office, 1), "4.4.7")
    assert (suppressed(office), bounces(office), office.outbox()) == (
        [],
        [("temporary", "4.4.7")],
        [("receipt", "failed")],
    )


def reminded_in_vain(office: Office, days: int) -> None:
    """Three mails to Eve, a day apart, and each comes back; she writes nothing in between."""
    mail = asks(office, 1)
    mails = [mail.id]
    for number in (2, 3):
        with unit_of_work(office.runtime) as work:
            first = work.session.get_one(OutboxRow, mails[0])
            copy = first.model_dump(exclude={"id", "revision", "message_id"})
            new = office.runtime.message_ids.for_mail("hour", first.person_id, "receipt", f"copy-{number}")
            row = OutboxRow(**copy, revision=f"copy-{number}", message_id=new)
            work.session.add(row)
            work.session.flush()
            mails.append(row.id)
    for mail_id in mails:
        with Session(office.runtime.engine) as session:
            message = session.get_one(OutboxRow, mail_id)
        comes_back(office, message, "5.2.2")
        office.now += timedelta(days=days)


def test_temporary_failures_over_days_end_it(office: Office) -> None:
    reminded_in_vain(office, days=1)
    assert suppressed(office) == [(EVE, "undeliverable", "3 mails came back since 2026-12-03")]


def test_temporary_failures_of_one_day_do_not(office: Office) -> None:
    reminded_in_vain(office, days=0)
    assert suppressed(office) == []


def test_person_who_writes_in_between_can_be_reached_after_all(office: Office) -> None:
    comes_back(office, asks(office, 1), "5.2.2")
    office.now += timedelta(days=2)
    comes_back(office, asks(office, 2), "5.2.2")
    office.now += timedelta(days=2)
    comes_back(office, asks(office, 3), "5.2.2")
    assert suppressed(office) == []


def test_complaint_stops_everything_and_is_not_softened_by_a_bounce(office: Office) -> None:
    mail = asks(office, 1)
    comes_back(office, mail, kind="feedback-report")
    comes_back(office, mail, "5.1.1")
    assert suppressed(office) == [(EVE, "complaint", "the person marked it as spam")]


def test_complaint_of_somebody_who_had_unsubscribed_counts_for_more(office: Office) -> None:
    mail = asks(office, 1)
    with unit_of_work(office.runtime) as work:
        suppressions.suppress(work, EVE, Suppression.UNSUBSCRIBED, "asked by mail")
    comes_back(office, mail, kind="feedback-report")
    assert [why for _, why, _ in suppressed(office)] == ["complaint"]


def test_lifted_address_is_written_to_again_and_begins_anew(office: Office) -> None:
    comes_back(office, asks(office, 1), "5.1.1")
    with unit_of_work(office.runtime, "Nasma") as work:
        suppressions.lift(work, EVE, "she wrote from there today")
    assert (suppressed(office), bounces(office)) == ([], [])
    assert asks(office, 2).state == "sent"


def test_lifting_what_is_not_suppressed_says_so(office: Office) -> None:
    with pytest.raises(ImpossibleError, match="is not suppressed"), unit_of_work(office.runtime, "Nasma") as work:
        suppressions.lift(work, EVE, "a slip")
