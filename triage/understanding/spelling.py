"""What the letters of each word say: no n-gram reaches over a blank, so a word adds the same wherever it stands.

What it adds is summed up once and kept for the next time: people write the same few thousand words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from triage.understanding.families import Family, Scores, Table, summed
from triage.understanding.features import ngrams

_KEPT_WORDS = 20_000
_LONGEST_KEPT = 24


class Spelling:
    """The family of n-grams, by words. Safe to use from several threads."""

    __slots__ = ("_family", "_kept")

    def __init__(self, family: Family) -> None:
        self._family = family
        self._kept: dict[str, bytes] = {}

    def scores(self, texts: Sequence[str]) -> Scores:
        """What the n-grams of folded `texts` add to the scores: a row a text."""
        typed = [text.split() for text in texts]
        words = [word for each in typed for word in each]
        found = [self._kept.get(word) for word in words]
        fresh = dict.fromkeys(word for word, row in zip(words, found, strict=True) if row is None)
        learned = self._learned(list(fresh))
        rows = b"".join([row or learned[word] for word, row in zip(words, found, strict=True)])
        table = np.frombuffer(rows, np.int32).reshape(len(words), self._family.table.shape[1])
        return self._family.weighed(summed(table, np.asarray([len(each) for each in typed], np.int64)))

    def _learned(self, words: Sequence[str]) -> dict[str, bytes]:
        """The sums of words that are not kept yet; those that may well come again are kept from now on."""
        sums: Table = self._family.sums(*ngrams(words), len(words))
        learned = {word: row.tobytes() for word, row in zip(words, sums, strict=True)}
        if len(self._kept) + len(learned) > _KEPT_WORDS:
            self._kept.clear()
        self._kept.update((word, row) for word, row in learned.items() if len(word) <= _LONGEST_KEPT)
        return learned
