"""How often somebody failed to sign in from one place, of late. In memory: the lock of an account is in its row."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

WITHIN = timedelta(minutes=1)
MOST = 20
"""Of one address in a minute. A household or an office shares one, so that it is no small number."""
MOST_PLACES = 10_000


class Attempts:
    """Failures by place, the newest last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, deque[datetime]] = {}

    def may_try(self, where: str, now: datetime) -> bool:
        """Fewer failures than allowed in the last minute?"""
        with self._lock:
            return len(self._of_late(where, now)) < MOST

    def failed(self, where: str, now: datetime) -> None:
        """One failure more."""
        with self._lock:
            if len(self._failed) >= MOST_PLACES:
                self._failed = {place: times for place, times in self._failed.items() if now - times[-1] < WITHIN}
            self._failed.setdefault(where, deque(maxlen=MOST)).append(now)

    def _of_late(self, where: str, now: datetime) -> deque[datetime]:
        times = self._failed.get(where, deque())
        while times and now - times[0] >= WITHIN:
            times.popleft()
        if not times:
            self._failed.pop(where, None)
        return times
