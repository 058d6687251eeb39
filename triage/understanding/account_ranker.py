"""Weighs the passages of a text against each other, and against there being no name; says how sure it is.

A conditional logit: every passage has a score, the sum of its features' weights; so has "none is named"; their shares
of the exponentials are probabilities. A second sum says of each passage whether it is an account of the writer or a
guest at all. Weights are whole hundredths, learned by `triage.learning.account_training`, which holds the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import exp
from typing import Any

import numpy as np

from triage.understanding.account_features import (
    Acts,
    Seen,
    Surroundings,
    beginning,
    ending,
    nothing,
    seen_in,
    surroundings,
)
from triage.understanding.account_letters import NOTHING, Letters
from triage.understanding.account_passages import passage
from triage.understanding.account_spans import HELD, Span, spans
from triage.understanding.trees import Line
from triage.understanding.usernames import username

Weight = tuple[int, int]
HUNDREDTHS = 100.0
ASKED_FOR = "account-request"
_MOST_WEIGHED = 14
"""Passages whose beginning and end speak most for them are weighed whole; the others are given up."""
_MOST_HELD = 6
"""Of the passages that marks hold on both sides so many are weighed whole in any case."""
_MOST_BEGUN = 16
"""Beginnings for which what stands before them speaks most. With 24 of them, and 20 passages, one account more of
596 was right, and naming took a quarter longer."""
_MOST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was learned of account names.

    `weights`: of each feature, for the account that is meant and for any account that is the writer's or a guest's,
    in hundredths. `ordinary`: words of the languages, by how common they are. `letters` and `trees` choose among the
    likeliest (`account_finalists`). `curve`: points that calibrate a name's probability; `curve_of_none`: that of no
    name.
    """

    weights: Mapping[str, Weight] = field(default_factory=dict)
    ordinary: Mapping[str, int] = field(default_factory=dict)
    letters: Letters = NOTHING
    trees: Line = field(default_factory=lambda: np.zeros(0))
    curve: tuple[float, ...] = ()
    curve_of_none: tuple[float, ...] = ()

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Ranker:
        """The ranker that `to_table` wrote."""
        weights = dict(zip(table["names"], zip(table["meant"], table["listed"], strict=True), strict=True))
        ordinary = {word: number for number, words in enumerate(table["ordinary"], 1) for word in words}
        trees = np.asarray(table["trees"], np.float64)
        letters = Letters.from_text(table["letters"], table["scale of letters"])
        return cls(weights, ordinary, letters, trees, tuple(table["curve"]), tuple(table["curve_of_none"]))

    def to_table(self) -> dict[str, Any]:
        """The ranker as lists, the same for the same weights."""
        names = sorted(self.weights)
        return {
            "names": names,
            "meant": [self.weights[name][0] for name in names],
            "listed": [self.weights[name][1] for name in names],
            "ordinary": [sorted(word for word, known in self.ordinary.items() if known == level) for level in (1, 2)],
            "letters": self.letters.to_text(),
            "scale of letters": self.letters.scale,
            "trees": self.trees.tolist(),
            "curve": list(self.curve),
            "curve_of_none": list(self.curve_of_none),
        }


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage as typed, with its probability to be the account that is meant, and to be anybody's who comes."""

    span: Span
    typed: str
    meant: float
    listed: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages with their probabilities, and that of no account being named."""

    passages: tuple[Ranked, ...] = ()
    nothing: float = 1.0
    about: Surroundings | None = None


def could_be(text: str, asked: str) -> tuple[Seen, list[Span]]:
    """A text in pieces, and all passages that could be names."""
    seen = seen_in(text)
    return seen, spans(seen.atoms, seen.forms, is_asked=asked == ASKED_FOR) if seen.atoms.starts else []


def ranking(text: str, ranker: Ranker, acts: Acts, *, asked: str, subject_end: int) -> Ranking:
    """Every likely passage of `text` with its probabilities."""
    seen = seen_in(text)
    if not seen.atoms.starts:
        return Ranking()
    about = surroundings(seen, ranker.ordinary, acts, asked=asked, subject_end=subject_end)
    lefts = _Lefts(about, ranker.weights)
    found = spans(seen.atoms, seen.forms, is_asked=asked == ASKED_FOR, chosen=lefts.likeliest)
    if not found:
        return Ranking()
    scored = _scored(about, ranker.weights, lefts, found)
    none = _sum(ranker.weights, nothing(about, len(found)))[0]
    top = max([none, *(meant for _, meant, _ in scored)])
    shares = [exp((meant - top) / HUNDREDTHS) for _, meant, _ in scored]
    share = exp((none - top) / HUNDREDTHS)
    total = sum(shares) + share
    result = tuple(
        Ranked(span, span.name or text[span.start : span.end], one / total, _logistic(listed / HUNDREDTHS))
        for (span, _, listed), one in zip(scored, shares, strict=True)
    )
    return Ranking(result, share / total, about)


class _Lefts(dict[int, Weight]):
    """What stands before an atom, weighed once and when it is asked for."""

    def __init__(self, about: Surroundings, weights: Mapping[str, Weight]) -> None:
        super().__init__()
        self._about, self._weights = about, weights

    def __missing__(self, first: int) -> Weight:
        self[first] = _sum(self._weights, beginning(self._about, first))
        return self[first]

    def likeliest(self, begun: Sequence[int]) -> Sequence[int]:
        """The beginnings for which most is said before them, in order: the others are not even ended."""
        if len(begun) <= _MOST_BEGUN:
            return begun
        return sorted(sorted(begun, key=lambda first: -self[first][0])[:_MOST_BEGUN])


def _scored(
    about: Surroundings, weights: Mapping[str, Weight], lefts: Mapping[int, Weight], found: Sequence[Span]
) -> list[tuple[Span, int, int]]:
    """The passages with their two sums: a few that marks hold on both sides, then the best by their edges."""
    rights = {last: _sum(weights, ending(about, last)) for last in dict.fromkeys(span.last for span in found)}
    best = sorted(found, key=lambda span: (-lefts[span.first][0] - rights[span.last][0], span.start, span.end))
    held = list(islice((span for span in best if span.form in HELD), _MOST_HELD))
    best = [*held, *(span for span in best if span not in held)]
    named = (span for span in best if username(span.name or about.seen.text[span.start : span.end]))
    scored: list[tuple[Span, int, int]] = []
    for span in islice(named, _MOST_WEIGHED):
        left, right, own = lefts[span.first], rights[span.last], _sum(weights, passage(about, span))
        scored.append((span, left[0] + right[0] + own[0], left[1] + right[1] + own[1]))
    return scored


def because(ranked: Ranking, ranker: Ranker, span: Span) -> tuple[str, ...]:
    """The few features that spoke most for a passage."""
    if ranked.about is None:
        return ()
    about = ranked.about
    told = dict.fromkeys([*beginning(about, span.first), *ending(about, span.last), *passage(about, span)])
    gains = sorted(((ranker.weights.get(name, (0, 0))[0], name) for name in told), reverse=True)
    return tuple(f"{name} +{gain / HUNDREDTHS:.1f}" for gain, name in gains[:_MOST_TOLD] if gain > 0)


def _sum(weights: Mapping[str, Weight], names: Sequence[str]) -> Weight:
    one = two = 0
    for pair in map(weights.get, names):
        if pair is not None:
            one += pair[0]
            two += pair[1]
    return one, two


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + exp(-max(min(value, 30.0), -30.0)))
