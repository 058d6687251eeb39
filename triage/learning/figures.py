"""The arithmetic of measuring: F1, calibration error, overlap of passages. Pure; knows nothing of mails."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

BINS = 10
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`. A share of nothing is None, not a perfect score."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Found:
    """How well something is found: `recall` of the true ones, `precision` of the found ones."""

    recall: Share
    precision: Share

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where there was nothing to find and nothing found."""
        total = self.recall.of + self.precision.of
        return (self.recall.right + self.precision.right) / total if total else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings whose confidence lay in one tenth: how many, how sure they were, how often they were right."""

    count: int
    confidence: float
    accuracy: float


def found(true: Sequence[bool], told: Sequence[bool]) -> Found:
    """Recall and precision of a yes-or-no question."""
    both = sum(is_so and said for is_so, said in zip(true, told, strict=True))
    return Found(Share(both, sum(true)), Share(both, sum(told)))


def by_label(true: Sequence[Hashable], told: Sequence[Hashable]) -> dict[Hashable, Found]:
    """Each label of the truth against the rest."""
    labels = sorted(set(true), key=str)
    return {label: found([one == label for one in true], [one == label for one in told]) for label in labels}


def macro_f1(true: Sequence[Hashable], told: Sequence[Hashable]) -> float | None:
    """The mean F1 of the labels that occur in the truth; each counts as much as the other."""
    scores = [each.f1 or 0.0 for each in by_label(true, told).values()]
    return sum(scores) / len(scores) if scores else None


def reliability(confidences: Sequence[float], is_right: Sequence[bool]) -> tuple[Bin | None, ...]:
    """Ten bins of equal width, from 0 to 1; an empty one is None."""
    bins: list[Bin | None] = []
    for number in range(BINS):
        inside = [place for place, each in enumerate(confidences) if min(int(each * BINS), BINS - 1) == number]
        right = sum(is_right[place] for place in inside)
        sure = sum(confidences[place] for place in inside)
        bins.append(Bin(len(inside), sure / len(inside), right / len(inside)) if inside else None)
    return tuple(bins)


def calibration_error(bins: Sequence[Bin | None]) -> float | None:
    """Expected calibration error: the mean distance between confidence and accuracy, by the number in each bin."""
    total = sum(each.count for each in bins if each)
    return sum(each.count * abs(each.confidence - each.accuracy) for each in bins if each) / total if total else None


def overlap(true: Sequence[Span], told: Sequence[Span]) -> Found:
    """A true passage is found where told ones cover half of it; a told one is right where half of it is true."""
    return Found(
        Share(sum(_is_covered(span, told) for span in true), len(true)),
        Share(sum(_is_covered(span, true) for span in told), len(told)),
    )


def _is_covered(span: Span, others: Sequence[Span]) -> bool:
    shared = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in others)
    return shared * 2 >= span[1] - span[0]


def added(parts: Sequence[Found]) -> Found:
    """Many counts as one."""
    return Found(
        Share(sum(part.recall.right for part in parts), sum(part.recall.of for part in parts)),
        Share(sum(part.precision.right for part in parts), sum(part.precision.of for part in parts)),
    )
