"""How long what is kept: per event, raw mail goes first, then bodies, then addresses. Deletes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """What is deleted, in this order. `bodies`: everybody's words, ours to them included."""

    RAW = "raw"
    BODIES = "bodies"
    ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class Clock:
    """Days after the end of an event; mail about no event counts from its arrival."""

    raw_days: int = 90
    body_days: int = 365
    address_days: int = 730

    def kept_since(self, stage: Stage, now: datetime) -> datetime:
        """What ended or arrived before this moment has been kept long enough."""
        days = {Stage.RAW: self.raw_days, Stage.BODIES: self.body_days, Stage.ADDRESSES: self.address_days}[stage]
        return now - timedelta(days=days)


def stages_due(clock: Clock, ended_at: datetime, now: datetime) -> tuple[Stage, ...]:
    """What of an event that ended then is to be deleted by now."""
    return tuple(stage for stage in Stage if ended_at < clock.kept_since(stage, now))
