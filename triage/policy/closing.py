"""What is left before an event may be closed, and until when. Counts in, sentences out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from triage.model.event import Event, EventState
from triage.model.question import Deliverable
from triage.policy.due import promises_due


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each are left. `missing`: what nobody has ticked. `promises` may outlive the event."""

    open_questions: int = 0
    in_writing: int = 0
    undecided: int = 0
    unanswered: int = 0
    missing: tuple[Deliverable, ...] = ()
    promises: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """One thing. `key`: a short stable name. `until`: when it was promised for. `is_owed`: it keeps the event open."""

    key: str
    sentence: str
    until: datetime | None
    is_owed: bool = True


Told = Callable[[Tally], str]

_OWED: tuple[tuple[str, Told], ...] = (
    # Questions first: each takes somebody's time.
    (
        "open",
        lambda tally: counted(tally.open_questions, "question has no disposition", "questions have no disposition"),
    ),
    ("writing", lambda tally: counted(tally.in_writing, "answer in writing is owed", "answers in writing are owed")),
    # Nobody is left without a word.
    (
        "undecided",
        lambda tally: counted(
            tally.undecided, "person who wants to come has no answer", "people who want to come have no answer"
        ),
    ),
    (
        "unanswered",
        lambda tally: counted(
            tally.unanswered, "accepted person was sent nothing", "accepted people were sent nothing"
        ),
    ),
)
_PROMISED: dict[Deliverable, str] = {
    Deliverable.RECORDING: "the recording is missing",
    Deliverable.NOTES: "the notes are missing",
    Deliverable.ANSWERS: "the written answers are missing",
}


def left(event: Event, tally: Tally) -> tuple[Left, ...]:
    """Everything that is not done. A cancelled event owes people an answer, and neither recording nor notes."""
    until = promises_due(event)
    found = [Left(key, sentence, until) for key, told in _OWED if (sentence := told(tally))]
    if event.state is not EventState.CANCELLED:
        found += [Left(what.value, _PROMISED[what], until) for what in Deliverable if what in tally.missing]
    if tally.promises:
        sentence = counted(
            tally.promises, "promise of the host is not redeemed", "promises of the host are not redeemed"
        )
        found.append(Left("promises", sentence, None, is_owed=False))
    return tuple(found)


def counted(number: int, one: str, many: str) -> str:
    """`1 question …`, `3 questions …`; nothing for none."""
    return f"{number} {one if number == 1 else many}" if number else ""
