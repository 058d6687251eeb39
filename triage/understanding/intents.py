"""From the acts of the sentences to what the whole message wants: a table, read top to bottom.

A withdrawal beats a wish to come ("I said I would come, but …"); a question or feedback beside a wish makes it both.
The probability of each row is the product of its columns, so that doubt about one sentence is doubt about the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act, Intent
from triage.understanding.acts import ACTS

# withdraws, asks to attend, asks or tells for the call → intent
TABLE: tuple[tuple[bool, bool, bool, Intent], ...] = (
    (True, True, True, Intent.BOTH),  # "I can't come in person but want the link": two acts, a person decides on doubt
    (True, True, False, Intent.WITHDRAWAL),
    (True, False, True, Intent.WITHDRAWAL),
    (True, False, False, Intent.WITHDRAWAL),
    (False, True, True, Intent.BOTH),
    (False, True, False, Intent.ATTENDANCE),
    (False, False, True, Intent.QUESTION),
    (False, False, False, Intent.OTHER),
)
_ATTEND = ACTS.index(Act.ATTEND)
_WITHDRAW = ACTS.index(Act.WITHDRAW)
_QUESTION = ACTS.index(Act.QUESTION)
_FEEDBACK = ACTS.index(Act.FEEDBACK)
_TEMPER = 1e-9


@dataclass(frozen=True, slots=True)
class Wants:
    """How sure we are that the message does each of the three things that decide its intent."""

    withdraws: float
    attends: float
    asks: float


def wants(probabilities: NDArray[np.float64]) -> Wants:
    """The strongest sentence of each kind. More sentences of one kind do not add up: ten doubts are not a certainty."""
    if not len(probabilities):
        return Wants(0.0, 0.0, 0.0)
    asks = probabilities[:, _QUESTION] + probabilities[:, _FEEDBACK]
    strongest = probabilities.max(axis=0)
    return Wants(float(strongest[_WITHDRAW]), float(strongest[_ATTEND]), float(asks.max()))


def intent(seen: Wants, settings: dict[str, list[float]]) -> tuple[Intent, float]:
    """The intent of the table's best row, and its calibrated probability."""
    weights = _rows(seen, settings)
    best = max(weights, key=lambda each: weights[each])
    return best, calibrated(weights[best], settings.get("intent", []))


def _rows(seen: Wants, settings: dict[str, list[float]]) -> dict[Intent, float]:
    shares = [
        _sharpened(value, settings.get(name, []))
        for name, value in (("withdraws", seen.withdraws), ("attends", seen.attends), ("asks", seen.asks))
    ]
    weights = dict.fromkeys(Intent, 0.0)
    for *columns, row in TABLE:
        product = 1.0
        for is_so, share in zip(columns, shares, strict=True):
            product *= share if is_so else 1.0 - share
        weights[row] += product
    return weights


def _sharpened(value: float, line: Sequence[float]) -> float:
    """A probability moved by a logistic line (slope, offset) that training fitted on whole mails."""
    if not line:
        return value
    return 1.0 / (1.0 + float(np.exp(-(line[0] * _logit(value) + line[1]))))


def _logit(value: float) -> float:
    value = min(max(value, 1e-6), 1.0 - 1e-6)
    return float(np.log(value / (1.0 - value)))


def calibrated(value: float, steps: Sequence[float]) -> float:
    """`value` on the calibration curve: points (x0, y0, x1, y1, …) with rising x, straight lines between them."""
    if len(steps) < 4:
        return value
    return float(np.interp(value, steps[0::2], steps[1::2]))


def evidence_confidence(probabilities: Sequence[float], at: int) -> float:
    """The probability of one act of one sentence, never exactly 0 or 1."""
    return min(max(float(probabilities[at]), _TEMPER), 1.0 - _TEMPER)
