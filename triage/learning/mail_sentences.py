"""What the whole mails teach about single sentences, though nobody labelled those.

A mail says what it wants as a whole, and where its questions are. That forbids acts: outside the marks nothing asks,
in a mail that does not withdraw nothing withdraws. Among the acts left, a first model chooses; what a mail surely
does, its likeliest sentence does. So the model learns from sentences in their surroundings: names at the end, "is it
me", "but please ask for me:".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.learning.examples import MailExample
from triage.model.reading import Act, Flag, Intent
from triage.understanding.acts import ACTS
from triage.understanding.sentences import Sentence, sentences

ALWAYS = frozenset({Act.COURTESY, Act.OTHER})
BY_INTENT: dict[Intent, frozenset[Act]] = {
    Intent.ATTENDANCE: frozenset({Act.ATTEND}),
    Intent.BOTH: frozenset({Act.ATTEND}),
    Intent.WITHDRAWAL: frozenset({Act.WITHDRAW}),
    Intent.QUESTION: frozenset(),
    Intent.OTHER: frozenset(),
}
BY_FLAG: dict[Flag, Act] = {
    Flag.SPECIFIC_CASE: Act.CASE,
    Flag.THREAT_OF_HARM: Act.HARM,
    Flag.LOGISTICS: Act.LOGISTICS,
    Flag.NEEDS_ACCOMMODATION: Act.LOGISTICS,
}
_ASKING = (ACTS.index(Act.QUESTION), ACTS.index(Act.FEEDBACK))


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one mail, and for each whether a marked question lies in it or around it."""

    mail: MailExample
    said: tuple[Sentence, ...]
    is_marked: tuple[bool, ...]


def passage(mail: MailExample) -> Passage:
    """The sentences of a mail with their marks."""
    said = sentences(mail.text)
    marked = tuple(any(start < each.end and each.start < end for start, end in mail.questions) for each in said)
    return Passage(mail, said, marked)


def acts_of(taught: Passage, scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The act of each sentence; `scores` are a first model's, one row a sentence. -1: it teaches nothing."""
    found = np.full(len(taught.said), -1)
    surely = _surely(taught.mail)
    allowed = np.asarray([act in surely or act in ALWAYS for act in ACTS])
    for place, is_marked in enumerate(taught.is_marked):
        if is_marked:
            found[place] = _marked(scores[place])
        elif not (taught.mail.questions and scores[place].argmax() in _ASKING):
            # What leads to a question ("My question is about appeals.") asks and does not ask: it teaches nothing.
            found[place] = int(np.where(allowed, scores[place], -np.inf).argmax())
    outside = [place for place, is_marked in enumerate(taught.is_marked) if not is_marked]
    for act in sorted(surely):
        column = ACTS.index(act)
        if outside and not (found[outside] == column).any():
            found[max(outside, key=lambda place: scores[place, column])] = column
    return found


def _surely(mail: MailExample) -> frozenset[Act]:
    return BY_INTENT[mail.intent] | {BY_FLAG[flag] for flag in mail.flags if flag in BY_FLAG}


def _marked(row: NDArray[np.float64]) -> int:
    """A sentence of a question asks, tells, or only gives the ground for it."""
    if row.argmax() == ACTS.index(Act.OTHER):
        return -1
    return max(_ASKING, key=lambda act: float(row[act]))
