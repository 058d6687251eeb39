from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from triage.model.event import Event, EventState
from triage.model.question import Deliverable
from triage.policy.closing import Left, Tally, left

HOUR = Event(id=1, slug="hour", title="Hour", host="Maggie", starts_at=datetime(2026, 12, 3, 18, tzinfo=UTC))
UNTIL = HOUR.ends_at + timedelta(days=7)
CANCELLED = replace(HOUR, state=EventState.CANCELLED)


@pytest.mark.parametrize(
    ("event", "tally", "found", "why"),
    [
        (HOUR, Tally(), (), "nothing is left"),
        (HOUR, Tally(open_questions=1), (("open", "1 question has no disposition"),), "one"),
        (HOUR, Tally(open_questions=2), (("open", "2 questions have no disposition"),), "several"),
        (HOUR, Tally(in_writing=1), (("writing", "1 answer in writing is owed"),), "a promise, not an answer"),
        (HOUR, Tally(undecided=3), (("undecided", "3 people who want to come have no answer"),), "nobody decided"),
        (HOUR, Tally(unanswered=1), (("unanswered", "1 accepted person was sent nothing"),), "no mail left"),
        (HOUR, Tally(missing=(Deliverable.NOTES,)), (("notes", "the notes are missing"),), "one of three"),
        (
            CANCELLED,
            Tally(open_questions=1, missing=tuple(Deliverable)),
            (("open", "1 question has no disposition"),),
            "a call that never was has no recording",
        ),
    ],
)
def test_what_is_left(event: Event, tally: Tally, found: tuple[tuple[str, str], ...], why: str) -> None:
    assert left(event, tally) == tuple(Left(key, sentence, UNTIL) for key, sentence in found), why


def test_promises_are_shown_and_keep_nothing_open() -> None:
    sentence = "2 promises of the host are not redeemed"
    assert left(HOUR, Tally(promises=2)) == (Left("promises", sentence, None, is_owed=False),)
