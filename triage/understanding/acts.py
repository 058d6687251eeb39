"""One act for each sentence, with a calibrated probability and what decided. A linear model, scored with numpy alone.

The weights come as bytes (`ActModel.from_bytes`), made by `triage.learning`. Integer weights make a score the same on
every machine. It looks at one sentence at a time: what a whole message wants is the table in `intents`.
"""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.model.reading import Act
from triage.understanding.account_ranker import Ranker
from triage.understanding.families import Family, owned, rows_of
from triage.understanding.features import CONCEPT_FEATURES, NGRAM_BITS, WORD_BITS, Look, concept_name, ngrams, words
from triage.understanding.lexicon import CONCEPTS, Lexicon
from triage.understanding.spelling import Spelling

ACTS = tuple(Act)
_MAGIC = b"openhour acts 5\n"
_ROWS = (1 << NGRAM_BITS, 1 << WORD_BITS, CONCEPT_FEATURES)
_TOLD = 3

Scores = NDArray[np.float64]
Settings = Mapping[str, NDArray[np.float64]]
"""Lines of numbers by name: the weights of an intent or a flag, the points of a curve."""


class WeightsError(ValueError):
    """The bytes are not weights of this version."""


@dataclass(frozen=True, slots=True)
class ActModel:
    """The three families, as training left them, with the lexicon and what ranks the names of accounts.

    `settings` holds thresholds and calibrations by name. `tells`: sentences come with the features that decided, which
    takes a third of the time, so only where somebody looks.
    """

    families: tuple[Family, Family, Family]
    bias: Scores
    temperature: float
    lexicon: Lexicon
    settings: Settings
    names: Ranker = field(default_factory=Ranker)
    tells: bool = False
    spelling: Spelling = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelling", Spelling(self.families[0]))

    @classmethod
    def from_bytes(cls, blob: bytes) -> ActModel:
        """The model that `to_bytes` packed. Raises `WeightsError` where the bytes are something else."""
        with _uncollected():
            return cls._built(*_opened(blob))

    @classmethod
    def _built(cls, head: dict[str, Any], raw: bytes) -> ActModel:
        families: list[Family] = []
        for rows, used, scale in zip(_ROWS, head["used"], head["scales"], strict=True):
            family, raw = rows_of(raw, rows, used, len(ACTS), scale=scale, has_rarity=rows != CONCEPT_FEATURES)
            families.append(family)
        return cls(
            families=(families[0], families[1], families[2]),
            bias=np.asarray(head["bias"]),
            temperature=head["temperature"],
            lexicon=Lexicon([tuple(row) for row in head["lexicon"]]),
            settings={name: np.asarray(line, np.float64) for name, line in head["settings"].items()},
            names=Ranker.from_table(head["names"]),
        )

    def to_bytes(self) -> bytes:
        """The model as bytes, the same for the same weights: a head in JSON, then the rows that are not empty."""
        head = {
            "acts": [str(act) for act in ACTS],
            "concepts": list(CONCEPTS),
            "scales": [family.scale for family in self.families],
            "used": [len(family.used()) for family in self.families],
            "bias": self.bias.tolist(),
            "temperature": self.temperature,
            "settings": {name: line.tolist() for name, line in self.settings.items()},
            "lexicon": [list(row) for row in self.lexicon.rows],
            "names": self.names.to_table(),
        }
        header = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
        body = b"".join(family.to_bytes() for family in self.families)
        return _MAGIC + zlib.compress(len(header).to_bytes(4, "big") + header + body, 9)

    def telling(self) -> ActModel:
        """The same model, which says for every sentence what decided."""
        return replace(self, tells=True)

    def logits(self, looks: Sequence[Look]) -> Scores:
        """One row of scores for each sentence, one column for each act."""
        folded = [look.folded for look in looks]
        total = self.bias + self.spelling.scores(folded)
        total += self.families[1].scores(*words(folded), len(looks))
        total += self.families[2].scores(*owned([look.concepts for look in looks]), len(looks))
        return total

    def probabilities(self, looks: Sequence[Look]) -> Scores:
        """Calibrated probabilities of the acts, one row for each sentence."""
        if not looks:
            return np.zeros((0, len(ACTS)))
        return softmax(self.logits(looks) / self.temperature)

    def because(self, look: Look, act: int) -> tuple[str, ...]:
        """The few features that spoke most for `act`: concepts by name, words as the person folded them."""
        concepts = self.families[2]
        rows = concepts.rows(look.concepts)
        gains = (rows[:, act] - rows.mean(axis=1)) * concepts.scale
        told = [(float(gain), concept_name(int(number))) for number, gain in zip(look.concepts, gains, strict=True)]
        told += self._telling_words(look, act)
        best = sorted((pair for pair in told if pair[0] > 0 and pair[1] != "length"), reverse=True)
        return tuple(f"{name} +{gain:.1f}" for gain, name in best[:_TOLD])

    def _telling_words(self, look: Look, act: int) -> list[tuple[float, str]]:
        told = list(dict.fromkeys(look.folded.split()))[:60]
        if not told:
            return []
        scores = self.families[0].scores(*ngrams(told), len(told)) / len(told) ** 0.5
        gains = scores[:, act] - scores.mean(axis=1)
        return [(float(gain), f"“{word.strip('.,;:!?')[:24]}”") for word, gain in zip(told, gains, strict=True)]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Tens of thousands of small things are made here, and none is garbage: to look for some takes twice as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _opened(blob: bytes) -> tuple[dict[str, Any], bytes]:
    """The head and the bytes after it."""
    if not blob.startswith(_MAGIC):
        raise WeightsError("These weights were not made for this version; run “openhour train”.")
    try:
        raw = zlib.decompress(blob[len(_MAGIC) :])
        end = 4 + int.from_bytes(raw[:4], "big")
        head = json.loads(raw[4:end])
    except (zlib.error, ValueError) as wrong:
        raise WeightsError("These weights are damaged; run “openhour train”.") from wrong
    if head["concepts"] != list(CONCEPTS) or head["acts"] != [str(act) for act in ACTS]:
        raise WeightsError("These weights know other acts or concepts; run “openhour train”.")
    return head, raw[end:]


def softmax(scores: Scores) -> Scores:
    """Rows of scores as rows of probabilities."""
    spread = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(spread / spread.sum(axis=1, keepdims=True))
