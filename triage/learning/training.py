"""Makes the weights from the examples, the same bytes from the same files. Needs scikit-learn (the `train` extra)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]  # scipy ships no types
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

from triage.learning.examples import Examples, SentenceExample, read
from triage.understanding.acts import ACTS, ActModel, softmax
from triage.understanding.comprehension import lexicon_languages
from triage.understanding.features import CONCEPT_FEATURES, NGRAM_BITS, WORD_BITS, Look, look, ngrams
from triage.understanding.lexicon import Lexicon, parsed

FOLDS = 5
Progress = Callable[[str, int, int], None]
Matrix = NDArray[np.float64]

_GAINS = (7.0, 4.0, 0.3)
_PENALTY = 1 / 30
_QUANTA = 127
_SEED = 7


def silent(_: str, __: int, ___: int) -> None:
    """Progress that nobody watches."""


def lexicon(folder: Path) -> Lexicon:
    """All lexicon files of a folder, in the order of their names."""
    rows: list[tuple[str, str, str]] = []
    for path in sorted(folder.glob("*.txt")):
        tags = ("zh-hans", "zh-hant") if path.stem == "zh" else (path.stem,)
        for tag in tags:
            rows += parsed(tag, path.read_text("utf-8"))
    return Lexicon(rows)


def train(examples_folder: Path, out_path: Path, progress: Progress = silent) -> ActModel:
    """Learn from `examples_folder` (never from held-out files) and write the weights to `out_path`."""
    examples = read(examples_folder)
    model = fitted(examples, lexicon(examples_folder.parents[1] / "lexicon"), progress)
    out_path.write_bytes(model.to_bytes())
    return model


def fitted(examples: Examples, words: Lexicon, progress: Progress = silent) -> ActModel:
    """The model of these examples: weights from all, temperature from folds that never saw their writer."""
    looks = [_look(example, words) for example in examples.sentences]
    labels = np.asarray([ACTS.index(example.act) for example in examples.sentences])
    matrix = features(looks)
    folds = np.asarray([fold_of(example.style) for example in examples.sentences])
    margins = np.zeros((len(labels), len(ACTS)))
    for fold in range(FOLDS):
        progress("folds", fold, FOLDS)
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(outside):
            coefficients, bias = _fit(matrix[inside], labels[inside])
            margins[outside] = matrix[outside] @ coefficients.T + bias
    progress("weights", 1, 1)
    coefficients, bias = _fit(matrix, labels)
    return replace(_packed(coefficients, bias, words), temperature=temperature(margins, labels))


def fold_of(style: str) -> int:
    """Which fold a writer belongs to: all that one style wrote stays together."""
    return crc32(style.encode()) % FOLDS


def _look(example: SentenceExample, words: Lexicon) -> Look:
    return look(example.text, words, lexicon_languages(example.language))


def features(looks: Sequence[Look]) -> csr_matrix:
    """The three families side by side, each with its gain: one row for each sentence."""
    numbers, edges = ngrams([each.folded for each in looks])
    grams = [np.concatenate([n[e[i] : e[i + 1]] for n, e in zip(numbers, edges, strict=True)]) for i in range(len(looks))]
    families = (
        _family(grams, 1 << NGRAM_BITS, shared=True) * _GAINS[0],
        _family([each.words for each in looks], 1 << WORD_BITS, shared=True) * _GAINS[1],
        _family([each.concepts for each in looks], CONCEPT_FEATURES, shared=False) * _GAINS[2],
    )
    return hstack(families).tocsr()


def _family(rows: Sequence[NDArray[np.int64]], width: int, *, shared: bool) -> csr_matrix:
    edges = np.cumsum([0, *(len(row) for row in rows)])
    values = [np.full(len(row), 1 / np.sqrt(max(1, len(row))) if shared else 1.0) for row in rows]
    matrix = csr_matrix((np.concatenate(values), np.concatenate(rows), edges), shape=(len(rows), width))
    matrix.sum_duplicates()
    return matrix


def _fit(matrix: csr_matrix, labels: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """One line against the rest for each act (squared hinge, L2), in the columns that occur."""
    used = np.flatnonzero(np.diff(matrix.tocsc().indptr))
    coefficients, bias = np.zeros((len(ACTS), matrix.shape[1])), np.full(len(ACTS), -1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LinearSVC(C=_PENALTY, dual=True, random_state=_SEED, max_iter=2000).fit(matrix[:, used], labels)
    for row, act in enumerate(model.classes_):
        coefficients[act, used] = model.coef_[row]
        bias[act] = model.intercept_[row]
    return coefficients, bias


def temperature(margins: Matrix, labels: NDArray[np.int64]) -> float:
    """The divisor of the scores at which the probabilities of the true acts are most likely."""
    places = np.arange(len(labels))
    grid = np.geomspace(0.05, 3.0, 120)
    losses = [-np.log(np.maximum(softmax(margins / each)[places, labels], 1e-12)).mean() for each in grid]
    return round(float(grid[int(np.argmin(losses))]), 4)


def _packed(coefficients: Matrix, bias: Matrix, words: Lexicon) -> ActModel:
    """Weights as whole numbers of one byte; each family has its own scale."""
    edges = np.cumsum([0, 1 << NGRAM_BITS, 1 << WORD_BITS, CONCEPT_FEATURES])
    tables, scales = [], []
    for number, gain in enumerate(_GAINS):
        rows = coefficients[:, edges[number] : edges[number + 1]].T * gain
        scale = float(np.abs(rows).max() / _QUANTA) or 1.0
        tables.append(np.round(rows / scale).astype(np.int8))
        scales.append(scale)
    return ActModel(tables[0], tables[1], tables[2], np.asarray(scales), bias, 1.0, words, {})
