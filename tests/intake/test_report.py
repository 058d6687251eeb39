"""Bounces, receipts, complaints and calendar answers, and the mail of ours that they are about."""

# ruff: noqa: E501  # a row of a table is one line

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.message import Automatic, DeliveryStatus, Message, Own, Rsvp
from intake.parse import parse
from intake.report import rsvp

OWN = Own(is_our_message_id=lambda found: found.endswith("@ours.example.org"))


def report(kind: str, *parts: tuple[str, str], header: str = "") -> Message:
    body = "".join(f"--b\nContent-Type: {name}\n\n{text}\n" for name, text in parts)
    head = f"From: MAILER-DAEMON@mx.example\n{header}Content-Type: multipart/report; report-type={kind}; boundary=b\n\n"
    return parse(f"{head}{body}--b--\n".encode(), OWN)


STATUS = (
    "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ann@Example.COM\nAction: failed\nStatus: 5.1.1 (bad)\n"
)
RETURNED = "From: answers@example.org\nMessage-ID:\n <1@ours.example.org>\nSubject: Re: CR&S\n\nMessage-ID: <text@evil.example>\n"


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global"])
def test_bounce_names_recipient_and_our_mail(kind: str) -> None:
    found = report("delivery-status", ("text/plain", "Sorry."), ("message/delivery-status", STATUS), (kind, RETURNED))
    assert found.automatic is Automatic.DELIVERY_STATUS
    assert found.delivery_statuses == (DeliveryStatus("ann@example.com", "failed", "5.1.1", "1@ours.example.org"),)


def test_bounce_of_several_recipients() -> None:
    status = (
        STATUS
        + "\nOriginal-Recipient: rfc822;b@example.com\nFinal-Recipient: rfc822;c@example.com\nAction: delayed\nStatus: 4.4.1\n"
    )
    found = report("delivery-status", ("message/delivery-status", status))
    assert found.delivery_statuses == (
        DeliveryStatus("ann@example.com", "failed", "5.1.1", None),
        DeliveryStatus("b@example.com", "delayed", "4.4.1", None),
    )


def test_bounce_finds_our_mail_by_references_alone() -> None:
    header = "References: <x@example.com> <2@ours.example.org>\n"
    found = report("delivery-status", ("message/delivery-status", STATUS), header=header)
    assert [status.original_message_id for status in found.delivery_statuses] == ["2@ours.example.org"]


def test_forged_bounce_names_a_mail_that_is_not_ours() -> None:
    returned = "Message-ID: <made-up@evil.example>\n"
    found = report("delivery-status", ("message/delivery-status", STATUS), ("text/rfc822-headers", returned))
    assert [status.original_message_id for status in found.delivery_statuses] == ["made-up@evil.example"]


def test_read_receipt() -> None:
    part = "Final-Recipient: rfc822; ann@example.com\nOriginal-Message-ID: <3@ours.example.org>\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    found = report("disposition-notification", ("message/disposition-notification", part))
    assert found.automatic is Automatic.DISPOSITION
    assert found.delivery_statuses == (DeliveryStatus("ann@example.com", "displayed", "", "3@ours.example.org"),)


def test_complaint() -> None:
    part = "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <ann@example.com>\n"
    found = report("feedback-report", ("message/feedback-report", part), ("message/rfc822", RETURNED))
    assert found.automatic is Automatic.FEEDBACK
    assert found.delivery_statuses == (DeliveryStatus("ann@example.com", "complaint", "", "1@ours.example.org"),)


def test_complaint_that_names_nobody_is_about_the_returned_recipient() -> None:
    found = report(
        "feedback-report",
        ("message/feedback-report", "Feedback-Type: abuse\n"),
        ("message/rfc822", "To: Ann <ann@example.com>\n" + RETURNED),
    )
    assert found.delivery_statuses == (DeliveryStatus("ann@example.com", "complaint", "", "1@ours.example.org"),)


def test_bounce_in_free_text() -> None:
    text = (
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@example.com>:\nno such user\n\n"
        "--- Below this line is a copy of the message.\n\nFrom: answers@example.org\nMessage-ID: <4@ours.example.org>\n\nHello\n"
    )
    raw = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n{text}"
    assert parse(raw.encode(), OWN).delivery_statuses == (
        DeliveryStatus("ann@example.com", "failed", "5.0.0", "4@ours.example.org"),
    )


def test_person_who_quotes_a_bounce_reports_nothing() -> None:
    raw = b"From: ann@example.com\nSubject: Re: CR&S\n\nMy last mail failed:\n\nFinal-Recipient: rfc822; answers@example.org\nAction: failed\n"
    found = parse(raw, OWN)
    assert (found.automatic, found.delivery_statuses) == (None, ())


def calendar(method: str, partstat: str) -> str:
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:hour-1@example.org\r\nDTSTAMP:20231204T100000Z\r\n"
        f"DTSTART:20231214T180000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:other@example.com\r\nATTENDEE;CN=Ann;PARTSTAT={partstat}:MAILTO:ann@example.com\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@pytest.mark.parametrize(
    ("partstat", "answer"), [("ACCEPTED", Rsvp.ACCEPTED), ("DECLINED", Rsvp.DECLINED), ("TENTATIVE", Rsvp.TENTATIVE)]
)
def test_rsvp_is_the_writers(partstat: str, answer: Rsvp) -> None:
    raw = f"From: ann@example.com\nContent-Type: text/calendar; method=REPLY\n\n{calendar('REPLY', partstat)}"
    found = parse(raw.encode())
    assert (found.rsvp, found.rsvp_uid) == (answer, "hour-1@example.org")


def test_invitation_is_no_answer() -> None:
    assert rsvp(calendar("REQUEST", "ACCEPTED"), "ann@example.com") is None


@given(st.text(max_size=300) | st.text(max_size=60).map(lambda text: calendar("REPLY", text)))
def test_any_calendar_is_survived(text: str) -> None:
    found = rsvp(text, "ann@example.com")
    assert found is None or found[0] in Rsvp


@given(st.binary(max_size=400))
def test_any_report_is_survived(raw: bytes) -> None:
    head = b"From: MAILER-DAEMON@x.example\nReturn-Path: <>\nSubject: failure notice\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n"
    found = parse(
        head
        + b"--b\nContent-Type: message/delivery-status\n\n"
        + raw
        + b"\n--b\nContent-Type: message/rfc822\n\n"
        + raw
        + b"\n--b--\n"
    )
    assert found.automatic is Automatic.DELIVERY_STATUS
