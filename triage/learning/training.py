"""Makes the weights from the examples, the same bytes from the same files. Needs scikit-learn (the `train` extra).

What was tried, on the acts of 6,810 sentences in 25 languages, each by a model that never saw its writer (five folds by
style; share right, macro F1, and recall of harm):

    character n-grams (1 to 5) alone, LinearSVC            0.642  0.611  0.49
    n-grams and words                                      0.650  0.619  0.49
    concepts of the lexicon with their order, alone        0.748  0.733  0.74
    all three                                              0.806  0.792  0.79   chosen
    all three, classes balanced / harm weighted double     0.806  0.792  0.81   the threshold of the flag does more

With lexicons for six languages only: all features kept 0.638, those of fewer than three sentences left out 0.696 (and
sentences taught by the mails 0.722); logistic regression 0.690 and forty times as long to fit. Whole mails: the table
read from the strongest sentences alone 0.73, weights over signals 0.90 (macro F1 of intent, folds by style).

With four times as many mails, whose sentences nobody labelled: each of those as a labelled one 0.792 of the labelled
sentences right, half as much 0.795, a third 0.797; the mails themselves were read alike (0.865, 0.864, 0.862).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no types
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # threadpoolctl ships no types

from triage.learning import account_training
from triage.learning.account_examples import phrases
from triage.learning.calibration import FOLDS, Seen, fold_of, perceive, rows_of, settings, told_subject
from triage.learning.design import Design, design, model_of
from triage.learning.examples import Examples, MailExample, read
from triage.learning.mail_sentences import Passage, acts_of, passage
from triage.understanding.acts import ACTS, ActModel, softmax
from triage.understanding.comprehension import lexicon_languages
from triage.understanding.features import Look, look
from triage.understanding.lexicon import Lexicon, parsed

Progress = Callable[[str, int, int], None]
Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

_PENALTY = 0.5
_WEIGHT_OF_A_MAILS_SENTENCE = 0.5
_SEED = 7


@dataclass(frozen=True, slots=True)
class Material:
    """All sentences as rows: first those of the sentence files, then those of the mails.

    `looks`: the sentences as the model sees them. `labels`: acts, -1 where not known. `folds`: all that one style wrote
    stays in one fold.
    """

    looks: tuple[Look, ...]
    made: Design
    labels: Numbers
    folds: Numbers
    is_of_mail: NDArray[np.bool_]
    passages: tuple[Passage, ...]

    @property
    def weights(self) -> Matrix:
        """How much each row counts: nobody labelled the sentences of the mails."""
        return np.where(self.is_of_mail, _WEIGHT_OF_A_MAILS_SENTENCE, 1.0)


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
    # Many threads add up in another order on another machine, and wait for each other on small matrices.
    with threadpool_limits(1):
        named = tuple(phrases(examples_folder.parent / "accounts"))
        model = fitted(examples, lexicon(examples_folder.parents[1] / "lexicon"), progress, named)
    out_path.write_bytes(model.to_bytes())
    return model


def fitted(
    examples: Examples, words: Lexicon, progress: Progress = silent, named: Sequence[MailExample] = ()
) -> ActModel:
    """The model of these examples: weights from all, calibrations from folds that never saw their writer.

    `named`: phrases in which accounts are named.
    """
    known = taught(material(examples, words))
    models, margins = folded(known, words, progress)
    progress("weights", 1, 1)
    heat = temperature(margins[~known.is_of_mail], known.labels[~known.is_of_mail])
    progress("mails", 0, len(examples.mails))
    fresh = tuple(replace(model, temperature=heat) for model in models)
    folds = [fold_of(mail.style) for mail in examples.mails]
    names = account_training.taught(
        [_lesson(mail, fresh[fold], fold) for mail, fold in zip(examples.mails, folds, strict=True)],
        named,
        [sentence.text for sentence in examples.sentences],
    )
    fresh = tuple(replace(model, names=names.unaware.get(fold, model.names)) for fold, model in enumerate(fresh))
    seen = [Seen(mail, perceive(mail, fresh[fold]), fold) for mail, fold in zip(examples.mails, folds, strict=True)]
    alone = softmax(margins[~known.is_of_mail] / heat)
    found = settings(seen, rows_of(seen, examples.sentences, known.looks, alone))
    coefficients, bias = fit(known.made.matrix, known.labels, known.weights)
    return replace(model_of(coefficients, bias, known.made, words, heat), settings=found, names=names.full)


def _lesson(mail: MailExample, model: ActModel, fold: int) -> account_training.Lesson:
    """A mail as the ranker of accounts learns from it, with the acts that a model saw which never saw its writer."""
    evidence = perceive(mail, model).evidence
    acts = tuple((each.start, each.end, each.act.value) for each in evidence)
    return account_training.Lesson(mail, told_subject(mail), acts, fold)


def material(examples: Examples, words: Lexicon) -> Material:
    """Every sentence as a row; those of mails are not labelled yet."""
    passages = tuple(passage(mail) for mail in examples.mails)
    inside = [(said.text, taken.mail) for taken in passages for said in taken.said]
    texts = [(example.text, example.language, example.style) for example in examples.sentences]
    texts += [(text, mail.language, mail.style) for text, mail in inside]
    labels = [ACTS.index(example.act) for example in examples.sentences] + [-1] * len(inside)
    looks = tuple(look(text, words, lexicon_languages(language)) for text, language, _ in texts)
    return Material(
        looks=looks,
        made=design(looks),
        labels=np.asarray(labels),
        folds=np.asarray([fold_of(style) for _, _, style in texts]),
        is_of_mail=np.arange(len(texts)) >= len(examples.sentences),
        passages=passages,
    )


def taught(known: Material) -> Material:
    """With an act for every sentence of the mails, by models that never saw their writer."""
    scores = out_of_fold(known)[0]
    labels = known.labels.copy()
    at = int(np.flatnonzero(known.is_of_mail)[0]) if known.is_of_mail.any() else len(labels)
    for taken in known.passages:
        end = at + len(taken.said)
        labels[at:end] = acts_of(taken, scores[at:end])
        at = end
    return replace(known, labels=labels)


def out_of_fold(known: Material) -> tuple[Matrix, list[tuple[Matrix, Matrix]]]:
    """Scores of every row by the model of the other folds, and those models' coefficients."""
    margins = np.zeros((len(known.labels), len(ACTS)))
    fits: list[tuple[Matrix, Matrix]] = []
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(known.folds != fold), np.flatnonzero(known.folds == fold)
        fits.append(fit(known.made.matrix[inside], known.labels[inside], known.weights[inside]))
        if len(outside):
            margins[outside] = known.made.matrix[outside] @ fits[-1][0].T + fits[-1][1]
    return margins, fits


def folded(known: Material, words: Lexicon, progress: Progress = silent) -> tuple[tuple[ActModel, ...], Matrix]:
    """One model for each fold, made from the others, and the scores of every row by the model that never saw it."""
    progress("folds", 0, FOLDS)
    margins, fits = out_of_fold(known)
    return tuple(model_of(*fit, known.made, words, 1.0) for fit in fits), margins


def fit(matrix: csr_matrix, labels: Numbers, weights: Matrix) -> tuple[Matrix, Matrix]:
    """One line against the rest for each act (squared hinge, L2), in the columns that occur; unlabelled rows out."""
    rows = np.flatnonzero(labels >= 0)
    matrix = matrix[rows]
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]))
    coefficients, bias = np.zeros((len(ACTS), matrix.shape[1])), np.full(len(ACTS), -1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LinearSVC(C=_PENALTY, dual=True, random_state=_SEED, max_iter=2000)
        model.fit(matrix[:, used], labels[rows], sample_weight=weights[rows])
    for row, act in enumerate(model.classes_):
        coefficients[act, used] = model.coef_[row]
        bias[act] = model.intercept_[row]
    return coefficients, bias


def temperature(margins: Matrix, labels: Numbers) -> float:
    """The divisor of the scores at which the probabilities of the true acts are most likely."""
    places = np.arange(len(labels))
    grid = np.geomspace(0.05, 3.0, 120)
    losses = [-np.log(np.maximum(softmax(margins / each)[places, labels], 1e-12)).mean() for each in grid]
    return round(float(grid[int(np.argmin(losses))]), 4)
