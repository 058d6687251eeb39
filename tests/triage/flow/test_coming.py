"""People who want to come: what they get, when, and who does not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, JOIN, LINK, OURS, START, Office, open_office
from sqlmodel import Session, select

from triage.flow import attendance as attendances
from triage.flow.work import unit_of_work
from triage.model.mail import JOIN_DETAILS_MARKER
from triage.store.tables import AttendanceRow, CaseRow, ReadingRow

WISH = "Hello,\n\nI would like to attend the conversation. My username is Marisol Vega.\n"


def test_good_account_gets_the_link_once_and_only_the_row_hides_it(office: Office) -> None:
    office.write("Marisol <marisol@reader.example>", WISH, Message_ID="<1@reader.example>")
    office.work()
    office.work()
    [sent] = office.sent()
    [row] = office.mails()
    plain = sent.get_body(("plain",)).get_content()
    assert office.outbox() == [("join-details", "sent")]
    assert (sent["To"], sent["In-Reply-To"], sent["Auto-Submitted"]) == (
        "marisol@reader.example",
        "<1@reader.example>",
        "auto-replied",
    )
    assert LINK in plain
    assert JOIN_DETAILS_MARKER in row.text
    assert LINK not in row.text + row.calendar
    assert office.attendance("marisol@reader.example") == "approved"
    assert office.case("marisol@reader.example").state == "done"


def test_link_goes_to_the_author_never_to_reply_to_or_copies(office: Office) -> None:
    office.write(
        "marisol@reader.example",
        WISH,
        Reply_To="thief@elsewhere.example",
        Cc="friend@elsewhere.example",
        Sender="list@elsewhere.example",
    )
    office.work()
    [sent] = office.sent()
    assert [sent["To"], sent["Cc"], sent["Delivered-To"]] == ["marisol@reader.example", None, "marisol@reader.example"]


def test_missing_account_is_asked_for_once_then_a_person_looks(office: Office) -> None:
    office.write("ann@reader.example", "Please send me the Zoom link, I want to join.")
    office.work()
    office.write("ann@reader.example", "Hello? Please send me the Zoom link.")
    office.work()
    office.work()
    assert [purpose for purpose, _ in office.outbox()].count("account-request") == 1
    assert office.case("ann@reader.example").needs_review
    assert office.attendance("ann@reader.example") == "review"


def test_answer_to_our_question_counts_from_the_first_mail(office: Office) -> None:
    office.now = START - timedelta(minutes=61)
    office.write("marisol@reader.example", "Please send me the Zoom link, I want to join.", Message_ID="<1@x.example>")
    office.work()
    [asked] = office.mails()
    office.now = START - timedelta(minutes=50)
    office.write("marisol@reader.example", "Marisol Vega", "Re: CR&S", In_Reply_To=f"<{asked.message_id}>")
    office.work()
    assert office.outbox() == [("account-request", "sent"), ("join-details", "sent")]


@pytest.mark.parametrize(
    ("minutes", "purpose"),
    [(60, "join-details"), (59, "late")],
    ids=["the deadline itself is in time", "a minute after it is late"],
)
def test_deadline_is_inclusive(office: Office, minutes: int, purpose: str) -> None:
    office.now = START - timedelta(minutes=minutes)
    office.write("marisol@reader.example", WISH)
    office.work()
    assert office.outbox() == [(purpose, "sent")]


def test_late_person_can_be_let_in_with_a_reason(office: Office) -> None:
    office.now = START - timedelta(minutes=5)
    office.write("marisol@reader.example", WISH, Date="Thu, 03 Dec 2026 08:00:00 +0000")
    office.work()
    case = office.case("marisol@reader.example")
    with unit_of_work(office.runtime, "Nasma") as work:
        row = work.session.get_one(CaseRow, case.id)
        wish = attendances.wish(work, row, case.event_id)
        assert wish is not None
        attendances.let_in(work, row, wish, "she wrote to me yesterday")
    office.now += timedelta(minutes=1)
    office.work()
    assert office.outbox() == [("late", "sent"), ("join-details", "sent")]


def test_locked_account_goes_to_a_person_and_is_told_nothing_of_it(office: Office) -> None:
    office.write("eve@reader.example", "I will attend. My username is Nightjar.")
    office.work()
    [sent] = office.sent()
    assert office.outbox() == [("under-review", "sent")]
    assert office.attendance("eve@reader.example") == "review"
    assert not [
        word for word in ("lock", "ban", "block", "standing") if word in sent.get_body(("plain",)).get_content()
    ]


def test_unreachable_standing_waits_and_from_two_hours_before_a_person_sees_it(office: Office) -> None:
    office.accounts.unlink()
    office.write("marisol@reader.example", WISH)
    office.work()
    assert (office.outbox(), office.attendance("marisol@reader.example")) == ([], "requested")
    assert not office.case("marisol@reader.example").needs_review
    office.now = START - timedelta(hours=2)
    office.work()
    assert office.case("marisol@reader.example").needs_review
    office.standing(Marisol_Vega="good")
    office.now += timedelta(minutes=30)
    office.work()
    assert office.outbox() == [("join-details", "sent")]


def test_seat_that_is_given_back_goes_to_the_first_who_waits(office: Office) -> None:
    office.open_event(replace(HOUR, capacity=1))
    for name, account in (("marisol", "Marisol Vega"), ("ben", "Ben")):
        office.write(f"{name}@reader.example", f"I will attend the call. My username is {account}.")
        office.work()
    assert office.outbox() == [("join-details", "sent"), ("no-seat", "sent")]
    office.write("marisol@reader.example", "I have to cancel, I will not be able to attend after all.")
    office.work()
    assert office.outbox("marisol@reader.example") == [("join-details", "sent"), ("withdrawn", "sent")]
    assert office.outbox("ben@reader.example") == [("no-seat", "sent"), ("join-details", "sent")]


def test_link_at_its_time_goes_to_who_holds_a_seat_then(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=45))
    for name, account in (("marisol", "Marisol Vega"), ("ben", "Ben")):
        office.write(f"{name}@reader.example", f"I will attend the call. My username is {account}.")
    office.work()
    office.write("ben@reader.example", "I have to cancel, I will not be able to attend after all.")
    office.work()
    assert [purpose for purpose, _ in office.outbox()] == ["confirmed", "confirmed", "withdrawn"]
    office.now = START - timedelta(minutes=45)
    office.work()
    assert office.outbox("marisol@reader.example") == [("confirmed", "sent"), ("join-details", "sent")]
    assert office.outbox("ben@reader.example") == [("confirmed", "sent"), ("withdrawn", "sent")]


def test_link_that_was_due_while_nothing_ran_still_goes_while_it_serves(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=45))
    office.write("marisol@reader.example", WISH)
    office.work()
    office.now = START + timedelta(minutes=59)
    office.work()
    assert office.outbox() == [("confirmed", "sent"), ("join-details", "sent")]


def test_link_that_nobody_sent_is_withheld_as_missed_and_shown(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=45))
    office.write("marisol@reader.example", WISH)
    office.work()
    office.now = START + timedelta(minutes=61)
    office.work()
    assert [(row.purpose, row.state, row.rule) for row in office.mails()] == [
        ("confirmed", "sent", ""),
        ("join-details", "withheld", "missed"),
    ]


@pytest.mark.parametrize("state", ["locked", "listed", "blocked", "missing"])
def test_account_that_loses_its_standing_before_the_gate_gets_no_link(office: Office, state: str) -> None:
    office.write("marisol@reader.example", WISH)
    office.decide()
    office.standing(Marisol_Vega=state)
    office.now += timedelta(minutes=11)
    office.send()
    assert office.outbox() == [("join-details", "withheld")]
    assert office.sent() == []


def test_withdrawal_between_approval_and_sending_keeps_the_link_back(office: Office) -> None:
    office.write("marisol@reader.example", WISH)
    office.decide()
    office.write("marisol@reader.example", "I have to cancel, I will not be able to attend after all.")
    office.decide()
    office.send()
    assert office.outbox() == [("join-details", "withheld"), ("withdrawn", "sent")]


def test_forged_sender_gets_nothing(office: Office) -> None:
    failed = "mx.openhour.example; dmarc=fail header.from=reader.example"
    office.receive(
        b"Authentication-Results: "
        + failed.encode()
        + b"\r\nFrom: marisol@reader.example\r\nTo: "
        + OURS.encode()
        + b"\r\nSubject: CR&S\r\n\r\n"
        + WISH.encode()
    )
    office.work()
    assert office.outbox() == []
    assert office.case("marisol@reader.example").flags == ["possible_spoof"]
    assert office.attendance("marisol@reader.example") == "review"


def test_join_details_that_come_back_in_a_quote_are_masked(office: Office) -> None:
    quoted = f"I will attend. My username is Ben.\n\n> Join here: {JOIN.join_url}\n> Passcode: {JOIN.passcode}\n"
    number = office.write("ben@reader.example", quoted)
    office.decide()
    with Session(office.runtime.engine) as session:
        reading = session.exec(select(ReadingRow).where(ReadingRow.received_id == number)).one()
        kept = f"{reading.text} {reading.set_aside} {reading.reading}"
    assert (JOIN.join_url in kept, JOIN.passcode in kept) == (False, False)


def test_wish_that_names_an_account_claimed_by_nobody_is_asked_again(office: Office) -> None:
    office.write("zoe@reader.example", "I will attend. My username is Zoe Unclaimed.")
    office.work()
    assert office.outbox() == [("account-request", "sent")]
    assert "Zoe Unclaimed" in office.sent()[0].get_body(("plain",)).get_content()
    with unit_of_work(office.runtime) as work:
        rows = work.session.exec(select(AttendanceRow)).all()
        assert [(row.state, row.account) for row in rows] == [("requested", None)]


def test_without_a_link_people_are_confirmed_and_get_it_as_soon_as_there_is_one(tmp_path: Path) -> None:
    office = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    office.open_event(join=None)
    office.standing(Marisol_Vega="good")
    office.write("marisol@reader.example", WISH)
    office.work()
    assert office.outbox() == [("confirmed", "sent")]
    office.open_event(join=JOIN)
    office.work()
    assert office.outbox() == [("confirmed", "sent"), ("join-details", "sent")]
    office.runtime.engine.dispose()


def test_who_withdrew_before_the_link_left_and_comes_after_all_gets_it(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=45))
    for text in (WISH, "I have to cancel, I will not be able to attend after all.", f"{WISH} It works!"):
        office.write("marisol@reader.example", text)
        office.work()
    office.now = START - timedelta(minutes=45)
    office.work()
    assert [purpose for purpose, state in office.outbox() if state == "sent"] == [
        "confirmed",
        "withdrawn",
        "confirmed",
        "join-details",
    ]
