"""Who withdrew, was declined or lost their standing is cancelled in Zoom; the lists are compared."""

from dataclasses import replace
from datetime import timedelta

from office import JOIN, START
from sqlmodel import select
from zoom_faults import ERROR_PAGE, Fault
from zoom_meetings import NUMBER, StandInMeeting
from zoom_office import ANN, BEN, ZoomOffice

from triage.flow import cases
from triage.flow.registrants.compare import GONE, STRANGER
from triage.flow.registrants.watch import side_by_side
from triage.flow.work import unit_of_work
from triage.store.tables import CaseRow


def test_withdrawal_cancels_until_zooms_list_confirms_it(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.zoom.ignores_changes = True  # 204 that did nothing
    door.takes_it_back()
    assert (door.states(), door.zoom.people()) == (["cancelling"], {ANN: "approved"})
    for _ in range(3):
        door.later(10)
    assert list(door.alarms()) == ["zoom-cancel-hour"]
    door.zoom.ignores_changes = False
    door.later(31)
    assert (door.states(), door.zoom.people(), door.alarms()) == (["cancelled"], {ANN: "cancelled"}, {})


def test_cancelling_is_tried_again_when_zoom_was_away(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.watch()
    door.zoom.faults.append(ERROR_PAGE)
    door.takes_it_back()
    assert (door.states(), list(door.alarms())) == (["cancelling"], ["zoom"])
    door.later(5)
    assert (door.states(), door.alarms()) == (["cancelled"], {})


def test_lost_answer_to_an_add_is_cancelled_by_address(door: ZoomOffice) -> None:
    door.zoom.faults.append(Fault(to="POST", hangs_up_afterwards=True))
    door.wants_to_come()
    door.zoom.meeting.registrants[0].email = ANN.upper()
    door.takes_it_back()
    assert (door.states(), list(door.zoom.people().values())) == (["cancelled"], ["cancelled"])


def test_eleventh_change_of_a_day_waits_for_midnight(door: ZoomOffice) -> None:
    door.office.now -= timedelta(days=1)
    door.wants_to_come()
    door.zoom.ignores_changes = True
    door.takes_it_back()
    for _ in range(12):
        door.later(31)
    assert len(door.zoom.asked("PUT")) == 10
    [row] = door.rows()
    assert (row.fault, row.next_try_at) == ("zoom-daily-limit", START.replace(hour=0))


def test_decline_by_staff_cancels_the_place(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.declines()
    door.watch()
    assert (door.states(), door.zoom.people()) == (["cancelled"], {ANN: "cancelled"})


def test_meeting_that_is_gone_leaves_nothing_to_cancel(door: ZoomOffice) -> None:
    door.wants_to_come()
    del door.zoom.meetings[NUMBER]
    door.takes_it_back()
    assert (door.states(), list(door.alarms())) == (["cancelled"], ["zoom-hour"])


def test_who_comes_back_is_sent_the_link_that_works(door: ZoomOffice) -> None:
    door.wants_to_come()
    first = door.zoom.link_of(ANN)
    door.takes_it_back()
    door.lets_back_in()
    second = door.zoom.link_of(ANN)
    assert (door.zoom.people(), first != second) == ({ANN: "approved"}, True)
    assert [(first in text, second in text) for text in door.texts()] == [(True, False), (False, True)]
    door.later(60)
    assert (len(door.texts()), door.states()) == (2, ["approved"])


def test_who_comes_back_and_is_not_let_in_by_the_add_alone_is_approved(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.takes_it_back()
    door.zoom.ignores_auto_approve = True
    door.lets_back_in()
    assert (door.zoom.people(), len(door.texts()), door.zoom.asked("PUT")[-1]["action"]) == (
        {ANN: "approved"}, 2, "approve",
    )  # fmt: skip


def test_new_passcode_is_read_from_the_list_not_by_adding_again(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.zoom.meeting.passcode = "bmV3cGFzc2NvZGU"
    door.office.open_event(join=replace(JOIN, passcode="another-43"))
    door.later()
    assert door.adds() == 1
    assert ["bmV3cGFzc2NvZGU" in text for text in door.texts()] == [False, True]


def test_new_meeting_is_a_new_place_and_the_former_is_cancelled(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.zoom.meetings["85099998888"] = StandInMeeting()
    door.office.open_event(join=replace(JOIN, meeting_id="850 9999 8888"))
    door.later()
    door.later()
    assert (door.states(), door.zoom.people()) == (["cancelled", "approved"], {ANN: "cancelled"})
    assert ["/85099998888?" in text for text in door.texts()] == [False, True]


def test_account_that_is_banned_after_the_link_goes_to_a_person_and_a_decline_cancels(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.office.standing(Marisol_Vega="locked", Ben="good")
    door.later(31)
    case = door.office.case(ANN)
    assert (case.needs_review, case.reasons[0]) == (
        True,
        "The account was let in and is now locked; declining cancels the place in Zoom.",
    )
    assert door.zoom.people() == {ANN: "approved"}
    door.declines()
    door.watch()
    assert door.zoom.people() == {ANN: "cancelled"}


def test_ban_that_a_person_has_looked_at_is_not_shown_again(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.office.standing(Marisol_Vega="locked")
    door.later(31)
    with unit_of_work(door.office.runtime, "Nasma") as work:
        cases.done(work, work.session.exec(select(CaseRow)).one(), "it is their own wish")
    door.later(31)
    assert not door.office.case(ANN).needs_review


def test_stranger_in_zoom_is_an_alarm_that_names_nobody(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.zoom.somebody_lets_in("eve@elsewhere.example")
    door.later(31)
    alarms = door.alarms()
    assert list(alarms) == ["zoom-strangers-hour"]
    assert "eve" not in str(alarms).casefold()
    door.zoom.meeting.registrants[-1].status = "denied"
    door.later(31)
    assert door.alarms() == {}


def test_cancelled_registrant_who_is_let_in_again_in_zoom_is_cancelled_again(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.wants_to_come(BEN, "Ben")
    door.takes_it_back()
    door.zoom.meeting.registrants[0].status = "approved"
    door.later(31)
    door.later()
    assert door.zoom.people() == {ANN: "cancelled", BEN: "approved"}


def test_lists_side_by_side(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.wants_to_come(BEN, "Ben")
    door.zoom.somebody_lets_in("eve@elsewhere.example")
    door.zoom.meeting.registrants[1].status = "denied"
    door.office.standing(Marisol_Vega="locked")
    door.later(31)
    lines = side_by_side(door.office.runtime, "hour")
    assert [(it.email, it.here, it.in_zoom, it.difference, it.standing) for it in lines] == [
        (ANN, "approved", "approved", "", "locked"),
        (BEN, "approved", "", GONE, "missing"),
        ("eve@elsewhere.example", "", "approved", STRANGER, ""),
    ]
