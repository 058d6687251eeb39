"""Which state may follow which: one table each for attendance and mail. Decides no transition."""

from __future__ import annotations

from collections.abc import Mapping

from triage.model.case import AttendanceState as A
from triage.model.mail import MailState as M

ATTENDANCE: Mapping[A | None, frozenset[A]] = {
    # A first mail that is doubtful in anything begins before a person.
    None: frozenset({A.REQUESTED, A.REVIEW}),
    A.REQUESTED: frozenset({A.REVIEW, A.APPROVED, A.WAITING, A.DECLINED, A.WITHDRAWN}),
    A.REVIEW: frozenset({A.REQUESTED, A.APPROVED, A.WAITING, A.DECLINED, A.WITHDRAWN}),
    A.WAITING: frozenset({A.REVIEW, A.APPROVED, A.DECLINED, A.WITHDRAWN}),
    # A ban after the approval: back before a person, who may decline.
    A.APPROVED: frozenset({A.REVIEW, A.DECLINED, A.WITHDRAWN}),
    # Only a person changes a no; who withdrew may come back like anybody else.
    A.DECLINED: frozenset({A.REVIEW, A.APPROVED, A.WAITING, A.WITHDRAWN}),
    A.WITHDRAWN: frozenset({A.REQUESTED, A.REVIEW, A.APPROVED, A.WAITING}),
}
"""By the state before; None is no wish yet. Nobody is approved or waits without having asked."""

MAIL: Mapping[M, frozenset[M]] = {
    M.DRAFT: frozenset({M.QUEUED, M.WITHHELD}),
    M.QUEUED: frozenset({M.SENDING, M.WITHHELD, M.DRAFT}),
    # Back to queued only when nothing can have left.
    M.SENDING: frozenset({M.QUEUED, M.SENT, M.WITHHELD, M.FAILED, M.UNCERTAIN}),
    # A copy in the Sent folder, a bounce, a reply or a person settles it. It is never queued again by itself.
    M.UNCERTAIN: frozenset({M.SENT, M.QUEUED, M.FAILED}),
    # A person may release what was withheld or failed; what was sent is sent, until it bounces.
    M.WITHHELD: frozenset({M.QUEUED}),
    M.FAILED: frozenset({M.QUEUED}),
    M.SENT: frozenset({M.FAILED}),
}

ONLY_STAFF_MAIL = frozenset({(M.UNCERTAIN, M.QUEUED), (M.WITHHELD, M.QUEUED), (M.FAILED, M.QUEUED)})
"""Sending again what may have arrived, or what the gate refused, is a person's word."""

ONLY_STAFF_ATTENDANCE = frozenset(
    {(A.DECLINED, to) for to in ATTENDANCE[A.DECLINED]} | {(before, A.DECLINED) for before in A if before != A.DECLINED}
) | {(A.WITHDRAWN, A.APPROVED), (A.WITHDRAWN, A.WAITING)}
"""The machine never says no, never takes a no back, and gives no seat to who withdrew and did not ask again."""


def may_move_attendance(before: A | None, to: A, *, is_by_staff: bool = False) -> bool:
    """Whether a wish to come may go from one state to the other."""
    is_allowed = to in ATTENDANCE[before]
    return is_allowed and (is_by_staff or (before, to) not in ONLY_STAFF_ATTENDANCE)


def may_move_mail(before: M, to: M, *, is_by_staff: bool = False) -> bool:
    """Whether an outgoing mail may go from one state to the other."""
    return to in MAIL[before] and (is_by_staff or (before, to) not in ONLY_STAFF_MAIL)
