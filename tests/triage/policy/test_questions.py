import pytest

from triage.model.case import Disposition
from triage.model.question import AnswerState
from triage.policy.questions import ANSWER, FOR_THE_HOST, IN_THE_END, QUESTION, may_move_answer, may_move_question

OPEN, LIVE, WRITING, ANSWERED, DECLINED, MERGED = Disposition
DRAFT, REVIEW, PUBLISHED = AnswerState


def test_each_state_has_its_row() -> None:
    assert (set(QUESTION), set(ANSWER)) == (set(Disposition), {None, *AnswerState})


def test_what_is_owed_and_what_the_host_reads() -> None:
    assert set(Disposition) - IN_THE_END == {OPEN, WRITING}
    assert set(Disposition) - FOR_THE_HOST == {DECLINED, MERGED}


@pytest.mark.parametrize(
    ("before", "to", "may", "why"),
    [
        (OPEN, LIVE, True, "the host answers it in the call"),
        (OPEN, WRITING, True, "there was no time for it"),
        (OPEN, DECLINED, True, "a person says why"),
        (OPEN, MERGED, True, "another asks the same"),
        (LIVE, OPEN, True, "the key was pressed by mistake"),
        (LIVE, WRITING, True, "more was promised than the call had time for"),
        (LIVE, DECLINED, False, "what was answered is not declined afterwards"),
        (WRITING, ANSWERED, True, "the answer is published"),
        (ANSWERED, OPEN, False, "an answer that is taken back is still owed"),
        (ANSWERED, WRITING, True, "so it is to be written again"),
        (ANSWERED, MERGED, False, "its own answer has gone to its asker"),
        (DECLINED, OPEN, True, "a person thinks again"),
        (MERGED, OPEN, True, "they were not the same after all"),
        (MERGED, ANSWERED, False, "a merged question has no answer of its own"),
    ],
)
def test_question_moves(before: Disposition, to: Disposition, may: bool, why: str) -> None:  # noqa: FBT001 - expected
    assert may_move_question(before, to) is may, why


@pytest.mark.parametrize(
    ("before", "to", "may", "why"),
    [
        (None, DRAFT, True, "somebody begins to write"),
        (None, PUBLISHED, False, "nothing is published that was never written"),
        (DRAFT, PUBLISHED, False, "nothing is published that nobody put up for review"),
        (DRAFT, REVIEW, True, "it is ready to be read"),
        (REVIEW, DRAFT, True, "who reads it writes on"),
        (REVIEW, PUBLISHED, True, "it was read"),
        (PUBLISHED, REVIEW, False, "taken back is written anew"),
        (PUBLISHED, DRAFT, True, "it was wrong"),
    ],
)
def test_answer_moves(before: AnswerState | None, to: AnswerState, may: bool, why: str) -> None:  # noqa: FBT001 - expected
    assert may_move_answer(before, to) is may, why
