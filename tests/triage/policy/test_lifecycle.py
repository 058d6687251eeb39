import pytest

from triage.model.case import AttendanceState
from triage.model.mail import MailState
from triage.policy.lifecycle import ATTENDANCE, MAIL, may_move_attendance, may_move_mail

REQUESTED, REVIEW, APPROVED, WAITING, DECLINED, WITHDRAWN = AttendanceState


def test_each_state_has_its_row() -> None:
    assert (set(ATTENDANCE), set(MAIL)) == ({None, *AttendanceState}, set(MailState))


@pytest.mark.parametrize(
    ("before", "to", "by_machine", "by_staff", "why"),
    [
        (None, REQUESTED, True, True, "somebody asks to come"),
        (None, REVIEW, True, True, "a first mail that is doubtful"),
        (None, APPROVED, False, False, "nobody is approved who did not ask"),
        (REQUESTED, APPROVED, True, True, "good standing"),
        (REQUESTED, WAITING, True, True, "all seats are taken"),
        (REQUESTED, DECLINED, False, True, "the machine never says no"),
        (REVIEW, APPROVED, True, True, "the standing came after all"),
        (APPROVED, REVIEW, True, True, "a ban after the approval"),
        (APPROVED, DECLINED, False, True, "a person says no after all"),
        (APPROVED, WITHDRAWN, True, True, "she cannot come"),
        (APPROVED, WAITING, False, False, "a seat is not taken away"),
        (WAITING, APPROVED, True, True, "a seat became free"),
        (DECLINED, APPROVED, False, True, "only a person takes a no back"),
        (DECLINED, REQUESTED, False, False, "asking again does not undo a no"),
        (DECLINED, WITHDRAWN, False, True, "a no stands, whatever is written afterwards"),
        (WITHDRAWN, REQUESTED, True, True, "she can come after all"),
        (WITHDRAWN, APPROVED, False, True, "but has to ask, or tell a person"),
    ],
)
def test_attendance_moves(
    before: AttendanceState | None,
    to: AttendanceState,
    by_machine: bool,  # noqa: FBT001 - expected
    by_staff: bool,  # noqa: FBT001 - expected
    why: str,
) -> None:
    moves = (may_move_attendance(before, to), may_move_attendance(before, to, is_by_staff=True))
    assert moves == (by_machine, by_staff), why


def test_mail_that_may_have_arrived_is_never_sent_again_by_itself() -> None:
    assert [state for state in MailState if may_move_mail(state, MailState.QUEUED)] == [
        MailState.DRAFT,
        MailState.SENDING,
    ]
    assert [state for state in MailState if may_move_mail(state, MailState.QUEUED, is_by_staff=True)] == [
        MailState.DRAFT,
        MailState.SENDING,
        MailState.WITHHELD,
        MailState.FAILED,
        MailState.UNCERTAIN,
    ]


def test_mail_is_claimed_from_the_queue_alone() -> None:
    assert [state for state in MailState if may_move_mail(state, MailState.SENDING)] == [MailState.QUEUED]


def test_sent_mail_stays_sent_until_it_bounces() -> None:
    moves = [state for state in MailState if may_move_mail(MailState.SENT, state, is_by_staff=True)]
    assert moves == [MailState.FAILED]
