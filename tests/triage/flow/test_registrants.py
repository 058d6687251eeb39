"""One registrant and one link per person: added behind the gate, never twice, and no other link instead."""

from dataclasses import replace
from datetime import timedelta

from office import HOUR, JOIN, LINK, START, Office
from sqlmodel import Session, select
from zoom import HOST
from zoom_faults import Fault
from zoom_office import ANN, BACK, BEN, ZoomOffice

from triage.flow import pause as pauses
from triage.flow.joins import all_secrets
from triage.flow.registrants.rows import choose_name
from triage.flow.work import unit_of_work
from triage.model.mail import Refused
from triage.store.tables import PersonRow, ReadingRow


def test_person_gets_their_own_link_and_nothing_that_lets_others_in(door: ZoomOffice) -> None:
    door.wants_to_come()
    [text] = door.texts()
    assert door.zoom.link_of(ANN) in text
    assert [word for word in (LINK, JOIN.passcode, JOIN.meeting_id) if word in text] == []
    assert door.states() == ["approved"]


def test_two_people_have_two_links(door: ZoomOffice) -> None:
    door.wants_to_come()
    door.wants_to_come(BEN, "Ben")
    links = [door.zoom.link_of(ANN), door.zoom.link_of(BEN)]
    assert [[link in text for link in links] for text in door.texts()] == [[True, False], [False, True]]


def test_name_in_the_call_is_neutral_unless_they_chose_one(door: ZoomOffice) -> None:
    door.office.write(BEN, "What does the Foundation do when a chapter ignores the Universal Code of Conduct?")
    door.office.work()
    with unit_of_work(door.office.runtime, "Nasma") as work:
        person = work.session.exec(select(PersonRow).where(PersonRow.address == BEN)).one()
        choose_name(work, person, "  Ben\r\nof Bristol\u202e " + "x" * 80)
    door.wants_to_come()
    door.wants_to_come(BEN, "Ben")
    names = [(it["first_name"], it.get("last_name")) for it in door.zoom.asked("POST", "/registrants")]
    assert names == [("Guest", "1"), ("Ben", "of Bristol " + "x" * 49)]
    assert "Marisol" not in str(door.zoom.requests)


def test_without_zoom_the_events_own_details_are_sent(office: Office) -> None:
    office.write(ANN, "I would like to attend the conversation. My username is Marisol Vega.")
    office.work()
    [sent] = office.sent()
    body = sent.get_body(("plain",))
    assert body is not None
    assert LINK in body.get_content()


def test_nobody_is_added_before_the_gate_would_let_the_mail_leave(door: ZoomOffice) -> None:
    with unit_of_work(door.office.runtime, "Nasma") as work:
        pauses.pause(work, "wait")
    door.wants_to_come()
    door.wants_to_come("eve@reader.example", "Nightjar")
    assert (door.zoom.requests, door.rows()) == ([], [])


def test_withdrawal_while_zoom_is_asked_sends_nothing_and_cancels(door: ZoomOffice) -> None:
    door.office.write(ANN, "I would like to attend the conversation. My username is Marisol Vega.")
    door.office.decide()
    door.office.write(ANN, BACK)
    door.zoom.meanwhile = door.office.decide
    door.office.send()
    assert (door.texts(), door.states(), door.zoom.people()) == ([], ["cancelling"], {ANN: "approved"})
    door.watch()
    assert (door.withheld()[0], door.states(), door.zoom.people()) == (
        ("withheld", "not-approved"), ["cancelled"], {ANN: "cancelled"},
    )  # fmt: skip


def test_crash_after_the_add_adds_nobody_twice(door: ZoomOffice) -> None:
    door.zoom.faults.append(Fault(to="POST", hangs_up_afterwards=True))
    door.wants_to_come()
    assert (door.states(), door.texts(), list(door.zoom.people())) == (["asked"], [], [ANN])
    door.later()
    assert (door.states(), len(door.texts()), list(door.zoom.people())) == (["approved"], 1, [ANN])


def test_link_that_is_here_is_never_asked_for_again(door: ZoomOffice) -> None:
    class Broken:
        """A courier whose server is away."""

        def deliver(self, *_: object) -> object:
            return Refused("451 later", is_permanent=False)

        def close(self) -> None: ...

    courier = door.office.runtime.courier
    door.office.courier(Broken())  # type: ignore[arg-type] # a courier of this test's own
    door.wants_to_come()
    door.office.courier(courier)
    door.later(5)
    assert (door.adds(), len(door.texts())) == (1, 1)


def test_pending_registrant_waits_and_is_not_added_again(door: ZoomOffice) -> None:
    door.zoom.ignores_auto_approve = True
    door.wants_to_come()
    door.later()
    assert (door.states(), door.texts(), door.withheld()) == (["pending"], [], [("queued", "zoom-pending")])
    assert list(door.alarms()) == ["zoom-hour"]
    door.zoom.meeting.registrants[0].status = "approved"
    door.later(5)
    assert (door.states(), len(door.texts()), door.adds(), door.alarms()) == (["approved"], 1, 1, {})


def test_whoever_staff_deny_in_zoom_goes_to_a_person(door: ZoomOffice) -> None:
    door.zoom.ignores_auto_approve = True
    door.wants_to_come()
    door.zoom.meeting.registrants[0].status = "denied"
    door.later(2)
    assert (door.withheld(), door.adds()) == ([("withheld", "zoom-denied")], 1)
    assert door.office.case(ANN).needs_review


def test_meeting_is_guarded_before_the_first_add(door: ZoomOffice) -> None:
    door.zoom.meeting.approval_type, door.zoom.meeting.sends_mails = 0, True
    door.wants_to_come()
    door.wants_to_come(BEN, "Ben")
    verbs = [verb for verb, path, _ in door.zoom.requests if "status" not in path]
    assert verbs[: verbs.index("POST")] == ["TOKEN", "GET", "PATCH", "GET"]
    assert (door.zoom.meeting.approval_type, door.zoom.meeting.sends_mails, len(door.texts())) == (1, False, 2)


def test_meeting_that_lets_everybody_in_stops_every_link_until_somebody_mends_it(door: ZoomOffice) -> None:
    door.zoom.meeting.approval_type, door.zoom.meeting.has_start = 0, False
    door.wants_to_come()
    assert (door.withheld(), door.adds(), door.texts()) == ([("queued", "zoom-unguarded")], 0, [])
    assert "set the meeting's approval to manual" in door.alarms()["zoom-hour"]
    door.zoom.meeting.approval_type = 1
    door.later(2)
    assert (len(door.texts()), door.alarms()) == (1, {})


def test_event_without_a_meeting_id_sends_nobody_the_general_link(door: ZoomOffice) -> None:
    door.office.open_event(join=replace(JOIN, meeting_id=""))
    door.wants_to_come()
    assert (door.withheld(), door.texts(), list(door.alarms())) == (
        [("withheld", "zoom-no-meeting")],
        [],
        ["zoom-hour"],
    )


def test_meeting_id_that_is_added_later_brings_one_link(door: ZoomOffice) -> None:
    door.office.open_event(join=replace(JOIN, meeting_id=""))
    door.wants_to_come()
    door.office.open_event(join=replace(JOIN, join_url="", passcode=""))
    door.later()
    assert [door.zoom.link_of(ANN) in text for text in door.texts()] == [True]


def test_without_zoom_and_without_a_link_a_person_sees_that_none_went(office: Office) -> None:
    office.open_event(join=replace(JOIN, join_url=""))
    office.write(ANN, "I would like to attend the conversation. My username is Marisol Vega.")
    office.work()
    assert [(mail.state, mail.rule) for mail in office.mails()] == [("withheld", "no-join-details")]
    assert office.case(ANN).needs_review


def test_personal_link_is_masked_where_it_comes_back_and_stands_nowhere_else(door: ZoomOffice) -> None:
    door.wants_to_come()
    link = door.zoom.link_of(ANN)
    token = link.split("tk=")[1].split(".")[0]
    number = door.office.write(BEN, f"I will attend. My username is Ben.\n\n> Join here: {link}\n")
    door.office.decide()
    with Session(door.office.runtime.engine) as session:
        reading = session.exec(select(ReadingRow).where(ReadingRow.received_id == number)).one()
        kept = f"{reading.text} {reading.set_aside} {reading.reading}"
        assert link in all_secrets(session, door.office.runtime.seal)
    stored = " ".join(f"{mail.text} {mail.calendar} {mail.reason} {mail.last_error}" for mail in door.office.mails())
    everything = " ".join([kept, stored, door.history(), str(door.alarms())])
    assert [word for word in (link, token, "tk=") if word in everything] == []
    assert ANN not in door.history()
    assert token.encode() not in b"".join(row.join_sealed or b"" for row in door.rows())


def test_host_is_told_nothing_and_a_person_sees_why(door: ZoomOffice) -> None:
    door.wants_to_come(HOST)
    [mail] = door.office.mails()
    assert (mail.state, mail.reason) == (
        "withheld",
        "This person is a host of the meeting, and Zoom registers no hosts: they join as the host.",
    )


def test_link_at_its_time_is_the_persons_own(door: ZoomOffice) -> None:
    door.office.open_event(replace(HOUR, send_join_details_minutes=45))
    door.wants_to_come()
    assert (door.adds(), door.texts()) == (0, [])
    door.office.now = START - timedelta(minutes=45)
    door.later(0)
    assert [door.zoom.link_of(ANN) in text for text in door.texts()] == [True]
