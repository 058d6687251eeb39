"""A server that failed is left alone, longer each time, and never longer than five minutes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intake.mailbox import Backoff


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_waited_for_before_a_failure() -> None:
    assert Backoff(Clock()).remaining() == 0


def test_the_wait_doubles_to_five_minutes() -> None:
    backoff = Backoff(Clock(), lambda: 0.0)
    waits = []
    for _ in range(11):
        backoff.failed()
        waits.append(backoff.remaining())
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_an_answer_begins_again() -> None:
    backoff = Backoff(Clock(), lambda: 0.0)
    for _ in range(5):
        backoff.failed()
    backoff.succeeded()
    quiet = backoff.remaining()
    backoff.failed()
    assert (quiet, backoff.remaining()) == (0, 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=2_000))
def test_chance_takes_off_at_most_half(chances: list[float]) -> None:
    left = iter(chances)
    backoff = Backoff(Clock(), lambda: next(left))
    waits = []
    for _ in chances:
        backoff.failed()
        waits.append(backoff.remaining())
    assert all(0.5 <= wait <= 300 for wait in waits)
    assert all(after >= before / 2 for before, after in pairwise(waits))


def test_the_wait_passes_with_the_clock() -> None:
    clock = Clock()
    backoff = Backoff(clock, lambda: 0.5)
    backoff.failed()
    waits = [backoff.remaining()]
    clock.now += 0.5
    waits.append(backoff.remaining())
    clock.now += 0.5
    waits.append(backoff.remaining())
    assert waits == [0.75, 0.25, 0]
