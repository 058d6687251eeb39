import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from intake.mailbox import MailboxError
from triage.flow import pause
from triage.flow.alarms import raise_alarm, recover
from triage.flow.lease import hold
from triage.flow.parking import park
from triage.flow.pulse import pulses
from triage.flow.rounds import Mailroom, take_in, watch
from triage.flow.work import unit_of_work
from triage.model.mail import MailState
from triage.model.staff import Role
from triage.store.tables import OutboxRow, ParkedRow, PulseRow
from triage.web.healthz import healthz_site


class Unreadable:
    """A mailbox whose server says no."""

    def __getattr__(self, name: str) -> None:
        raise MailboxError("imap.example: nobody answers for answers@openhour.example")


def asked(room) -> tuple[int, Any]:
    answer = TestClient(healthz_site(room.office.runtime)).get("/healthz")
    return answer.status_code, answer.json()


def worked(room) -> None:
    hold(room.office.runtime, "host/1/abc")
    with unit_of_work(room.office.runtime) as work:
        recover(work, "mailbox")
    watch(room.office.runtime)


def parts_of(page) -> dict[str, tuple[str, str]]:
    found = re.findall(r'<section class="card (\w+)">\s*<h2>(\w+) .*?<p><bdi>(.*?)</bdi>', page.text, re.DOTALL)
    return {title: (tone, unescape(says)) for tone, title, says in found}


def test_monitor_reads_200_while_a_runner_works(room) -> None:
    worked(room)
    assert asked(room) == (
        200,
        {
            "status": "ok",
            "reasons": [],
            "worked_at": "2026-12-03T08:00:00Z",
            "mailbox_read_at": "2026-12-03T08:00:00Z",
            "paused": False,
        },
    )


def test_monitor_reads_503_and_why_before_anything_ran(room) -> None:
    assert asked(room) == (
        503,
        {
            "status": "failing",
            "reasons": [
                "no runner holds the lease",
                "no runner has worked so far",
                "the mailbox was not read so far",
            ],
            "worked_at": None,
            "mailbox_read_at": None,
            "paused": False,
        },
    )


@pytest.mark.parametrize(
    ("later", "reasons"),
    [
        (timedelta(seconds=50), []),
        (timedelta(seconds=61), ["the runner that held the lease is silent"]),
        (
            timedelta(minutes=11),
            [
                "the runner that held the lease is silent",
                "no runner has worked for 11 minutes",
                "the mailbox was not read for 11 minutes",
            ],
        ),
    ],
)
def test_monitor_is_told_when_the_runner_falls_silent(room, later, reasons) -> None:
    worked(room)
    room.office.now += later
    status, found = asked(room)
    assert (status, found["reasons"]) == (503 if reasons else 200, reasons)


def test_runner_that_works_without_its_mailbox_is_reported_without_the_servers_words(room) -> None:
    worked(room)
    room.office.now += timedelta(minutes=11)
    hold(room.office.runtime, "host/1/abc")
    take_in(room.office.runtime, Mailroom(Unreadable(), lambda: None))
    watch(room.office.runtime)
    status, found = asked(room)
    assert (status, found["reasons"]) == (503, ["the mailbox was not read for 11 minutes"])
    assert "example" not in str(found)


def test_monitor_is_answered_without_a_database(room) -> None:
    with room.office.runtime.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE pulse")
    assert asked(room)[1]["reasons"] == ["the database cannot be reached"]


def test_last_error_stays_when_the_part_works_again(room) -> None:
    with unit_of_work(room.office.runtime) as work:
        raise_alarm(work, "mailbox", "The mailbox cannot be read: nobody answers")
    room.office.now += timedelta(minutes=3)
    with unit_of_work(room.office.runtime) as work:
        recover(work, "mailbox")
    with Session(room.office.runtime.engine) as session:
        assert session.exec(select(PulseRow)).one() == PulseRow(
            part="mailbox",
            well_at=room.office.now,
            failed_at=room.office.now - timedelta(minutes=3),
            failed_why="The mailbox cannot be read: nobody answers",
        )


def test_alarm_about_a_single_happening_is_no_part(room) -> None:
    with unit_of_work(room.office.runtime) as work:
        raise_alarm(work, "harm-7", "Case 7 may be about a threat of harm.")
        assert pulses(work) == {}


def test_health_page_says_how_each_part_is(room) -> None:
    worked(room)
    page = room.signed_in("Ada", Role.VIEWER).open("/desk/health")
    assert parts_of(page) == {
        "Runner": ("good", "host/1 works."),
        "Mailbox": ("good", "It works."),
        "Outbox": ("good", "Nothing is stuck."),
        "Standing": ("calm", "accounts.txt was not asked yet."),
        "Zoom": ("calm", "Not set up: the join details of the event go to everybody."),
        "Accounting": ("good", "All 0 headers passed are somewhere."),
    }
    assert "all is well" in page.text


def test_health_page_shows_what_is_out_of_order(room) -> None:
    worked(room)
    room.office.now += timedelta(seconds=1)
    with unit_of_work(room.office.runtime, "Ada") as work:
        pause.pause(work, "we look at the mails")
        raise_alarm(work, "mailbox", "The mailbox cannot be read: <b>nobody</b> answers")
    room.office.now += timedelta(minutes=5)
    page = room.signed_in().open("/desk/health")
    parts = parts_of(page)
    assert parts["Runner"][0] == "bad"
    assert parts["Mailbox"] == ("bad", "It cannot be used.")
    assert parts["Outbox"] == ("warn", "Paused by Ada: we look at the mails")
    assert "&lt;b&gt;nobody&lt;/b&gt; answers" in page.text
    assert "something is out of order" in page.text


def test_alarm_leads_to_where_something_can_be_done(room) -> None:
    office = room.office
    office.write("angry@reader.example", "I will find your office and hurt somebody. I am Angry.")
    office.work()
    park(office.runtime, office.write("a@reader.example", "one"), ValueError("x"))
    with unit_of_work(office.runtime) as work:
        raise_alarm(work, "smtp", "Mail cannot be sent.")
    text = room.signed_in().open("/desk/health").text
    assert re.findall(r'<a href="([^"]*)">Look at it</a>', text) == ["/desk/case/1", "/desk/parked"]
    assert "Mail cannot be sent." in text


def test_parked_message_is_tried_again_or_dismissed_with_a_reason_from_the_health_page(room) -> None:
    office = room.office
    first, second = office.write("a@reader.example", "one"), office.write("b@reader.example", "two")
    park(office.runtime, first, ValueError("x"))
    park(office.runtime, second, ValueError("x"))
    browser = room.signed_in()
    assert "2 parked" in browser.open("/desk/health").text
    browser.do(f"/desk/parked/{first}", do="retry")
    assert browser.do(f"/desk/parked/{second}", do="dismiss").status_code == 409
    browser.do(f"/desk/parked/{second}", do="dismiss", why="a test of ours")
    with Session(office.runtime.engine) as session:
        assert session.exec(select(ParkedRow)).all() == []
    assert "0 parked" in browser.open("/desk/health").text


def test_mail_in_doubt_is_settled_from_the_health_page(room) -> None:
    office = room.office
    office.write("Ben <ben@reader.example>", "I would like to attend. My username is Ben.")
    office.work()
    with unit_of_work(office.runtime) as work:
        mail = work.session.get_one(OutboxRow, 1)
        mail.state, mail.last_error = MailState.UNCERTAIN, "no answer after the whole mail was sent"
        work.session.add(mail)
    browser = room.signed_in()
    assert "no answer after the whole mail was sent" in browser.open("/desk/health").text
    page = browser.do("/desk/uncertain/1", do="sent", why="Ben says so", back="/desk/health")
    assert (page.url.path, office.outbox()[0][1]) == ("/desk/health", MailState.SENT)


def test_viewer_sees_no_actions(room) -> None:
    park(room.office.runtime, room.office.write("a@reader.example", "one"), ValueError("x"))
    page = room.signed_in("Ada", Role.VIEWER).open("/desk/health")
    assert "1 parked" in page.text
    assert "Try again" not in page.text
