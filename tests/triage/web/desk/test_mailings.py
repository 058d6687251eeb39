"""One mail to many at the desk, what was promised after a call, and what is stored of one person."""

from datetime import timedelta

import pytest
from office import HOUR
from sqlmodel import Session, select

from triage.flow import suppressions
from triage.flow.mailings.feed import feed
from triage.flow.work import unit_of_work
from triage.model.facts import Suppression
from triage.model.staff import Role
from triage.store.tables import MailingRow, PersonRow

HER, BEN = "marisol@reader.example", "ben@reader.example"
WORDS = {"segment": "everyone", "subject": "A word before the call", "text": "Please bring your own tea."}


@pytest.fixture
def admin(room) -> object:
    room.office.write(HER, "I would like to attend the conversation. My username is Marisol Vega.")
    room.office.write(BEN, "When will the notes be published?")
    room.office.work()
    return room.signed_in(role=Role.ADMIN)


def prepared(admin) -> str:
    admin.open("/desk/event/hour/mailings")
    answer = admin.send("/desk/event/hour/mailings", **WORDS)
    return str(answer.headers["Location"])


def test_mailing_goes_after_its_number_was_typed_and_not_before(room, admin, heading) -> None:
    where = prepared(admin)
    page = admin.open(where)
    assert heading(page) == (200, "A word before the call draft")
    assert "It goes to 2 people" in page.text
    page = admin.do(f"{where}/send", count="3")
    assert (page.status_code, "this goes to 2 people now, not to 3; nothing was sent" in page.text) == (422, True)
    admin.do(f"{where}/send", count="2")
    assert admin.says() == "It goes to 2 people, after everything that is more urgent."
    feed(room.office.runtime)
    room.office.send()
    feed(room.office.runtime)
    subjects = [sent["To"] for sent in room.office.sent() if "word before" in str(sent["Subject"])]
    assert sorted(subjects) == [BEN, HER]
    assert admin.open(f"{where}/progress").json() == {"state": "done", "settled": 2, "people": 2}


def test_letters_are_paged_and_one_goes_to_oneself(room, admin) -> None:
    where = prepared(admin)
    first, second = admin.open(where).text, admin.open(f"{where}?letter=2").text
    assert ("Letter 1 of 2" in first, HER in first, "Letter 2 of 2" in second, "own tea" in second) == (True,) * 4
    admin.do(f"{where}/test", to="rosalind@staff.example", letter="2")
    assert admin.says().startswith("A test is on its way to rosalind@staff.example")
    [test] = [sent for sent in room.office.sent() if sent["To"] == "rosalind@staff.example"]
    assert str(test["Subject"]).startswith("[test] ")
    page = admin.do(f"{where}/test", to="answers@openhour.example", letter="1")
    assert (page.status_code, "it is our own" in page.text) == (422, True)


def test_mailing_is_paused_resumed_and_stopped_with_a_reason(admin) -> None:
    where = prepared(admin)
    admin.open(where)
    admin.do(f"{where}/send", count="2")
    admin.do(f"{where}/pause", why="a wrong link")
    assert "Last: <bdi>a wrong link</bdi>" in admin.open(where).text
    admin.do(f"{where}/resume")
    assert admin.says() == "It goes on where it was."
    admin.do(f"{where}/stop", why="it was wrong after all")
    assert admin.says() == "Stopped for good. Nobody else gets it."


def test_segment_of_nobody_says_why_and_keeps_what_was_typed(admin) -> None:
    admin.open("/desk/event/hour/mailings")
    page = admin.do("/desk/event/hour/mailings", **(WORDS | {"segment": "declined"}))
    assert page.status_code == 422
    assert "None of those who wrote about this event (2) was declined." in page.text
    assert "Please bring your own tea." in page.text


def test_three_ticks_prepare_the_follow_up(room, admin) -> None:
    page = admin.open("/desk/event/hour/mailings")
    assert "They can be ticked when the call is over." in page.text
    room.office.now = HOUR.ends_at + timedelta(hours=1)
    admin = room.again("Rosalind")
    admin.open("/desk/event/hour/mailings")
    page = admin.do("/desk/event/hour/promised", what="recording", **{"url-recording": "video"})
    assert (page.status_code, "video is no link" in page.text) == (422, True)
    for what in ("recording", "notes", "answers"):
        admin.do("/desk/event/hour/promised", what=what, **{f"url-{what}": f"https://wiki.example/{what}"})
    room.office.decide()
    with Session(room.office.runtime.engine) as session:
        [follow_up] = session.exec(select(MailingRow)).all()
    assert (follow_up.purpose, follow_up.segment) == ("follow-up", "took-part")
    admin.do("/desk/event/hour/promised", what="notes", do="untick")
    assert 'name="url-notes"' in admin.open("/desk/event/hour/mailings").text


def test_triager_reads_mailings_and_begins_none(room, admin) -> None:
    where = prepared(admin)
    triager = room.signed_in("Tim", Role.TRIAGER)
    assert "One mail to many" not in triager.open("/desk/event/hour/mailings").text
    assert "Send it" not in triager.open(where).text
    assert triager.send(f"{where}/send", count="2").status_code == 403
    assert triager.open("/desk/mailing/99").status_code == 404


def test_suppressed_address_is_shown_and_lifted_with_a_reason(room, admin) -> None:
    with unit_of_work(room.office.runtime) as work:
        suppressions.suppress(work, HER, Suppression.UNDELIVERABLE, "5.1.1 no such user")
    page = admin.open("/desk/suppressions")
    assert ("5.1.1 no such user" in page.text, "came back for good" in page.text) == (True, True)
    admin.do("/desk/suppressions/lift", address=HER, why="she wrote from it today")
    assert admin.says() == f"Mail to {HER} may go again."
    assert "We may write to everybody." in admin.open("/desk/suppressions").text


def test_person_is_forgotten_after_the_address_was_typed(room, admin, heading) -> None:
    with Session(room.office.runtime.engine) as session:
        number = session.exec(select(PersonRow.id).where(PersonRow.address == HER)).one()
    assert admin.open(f"/desk/person/{number}/copy").json()["addresses"][0]["address"] == HER
    assert heading(admin.open(f"/desk/person/{number}/privacy")) == (200, f"What is stored of {HER}")
    assert f'<a class="button" href="/desk/case/{number}" data-key="u">↑ The case</a>' in admin.last.text
    page = admin.do(f"/desk/person/{number}/forget", address=BEN)
    assert (page.status_code, "This is not their address; nothing was deleted." in page.text) == (422, True)
    admin.do(f"/desk/person/{number}/forget", address=HER)
    assert admin.says() == "Forgotten: 1 case(s), 1 message(s). It cannot be undone."
    assert admin.open(f"/desk/person/{number}/privacy").status_code == 404
    assert room.signed_in("Tim", Role.TRIAGER).open("/desk/person/2/privacy").status_code == 403
