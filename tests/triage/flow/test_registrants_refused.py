"""What becomes of a link when Zoom says no: it waits, or a person sees why; the general link never goes instead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office import START
from sqlmodel import select
from zoom_faults import ERROR_PAGE, TOO_FAST, Fault, no
from zoom_office import ANN, ZoomOffice

from triage.flow.work import unit_of_work
from triage.model.mail import MailState
from triage.store.tables import OutboxRow

WITHHELD = [
    (no(400, 3027, "Host can not register."), "zoom-host", []),
    (no(400, 3043, "Meeting has reached maximum capacity."), "zoom-full", ["zoom-hour"]),
    (no(404, 3001, "Meeting does not exist."), "zoom-not-found", ["zoom-hour"]),
    (no(400, 3038, "Meeting is over."), "zoom-over", ["zoom-hour"]),
    (no(400, 3034, "Please enter your work email."), "zoom-address", []),
    (no(418, 1, "Teapot"), "zoom-unexpected", ["zoom-hour"]),
]


@pytest.mark.parametrize(("answer", "rule", "alarms"), WITHHELD, ids=[rule for _, rule, _ in WITHHELD])
def test_no_that_a_person_must_see(door: ZoomOffice, answer: Fault, rule: str, alarms: list[str]) -> None:
    door.zoom.faults.append(replace(answer, to="POST"))
    door.wants_to_come()
    assert (door.withheld(), door.texts(), list(door.alarms())) == ([("withheld", rule)], [], alarms)
    assert door.office.case(ANN).needs_review


WAITS = [
    (replace(ERROR_PAGE, to="POST"), "zoom-unreachable", ["zoom"]),
    (Fault(to="POST", hangs_up=True), "zoom-unreachable", ["zoom"]),
    (replace(TOO_FAST, to="POST"), "zoom-rate", []),
    (no(400, 4711, "Invalid access token, does not contain scopes.", "POST"), "zoom-scope", ["zoom-hour"]),
    (no(404, 300, "Registration has not been enabled.", "POST"), "zoom-registration-off", ["zoom-hour"]),
    (no(400, 1010, "User does not belong to this account.", "POST"), "zoom-not-ours", ["zoom-hour"]),
    (Fault(400, {"reason": "Bad"}, to="TOKEN"), "zoom-credentials", ["zoom"]),
]


@pytest.mark.parametrize(("answer", "rule", "alarms"), WAITS, ids=[f"{it[1]} {it[0].status}" for it in WAITS])
def test_no_that_passes_is_asked_again_and_then_the_link_goes_once(
    door: ZoomOffice, answer: Fault, rule: str, alarms: list[str]
) -> None:
    door.zoom.faults.append(answer)
    door.wants_to_come()
    assert (door.withheld(), list(door.alarms())) == ([("queued", rule)], alarms)
    door.later()
    door.later()
    assert (len(door.texts()), door.alarms(), list(door.zoom.people().values())) == (1, {}, ["approved"])


def test_fourth_add_of_a_day_waits_for_midnight_without_asking(door: ZoomOffice) -> None:
    door.office.now -= timedelta(days=1)
    door.zoom.faults.extend([Fault(to="POST", hangs_up_afterwards=True)] * 3)
    door.wants_to_come()
    for _ in range(4):
        door.later(31)
    [mail] = door.office.mails()
    assert (door.adds(), mail.rule, mail.due_at) == (3, "zoom-daily-limit", START.replace(hour=0))
    door.later(24 * 60)
    assert (door.adds(), len(door.texts())) == (4, 1)


@pytest.mark.parametrize("says_when", [True, False], ids=["Retry-After is a date", "the headers are missing"])
def test_limit_that_only_zoom_counts_is_kept(door: ZoomOffice, says_when: bool) -> None:  # noqa: FBT001 - a table's column
    door.zoom.says_retry_after = says_when
    door.office.now -= timedelta(days=1)
    door.zoom.now = door.office.now
    door.zoom.adds[ANN, f"{door.zoom.now:%Y-%m-%d}"] = 3
    door.wants_to_come()
    [mail] = door.office.mails()
    assert (mail.state, mail.rule, mail.due_at) == ("queued", "zoom-daily-limit", START.replace(hour=0))


def test_mail_that_a_person_releases_asks_zoom_anew_at_once(door: ZoomOffice) -> None:
    door.zoom.faults.append(no(400, 3043, "Meeting has reached maximum capacity.", "POST"))
    door.wants_to_come()
    with unit_of_work(door.office.runtime, "Nasma") as work:
        mail = work.session.exec(select(OutboxRow)).one()
        mail.state, mail.due_at = MailState.QUEUED, work.now
        work.session.add(mail)
    door.office.work()
    assert (door.withheld()[0][0], len(door.texts()), door.alarms()) == ("sent", 1, {})
