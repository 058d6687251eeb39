"""From a segment to a mail for each person: once, paced, and to nobody who must not get one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from office import Office
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from triage.flow.mailings import prepare, rows, steer
from triage.flow.mailings.feed import feed
from triage.flow.mailings.trial import try_out
from triage.flow.work import ImpossibleError, unit_of_work
from triage.model.mail import Mode
from triage.model.mailing import Segment
from triage.store.events import event_row
from triage.store.tables import MailingPersonRow, PersonRow, SuppressionRow

WISH = "I will attend. My username is Marisol Vega."
QUESTION = "What does the Foundation do about harassment in chapters?"
SUBJECT, TEXT = "The room opens earlier", "Dear all,\n\nthe room opens fifteen minutes earlier.\n\nMaggie"


@pytest.fixture
def people(office: Office) -> Office:
    """Marisol has a seat, Eve and Ida asked, a robot sold watches."""
    office.write("marisol@reader.example", WISH)
    office.write("eve@reader.example", QUESTION)
    office.write("ida@reader.example", QUESTION)
    office.work()
    return office


def prepared(office: Office, segment: Segment = Segment.EVERYONE, text: str = TEXT) -> int:
    with unit_of_work(office.runtime, "Nasma") as work:
        event = event_row(work.session, "hour")
        assert event is not None
        return prepare.prepare(work, event, segment, SUBJECT, text).id or 0


def agree(office: Office, mailing_id: int, number: int) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        steer.send(work, mailing_id, number)


def send_all(office: Office) -> None:
    while feed(office.runtime):
        office.send()


def progress(office: Office, mailing_id: int) -> tuple[str, int, dict[str, int]]:
    with unit_of_work(office.runtime) as work:
        found = rows.progress(work, rows.mailing(work, mailing_id))
    return found.state, found.people, found.by_state


def mailed(office: Office) -> list[str]:
    """Who got the mailing, in order."""
    return [str(mail["To"]) for mail in office.sent() if mail["Subject"] == SUBJECT]


def merge(office: Office, address: str, into: str) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        one, other = (
            work.session.exec(select(PersonRow).where(PersonRow.address == each)).one() for each in (address, into)
        )
        one.merged_into_id = other.id
        work.session.add(one)


def suppress(office: Office, address: str, why: str) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        work.session.add(SuppressionRow(address=address, why=why, since=work.now))


def test_mailing_goes_to_everybody_of_the_segment_once(people: Office) -> None:
    number = prepared(people)
    assert progress(people, number) == ("draft", 3, {"waiting": 3})
    agree(people, number, 3)
    send_all(people)
    feed(people.runtime)
    assert mailed(people) == ["marisol@reader.example", "eve@reader.example", "ida@reader.example"]
    assert progress(people, number) == ("done", 3, {"sent": 3})


def test_segment_of_those_who_asked_leaves_out_who_did_not(people: Office) -> None:
    agree(people, prepared(people, Segment.ASKED), 2)
    send_all(people)
    assert mailed(people) == ["eve@reader.example", "ida@reader.example"]


def test_empty_segment_says_why(people: Office) -> None:
    with pytest.raises(ImpossibleError, match=r"None of those who wrote about this event \(3\) waits for a seat\."):
        prepared(people, Segment.WAITING)


def test_number_that_changed_is_refused_and_nothing_leaves(people: Office) -> None:
    number = prepared(people)
    people.write("new@reader.example", QUESTION)
    people.work()
    with pytest.raises(ImpossibleError, match="this goes to 4 people now, not to 3"):
        agree(people, number, 3)
    send_all(people)
    assert (mailed(people), progress(people, number)[0]) == ([], "draft")


def test_two_addresses_of_one_person_get_one_mail(people: Office) -> None:
    merge(people, "ida@reader.example", "eve@reader.example")
    agree(people, prepared(people), 2)
    send_all(people)
    assert mailed(people) == ["marisol@reader.example", "eve@reader.example"]


@pytest.mark.parametrize("why", ["unsubscribed", "undeliverable", "complaint"])
def test_suppressed_address_is_left_out_with_a_sentence(people: Office, why: str) -> None:
    suppress(people, "ida@reader.example", why)
    number = prepared(people)
    assert progress(people, number) == ("draft", 2, {"waiting": 2, "left out": 1})
    with unit_of_work(people.runtime) as work:
        said = {line.address: line.why for line in rows.people(work, number)}
    assert said["ida@reader.example"] == f"We do not write to this address: {why}."


def test_who_unsubscribes_while_it_runs_gets_no_mail(people: Office) -> None:
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    suppress(people, "eve@reader.example", "unsubscribed")
    people.send()
    assert mailed(people) == ["marisol@reader.example", "ida@reader.example"]
    assert progress(people, number) == ("sending", 3, {"sent": 2, "withheld": 1})


def test_paused_mailing_waits_and_goes_on_where_it_was(people: Office) -> None:
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    with unit_of_work(people.runtime, "Nasma") as work:
        steer.pause(work, number, "a wrong hour in the text")
    people.send()
    assert (mailed(people), progress(people, number)) == ([], ("paused", 3, {"draft": 3}))
    with unit_of_work(people.runtime, "Nasma") as work:
        steer.resume(work, number)
    people.send()
    assert len(mailed(people)) == 3


def test_draft_of_a_paused_mailing_that_is_released_by_hand_does_not_leave(people: Office) -> None:
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    with unit_of_work(people.runtime, "Nasma") as work:
        steer.pause(work, number, "a wrong hour in the text")
        steer.waiting(work, rows.mailing(work, number), "draft", "queued")
    people.send()
    assert mailed(people) == []


def test_stopped_mailing_never_goes_on(people: Office) -> None:
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    with unit_of_work(people.runtime, "Nasma") as work:
        steer.stop(work, number, "the text was wrong")
    people.now += timedelta(hours=1)
    send_all(people)
    assert (mailed(people), progress(people, number)) == ([], ("stopped", 3, {"withheld": 3}))
    with pytest.raises(ImpossibleError, match="is stopped"), unit_of_work(people.runtime, "Nasma") as work:
        steer.resume(work, number)


def test_only_the_failed_are_tried_again(people: Office) -> None:
    number = prepared(people)
    agree(people, number, 3)
    send_all(people)
    with unit_of_work(people.runtime) as work:
        [mail] = [row for row in people.mails() if row.purpose == "mailing" and row.to_address.startswith("eve")]
        work.session.merge(mail).state = "failed"
    with unit_of_work(people.runtime, "Nasma") as work:
        assert steer.retry(work, number, "their server is up again") == 1
    people.now += timedelta(minutes=1)
    people.send()
    assert mailed(people).count("eve@reader.example") == 2
    assert len(mailed(people)) == 4


def test_shadow_mode_sends_no_mailing(people: Office) -> None:
    number = prepared(people)
    people.settings(mode=Mode.SHADOW)
    with pytest.raises(ImpossibleError, match="shadow mode"):
        agree(people, number, 3)


def test_text_with_join_details_is_refused(people: Office) -> None:
    with pytest.raises(ImpossibleError, match="join details"):
        prepared(people, text="Come in: https://zoom.example/j/83012345678?pwd=c2VjcmV0")


def test_pace_of_the_hour_is_kept(people: Office) -> None:
    people.settings(max_per_hour=len(people.sent()) + 2)
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    people.send()
    assert progress(people, number)[2] == {"sent": 2, "queued": 1}
    people.now += timedelta(hours=1, minutes=1)
    people.send()
    assert progress(people, number)[2] == {"sent": 3}


def test_preview_pages_through_the_letters_that_leave(people: Office) -> None:
    number = prepared(people)
    with unit_of_work(people.runtime) as work:
        row = rows.mailing(work, number)
        seen = [prepare.preview(work, row, nth) for nth in (1, 2, 3)]
        with pytest.raises(ImpossibleError, match="has no recipient 4; it goes to 3"):
            prepare.preview(work, row, 4)
        shown = [(letter.address, letter.subject, letter.text) for letter in seen]
    agree(people, number, 3)
    send_all(people)
    assert [(m.to_address, m.subject, m.text) for m in people.mails() if m.purpose == "mailing"] == shown


def test_letter_says_who_writes_why_and_how_to_stop(people: Office) -> None:
    people.settings(unsubscribe_url="https://desk.example/unsubscribe")
    agree(people, prepared(people, Segment.ASKED), 2)
    send_all(people)
    mail = people.sent()[-1]
    text = mail.get_body(("plain",)).get_content()
    assert "The team of Conversation hour writes to you" in text
    assert TEXT in text.replace("\r\n", "\n")
    assert "because you sent us a question" in text
    link = re.findall(r"https://desk\.example/unsubscribe/\S+", text)[0]
    assert mail["List-Unsubscribe"].startswith(f"<{link}>, <mailto:answers@openhour.example?subject=CR%26S")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_trial_goes_to_oneself_and_strikes_nobody_off(people: Office) -> None:
    number = prepared(people)
    try_out(people.runtime, number, "nasma@staff.example", "Nasma")
    trial = people.sent()[-1]
    assert (trial["To"], trial["Subject"]) == ("nasma@staff.example", f"[test] {SUBJECT}")
    assert "unsubscribe%200-" in trial["List-Unsubscribe"].replace("\r\n ", "")
    assert progress(people, number) == ("draft", 3, {"waiting": 3})


def test_portion_written_twice_is_no_second_mail(people: Office) -> None:
    """As if the note of whose mail is written had been lost: the outbox's key refuses the second."""
    number = prepared(people)
    agree(people, number, 3)
    feed(people.runtime)
    with unit_of_work(people.runtime) as work:
        for line in work.session.exec(select(MailingPersonRow)).all():
            line.outbox_id = None
            work.session.add(line)
    with pytest.raises(IntegrityError):
        feed(people.runtime)
    people.send()
    assert len(mailed(people)) == 3


@pytest.mark.parametrize("why", ["unsubscribed", "complaint"])
def test_who_left_mailings_under_one_address_gets_none_under_another(people: Office, why: str) -> None:
    suppress(people, "ida@reader.example", why)
    merge(people, "ida@reader.example", "eve@reader.example")
    agree(people, prepared(people), 1)
    send_all(people)
    assert mailed(people) == ["marisol@reader.example"]


def test_address_that_is_merely_dead_keeps_no_mail_from_the_other_one(people: Office) -> None:
    suppress(people, "ida@reader.example", "undeliverable")
    merge(people, "ida@reader.example", "eve@reader.example")
    agree(people, prepared(people), 2)
    send_all(people)
    assert mailed(people) == ["marisol@reader.example", "eve@reader.example"]
