"""Nothing twice, nothing blindly, nothing while paused; what staff saw is what leaves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import Office
from smtp_faulty import Fault, FaultySmtp
from sqlmodel import Session, select

from triage.courier import SmtpCourier, SmtpSettings
from triage.flow import pause as pauses
from triage.flow.outbox.claims import claim, sweep
from triage.flow.outbox.queue import queue
from triage.flow.work import unit_of_work
from triage.model.mail import Mode, Purpose
from triage.store.tables import CaseRow, OutboxRow, SuppressionRow

QUESTION = "What does the Foundation do when a chapter ignores the Universal Code of Conduct?"


@pytest.fixture
def smtp(office: Office, tmp_path: Path) -> Iterator[FaultySmtp]:
    with FaultySmtp(tmp_path) as server:
        office.courier(SmtpCourier(SmtpSettings("127.0.0.1", server.port, "none")))
        yield server
        office.runtime.courier.close()


def test_refused_for_good_fails_and_is_not_tried_again(office: Office, smtp: FaultySmtp) -> None:
    smtp.faults.append(Fault.REFUSE)
    office.write("eve@reader.example", QUESTION)
    office.work()
    office.now += timedelta(hours=3)
    office.work()
    assert (office.outbox(), len(smtp.taken)) == ([("receipt", "failed")], 0)


def test_deferred_waits_longer_each_time_and_then_goes_once(office: Office, smtp: FaultySmtp) -> None:
    smtp.faults.extend([Fault.DEFER, Fault.DEFER])
    office.write("eve@reader.example", QUESTION)
    office.work()
    first = office.mails()[0].due_at - office.now
    office.now += first
    office.work()
    second = office.mails()[0].due_at - office.now
    office.now += second
    office.work()
    assert (first, second) == (timedelta(minutes=1), timedelta(minutes=2))
    assert (office.outbox(), len(smtp.taken)) == ([("receipt", "sent")], 1)


def test_silence_after_the_final_dot_is_uncertain_and_never_sent_again(office: Office, smtp: FaultySmtp) -> None:
    smtp.faults.append(Fault.DROP_AFTER_DATA)
    office.write("eve@reader.example", QUESTION)
    office.work()
    office.now += timedelta(days=1)
    office.work()
    assert (office.outbox(), len(smtp.taken)) == ([("receipt", "uncertain")], 1)


def test_uncertain_mail_is_settled_by_an_answer_to_it(office: Office, smtp: FaultySmtp) -> None:
    smtp.faults.append(Fault.DROP_AFTER_DATA)
    office.write("eve@reader.example", QUESTION)
    office.work()
    [mail] = office.mails()
    office.write("eve@reader.example", "Thank you!", "Re: CR&S", In_Reply_To=f"<{mail.message_id}>")
    office.decide()
    assert office.outbox() == [("receipt", "sent")]


def test_claim_that_a_crash_left_becomes_uncertain(office: Office) -> None:
    office.write("eve@reader.example", QUESTION)
    office.decide()
    assert claim(office.runtime) is not None
    assert (claim(office.runtime), sweep(office.runtime)) == (None, 0)
    office.now += timedelta(minutes=6)
    assert sweep(office.runtime) == 1
    office.work()
    assert (office.outbox(), office.sent()) == ([("receipt", "uncertain")], [])


def test_server_out_of_reach_keeps_everything_and_is_told(office: Office) -> None:
    office.courier(SmtpCourier(SmtpSettings("127.0.0.1", 1, "none")))
    office.write("eve@reader.example", QUESTION)
    office.write("bob@reader.example", "Is the U4C going to publish its decisions in other languages?")
    office.decide()
    assert office.send().is_broken
    assert office.outbox() == [("receipt", "queued"), ("receipt", "queued")]


def test_paused_mail_waits_and_goes_after_resume(office: Office) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "wrong date in the text")
    office.write("eve@reader.example", QUESTION)
    office.work()
    assert office.outbox() == [("receipt", "queued")]
    with unit_of_work(office.runtime, "Nasma") as work:
        assert pauses.resume(work)
    office.now += timedelta(minutes=2)
    office.work()
    assert office.outbox() == [("receipt", "sent")]


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.ASSIST])
def test_nothing_leaves_by_itself_in_shadow_and_assist(office: Office, mode: Mode) -> None:
    office.settings(mode=mode)
    office.write("marisol@reader.example", "I will attend. My username is Marisol Vega.")
    office.write("eve@reader.example", QUESTION)
    office.work()
    assert (office.outbox(), office.sent()) == ([("receipt", "draft"), ("join-details", "draft")], [])


def test_draft_that_is_queued_by_hand_does_not_leave_in_shadow(office: Office) -> None:
    office.settings(mode=Mode.SHADOW)
    office.write("eve@reader.example", QUESTION)
    office.work()
    with Session(office.runtime.engine) as session:
        mail = session.exec(select(OutboxRow)).one()
        mail.state = "queued"
        session.add(mail)
        session.commit()
    office.work()
    assert (office.outbox(), office.sent()) == ([("receipt", "withheld")], [])


def test_same_mail_read_twice_is_answered_once(office: Office) -> None:
    office.write("eve@reader.example", QUESTION, Message_ID="<1@reader.example>")
    office.work()
    with unit_of_work(office.runtime) as work:
        case = work.session.exec(select(CaseRow)).one()
        assert queue(work, case, Purpose.RECEIPT, answers=1) is None
    office.work()
    assert len(office.sent()) == 1


def test_loop_cap_ends_in_review(office: Office) -> None:
    for number in range(7):
        office.write("eve@reader.example", f"{QUESTION} And what about case number {number}?")
        office.work()
        office.now += timedelta(minutes=10)
    assert office.outbox() == [("receipt", "sent")] * 4
    assert office.case("eve@reader.example").needs_review
    assert len(office.questions()) >= 7


BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@reader.example>
To: answers@openhour.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.reader.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: answers@openhour.example
Message-ID: <{message_id}>
Subject: Re: CR&S

--b--
"""


def test_bounce_of_our_mail_stops_everything_to_that_address(office: Office) -> None:
    office.write("eve@reader.example", QUESTION)
    office.work()
    [mail] = office.mails()
    office.receive(BOUNCE.format(recipient="eve@reader.example", message_id=mail.message_id).encode())
    office.work()
    with Session(office.runtime.engine) as session:
        assert [(row.address, row.why) for row in session.exec(select(SuppressionRow))] == [
            ("eve@reader.example", "undeliverable")
        ]
    assert office.outbox() == [("receipt", "failed")]
    assert office.case("eve@reader.example").needs_review


@pytest.mark.parametrize(
    "message_id", ["made.up@openhour.example", "1@reader.example"], ids=["an id made up", "not our domain"]
)
def test_forged_bounce_strikes_nobody_off(office: Office, message_id: str) -> None:
    office.write("eve@reader.example", QUESTION)
    office.work()
    office.receive(BOUNCE.format(recipient="eve@reader.example", message_id=message_id).encode())
    office.work()
    with Session(office.runtime.engine) as session:
        assert session.exec(select(SuppressionRow)).all() == []
    assert office.outbox() == [("receipt", "sent")]


def test_bounce_that_names_another_recipient_strikes_only_the_one_we_wrote_to(office: Office) -> None:
    office.write("eve@reader.example", QUESTION)
    office.work()
    [mail] = office.mails()
    office.receive(BOUNCE.format(recipient="rival@reader.example", message_id=mail.message_id).encode())
    office.work()
    with Session(office.runtime.engine) as session:
        assert [row.address for row in session.exec(select(SuppressionRow))] == ["eve@reader.example"]
