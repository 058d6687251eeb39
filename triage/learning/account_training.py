"""Fits the account ranker: a conditional logit over the passages of each mail, by L-BFGS; the same bytes each time.

`account_choosing` then fits what chooses among the passages that the ranker finds likeliest.

What was tried, on the accounts of 596 mails of people who want to come, half of them written to be hard, each by a
ranker that never saw its writer (five folds by style; account named exactly, or that none is named):

    cues as patterns, developed on the easier half (and so flattered on it)   0.57  (harder half alone: 0.21)
    conditional logit over all passages                                       0.71
    the same, with phrases that name accounts in every language               0.73   chosen
    the same, with other writers' names put in the place of the names         0.73   and twice as long to fit
    without phrases, with other writers' names and with mails that lost the sentence with the name   0.69
    gradient-boosted trees over the features that are no words, two of the five folds only           0.64

Later, with 2,723 phrases more, a third of which name nobody or somebody else, and with "none" weighed like any name;
first the mails, then the phrases, each by a ranker that never saw them:

    as above                                                                  0.735  0.740
    weights held twice as small                                               0.740  0.738   chosen
    the 5,000 commonest words of 19 languages as ordinary words               0.730  0.748   and ten times the words
    a hidden layer of eight beside the sum, two of the five folds only        0.743  0.739   the sum there 0.770  0.747

With 9,500 hard mails and 1,200 ordinary ones more; of the ordinary ones, the share named right, and of the names the
share above 0.9 with how many of them are wrong (weights: hard, mixed, ordinary, phrases):

    1    1  1  1     0.853   0.63   8 of 337
    0.1  1  1  1     0.843   0.62   9 of 333
    0.3  1  2  1     0.848   0.64   8 of 342
    0.3  1  3  0.3   0.848   0.65   7 of 350   chosen
    calibrated on all mails, not on the ordinary ones alone   0.55   4 of 294
    a hidden layer of sixteen, in one fold of all mails: 0.720 after one round, less after each more; the sum 0.716
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no types
from sklearn.linear_model import LogisticRegression

from triage.learning.account_choosing import WEIGHTS, Field, choosing
from triage.learning.account_examples import Passages, learned_from
from triage.learning.examples import MailExample, calibrating
from triage.understanding.account_atoms import atoms
from triage.understanding.account_features import Acts
from triage.understanding.account_finalists import meant
from triage.understanding.account_ranker import HUNDREDTHS, Ranker, Ranking, ranking
from triage.understanding.intents import WISHES

Matrix = NDArray[np.float64]
STRICTNESS = (0.6, 0.1)
"""Of the account that is meant, and of all that are listed; found by measurement."""
WEIGHT_OF_A_PHRASE = 0.3
"""How much a phrase counts beside the mails; see the last comparison."""
_LEAST_MAILS = 2
_SEEN, _COMMON = 3, 8
_LONGEST_WORD = 25
_MOST_STEPS = 60
_NO_FOLD = -1
_POINTS = np.concatenate([np.arange(0.1, 0.9, 0.1), [0.9, 0.95, 0.98, 0.99, 0.995, 1.0]])


@dataclass(frozen=True, slots=True)
class Lesson:
    """A mail with the subject that is handed on, the acts of its sentences, and the fold of its writer."""

    mail: MailExample
    subject: str
    acts: Acts
    fold: int


@dataclass(frozen=True, slots=True)
class Taught:
    """`full`: the ranker of all lessons, calibrated. `unaware`: for each fold one that never saw its writers."""

    full: Ranker
    unaware: dict[int, Ranker]


def taught(lessons: Sequence[Lesson], phrases: Sequence[MailExample], texts: Sequence[str]) -> Taught:
    """The rankers of these lessons and phrases. `texts`: sentences in which no account is named."""
    ordinary = ordinary_words([*texts, *(_without_names(lesson.mail) for lesson in lessons)])
    found = [
        (learned_from(each.mail, each.subject, each.acts, ordinary), each.fold, WEIGHTS[each.mail.kind])
        for each in lessons
    ]
    found += [(learned_from(mail, mail.subject, (), ordinary), _NO_FOLD, WEIGHT_OF_A_PHRASE) for mail in phrases]
    kept = [(replace(mail, weight=mail.weight * weight), fold) for mail, fold, weight in found if mail and mail.weight]
    rows = _rows([mail for mail, _ in kept])
    folds = np.asarray([fold for _, fold in kept])
    unaware = {
        fold: _fitted(replace(rows, weights=rows.weights * (folds != fold)), ordinary)
        for fold in sorted({lesson.fold for lesson in lessons})
    }
    wishes = [lesson for lesson in lessons if lesson.mail.intent in WISHES]
    fields = [Field(each.mail, each.fold, _ranked(each, unaware[each.fold])) for each in wishes]
    (letters, trees), chosen = choosing(fields, sorted(unaware))
    unaware = {
        fold: replace(ranker, letters=chosen[fold][0], trees=chosen[fold][1]) for fold, ranker in unaware.items()
    }
    counted = compress(fields, calibrating([each.mail for each in fields]))
    tried = [(each.mail.account, *meant(each.found, *chosen[each.fold])) for each in counted]
    named = curve([(chance, name == account) for account, name, chance in tried if name is not None])
    none = curve([(chance, account is None) for account, name, chance in tried if name is None])
    full = replace(_fitted(rows, ordinary), letters=letters, trees=trees, curve=named, curve_of_none=none)
    return Taught(full, unaware)


def _fitted(rows: _Rows, ordinary: dict[str, int]) -> Ranker:
    if not rows.names:
        return Ranker({}, ordinary)
    pairs = np.round(np.column_stack([_fit(rows, _meant), _fit(rows, _listed)]) * HUNDREDTHS).astype(int).tolist()
    return Ranker(
        {name: (one, two) for name, (one, two) in zip(rows.names, pairs, strict=True) if one or two}, ordinary
    )


def _ranked(lesson: Lesson, ranker: Ranker) -> Ranking:
    mail, subject = lesson.mail, lesson.subject
    asked = mail.asked.value if mail.asked else ""
    return ranking(f"{subject}\n{mail.text}", ranker, lesson.acts, asked=asked, subject_end=len(subject) + 1)


def curve(chances: Sequence[tuple[float, bool]]) -> tuple[float, ...]:
    """From the ranker's share to how often it is right: a logistic line over its logit, as points."""
    right = np.asarray([is_right for _, is_right in chances])
    if not len(right) or right.all() or not right.any():
        return ()
    line = LogisticRegression(C=1.0).fit(_logits([chance for chance, _ in chances]), right)
    heights = line.predict_proba(_logits(_POINTS))[:, 1]
    return tuple(round(float(value), 4) for value in np.column_stack([_POINTS, heights]).ravel())


def _logits(values: Sequence[float] | Matrix) -> Matrix:
    kept = np.clip(np.asarray(values, dtype=np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept / (1 - kept)))[:, None]


def ordinary_words(texts: Sequence[str]) -> dict[str, int]:
    """Words that several texts hold: 1 some, 2 many."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(atoms(text).lows))
    kept = sorted((word, count) for word, count in counts.items() if count >= _SEEN and len(word) < _LONGEST_WORD)
    return {word: 1 + (count >= _COMMON) for word, count in kept}


def _without_names(mail: MailExample) -> str:
    text = mail.text
    for start, end in mail.mentions:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Rows:
    """A row for each passage and for "none", mail by mail. `starts`, `sizes`: of the mails, which weigh `weights`."""

    matrix: csr_matrix
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    weights: Matrix
    is_meant: Matrix
    is_listed: Matrix
    names: tuple[str, ...]


def _rows(mails: Sequence[Passages]) -> _Rows:
    counts: Counter[str] = Counter()
    for mail in mails:
        counts.update({name for row in (*mail.features, mail.nothing) for name in row})
    names = tuple(sorted(name for name, count in counts.items() if count >= _LEAST_MAILS))
    number = {name: n for n, name in enumerate(names)}
    every = [row for mail in mails for row in (*mail.features, mail.nothing)]
    found = [sorted({number[name] for name in row if name in number}) for row in every]
    lengths = np.asarray([len(row) for row in found], dtype=np.int64)
    columns = np.asarray([column for row in found for column in row], dtype=np.int64)
    sizes = np.asarray([len(mail.features) + 1 for mail in mails], dtype=np.int64)
    return _Rows(
        matrix=csr_matrix(
            (np.ones(len(columns)), columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(found), len(names))
        ),
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        sizes=sizes,
        weights=np.asarray([mail.weight for mail in mails]),
        is_meant=_flags([(mail.meant or {len(mail.features)}, len(mail.features) + 1) for mail in mails]),
        is_listed=_flags([(mail.listed, len(mail.features) + 1) for mail in mails]),
        names=names,
    )


def _flags(chosen: Sequence[tuple[AbstractSet[int], int]]) -> Matrix:
    return np.asarray([float(n in numbers) for numbers, size in chosen for n in range(size)])


Loss = Callable[[_Rows, Matrix], tuple[float, Matrix]]


def _fit(rows: _Rows, loss: Loss) -> Matrix:
    """The weights at which `loss` (with its slope by row) and their squares are least."""
    strict = STRICTNESS[loss is _listed]
    back = rows.matrix.T.tocsr()

    def whole(weights: Matrix) -> tuple[float, Matrix]:
        value, slope = loss(rows, rows.matrix @ weights)
        return value + strict * float(weights @ weights), back @ slope + 2 * strict * weights

    start = np.zeros(len(rows.names))
    found: Any = minimize(whole, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    return np.asarray(found.x)


def _meant(rows: _Rows, scores: Matrix) -> tuple[float, Matrix]:
    """How unlikely the right passages are among those of their mail."""
    spread = np.exp(scores - np.repeat(np.maximum.reduceat(scores, rows.starts), rows.sizes))
    totals = np.add.reduceat(spread, rows.starts)
    rights = np.maximum(np.add.reduceat(spread * rows.is_meant, rows.starts), 1e-300)
    slope = spread / np.repeat(totals, rows.sizes) - spread * rows.is_meant / np.repeat(rights, rows.sizes)
    return float((rows.weights * np.log(totals / rights)).sum()), slope * np.repeat(rows.weights, rows.sizes)


def _listed(rows: _Rows, scores: Matrix) -> tuple[float, Matrix]:
    """How unlikely it is, passage by passage, that it is an account or none."""
    weights = np.repeat(rows.weights, rows.sizes)
    chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    value = weights * (np.logaddexp(0, scores) - rows.is_listed * scores)
    return float(value.sum()), weights * (chances - rows.is_listed)
