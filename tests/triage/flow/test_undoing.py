"""What a person takes back, and what has gone on meanwhile; mails that become other mails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, JOIN, START, Office, open_office

from triage.flow import decisions, events
from triage.flow.desk import letters, undoing
from triage.flow.outbox import by_hand
from triage.flow.work import ImpossibleError, unit_of_work
from triage.model.mail import Purpose
from triage.store.events import event_row

FIRST, NEXT = "marisol@reader.example", "joseph@reader.example"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    built.open_event(replace(HOUR, capacity=1), JOIN)
    built.standing(Marisol_Vega="good", Joseph_Seddon="good")
    built.write(FIRST, "I will attend. My username is Marisol Vega.")
    built.decide()
    yield built
    built.runtime.engine.dispose()


def test_undone_no_gives_no_second_person_the_seat_that_the_next_has_by_now(office: Office) -> None:
    office.now += timedelta(minutes=1)
    office.write(NEXT, "I will attend. My username is Joseph Seddon.")
    office.work()
    assert (office.attendance(FIRST), office.attendance(NEXT)) == ("approved", "waiting")
    case_id = office.case(FIRST).id or 0
    with unit_of_work(office.runtime, "dana") as work:
        way = undoing.with_way_back(work, case_id, lambda: decisions.decline(work, case_id, "a slip"))
    assert (office.attendance(FIRST), office.attendance(NEXT)) == ("declined", "approved")
    with unit_of_work(office.runtime, "dana") as work:
        undoing.undo(work, case_id, way.id)
    # They wait for the next free seat.
    assert (office.attendance(FIRST), office.attendance(NEXT)) == ("waiting", "approved")
    assert ("declined", "withheld") in office.outbox(FIRST)


def test_undone_no_gives_back_the_seat_that_is_still_free(office: Office) -> None:
    case_id = office.case(FIRST).id or 0
    with unit_of_work(office.runtime, "dana") as work:
        way = undoing.with_way_back(work, case_id, lambda: decisions.decline(work, case_id, "a slip"))
    with unit_of_work(office.runtime, "dana") as work:
        undoing.undo(work, case_id, way.id)
    assert office.attendance(FIRST) == "approved"


@pytest.mark.parametrize(
    ("purpose", "language"),
    [
        (Purpose.MAILING, "en"),
        (Purpose.FOLLOW_UP, "en"),
        (Purpose.RESCHEDULED, "en"),
        (Purpose.REMINDER, "en"),
        (Purpose.REPLY, "en"),
        (Purpose.LATE, "../../desk/layout"),
        (Purpose.LATE, "x" * 500),
        (Purpose.LATE, "de\r\nBcc: everybody@reader.example"),
        (Purpose.LATE, ""),
    ],
)
def test_mail_becomes_only_another_one_to_one_person_in_a_language_that_there_is(
    office: Office, purpose: Purpose, language: str
) -> None:
    [before] = office.mails()
    with pytest.raises(ImpossibleError), unit_of_work(office.runtime, "dana") as work:
        letters.write_anew(work, before.id or 0, purpose, language, before.version)
    assert office.mails() == [before]


def test_reply_in_somebodys_own_words_becomes_no_template(office: Office) -> None:
    case = office.case(FIRST)
    with unit_of_work(office.runtime, "dana") as work:
        mail = letters.reply(work, case.id or 0, "See you on Thursday.", case.version)
        number, version = mail.id or 0, mail.version
    with pytest.raises(ImpossibleError, match="reply"), unit_of_work(office.runtime, "dana") as work:
        letters.write_anew(work, number, Purpose.LATE, "en", version)
    assert "See you on Thursday." in office.mails()[-1].text


def kept_back_before_the_call_moved(office: Office, text: str = "") -> int:
    """A mail that was kept back, edited before where `text` is given; then the call moves by a week."""
    [mail] = office.mails()
    number = mail.id or 0
    with unit_of_work(office.runtime, "dana") as work:
        if text:
            letters.edit(work, number, mail.subject, f"{mail.text}\n{text}", mail.version)
        by_hand.keep_back(work, number, "wait")
    with unit_of_work(office.runtime, "dana") as work:
        row = event_row(work.session, "hour")
        assert row is not None
        events.reschedule(work, row, START + timedelta(days=7), "the host is ill")
    return number


def test_mail_sent_again_after_the_call_moved_names_the_new_time(office: Office) -> None:
    number = kept_back_before_the_call_moved(office)
    with unit_of_work(office.runtime, "dana") as work:
        by_hand.send_again(work, number, "after all")
    [mail] = office.mails()
    assert (mail.state, "10 December 2026" in mail.text, "3 December" in mail.text) == ("queued", True, False)


def test_own_words_sent_again_after_the_call_moved_are_read_by_a_person_first(office: Office) -> None:
    number = kept_back_before_the_call_moved(office, "See you on Thursday.")
    with unit_of_work(office.runtime, "dana") as work:
        by_hand.send_again(work, number, "after all")
    [mail] = office.mails()
    assert (mail.state, "See you on Thursday." in mail.text, office.case(FIRST).needs_review) == ("draft", True, True)
