"""Ways round a no, a review or the queue that somebody found once: each is closed, and stays so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office import HOUR, JOIN, START, Office

from triage.flow import accounting, events, standing
from triage.flow import attendance as attendances
from triage.flow.work import Work, unit_of_work
from triage.store.events import event_row
from triage.store.tables import AttendanceRow, CaseRow, ParkedRow

WISH = "I will attend. My username is Marisol Vega."
CANCEL = "I have to cancel, I will not be able to attend after all."
HER = "marisol@reader.example"


def decide_by_hand(office: Office, what: str, why: str) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        case, wish = her(work, office)
        getattr(attendances, what)(work, case, wish, why)
    office.now += timedelta(minutes=1)


def her(work: Work, office: Office) -> tuple[CaseRow, AttendanceRow]:
    case = work.session.get_one(CaseRow, office.case(HER).id)
    wish = attendances.wish(work, case, case.event_id)
    assert wish is not None
    return case, wish


def links(office: Office) -> list[str]:
    return [sent["To"] for sent in office.sent() if JOIN.join_url in sent.get_body(("plain",)).get_content()]


def test_no_of_the_staff_outlives_a_withdrawal(office: Office) -> None:
    office.standing(Marisol_Vega="locked")
    office.write(HER, WISH)
    office.work()
    decide_by_hand(office, "decline", "she was disruptive last time")
    office.standing(Marisol_Vega="good")
    for text in (CANCEL, f"{WISH} Again."):
        office.write(HER, text)
        office.work()
    assert (links(office), office.attendance(HER)) == ([], "declined")


def test_open_review_outlives_a_withdrawal(office: Office) -> None:
    failed = "mx.openhour.example; dmarc=fail header.from=reader.example"
    office.write(HER, WISH, Authentication_Results=failed)
    for text in (CANCEL, f"{WISH} Again."):
        office.write(HER, text)
        office.work()
    assert (links(office), office.case(HER).needs_review) == ([], True)


def test_nobody_is_let_in_by_a_machine_while_a_threat_is_looked_at(office: Office) -> None:
    office.write(HER, "I cannot go on any more. I am going to kill myself tonight.")
    office.work()
    office.write(HER, WISH)
    office.work()
    assert (links(office), office.attendance(HER)) == ([], "review")


def test_second_account_stops_the_first_while_it_is_not_decided(office: Office) -> None:
    office.accounts.unlink()
    office.write(HER, WISH)
    office.work()
    office.write(HER, "I will attend. My username is Ben.")
    office.work()
    office.standing(Marisol_Vega="good", Ben="good")
    office.now += timedelta(hours=1)
    office.work()
    assert (links(office), office.attendance(HER)) == ([], "review")


def test_more_seats_go_to_who_waits_before_anybody_new(office: Office) -> None:
    office.standing(Avocet="good", Bittern="good", Curlew="good")
    office.open_event(replace(HOUR, capacity=1))
    for name in ("avocet", "bittern"):
        office.write(f"{name}@reader.example", f"I will attend. My username is {name.title()}.")
        office.work()
    office.open_event(replace(HOUR, capacity=2))
    office.write("curlew@reader.example", "I will attend. My username is Curlew.")
    office.work()
    assert [office.attendance(f"{name}@reader.example") for name in ("avocet", "bittern", "curlew")] == [
        "approved",
        "approved",
        "waiting",
    ]


def test_staff_can_let_in_who_lost_the_link_at_the_gate(office: Office) -> None:
    office.write(HER, WISH)
    office.decide()
    office.standing(Marisol_Vega="locked")
    office.now += timedelta(minutes=11)
    office.send()
    assert office.outbox() == [("join-details", "withheld")]
    decide_by_hand(office, "let_in", "locked at her own wish")
    office.work()
    assert links(office) == [HER]


def test_who_was_let_in_gets_the_link_at_its_time_though_the_mail_forbade_answers(office: Office) -> None:
    office.open_event(replace(HOUR, send_join_details_minutes=45))
    office.write(HER, WISH, X_Auto_Response_Suppress="All")
    office.work()
    decide_by_hand(office, "let_in", "she uses Exchange")
    office.work()
    office.now = START - timedelta(minutes=45)
    office.work()
    assert links(office) == [HER]


def test_standings_that_cannot_be_asked_hold_nobody_behind_them_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than fit one page, all in front of somebody whose standing is known."""
    monkeypatch.setattr(standing, "BATCH", 2)
    office.accounts.unlink()
    for number in range(5):
        office.write(f"reader{number}@reader.example", f"I will attend. My username is Reader{number}.")
    office.work()
    office.standing(Marisol_Vega="good")
    office.write(HER, WISH)
    office.work()
    assert (office.attendance("reader4@reader.example"), office.attendance(HER)) == ("requested", "approved")


def test_message_that_is_counted_twice_shows_in_the_sums(office: Office) -> None:
    number = office.write(HER, WISH)
    office.work()
    with unit_of_work(office.runtime) as work:
        work.session.add(ParkedRow(received_id=number, parked_at=work.now, error="x", traceback=""))
    with unit_of_work(office.runtime) as work:
        assert accounting.account(work).differences == ("1 messages are ours but 2 are accounted for",)


@pytest.mark.parametrize("days", [-400, 4000], ids=["past", "years away"])
def test_date_that_nobody_can_mean_tells_nobody(office: Office, days: int) -> None:
    with unit_of_work(office.runtime, "Nasma") as work, pytest.raises(events.EventError, match="nobody was told"):
        events.reschedule(work, event_row(work.session, "hour"), START + timedelta(days=days), "slip")


def test_word_that_let_somebody_in_ends_with_their_withdrawal(office: Office) -> None:
    """Let in though locked, gone, and back under a good name that is locked before the link leaves."""
    office.standing(Marisol_Vega="locked", Ben="good")
    office.write(HER, WISH)
    office.work()
    decide_by_hand(office, "let_in", "locked at her own wish")
    office.write(HER, CANCEL)
    office.decide()
    with unit_of_work(office.runtime) as work:
        assert her(work, office)[1].let_in_because is None
    office.write(HER, "I will attend. My username is Ben.")
    office.decide()
    office.standing(Marisol_Vega="locked", Ben="locked")
    office.now += timedelta(minutes=11)
    office.work()
    assert links(office) == []
