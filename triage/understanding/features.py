"""What a sentence looks like to the model: hashed character n-grams, hashed words, and the concepts of the lexicon.

Three families, each with its own weight table: character n-grams inside words (1 to 5) carry spelling, endings and
scripts without blanks; words, pairs of words and the words at both ends carry negation and word order; concepts, their
order and the shape of the sentence carry what all languages share. Nothing here is learned, and nothing depends on
Python's randomised `hash`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from triage.understanding.folding import fold
from triage.understanding.lexicon import CONCEPTS, Hit, Lexicon

NGRAM_BITS = 20
WORD_BITS = 18
NGRAM_SIZES = 5

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
_BLANK = np.uint64(ord(" "))
_NONE = np.zeros(1, dtype=bool)
_TOUCHES_BOTH_EDGES = 2
_CODES = len(CONCEPTS)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_DIGITS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!.,:;]")
_AT_START, _AT_END = crc32(b"^"), crc32(b"$")
_SEEN_CHARACTERS = 600
_SEEN_HITS = 24

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("asks", re.compile(r"[?？؟]")),
    ("ends asking", re.compile(r"[?？؟][\"'”’»)\]」』）\s]*$")),
    ("exclaims", re.compile(r"[!！]")),
    ("link", _URL),
    ("address", re.compile(r"\S@\S+\.\S")),
    ("clock", re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}\s?(?:h|am|pm|uhr|時|时|點|点|시)\b", re.IGNORECASE)),
    ("number", re.compile(r"\d")),
    ("name with digits", re.compile(r"[^\W\d_]{3,}\d{2,}")),
    ("mixed case name", re.compile(r"[^\W\d_]*[a-zа-яß-ÿ][A-ZА-ЯÀ-Þ]\w*")),
    ("namespace", re.compile(r"\w+:\w|\[\[|@\w")),
    ("quotation", re.compile(r"[\"“«„「《]\S.*[\"”»“」》]")),
    ("money", re.compile(r"[$€£₹¥]\s?\d|\d\s?(?:[$€£₹¥%]|USD|EUR)")),
    ("colon", re.compile(r"[:：]\s*$")),
    ("dots", re.compile(r"\.\.\.|…")),
    ("capitals", re.compile(r"^[^a-zа-я]*[A-ZА-Я][^a-zа-я]{6,}$")),
)
_LENGTHS = (1, 2, 4, 7, 12, 20, 35)
_FIRST_SHAPE = _CODES + _CODES * _CODES + _CODES
SHAPE_COUNT = len(_SHAPES) + len(_LENGTHS) + 1
CONCEPT_FEATURES = _FIRST_SHAPE + SHAPE_COUNT

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Look:
    """One sentence, folded, with the concepts found and its feature numbers in the three families."""

    folded: str
    hits: tuple[Hit, ...]
    words: Ids
    concepts: Ids


def look(sentence: str, lexicon: Lexicon, languages: frozenset[str]) -> Look:
    """The features of one sentence. Hits of other languages than `languages` do not count; an empty set takes all."""
    folded = fold(_URL.sub(" http ", sentence[:_SEEN_CHARACTERS]))
    hits = lexicon.hits(folded)
    return reading(sentence, folded, hits, languages)


def reading(sentence: str, folded: str, hits: Sequence[Hit], languages: frozenset[str]) -> Look:
    """As `look`, where the hits were looked up before."""
    counted = tuple(hit for hit in hits if not languages or hit.languages & languages)[:_SEEN_HITS]
    return Look(folded, counted, _words(folded), _concepts(sentence[:_SEEN_CHARACTERS], folded, counted))


def _words(folded: str) -> Ids:
    """Hashed words, pairs of neighbours, pairs with one word between, and the words at both ends."""
    words = [word.encode() for word in _WORD.findall(_DIGITS.sub("0", folded))]
    ids = [crc32(word) for word in words]
    ids += [crc32(second, crc32(first + b" ")) for first, second in pairwise(words)]
    ids += [crc32(third, crc32(first + b"_")) for first, third in zip(words, words[2:], strict=False)]
    ids += [crc32(word, _AT_START) for word in words[:2]]
    ids += [crc32(word, _AT_END) for word in words[-3:]]
    return np.asarray(ids, dtype=np.int64) & ((1 << WORD_BITS) - 1)


def _concepts(sentence: str, folded: str, hits: Sequence[Hit]) -> Ids:
    """Concepts, which came before which, which stand in a sentence that asks, and the shape."""
    order = list(dict.fromkeys(hit.concept for hit in sorted(hits)))
    found = list(order)
    for place, first in enumerate(order):
        found += [_CODES + first * _CODES + second for second in order[place + 1 :]]
    shapes = [number for number, (_, pattern) in enumerate(_SHAPES) if pattern.search(sentence)]
    if 0 in shapes:
        found += [_CODES + _CODES * _CODES + concept for concept in order]
    count = len(folded) // 4 if folded[:1] > "⺀" else folded.count(" ") + 1
    bucket = sum(count > length for length in _LENGTHS)
    found += [_FIRST_SHAPE + number for number in shapes]
    found.append(_FIRST_SHAPE + len(_SHAPES) + bucket)
    return np.asarray(found, dtype=np.int64)


def concept_name(feature: int) -> str:
    """What a concept feature is called when staff ask what decided."""
    if feature < _CODES:
        return CONCEPTS[feature]
    if feature < _CODES + _CODES * _CODES:
        first, second = divmod(feature - _CODES, _CODES)
        return f"{CONCEPTS[first]} … {CONCEPTS[second]}"
    if feature < _FIRST_SHAPE:
        return f"{CONCEPTS[feature - _CODES - _CODES * _CODES]} in a question"
    shape = feature - _FIRST_SHAPE
    return _SHAPES[shape][0] if shape < len(_SHAPES) else "length"


def ngrams(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """Hashed n-grams of all folded `texts`: their numbers, and of which text each is.

    One pass of array arithmetic serves a whole message.
    """
    padded = [f" {' '.join(_DIGITS.sub('0', text).split())} " for text in texts]
    owner = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    blank = codes == _BLANK
    numbers: list[Ids] = []
    owners: list[Ids] = []
    hashed = np.zeros(len(codes), dtype=np.uint64)
    crosses = np.zeros(len(codes), dtype=bool)
    for size in range(1, NGRAM_SIZES + 1):
        count = len(codes) - size + 1
        if count <= 0:
            break
        if size > _TOUCHES_BOTH_EDGES:
            # A blank inside parts two words; at an edge it only says that a word begins or ends.
            crosses = crosses[:count] | blank[size - 2 : size - 2 + count]
        hashed = hashed[:count] * _STEP + codes[size - 1 :] + np.uint64(1)
        lone = blank[:count] & blank[size - 1 :] if size <= _TOUCHES_BOTH_EDGES else _NONE
        kept = np.flatnonzero(~(crosses[:count] | lone))
        mixed = (hashed[kept] ^ (hashed[kept] >> np.uint64(31))) * _MULTIPLIER
        numbers.append((mixed >> np.uint64(64 - NGRAM_BITS)).astype(np.int64))
        owners.append(owner[kept])
    if not numbers:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(numbers), np.concatenate(owners)
