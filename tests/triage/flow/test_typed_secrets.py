"""Join details that staff type or paste themselves: they leave by a mail of their own, and by no other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, JOIN, LINK, START, Office, open_office
from sqlmodel import select

from triage.flow import events
from triage.flow.desk import letters
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.mail import JOIN_DETAILS_MARKER
from triage.store.tables import CaseRow, EventRow, OutboxRow

NOT_GUEST = "ben@reader.example"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    built.open_event()
    built.write(NOT_GUEST, "Will there be captions in the call?")
    built.decide()
    yield built
    built.runtime.engine.dispose()


def reply(work: Work) -> None:
    case = work.session.exec(select(CaseRow)).one()
    letters.reply(work, case.id or 0, f"Here you are: {LINK}", case.version)


def edit(work: Work) -> None:
    mail = work.session.exec(select(OutboxRow)).one()
    letters.edit(work, mail.id or 0, mail.subject, f"{mail.text}\nMeeting {JOIN.meeting_id}", mail.version)


def subject(work: Work) -> None:
    mail = work.session.exec(select(OutboxRow)).one()
    letters.edit(work, mail.id or 0, f"Passcode {JOIN.passcode}", mail.text, mail.version)


def move(work: Work) -> None:
    event = work.session.exec(select(EventRow)).one()
    events.reschedule(work, event, START + timedelta(days=1), f"The link stays {LINK}")


def cancel(work: Work) -> None:
    events.cancel(work, work.session.exec(select(EventRow)).one(), f"Nobody may use {LINK}")


def describe(work: Work) -> None:
    events.add(work, replace(HOUR, stream_url=LINK), JOIN)


def describe_without_details(work: Work) -> None:
    events.add(work, replace(HOUR, topics=(f"Join at {LINK}",)), None)


@pytest.mark.parametrize("typed", [reply, edit, subject, move, cancel, describe, describe_without_details])
def test_join_details_that_staff_type_are_refused_and_nothing_changes(
    office: Office, typed: Callable[[Work], None]
) -> None:
    before = [(mail.subject, mail.text) for mail in office.mails()]
    with pytest.raises(ImpossibleError, match="join details"), unit_of_work(office.runtime, "dana") as work:
        typed(work)
    assert [(mail.subject, mail.text) for mail in office.mails()] == before


def test_marker_that_staff_type_into_a_reply_is_never_filled_in(office: Office) -> None:
    case = office.case(NOT_GUEST)
    with unit_of_work(office.runtime, "dana") as work:
        letters.reply(work, case.id or 0, f"Look: {JOIN_DETAILS_MARKER}", case.version)
    office.now += timedelta(minutes=5)
    office.send()
    [_, sent] = office.sent()
    text = sent.get_body(("plain",)).get_content()
    assert ("[join details]" in text, LINK in text) == (True, False)


def test_passcode_that_is_a_word_of_our_letter_makes_no_edit_impossible(office: Office) -> None:
    with unit_of_work(office.runtime, "dana") as work:
        events.add(work, HOUR, replace(JOIN, passcode="conversation"))
    [mail] = office.mails()
    with unit_of_work(office.runtime, "dana") as work:
        letters.edit(work, mail.id or 0, mail.subject, f"{mail.text}\nWith kind regards", mail.version)
    assert office.mails()[0].text.endswith("With kind regards\n")
