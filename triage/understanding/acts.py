"""One act for each sentence, with a calibrated probability and what decided. A linear model, scored with numpy alone.

The weights come as bytes (`ActModel.from_bytes`), made by `triage.learning`. Integer weights make a score the same on
every machine. It looks at one sentence at a time: what a whole message wants is the table in `intents`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act
from triage.understanding.features import (
    CONCEPT_FEATURES,
    NGRAM_BITS,
    WORD_BITS,
    Look,
    concept_name,
    ngrams,
)
from triage.understanding.lexicon import CONCEPTS, Lexicon

ACTS = tuple(Act)
_MAGIC = b"openhour acts 1\n"
_TOLD = 3

Table = NDArray[np.int8]
Scores = NDArray[np.float64]


class WeightsError(ValueError):
    """The bytes are not weights of this version."""


@dataclass(frozen=True, slots=True)
class ActModel:
    """Weights of the acts: three tables of whole numbers (one row a feature, one column an act) and their scales.

    `settings` holds thresholds and calibrations by name, as training found them.
    """

    ngram_weights: Table
    word_weights: Table
    concept_weights: Table
    scales: NDArray[np.float64]
    bias: Scores
    temperature: float
    lexicon: Lexicon
    settings: dict[str, list[float]]

    @classmethod
    def from_bytes(cls, blob: bytes) -> ActModel:
        """The model that `to_bytes` packed. Raises `WeightsError` where the bytes are something else."""
        if not blob.startswith(_MAGIC):
            raise WeightsError("These weights were not made for this version; run “openhour train”.")
        raw = zlib.decompress(blob[len(_MAGIC) :])
        length = int.from_bytes(raw[:4], "big")
        head = json.loads(raw[4 : 4 + length])
        if head["concepts"] != list(CONCEPTS) or head["acts"] != [str(act) for act in ACTS]:
            raise WeightsError("These weights know other acts or concepts; run “openhour train”.")
        rows = np.frombuffer(raw, dtype=np.int8, offset=4 + length).reshape(-1, len(ACTS))
        first, second = 1 << NGRAM_BITS, (1 << NGRAM_BITS) + (1 << WORD_BITS)
        return cls(
            ngram_weights=rows[:first],
            word_weights=rows[first:second],
            concept_weights=rows[second : second + CONCEPT_FEATURES],
            scales=np.asarray(head["scales"]),
            bias=np.asarray(head["bias"]),
            temperature=head["temperature"],
            lexicon=Lexicon([tuple(row) for row in head["lexicon"]]),
            settings=head["settings"],
        )

    def to_bytes(self) -> bytes:
        """The model as bytes, the same for the same weights."""
        head = {
            "acts": [str(act) for act in ACTS],
            "concepts": list(CONCEPTS),
            "scales": self.scales.tolist(),
            "bias": self.bias.tolist(),
            "temperature": self.temperature,
            "settings": self.settings,
            "lexicon": [list(row) for row in self.lexicon.rows],
        }
        header = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
        rows = (self.ngram_weights, self.word_weights, self.concept_weights)
        raw = len(header).to_bytes(4, "big") + header + b"".join(table.tobytes() for table in rows)
        return _MAGIC + zlib.compress(raw, 9)

    def logits(self, looks: Sequence[Look]) -> Scores:
        """One row of scores for each sentence, one column for each act."""
        total = np.tile(self.bias, (len(looks), 1))
        sums = np.zeros((len(looks), len(ACTS)), dtype=np.int64)
        counts = np.zeros(len(looks))
        for numbers, edges in zip(*ngrams([look.folded for look in looks]), strict=True):
            running = np.cumsum(self.ngram_weights[numbers], axis=0, dtype=np.int64)
            running = np.vstack([np.zeros((1, len(ACTS)), dtype=np.int64), running])
            sums += np.diff(running[edges], axis=0)
            counts += np.diff(edges)
        total += sums * self.scales[0] / np.sqrt(np.maximum(counts, 1))[:, None]
        for place, look in enumerate(looks):
            total[place] += _share(self.word_weights, look.words) * self.scales[1]
            total[place] += self.concept_weights[look.concepts].sum(axis=0, dtype=np.int64) * self.scales[2]
        return total

    def probabilities(self, looks: Sequence[Look]) -> Scores:
        """Calibrated probabilities of the acts, one row for each sentence."""
        if not looks:
            return np.zeros((0, len(ACTS)))
        return softmax(self.logits(looks) / self.temperature)

    def because(self, look: Look, act: int) -> tuple[str, ...]:
        """The few features that spoke most for `act`: concepts by name, words as the person folded them."""
        mean = self.concept_weights[look.concepts].mean(axis=1)
        gains = (self.concept_weights[look.concepts, act] - mean) * self.scales[2]
        told = [(float(gain), concept_name(int(number))) for number, gain in zip(look.concepts, gains, strict=True)]
        told += self._telling_words(look, act)
        best = sorted((pair for pair in told if pair[0] > 0 and pair[1] != "length"), reverse=True)
        return tuple(f"{name} +{gain:.1f}" for gain, name in best[:_TOLD])

    def _telling_words(self, look: Look, act: int) -> list[tuple[float, str]]:
        words = list(dict.fromkeys(look.folded.split()))[:60]
        if not words:
            return []
        whole = sum(len(word) for word in words) * 4
        sums = np.zeros(len(words))
        for numbers, edges in zip(*ngrams(words), strict=True):
            rows = self.ngram_weights[numbers]
            gains = np.concatenate([[0.0], np.cumsum(rows[:, act] - rows.mean(axis=1))])
            sums += np.diff(gains[edges])
        values = sums * self.scales[0] / max(1.0, whole**0.5)
        return [(float(value), f"“{word.strip('.,;:!?')[:24]}”") for word, value in zip(words, values, strict=True)]


def _share(table: Table, numbers: NDArray[np.int64]) -> Scores:
    """The sum of the rows, over the root of their number: long sentences do not shout."""
    if not len(numbers):
        return np.zeros(table.shape[1])
    return np.asarray(table[numbers].sum(axis=0, dtype=np.int64) / np.sqrt(len(numbers)))


def softmax(scores: Scores) -> Scores:
    """Rows of scores as rows of probabilities."""
    spread = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(spread / spread.sum(axis=1, keepdims=True))
