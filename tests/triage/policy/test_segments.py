"""Who belongs to which segment; an empty one says why."""

import pytest

from triage.model.case import AttendanceState as A
from triage.model.mailing import Correspondent, Segment
from triage.policy.segments import belongs, nobody_because

GUEST = Correspondent(1, frozenset({A.APPROVED}))
ASKER = Correspondent(2, has_asked=True, is_unanswered=True)
ANSWERED = Correspondent(3, has_asked=True)
WAITS = Correspondent(4, frozenset({A.WAITING}))
DECLINED = Correspondent(5, frozenset({A.DECLINED}))
WITHDREW = Correspondent(6, frozenset({A.WITHDRAWN}))
TWO_ADDRESSES = Correspondent(7, frozenset({A.DECLINED, A.APPROVED}))
ALL = [GUEST, ASKER, ANSWERED, WAITS, DECLINED, WITHDREW, TWO_ADDRESSES]


@pytest.mark.parametrize(
    ("segment", "people"),
    [
        (Segment.APPROVED, [1, 7]),
        (Segment.ASKED, [2, 3]),
        (Segment.UNANSWERED, [2]),
        (Segment.WAITING, [4]),
        (Segment.DECLINED, [5]),
        (Segment.EVERYONE, [1, 2, 3, 4, 5, 6, 7]),
        (Segment.TOOK_PART, [1, 2, 3, 7]),
    ],
)
def test_segment_takes_in_exactly_its_people(segment: Segment, people: list[int]) -> None:
    assert [each.person_id for each in ALL if belongs(segment, each)] == people


@pytest.mark.parametrize(
    ("segment", "people", "expected"),
    [
        (Segment.APPROVED, [], "Nobody has written about this event yet."),
        (Segment.WAITING, [GUEST, ASKER], "None of those who wrote about this event (2) waits for a seat."),
        (Segment.UNANSWERED, [GUEST], "None of those who wrote about this event (1) has a question without an answer."),
        (Segment.WAITING, [WAITS], ""),
    ],
)
def test_empty_segment_says_why(segment: Segment, people: list[Correspondent], expected: str) -> None:
    assert nobody_because(segment, people) == expected
