"""What a person of the staff should notice: flags weighed from acts and words together, and flags of one word.

A threat of harm is raised on a low probability: missing one is the worst error here, and a person only looks. Wishes
for anonymity, spam and what belongs to other departments are told by words together with what surrounds them: a name
that shall not be said, an offer with a price. Insults and accommodation are one word; disagreement and anger are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act, Flag
from triage.understanding import trees
from triage.understanding.acts import ACTS, Settings
from triage.understanding.features import Look, is_asking
from triage.understanding.folding import fold
from triage.understanding.lexicon import NUMBER
from triage.understanding.touched import concepts, marks, together

LEARNED: dict[Flag, float] = {
    Flag.THREAT_OF_HARM: 0.015,
    Flag.SPECIFIC_CASE: 0.02,
    Flag.LOGISTICS: 0.03,
    Flag.SPAM: 0.005,
    Flag.OUT_OF_SCOPE: 0.015,
    Flag.ANONYMOUS_REQUEST: 0.01,
}
"""Flags that are weighed, with the share of the ordinary mails without it on which each may be raised in vain."""

DOUBTED: dict[Flag, float] = {
    Flag.THREAT_OF_HARM: 0.04,
    Flag.SPECIFIC_CASE: 0.04,
}
"""Flags that matter even where they are not likely, with the share of the ordinary mails without it that a person may
read in vain: a threat between the lines of an ordinary mail wakes nobody, but no machine answers it."""

BY_CONCEPT: tuple[tuple[str, Flag], ...] = (
    ("insult", Flag.DISRESPECTFUL),
    ("access", Flag.NEEDS_ACCOMMODATION),
)
"""Concept → flag: one phrase is enough."""

_GRAVE = ("suicide", "die", "kill", "danger", "harass", "block")
_TELLING = (
    *_GRAVE,
    *("farewell", "means", "revenge", "watch", "despair", "fear", "fiction", "grief"),
    *("idiom", "user", "me", "report", "act", "since", "not", "no", "name", "anonymous", "business", "insult"),
    *("department", "article", "attached", "please", "policy", "foundation", "event", "zoom", "link", "want", "come"),
    *("enrol", "record", "device", "broken", "hour", "stream", "howlong", "interpret", "ask", "send", "perhaps", "who"),
)
_PAIRS = (
    *(("name", "not"), ("name", "no"), ("name", "anonymous"), ("name", "me"), ("anonymous", "please"), ("who", "not")),
    *(("business", "link"), ("business", "please"), ("article", "please"), ("article", "act"), ("department", "act")),
    *(("department", "how"), ("department", "when"), ("suicide", "policy"), ("kill", "user"), ("die", "want")),
    *(("danger", "policy"), ("suicide", "user"), ("die", "me"), ("kill", "me"), ("block", "me"), ("harass", "me")),
)
"""Two concepts in one sentence say more than both apart: "my name" and "not"."""
_DEADLY = frozenset(NUMBER[name] for name in ("suicide", "die", "kill", "danger"))
_IN_SUBJECT = ("anonymous", "business", "department", "article", "name")
_NEVER = np.ones(1)
_NO_TREES = np.zeros(0)
_ASKS, _HARM, _CASE = ACTS.index(Act.QUESTION), ACTS.index(Act.HARM), ACTS.index(Act.CASE)
_MONEY = re.compile(r"[$€£₹¥₽₴₩]\s?\d|\d\s?(?:[$€£₹¥₽₴₩%٪％]|USD|EUR|Kč|zł|kr\b|TL\b|грн|руб|元|円|원|rb\b)")
_ADDRESS = re.compile(r"https?://|www\.")


@dataclass(frozen=True, slots=True)
class Noticed:
    """The flags of one message. `doubts`: those of `DOUBTED` that are not raised, and cannot be ruled out."""

    flags: frozenset[Flag]
    doubts: frozenset[Flag]


def noticed(
    chances: NDArray[np.float64],
    looks: Sequence[Look],
    above: Sequence[Look],
    text: str,
    settings: Settings,
    topics: Sequence[str] = (),
) -> Noticed:
    """What one message gives to notice: `chances` and `looks` by sentence, in order; `above`: the looks of its subject.

    What names one of the event's `topics` is never out of scope.
    """
    likely = likelihoods(flag_signals(chances, looks, above, text), settings)
    raised = {flag for flag, chance in likely.items() if chance >= settings[f"flag {flag}"][0]}
    doubts = {flag for flag in DOUBTED if likely.get(flag, 0.0) >= settings.get(f"doubt {flag}", _NEVER)[0]}
    touched = concepts(looks)
    raised |= {flag for concept, flag in BY_CONCEPT if NUMBER[concept] in touched}
    if Flag.OUT_OF_SCOPE in raised and any(fold(topic) in fold(text) for topic in topics):
        raised.discard(Flag.OUT_OF_SCOPE)
    return Noticed(frozenset(raised), frozenset(doubts - raised))


def flag_signals(
    chances: NDArray[np.float64], looks: Sequence[Look], above: Sequence[Look], text: str
) -> NDArray[np.float64]:
    """What the flags are weighed by: the acts of all sentences, and which concepts stand where."""
    if not len(chances):
        chances = np.full((1, len(ACTS)), 0.01)
    strongest = np.clip(chances.max(axis=0), 1e-4, 1 - 1e-4)
    second = np.sort(chances, axis=0)[-2] if len(chances) > 1 else np.full(len(ACTS), 0.01)
    # A question about harm is no harm: what is grave counts where nothing is asked.
    unasked = chances[:, [_HARM, _CASE]] * (1.0 - chances[:, [_ASKS]])
    grave = np.zeros((len(chances), 1))
    grave[: len(looks), 0] = [not _DEADLY.isdisjoint(look.touched) for look in looks]
    told = np.concatenate([unasked.max(axis=0), (unasked * grave).max(axis=0), (unasked * (1.0 - grave)).max(axis=0)])
    return np.concatenate(
        [
            np.log(strongest / (1 - strongest)),
            strongest,
            second,
            chances.mean(axis=0),
            told,
            _words(looks, above),
            [float(_MONEY.search(text) is not None), float(_ADDRESS.search(text) is not None), 1.0],
        ]
    )


def _words(looks: Sequence[Look], above: Sequence[Look]) -> list[float]:
    business = sum(hit.concept == NUMBER["business"] for look in looks for hit in look.hits)
    return [
        *marks(_TELLING, concepts(looks)),
        *marks(_GRAVE, concepts(look for look in looks if not is_asking(look))),
        *marks(_IN_SUBJECT, concepts(above)),
        *together(_PAIRS, looks),
        float(np.log1p(business)),
        float(np.log1p(len(looks))),
    ]


def likelihoods(seen: NDArray[np.float64], settings: Settings) -> dict[Flag, float]:
    """How likely each learned flag is, as weights and trees have it together. `seen`: see `flag_signals`."""
    lines = {flag: line[1:] for flag in LEARNED if len(line := settings.get(f"flag {flag}", _NEVER)) > 1}
    scores = {flag: float(seen @ line) for flag, line in lines.items()}
    if len(line := settings.get("flag trees", _NO_TREES)):
        grown = trees.sums(line, seen, len(LEARNED)).tolist()
        scores = {flag: (scores[flag] + grown[column]) / 2 for column, flag in enumerate(LEARNED) if flag in scores}
    return {flag: float(1.0 / (1.0 + np.exp(-score))) for flag, score in scores.items()}
