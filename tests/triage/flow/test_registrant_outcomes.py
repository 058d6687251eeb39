"""What follows from each no of Zoom, and when it is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from triage.flow.registrants.outcomes import OUTCOMES, gate_answer, try_again_at
from triage.model.mail import Defer, Withhold
from triage.zoom import Fault

NOW = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 4, tzinfo=UTC)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_keeps_the_mail_back(fault: Fault) -> None:
    assert isinstance(gate_answer(fault, NOW), (Withhold, Defer))
    assert isinstance(gate_answer(fault, NOW), OUTCOMES[fault].answer)


@pytest.mark.parametrize(
    ("fault", "attempts", "said", "when"),
    [
        (Fault.UNREACHABLE, 0, None, NOW + timedelta(minutes=1)),
        (Fault.UNREACHABLE, 3, None, NOW + timedelta(minutes=8)),
        (Fault.UNREACHABLE, 90, None, NOW + timedelta(minutes=30)),
        (Fault.RATE, 0, NOW + timedelta(seconds=2), NOW + timedelta(minutes=1)),
        (Fault.RATE, 0, NOW + timedelta(minutes=5), NOW + timedelta(minutes=5)),
        (Fault.RATE, 0, NOW + timedelta(days=400), NOW + timedelta(minutes=30)),
        (Fault.DAILY_LIMIT, 0, None, MIDNIGHT),
        (Fault.DAILY_LIMIT, 5, MIDNIGHT, MIDNIGHT),
        (Fault.DAILY_LIMIT, 0, NOW + timedelta(days=400), MIDNIGHT),
        (Fault.DAILY_LIMIT, 0, NOW - timedelta(days=1), NOW + timedelta(minutes=1)),
        (None, 0, None, NOW + timedelta(minutes=1)),
    ],
    ids=[
        "a minute at first",
        "doubled each time",
        "half an hour at most: a link is of no use after the call",
        "never at once",
        "as Zoom says",
        "a date far off is not obeyed",
        "Zoom's day is UTC's",
        "Zoom's own word for it",
        "a day at most",
        "a date that is past",
        "waiting for approval",
    ],
)
def test_when_zoom_is_asked_again(fault: Fault | None, attempts: int, said: datetime | None, when: datetime) -> None:
    assert try_again_at(fault, NOW, attempts, said) == when
