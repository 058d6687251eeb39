"""Many whose link and reminder are due in one minute: nobody else waits long for the database, nobody gets two."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from office import START, Office
from sqlmodel import col, func, select

from triage.flow import portions
from triage.flow.due import queue_due
from triage.flow.history import record
from triage.flow.portions import AT_ONCE, in_portions
from triage.flow.work import Work, look, unit_of_work
from triage.model.case import AttendanceState, CaseState
from triage.store.events import event_row, stored_id
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow, PersonRow

PEOPLE = 100


@pytest.fixture
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """However quick the machine, not all of the crowd fit into one transaction."""
    monkeypatch.setattr(portions, "AT_ONCE", 0.02)


def crowd(office: Office) -> None:
    """All hold a seat, and none of them has the link yet."""
    received_id = office.write("reader0@reader.example", "I will attend.")
    with unit_of_work(office.runtime) as work:
        event = event_row(work.session, "hour")
        assert event is not None
        for number in range(PEOPLE):
            seat(work, stored_id(event.id), f"reader{number}@reader.example", received_id)


def seat(work: Work, event_id: int, address: str, received_id: int) -> None:
    person = PersonRow(address=address, language="en", created_at=work.now)
    work.session.add(person)
    work.session.flush()
    case = CaseRow(
        event_id=event_id, person_id=person.id, state=CaseState.DONE, opened_at=work.now, updated_at=work.now
    )
    work.session.add(case)
    work.session.flush()
    wish = AttendanceRow(
        case_id=stored_id(case.id),
        event_id=event_id,
        person_id=stored_id(person.id),
        state=AttendanceState.APPROVED,
        received_id=received_id,
        received_at=work.now,
        decided_at=work.now,
    )
    work.session.add(wish)


def reminded(work: Work) -> int:
    return work.session.exec(select(func.count()).where(OutboxRow.purpose == "reminder")).one()


@pytest.mark.usefixtures("_small_portions")
def test_others_write_while_many_are_reminded_and_nobody_is_reminded_twice(office: Office) -> None:
    office.now = START - timedelta(days=3)
    crowd(office)
    office.now = START - timedelta(hours=24)
    seen = []
    with ThreadPoolExecutor(1) as workers:
        working = workers.submit(queue_due, office.runtime)
        while not working.done():
            with unit_of_work(office.runtime, "Nasma") as work:
                record(work.session, work.now, "looked in", who=work.who)
                seen.append(reminded(work))
            time.sleep(0.01)
    assert working.result() == 2 * PEOPLE
    assert any(0 < number < PEOPLE for number in seen), seen
    assert queue_due(office.runtime) == 0
    mails = Counter((mail.to_address, mail.purpose) for mail in office.mails())
    assert Counter((purpose, number) for (_, purpose), number in mails.items()) == {
        ("join-details", 1): PEOPLE,
        ("reminder", 1): PEOPLE,
    }


@pytest.mark.usefixtures("_small_portions")
def test_who_gave_the_seat_back_while_others_were_reminded_is_not(office: Office) -> None:
    office.now = START - timedelta(days=3)
    crowd(office)
    office.now = START - timedelta(hours=24)
    with ThreadPoolExecutor(1) as workers:
        working = workers.submit(queue_due, office.runtime)
        while not working.done():
            with unit_of_work(office.runtime, "Nasma") as work:
                if 0 < reminded(work) < PEOPLE:
                    last = work.session.exec(select(AttendanceRow).order_by(col(AttendanceRow.id).desc())).first()
                    assert last is not None
                    last.state = AttendanceState.WITHDRAWN
                    break
            time.sleep(0.01)
    assert working.result() == 2 * PEOPLE - 1


def test_one_transaction_is_over_after_its_time(office: Office) -> None:
    """What one portion wrote is there for others before the next one begins."""
    seen = []

    def do(work: Work, number: int) -> bool:
        with look(office.runtime) as other:
            seen.append(reminded(other))
        time.sleep(AT_ONCE)
        work.session.add(mail(number))
        return number != 1

    def mail(number: int) -> OutboxRow:
        return OutboxRow(
            event_id=1,
            person_id=1,
            purpose="reminder",
            revision=str(number),
            message_id=f"<{number}@openhour.example>",
            state="draft",
            to_address="a@reader.example",
            subject="",
            text="",
            language="en",
            queued_at=office.now,
            due_at=office.now,
        )

    with unit_of_work(office.runtime) as work:
        work.session.add(PersonRow(address="a@reader.example", language="en", created_at=office.now))
    assert in_portions(office.runtime, [0, 1, 2], do) == 2
    assert seen == [0, 1, 2]
