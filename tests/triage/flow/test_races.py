"""Two workers at once on the same cases, on both databases: nobody twice, no seat twice, nothing lost."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from office import HOUR, JOIN, Office, open_office

from triage.flow import accounting
from triage.flow.outbox.deliver import send_due
from triage.flow.sort import sort_received
from triage.flow.standing import check_standing
from triage.flow.work import unit_of_work

PEOPLE, SEATS = 8, 3


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    built.open_event(replace(HOUR, capacity=SEATS))
    built.standing(**{f"Reader{number}": "good" for number in range(PEOPLE)})
    yield built
    built.runtime.engine.dispose()


def work(office: Office) -> None:
    """What one runner does in a round, without asking for the lease."""
    sort_received(office.runtime)
    check_standing(office.runtime)
    send_due(office.runtime)


def test_two_workers_give_each_seat_once_and_each_mail_once(office: Office) -> None:
    for number in range(PEOPLE):
        office.write(f"reader{number}@reader.example", f"I will attend. My username is Reader{number}.")
    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work, office) for _ in range(2)]:
            done.result()
    work(office)
    states = Counter(office.attendance(f"reader{number}@reader.example") for number in range(PEOPLE))
    links = Counter(sent["To"] for sent in office.sent() if JOIN.join_url in sent.get_body(("plain",)).get_content())
    with unit_of_work(office.runtime) as unit:
        sums = accounting.account(unit)
    assert states == {"approved": SEATS, "waiting": PEOPLE - SEATS}
    assert (len(links), set(links.values())) == (SEATS, {1})
    assert (sums.differences, sums.parked) == ((), 0)
