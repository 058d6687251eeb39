"""How long to leave a server alone after it failed. Reads the clock it is given; never sleeps."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0


class Backoff:
    """One second after the first failure, doubling to five minutes; up to half is taken off at random.

    The randomness keeps many installations from coming back to a restarted server in one moment.
    `clock` gives monotonic seconds, `jitter` a number from 0 to 1.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, jitter: Callable[[], float] = random.random
    ) -> None:
        self._clock = clock
        self._jitter = jitter
        self._failures = 0
        self._not_before = 0.0

    def remaining(self) -> float:
        """Seconds that are left to wait; 0 when it may be tried."""
        return max(0.0, self._not_before - self._clock()) if self._failures else 0.0

    def failed(self) -> None:
        """It failed: wait longer than the last time."""
        seconds = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(self._failures, 30))
        self._failures += 1
        self._not_before = self._clock() + seconds * (1 - self._jitter() / 2)

    def succeeded(self) -> None:
        """It answered: the next failure starts at one second again."""
        self._failures = 0
