"""What may become of a question and of an answer: one table each, and what each disposition needs. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from triage.model.case import Disposition as Q
from triage.model.question import AnswerState as S

QUESTION: Mapping[Q, frozenset[Q]] = {
    Q.OPEN: frozenset({Q.LIVE, Q.WRITING, Q.ANSWERED, Q.DECLINED, Q.MERGED}),
    # Answered in the call, and more was promised; or the key was pressed by mistake.
    Q.LIVE: frozenset({Q.OPEN, Q.WRITING, Q.MERGED}),
    # Only a published answer makes it `answered`; the owner may find that it was answered live, or must be declined.
    Q.WRITING: frozenset({Q.OPEN, Q.LIVE, Q.ANSWERED, Q.DECLINED, Q.MERGED}),
    # The answer was taken back to be written anew.
    Q.ANSWERED: frozenset({Q.WRITING}),
    Q.DECLINED: frozenset({Q.OPEN, Q.LIVE, Q.WRITING, Q.ANSWERED, Q.MERGED}),
    # Undoing a merger gives back whatever the question was before.
    Q.MERGED: frozenset({Q.OPEN, Q.LIVE, Q.WRITING, Q.DECLINED}),
}
"""By the disposition before. `merged` says that another question stands for this one."""

ANSWER: Mapping[S | None, frozenset[S]] = {
    None: frozenset({S.DRAFT}),
    # Writing on keeps it a draft.
    S.DRAFT: frozenset({S.DRAFT, S.REVIEW}),
    # Who reads it publishes it, or writes on.
    S.REVIEW: frozenset({S.DRAFT, S.PUBLISHED}),
    # Taken back. What becomes known later is an update, and leaves it published.
    S.PUBLISHED: frozenset({S.DRAFT}),
}
"""By the state before; None: nobody has written yet. Nothing is published that was never put up for review."""

IN_THE_END = frozenset({Q.LIVE, Q.ANSWERED, Q.DECLINED, Q.MERGED})
"""Nothing is owed any more. `writing` is a promise, and `open` not even that."""

FOR_THE_HOST = frozenset({Q.OPEN, Q.WRITING, Q.LIVE, Q.ANSWERED})
"""What stands on the host's list; declined and merged ones do not."""


def may_move_question(before: Q, to: Q) -> bool:
    """Whether a question may go from one disposition to the other."""
    return to in QUESTION[before]


def may_move_answer(before: S | None, to: S) -> bool:
    """Whether a written answer may go from one state to the other."""
    return to in ANSWER[before]
