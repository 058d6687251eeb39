"""What a person of the staff should notice: flags that follow from acts by a table, and flags that words alone raise.

A threat of harm is raised on a low probability: missing one is the worst error here, and a person only looks. Insults,
anonymity, accommodation and spam are words addressed to us; disagreement and anger raise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act, Flag
from triage.understanding.acts import ACTS
from triage.understanding.features import Look
from triage.understanding.folding import fold
from triage.understanding.lexicon import NUMBER

LEARNED: dict[Flag, float] = {
    Flag.THREAT_OF_HARM: 0.87,
    Flag.SPECIFIC_CASE: 0.85,
    Flag.LOGISTICS: 0.75,
}
"""Flags that follow from the acts, with the share of the true ones that training must find, whatever else it finds."""
_TELLING = tuple(
    NUMBER[name]
    for name in (
        "suicide",
        "die",
        "kill",
        "danger",
        "idiom",
        "block",
        "harass",
        "user",
        "report",
        "act",
        "anonymous",
        "business",
        "insult",
    )
)

# concept → flag: one phrase is enough
BY_CONCEPT: tuple[tuple[str, Flag], ...] = (
    ("insult", Flag.DISRESPECTFUL),
    ("anonymous", Flag.ANONYMOUS_REQUEST),
    ("access", Flag.NEEDS_ACCOMMODATION),
)
_ASKING = (ACTS.index(Act.QUESTION), ACTS.index(Act.FEEDBACK))
_WANTS_SOMETHING = 0.6
_MOSTLY_BUSINESS = 0.4
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?(?:USD|EUR|%)|https?://")


def flags(
    probabilities: NDArray[np.float64],
    looks: Sequence[Look],
    text: str,
    settings: dict[str, list[float]],
    topics: Sequence[str] = (),
) -> frozenset[Flag]:
    """The flags of one message: `probabilities` and `looks` by sentence, in order."""
    raised = set(_learned(flag_signals(probabilities, looks), settings))
    concepts = {hit.concept for look in looks for hit in look.hits}
    raised |= {flag for concept, flag in BY_CONCEPT if NUMBER[concept] in concepts}
    if _is_spam(probabilities, concepts, text):
        raised.add(Flag.SPAM)
    if _is_out_of_scope(probabilities, looks, text, topics):
        raised.add(Flag.OUT_OF_SCOPE)
    return frozenset(raised)


def flag_signals(chances: NDArray[np.float64], looks: Sequence[Look]) -> NDArray[np.float64]:
    """What the learned flags are weighed by: the acts of all sentences, and the gravest words found."""
    if not len(chances):
        chances = np.full((1, len(ACTS)), 0.01)
    strongest = np.clip(chances.max(axis=0), 1e-4, 1 - 1e-4)
    second = np.sort(chances, axis=0)[-2] if len(chances) > 1 else np.full(len(ACTS), 0.01)
    concepts = {hit.concept for look in looks for hit in look.hits}
    words = [float(concept in concepts) for concept in _TELLING]
    return np.concatenate([np.log(strongest / (1 - strongest)), strongest, second, chances.mean(axis=0), words, [1.0]])


def _learned(seen: NDArray[np.float64], settings: dict[str, list[float]]) -> list[Flag]:
    raised: list[Flag] = []
    for flag in LEARNED:
        threshold, *line = settings.get(f"flag {flag}", [1.0])
        if line and 1.0 / (1.0 + np.exp(-float(np.dot(seen, line)))) >= threshold:
            raised.append(flag)
    return raised


def _is_spam(probabilities: NDArray[np.float64], concepts: set[int], text: str) -> bool:
    """Business words, money or a link, and nothing in it that belongs to the call."""
    if not len(probabilities) or NUMBER["business"] not in concepts or not _MONEY.search(text):
        return False
    wanted = probabilities[:, [ACTS.index(act) for act in (Act.ATTEND, Act.QUESTION, Act.WITHDRAW)]]
    others = (probabilities.argmax(axis=1) == ACTS.index(Act.OTHER)).mean()
    return bool(wanted.max() < _WANTS_SOMETHING and others >= _MOSTLY_BUSINESS)


def _is_out_of_scope(
    probabilities: NDArray[np.float64], looks: Sequence[Look], text: str, topics: Sequence[str]
) -> bool:
    """A question that names another department's matter, in a text that names none of the event's topics."""
    if not topics or any(fold(topic) in fold(text) for topic in topics):
        return False
    asked = [look for look, row in zip(looks, probabilities, strict=False) if row.argmax() in _ASKING]
    return any(hit.concept == NUMBER["department"] for look in asked for hit in look.hits)
