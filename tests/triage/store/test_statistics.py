"""An event's numbers are the same on both databases, also for times beyond what 31 bits count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from office import HOUR, MORNING, Office, open_office
from sqlmodel import Session

from triage.store import statistics
from triage.store.events import event_from, event_row


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    built.standing(Marisol_Vega="good")
    yield built
    built.runtime.engine.dispose()


@pytest.mark.parametrize("starts_at", [HOUR.starts_at, datetime(2042, 1, 16, 18, 0, tzinfo=UTC)])
def test_what_arrived_and_how_long_it_waited_is_counted(office: Office, starts_at: datetime) -> None:
    office.now = starts_at - (HOUR.starts_at - MORNING)
    office.open_event(replace(HOUR, starts_at=starts_at))
    office.write("marisol@reader.example", "I will attend. My username is Marisol Vega.")
    office.write("ben@reader.example", "What does the Foundation do about harassment in chapters?")
    office.now += timedelta(seconds=90)
    office.work()
    with Session(office.runtime.engine) as session:
        row = event_row(session, "hour")
        assert row is not None
        event = event_from(row)
        found = (
            sum(statistics.wishes_by_slot(session, event.id, event.attend_deadline).values()),
            sum(statistics.questions_by_slot(session, event.id, event.question_deadline).values()),
            statistics.waits(session, event.id),
        )
    assert found == (1, 1, ({90: 1}, 0))
