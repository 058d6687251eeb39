"""Many passwords, or one link, tried at once: on both databases each attempt counts, and a link serves once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from office import Office, open_office

from triage.flow.staff import accounts, sessions
from triage.flow.staff.sessions import FREE_ATTEMPTS, SignedIn
from triage.flow.work import unit_of_work
from triage.model.staff import Role

AT_ONCE = 12


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    built = open_office(tmp_path, database_url)
    with unit_of_work(built.runtime, "command line") as work:
        accounts.add(work, "Rosalind", Role.TRIAGER, "a sentence that nobody guesses")
    yield built
    built.runtime.engine.dispose()


def all_at_once(attempt: Callable[[int], object]) -> list[object]:
    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(attempt, range(AT_ONCE)))


def test_attempts_at_once_are_counted_one_by_one_until_the_name_rests(office: Office) -> None:
    def attempt(number: int) -> object:
        with unit_of_work(office.runtime) as work:
            return sessions.sign_in(work, "rosalind", f"guess number {number}")

    all_at_once(attempt)
    with unit_of_work(office.runtime) as work:
        assert accounts.active(work, "Rosalind").failed_attempts == FREE_ATTEMPTS


def test_link_that_many_follow_at_once_signs_one_of_them_in(office: Office) -> None:
    with unit_of_work(office.runtime, "command line") as work:
        token = sessions.link_for(work, "Rosalind")

    def follow(_: int) -> object:
        with unit_of_work(office.runtime) as work:
            return sessions.by_link(work, token)

    assert sum(isinstance(each, SignedIn) for each in all_at_once(follow)) == 1
