"""The matrix that the weights are fitted to: one row a sentence, the three families side by side.

How a value is reckoned here must be how `understanding.families` reckons it: the same whole numbers, the same lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack  # type: ignore[import-untyped]  # scipy ships no types

from triage.understanding.acts import ActModel
from triage.understanding.families import Family, owned
from triage.understanding.features import CONCEPT_FEATURES, NGRAM_BITS, WORD_BITS, Ids, Look, ngrams, words
from triage.understanding.lexicon import Lexicon

GAINS = (1.5, 1.0, 0.2)
"""How loud each family is, found by measurement (see `training`)."""
LEAST_SENTENCES = (3, 2, 1)
"""A feature that fewer sentences have is noise: leaving those out was worth two points of accuracy."""
WIDTHS = (1 << NGRAM_BITS, 1 << WORD_BITS, CONCEPT_FEATURES)
_RARITY_STEPS = 24
_QUANTA = 127

Matrix = NDArray[np.float64]
Rarity = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Design:
    """`matrix`: (sentences, all features). `rarities`: of the first two families, as the model carries them."""

    matrix: csr_matrix
    rarities: tuple[Rarity, Rarity]


def design(looks: Sequence[Look]) -> Design:
    """The matrix of these sentences, and how rare each feature is among them."""
    numbers, owners = ngrams([each.folded for each in looks])
    grams = _counts(numbers, owners, len(looks), WIDTHS[0])
    tokens = _counts(*words([each.folded for each in looks]), len(looks), WIDTHS[1])
    concepts = _counts(*owned([each.concepts for each in looks]), len(looks), WIDTHS[2])
    rarities = (_rarity(grams, LEAST_SENTENCES[0]), _rarity(tokens, LEAST_SENTENCES[1]))
    families = (_weighted(grams, rarities[0]), _weighted(tokens, rarities[1]), concepts)
    matrix = hstack([family * gain for family, gain in zip(families, GAINS, strict=True)]).tocsr()
    return Design(matrix, rarities)


def _counts(numbers: Ids, owners: Ids, rows: int, width: int) -> csr_matrix:
    matrix = csr_matrix((np.ones(len(numbers)), (owners, numbers)), shape=(rows, width))
    matrix.sum_duplicates()
    return matrix


def _rarity(counts: csr_matrix, least: int) -> Rarity:
    """Inverse document frequency in whole steps; 0 for what too few sentences have."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log(counts.shape[0] / np.maximum(seen, 1)) + 1
    steps = np.clip(np.round(rare * _RARITY_STEPS), 1, 255)
    return np.asarray(np.where(seen >= least, steps, 0), dtype=np.uint8)


def _weighted(counts: csr_matrix, rarity: Rarity) -> csr_matrix:
    """Each feature as often as it stands there, by its rarity, over the sentence's length (see `Family.scores`)."""
    rare = rarity.astype(np.float64)
    lengths = np.sqrt(np.maximum(counts @ (rare * rare), 1.0))
    return diags(1 / lengths) @ counts @ diags(rare)


def model_of(coefficients: Matrix, bias: Matrix, made: Design, phrases: Lexicon, temperature: float) -> ActModel:
    """Weights as whole numbers of one byte; each family has its own scale. `coefficients`: (acts, all features)."""
    edges = np.cumsum([0, *WIDTHS])
    families: list[Family] = []
    for number, gain in enumerate(GAINS):
        rows = coefficients[:, edges[number] : edges[number + 1]].T * gain
        rarity = made.rarities[number] if number < len(made.rarities) else None
        if rarity is not None:
            rows = rows * rarity[:, None]
        scale = float(np.abs(rows).max() / _QUANTA) or 1.0
        families.append(Family.of(np.round(rows / scale).astype(np.int8), scale, rarity))
    return ActModel((families[0], families[1], families[2]), bias, temperature, phrases, {})
