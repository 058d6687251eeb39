"""What whole mails teach: the table of intents, the flags, and probabilities that mean what they say.

Every mail is read by a model that never saw its writer; what that model makes of it is what is learned from here, so
that the errors of the sentences are part of what is weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from triage.learning.examples import MailExample, SentenceExample
from triage.model.reading import Act, Flag, Intent
from triage.policy.subject import has_reply_prefix
from triage.understanding.acts import ActModel, Settings
from triage.understanding.comprehension import Perceived, perceived
from triage.understanding.features import Look
from triage.understanding.flags import LEARNED, flag_signals
from triage.understanding.intents import About, signals

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

ALONE = {
    Act.ATTEND: Intent.ATTENDANCE,
    Act.WITHDRAW: Intent.WITHDRAWAL,
    Act.QUESTION: Intent.QUESTION,
    Act.FEEDBACK: Intent.QUESTION,
}
"""What a mail of one sentence wants."""
FOLDS = 5

_WEIGHT_OF_A_SENTENCE = 0.05
_STRICTNESS = 0.1
_STRICTNESS_OF_FLAGS = 0.02
_CURVE = np.concatenate([np.arange(0.2, 0.9, 0.1), [0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0]])
_DECIMALS = 5


def fold_of(style: str) -> int:
    """Which fold a writer belongs to: all that one style wrote stays together."""
    return crc32(style.encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Seen:
    """One mail as a model saw that never saw its writer, and the fold of the writer."""

    mail: MailExample
    perceived: Perceived
    fold: int


def perceive(mail: MailExample, model: ActModel) -> Perceived:
    """A mail's own text as `judge` hands it on: the subject of a reply is left over, and says nothing."""
    return perceived(mail.text, model, subject=told_subject(mail), asked=mail.asked)


def told_subject(mail: MailExample) -> str:
    """The subject as it is handed on: what is left over from an earlier mail is not."""
    return "" if has_reply_prefix(mail.subject) else mail.subject


@dataclass(frozen=True, slots=True)
class Rows:
    """Messages as rows of signals, with their intents, folds and weights. The first `mails` of them are whole mails."""

    matrix: Matrix
    wanted: Numbers
    folds: Numbers
    weights: Matrix
    mails: int

    def part(self, chosen: NDArray[np.bool_]) -> Rows:
        """Only the chosen rows."""
        mails = int(chosen[: self.mails].sum())
        return Rows(self.matrix[chosen], self.wanted[chosen], self.folds[chosen], self.weights[chosen], mails)


def rows_of(seen: Sequence[Seen], lone: Sequence[SentenceExample], looks: Sequence[Look], chances: Matrix) -> Rows:
    """The mails, and each lone sentence as a mail of one sentence, which counts little."""
    mails = [each.perceived.signals for each in seen]
    abouts = [About(None, has_question_mark=any(mark in each.text for mark in "?？؟"), sentences=1) for each in lone]
    short = [signals(chances[at : at + 1], about, looks[at : at + 1]) for at, about in enumerate(abouts)]
    wanted = [each.mail.intent for each in seen] + [ALONE.get(each.act, Intent.OTHER) for each in lone]
    return Rows(
        matrix=np.asarray(mails + short),
        wanted=np.asarray([list(Intent).index(each) for each in wanted]),
        folds=np.asarray([each.fold for each in seen] + [fold_of(each.style) for each in lone]),
        weights=np.asarray([1.0] * len(mails) + [_WEIGHT_OF_A_SENTENCE] * len(short)),
        mails=len(mails),
    )


def settings(seen: Sequence[Seen], rows: Rows) -> Settings:
    """The settings of the model: one row of weights for each intent, the curve of confidence, the flags' lines."""
    folds = np.asarray([each.fold for each in seen])
    found = {f"intent {name}": _rounded(row) for name, row in zip(Intent, _table(rows), strict=True)}
    found["confidence"] = _curve(_out_of_fold(rows), rows.wanted[: rows.mails])
    for flag in LEARNED:
        found[f"flag {flag}"] = _flag_line(flag, seen, folds)
    return found


def _table(rows: Rows) -> Matrix:
    """Weights (intents, signals) by multinomial logistic regression; the last signal is 1 and carries the offset."""
    spread = _spread(rows.matrix[: rows.mails])
    model = LogisticRegression(C=_STRICTNESS, max_iter=1000, solver="newton-cholesky")
    model.fit(rows.matrix / spread, rows.wanted, sample_weight=rows.weights)
    weights = np.zeros((len(Intent), rows.matrix.shape[1]))
    weights[model.classes_] = model.coef_ / spread
    weights[model.classes_, -1] += model.intercept_
    return weights


def _spread(matrix: Matrix) -> Matrix:
    spread = matrix.std(axis=0)
    return np.where(spread < 1e-3, 1.0, spread)  # noqa: PLR2004 - a signal that never changes is left as it is


def _out_of_fold(rows: Rows) -> Matrix:
    """Probabilities of the intents of every whole mail, by a table made from the other folds."""
    chances = np.zeros((rows.mails, len(Intent)))
    for fold in np.unique(rows.folds[: rows.mails]):
        outside = np.flatnonzero(rows.folds[: rows.mails] == fold)
        scores = rows.matrix[outside] @ _table(rows.part(rows.folds != fold)).T
        spread = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances[outside] = spread / spread.sum(axis=1, keepdims=True)
    return chances


def _curve(chances: Matrix, wanted: Numbers) -> Matrix:
    """From the table's probability to how often it is right: a logistic line over its logit, as points."""
    best = np.clip(chances.max(axis=1), 1e-4, 1 - 1e-4)
    is_right = chances.argmax(axis=1) == wanted
    if is_right.all() or not is_right.any():
        return np.zeros(0)
    logits = np.log(best / (1 - best))[:, None]
    line = LogisticRegression(C=1.0).fit(logits, is_right)
    points = np.clip(_CURVE, 1e-4, 1 - 1e-4)
    heights = line.predict_proba(np.log(points / (1 - points))[:, None])[:, 1]
    return _rounded(np.column_stack([_CURVE, heights]).ravel())


def seen_flags(each: Seen) -> Matrix:
    """The signals of the flags of one mail."""
    found = each.perceived
    return flag_signals(found.chances, found.looks, found.above, found.text)


def _flag_line(flag: Flag, seen: Sequence[Seen], folds: Numbers) -> Matrix:
    """The threshold, then the weights of the signals of this flag."""
    matrix = np.asarray([seen_flags(each) for each in seen])
    is_so = np.asarray([flag in each.mail.flags for each in seen])
    chances = np.zeros(len(is_so))
    for fold in np.unique(folds):
        inside, outside = folds != fold, folds == fold
        scores = matrix[outside] @ _line(matrix[inside], is_so[inside])
        chances[outside] = 1 / (1 + np.exp(-scores))
    return _rounded(np.concatenate([[_threshold(chances, is_so, LEARNED[flag])], _line(matrix, is_so)]))


def _line(matrix: Matrix, is_so: NDArray[np.bool_]) -> Matrix:
    spread = _spread(matrix)
    if is_so.all() or not is_so.any():
        return np.zeros(matrix.shape[1])
    model = LogisticRegression(C=_STRICTNESS_OF_FLAGS, max_iter=1000, class_weight="balanced", solver="newton-cholesky")
    model.fit(matrix / spread, is_so)
    weights = np.asarray(model.coef_[0] / spread)
    weights[-1] += model.intercept_[0]
    return weights


def _threshold(chances: Matrix, is_so: NDArray[np.bool_], recall: float) -> float:
    """The highest threshold at which this share of the true ones is found."""
    if not is_so.any():
        return 1.0
    ordered = np.sort(chances[is_so])
    return float(np.floor(ordered[int(len(ordered) * (1 - recall))] * 1000) / 1000)


def _rounded(values: Matrix) -> Matrix:
    return np.asarray([round(float(value), _DECIMALS) for value in values])
