"""Fits what chooses among the likeliest names of a mail: the letters of names and their surroundings, then trees.

The finalists stand as rankers saw them that never saw their writer. Trees on 8,790 mails of people who want to come,
by folds of their writers; account named exactly, or that none is named (ordinary, written for the many ways to name
an account, mixed, hard); of names in ordinary mails, how many are sure where two in a hundred are wrong:

    the ranker alone                                  0.867  0.815  0.748  0.676   0.69
    trees over the finalists                          0.875  0.828  0.763  0.677   0.68
    with 46,000 first and family names as signals     0.879  0.829  0.762  0.679   0.74
    with the letters of the name                      0.882  0.830  0.778  0.685   0.67
    with the letters around it as well                0.895  0.839  0.763  0.698   0.73
    the same, held less strictly (C 3, 30)            0.900  0.847  0.775  0.700   0.75   chosen
    C 10, and the letters of the whole mail for none  0.902  0.848  0.779  0.701   0.76
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no types
from sklearn.linear_model import LogisticRegression

from triage.learning.examples import Kind, MailExample
from triage.learning.growing import grown
from triage.understanding.account_finalists import Finalist, finalists
from triage.understanding.account_letters import BITS, NOTHING, Letters, ngrams
from triage.understanding.account_ranker import Ranking

Matrix = NDArray[np.float64]
Choosing = tuple[Letters, Matrix]
"""Letters and trees."""

WEIGHTS = {Kind.MIXED: 1.0, Kind.HARD: 0.3, Kind.ORDINARY: 3.0}
"""How much a mail counts, for the ranker and for the trees; see the last comparison of `account_training`."""
_WEIGHTS_OF_LETTERS = {Kind.MIXED: 1.0, Kind.HARD: 0.5, Kind.ORDINARY: 1.0}
_PENALTY = 30.0
_MOST_STEPS = 300
_GREATEST = 127


@dataclass(frozen=True, slots=True)
class Field:
    """A mail whose writer wants to come, the fold of the writer, and the passages as an unaware ranker saw them."""

    mail: MailExample
    fold: int
    found: Ranking


def choosing(fields: Sequence[Field], folds: Sequence[int]) -> tuple[Choosing, dict[int, Choosing]]:
    """Letters and trees from all mails, and for each of `folds` those that were not shown its writers.

    All trees learn from letters that never saw the writer, or they would trust them too much. What they learn from for
    one fold was weighed by letters and rankers of the other folds, which did see it: so figures by folds flatter a
    little, and the held-out mails have the last word.
    """
    letters = {fold: _letters([each for each in fields if each.fold != fold]) for fold in folds}
    lined = [(field, each) for field in fields for each in finalists(field.found, letters[field.fold])]
    unaware = {fold: (letters[fold], _trees([pair for pair in lined if pair[0].fold != fold])) for fold in folds}
    return (_letters(fields), _trees(lined)), unaware


def _letters(fields: Sequence[Field]) -> Letters:
    """A weight for each n-gram: how much it speaks for a finalist being the account."""
    named = [(field.mail, _text(field), each) for field in fields for each in finalists(field.found, NOTHING)[1:]]
    is_right = np.asarray([each.name == mail.account for mail, _, each in named])
    if not named or is_right.all() or not is_right.any():
        return NOTHING
    numbers, owners, values = ngrams([(text, each.start, each.end) for _, text, each in named])
    matrix = csr_matrix((values, (owners, numbers)), shape=(len(named), 1 << BITS))
    model = LogisticRegression(C=_PENALTY, fit_intercept=False, max_iter=_MOST_STEPS)
    model.fit(matrix, is_right, sample_weight=[_WEIGHTS_OF_LETTERS[mail.kind] for mail, _, _ in named])
    line = model.coef_[0]
    scale = float(np.abs(line).max()) / _GREATEST
    return Letters(np.round(line / scale).astype(np.int8), scale)


def _text(field: Field) -> str:
    return field.found.about.seen.text if field.found.about else ""


def _trees(lined: Sequence[tuple[Field, Finalist]]) -> Matrix:
    if not lined:
        return np.zeros(0)
    return grown(
        np.asarray([each.signals for _, each in lined]),
        np.asarray([int(each.name == field.mail.account) for field, each in lined]),
        np.asarray([WEIGHTS[field.mail.kind] for field, _ in lined]),
    )
