"""What a person of the staff should notice: flags weighed from acts and words together, and flags of one word.

A threat of harm is raised on a low probability: missing one is the worst error here, and a person only looks. Wishes
for anonymity, spam and what belongs to other departments are told by words together with what surrounds them: a name
that shall not be said, an offer with a price. Insults and accommodation are one word; disagreement and anger are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act, Flag
from triage.understanding.acts import ACTS, Settings
from triage.understanding.features import Look, is_asking
from triage.understanding.folding import fold
from triage.understanding.lexicon import NUMBER
from triage.understanding.touched import concepts, marks, together

LEARNED: dict[Flag, float] = {
    Flag.THREAT_OF_HARM: 1.0,
    Flag.SPECIFIC_CASE: 0.88,
    Flag.LOGISTICS: 0.75,
    Flag.SPAM: 0.94,
    Flag.OUT_OF_SCOPE: 0.9,
    Flag.ANONYMOUS_REQUEST: 0.92,
}
"""Flags that are weighed, with the share of the true ones that training must find, whatever else it finds."""

BY_CONCEPT: tuple[tuple[str, Flag], ...] = (
    ("insult", Flag.DISRESPECTFUL),
    ("access", Flag.NEEDS_ACCOMMODATION),
)
"""Concept → flag: one phrase is enough."""

_GRAVE = ("suicide", "die", "kill", "danger", "harass", "block")
_TELLING = (
    *_GRAVE,
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
_ASKS, _HARM, _CASE = ACTS.index(Act.QUESTION), ACTS.index(Act.HARM), ACTS.index(Act.CASE)
_MONEY = re.compile(r"[$€£₹¥₽₴₩]\s?\d|\d\s?(?:[$€£₹¥₽₴₩%٪％]|USD|EUR|Kč|zł|kr\b|TL\b|грн|руб|元|円|원|rb\b)")
_ADDRESS = re.compile(r"https?://|www\.")


def flags(
    chances: NDArray[np.float64],
    looks: Sequence[Look],
    above: Sequence[Look],
    text: str,
    settings: Settings,
    topics: Sequence[str] = (),
) -> frozenset[Flag]:
    """The flags of one message: `chances` and `looks` by sentence, in order; `above`: the looks of its subject.

    What names one of the event's `topics` is never out of scope.
    """
    raised = set(_weighed(flag_signals(chances, looks, above, text), settings))
    touched = concepts(looks)
    raised |= {flag for concept, flag in BY_CONCEPT if NUMBER[concept] in touched}
    if Flag.OUT_OF_SCOPE in raised and any(fold(topic) in fold(text) for topic in topics):
        raised.discard(Flag.OUT_OF_SCOPE)
    return frozenset(raised)


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


def _weighed(seen: NDArray[np.float64], settings: Settings) -> list[Flag]:
    raised: list[Flag] = []
    for flag in LEARNED:
        line = settings.get(f"flag {flag}", _NEVER)
        if len(line) > 1 and 1.0 / (1.0 + np.exp(-(seen @ line[1:]))) >= line[0]:
            raised.append(flag)
    return raised
