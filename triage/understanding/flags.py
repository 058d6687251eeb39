"""What a person of the staff should notice: flags that follow from acts by a table, and flags that words alone raise.

A threat of harm is raised on a low probability: missing one is the worst error here, and a person only looks. Disrespect,
anonymity, accommodation and spam are words addressed to us; disagreement and anger raise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act, Flag
from triage.understanding.acts import ACTS
from triage.understanding.lexicon import NUMBER, Hit

# act → flag, with the probability at which one sentence raises it unless training found a better one
BY_ACT: tuple[tuple[Act, Flag, float], ...] = (
    (Act.CASE, Flag.SPECIFIC_CASE, 0.4),
    (Act.HARM, Flag.THREAT_OF_HARM, 0.2),
    (Act.LOGISTICS, Flag.LOGISTICS, 0.5),
)
# concept → flag: one phrase is enough
BY_CONCEPT: tuple[tuple[str, Flag], ...] = (
    ("insult", Flag.DISRESPECTFUL),
    ("anonymous", Flag.ANONYMOUS_REQUEST),
    ("access", Flag.NEEDS_ACCOMMODATION),
)
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?(?:USD|EUR|%)|https?://")


def flags(
    probabilities: NDArray[np.float64],
    hits: Sequence[Sequence[Hit]],
    text: str,
    settings: dict[str, list[float]],
) -> frozenset[Flag]:
    """The flags of one message: `probabilities` and `hits` by sentence, in order."""
    raised = set(_by_act(probabilities, settings))
    concepts = {hit.concept for sentence in hits for hit in sentence}
    raised |= {flag for concept, flag in BY_CONCEPT if NUMBER[concept] in concepts}
    if _is_spam(probabilities, concepts, text):
        raised.add(Flag.SPAM)
    return frozenset(raised)


def _by_act(probabilities: NDArray[np.float64], settings: dict[str, list[float]]) -> list[Flag]:
    if not len(probabilities):
        return []
    strongest = probabilities.max(axis=0)
    return [
        flag
        for act, flag, usual in BY_ACT
        if strongest[ACTS.index(act)] >= settings.get(f"flag {flag}", [usual])[0]
    ]


def _is_spam(probabilities: NDArray[np.float64], concepts: set[int], text: str) -> bool:
    """Business words, money or a link, and nothing in it that belongs to the call."""
    if not len(probabilities) or NUMBER["business"] not in concepts or not _MONEY.search(text):
        return False
    wanted = probabilities[:, [ACTS.index(act) for act in (Act.ATTEND, Act.QUESTION, Act.WITHDRAW)]]
    return bool(wanted.max() < 0.6 and (probabilities.argmax(axis=1) == ACTS.index(Act.OTHER)).mean() >= 0.4)
