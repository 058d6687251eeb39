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

from triage.learning.examples import Kind, MailExample, SentenceExample, calibrating
from triage.learning.growing import grown, in_column
from triage.model.reading import Act, Intent
from triage.policy.subject import has_reply_prefix
from triage.understanding.acts import ActModel, Settings
from triage.understanding.comprehension import Perceived, perceived
from triage.understanding.features import Look
from triage.understanding.flags import DOUBTED, LEARNED, flag_signals
from triage.understanding.intents import About, likelihoods, signals
from triage.understanding.trees import sums

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

_WEIGHTS = {Kind.MIXED: 1.0, Kind.HARD: 0.5, Kind.ORDINARY: 2.0}
_WEIGHT_OF_A_SENTENCE = 0.05
_WEIGHT_OF_A_FLAG = 5.0
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
        weights=np.asarray([_WEIGHTS[each.mail.kind] for each in seen] + [_WEIGHT_OF_A_SENTENCE] * len(short)),
        mails=len(mails),
    )


def settings(seen: Sequence[Seen], rows: Rows) -> Settings:
    """The settings of the model: one row of weights for each intent, the curve of confidence, the flags' lines."""
    found = _intents(rows)
    is_counted = np.asarray(calibrating([each.mail for each in seen]))
    found["confidence"] = _curve(_out_of_fold(rows)[is_counted], rows.wanted[: rows.mails][is_counted])
    folds = np.asarray([each.fold for each in seen])
    matrix = np.asarray([seen_flags(each) for each in seen])
    forest: list[Matrix] = []
    for column, (flag, share) in enumerate(LEARNED.items()):
        is_so = np.asarray([flag in each.mail.flags for each in seen])
        others = _chances(matrix, is_so, folds)[~is_so & is_counted]
        line, trees = _flag(matrix, is_so)
        found[f"flag {flag}"] = _rounded(np.append(_threshold(others, share), line))
        forest.append(in_column(trees, column))
        if flag in DOUBTED:
            found[f"doubt {flag}"] = _rounded(np.asarray([_threshold(others, DOUBTED[flag])]))
    found["flag trees"] = np.concatenate(forest)
    return found


def _intents(rows: Rows) -> dict[str, Matrix]:
    """The weights of the intents, and the trees, which are grown on whole mails alone."""
    found = {f"intent {name}": _rounded(row) for name, row in zip(Intent, _table(rows), strict=True)}
    mails = slice(0, rows.mails)
    found["intent trees"] = grown(rows.matrix[mails], rows.wanted[mails], rows.weights[mails])
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
    """Probabilities of the intents of every whole mail, by weights and trees made from the other folds."""
    chances = np.zeros((rows.mails, len(Intent)))
    for fold in np.unique(rows.folds[: rows.mails]):
        made = _intents(rows.part(rows.folds != fold))
        for mail in np.flatnonzero(rows.folds[: rows.mails] == fold):
            chances[mail] = list(likelihoods(rows.matrix[mail], made).values())
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


def _chances(matrix: Matrix, is_so: NDArray[np.bool_], folds: Numbers) -> Matrix:
    """How likely a flag is in every mail, by weights and trees made from the other folds."""
    scores = np.zeros(len(is_so))
    for fold in np.unique(folds):
        inside = folds != fold
        line, trees = _flag(matrix[inside], is_so[inside])
        for mail in np.flatnonzero(~inside):
            scores[mail] = (matrix[mail] @ line + sums(trees, matrix[mail], 1)[0]) / 2
    return np.asarray(1 / (1 + np.exp(-scores)))


def _flag(matrix: Matrix, is_so: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """Weights and trees of one flag."""
    return _line(matrix, is_so), grown(matrix, is_so.astype(np.int64), np.where(is_so, _WEIGHT_OF_A_FLAG, 1.0))


def _line(matrix: Matrix, is_so: NDArray[np.bool_]) -> Matrix:
    spread = _spread(matrix)
    if is_so.all() or not is_so.any():
        return np.zeros(matrix.shape[1])
    model = LogisticRegression(C=_STRICTNESS_OF_FLAGS, max_iter=1000, class_weight="balanced", solver="newton-cholesky")
    model.fit(matrix / spread, is_so)
    weights = np.asarray(model.coef_[0] / spread)
    weights[-1] += model.intercept_[0]
    return weights


def _threshold(others: Matrix, share: float) -> float:
    """The threshold that this share of the mails without the flag reaches."""
    return float(np.quantile(others, 1.0 - share)) if len(others) else 1.0


def _rounded(values: Matrix) -> Matrix:
    return np.asarray([round(float(value), _DECIMALS) for value in values])
