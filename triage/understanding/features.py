"""What a sentence looks like to the model: hashed character n-grams, hashed words, and the concepts of the lexicon.

Three families, each with its own weight table: character n-grams inside words (1 to 5) carry spelling, endings and
scripts without blanks; words, pairs of words and the words at both ends carry negation and word order; concepts, their
order and the shape of the sentence carry what all languages share. Nothing here is learned, and nothing depends on
Python's randomised `hash`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from triage.understanding.folding import WORD, fold
from triage.understanding.lexicon import CONCEPTS, Hit, Lexicon

NGRAM_BITS = 20
WORD_BITS = 18
NGRAM_SIZES = 5

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
_BLANK = np.uint64(ord(" "))
_KINDS = np.arange(5, dtype=np.uint64) << np.uint64(40)
_NONE = np.zeros(1, dtype=bool)
_TOUCHES_BOTH_EDGES = 2
_CODES = len(CONCEPTS)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_DIGITS = re.compile(r"[0-9]+")
_TOKEN = re.compile(rf"{WORD.pattern}|[?!.,:;]")
_SEEN_CHARACTERS = 600
_SEEN_HITS = 24
_FIRST_WORDS, _LAST_WORDS = 2, 3
_DECIMALS = "0123456789"

_SHAPES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("asks", "?？؟", re.compile(r"[?？؟]")),
    ("ends asking", "?？؟", re.compile(r"[?？؟][\"'”’»)\]」』）\s]*$")),
    ("exclaims", "!！", re.compile(r"[!！]")),
    ("link", ":.", _URL),
    ("address", "@", re.compile(r"\S@\S+\.\S")),
    (
        "clock",
        _DECIMALS,
        re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}\s?(?:h|am|pm|uhr|時|时|點|点|시)\b", re.IGNORECASE),
    ),
    ("number", "", re.compile(r"\d")),
    ("name with digits", _DECIMALS, re.compile(r"[^\W\d_]{3}\d{2}")),
    ("mixed case name", "", re.compile(r"[a-zа-яß-ÿ][A-ZА-ЯÀ-Þ]")),
    ("namespace", ":[@", re.compile(r"\w:\w|\[\[|@\w")),
    ("quotation", '"“«„「《', re.compile(r"[\"“«„「《]\S.*[\"”»“」》]")),
    ("money", _DECIMALS, re.compile(r"[$€£₹¥]\s?\d|\d\s?(?:[$€£₹¥%]|USD|EUR)")),
    ("colon", ":：", re.compile(r"[:：]\s*$")),
    ("dots", ".…", re.compile(r"\.\.\.|…")),
    ("capitals", "", re.compile(r"^[^a-zа-я]*[A-ZА-Я][^a-zа-я]{6,}$")),
)
"""Name, characters without one of which it cannot be (empty: any text may), and the shape itself."""
_MARKS = frozenset("".join(needed for _, needed, _ in _SHAPES))
_LENGTHS = (1, 2, 4, 7, 12, 20, 35)
_FIRST_SHAPE = _CODES + _CODES * _CODES + _CODES
SHAPE_COUNT = len(_SHAPES) + len(_LENGTHS) + 1
CONCEPT_FEATURES = _FIRST_SHAPE + SHAPE_COUNT

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Look:
    """One sentence, folded, with the concepts found and the numbers of its features in the family of concepts."""

    folded: str
    hits: tuple[Hit, ...]
    touched: frozenset[int]
    concepts: tuple[int, ...]


def look(sentence: str, lexicon: Lexicon, languages: frozenset[str]) -> Look:
    """The features of one sentence. Hits of other languages than `languages` do not count; an empty set takes all."""
    folded = seen(sentence)
    return reading(sentence, folded, lexicon.hits(folded), languages)


def is_asking(look: Look) -> bool:
    """It holds a question mark."""
    return _FIRST_SHAPE in look.concepts


def seen(sentence: str) -> str:
    """What of a sentence is matched: its beginning, folded, with an address as one word."""
    begun = sentence[:_SEEN_CHARACTERS]
    return fold(_URL.sub(" http ", begun) if "://" in begun or "www." in begun else begun)


def reading(sentence: str, folded: str, hits: Sequence[Hit], languages: frozenset[str]) -> Look:
    """As `look`, where the hits were looked up before."""
    counted = [hit for hit in hits if not languages.isdisjoint(hit.languages)] if languages else hits
    kept = tuple(counted[:_SEEN_HITS])
    return Look(
        folded,
        kept,
        frozenset([hit.concept for hit in kept]),
        tuple(_concepts(sentence[:_SEEN_CHARACTERS], folded, kept)),
    )


def _concepts(sentence: str, folded: str, hits: Sequence[Hit]) -> list[int]:
    """Concepts, which came before which, which stand in a sentence that asks, and the shape."""
    order = list(dict.fromkeys([hit.concept for hit in hits]))
    shapes = _shapes(sentence)
    found = order + [_CODES + first * _CODES + second for first, second in combinations(order, 2)]
    if 0 in shapes:
        found += [_CODES + _CODES * _CODES + concept for concept in order]
    count = len(folded) // 4 if folded[:1] > "⺀" else folded.count(" ") + 1
    found += [_FIRST_SHAPE + number for number in shapes]
    found.append(_FIRST_SHAPE + len(_SHAPES) + bisect_left(_LENGTHS, count))
    return found


def _shapes(sentence: str) -> list[int]:
    marks = _MARKS.intersection(sentence)
    return [
        number
        for number, (_, needed, shape) in enumerate(_SHAPES)
        if (not needed or not marks.isdisjoint(needed)) and shape.search(sentence)
    ]


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


def words(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """Hashed words, pairs of neighbours, pairs with one word between, and the words at both ends, of folded `texts`.

    Their numbers, and of which text each is, in the order of the texts.
    """
    tokens = [_TOKEN.findall(_DIGITS.sub("0", text)) for text in texts]
    counts = np.asarray([len(found) for found in tokens])
    owner = np.repeat(np.arange(len(tokens)), counts)
    codes = np.fromiter(map(_code, chain.from_iterable(tokens)), np.uint64, len(owner))
    place = np.arange(len(codes)) - np.repeat(np.cumsum(counts) - counts, counts)
    left = np.repeat(counts, counts) - place
    parts = [(codes, owner)]
    for kind, apart in ((1, 1), (2, 2)):
        first = np.flatnonzero(left > apart)
        parts.append((codes[first] * _STEP + codes[first + apart] + _KINDS[kind], owner[first]))
    for kind, ends in ((3, place < _FIRST_WORDS), (4, left <= _LAST_WORDS)):
        parts.append((codes[ends] + _KINDS[kind], owner[ends]))
    owners = np.concatenate([owned for _, owned in parts])
    order = np.argsort(owners, kind="stable")
    return _numbers(np.concatenate([hashed for hashed, _ in parts])[order], WORD_BITS), owners[order]


@lru_cache(maxsize=1 << 15)
def _code(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def ngrams(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """Hashed n-grams of all folded `texts`: their numbers, and of which text each is.

    One pass of array arithmetic serves a whole message.
    """
    padded = [f" {' '.join(_DIGITS.sub('0', text).split())} " for text in texts]
    owner = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    blank = codes == _BLANK
    rows = np.zeros((len(codes), NGRAM_SIZES), dtype=np.uint64)
    kept = np.zeros(rows.shape, dtype=bool)
    hashed = np.zeros(len(codes), dtype=np.uint64)
    crosses = np.zeros(len(codes), dtype=bool)
    for size in range(1, min(NGRAM_SIZES, len(codes)) + 1):
        count = len(codes) - size + 1
        if size > _TOUCHES_BOTH_EDGES:
            # A blank inside parts two words; at an edge it only says that a word begins or ends.
            crosses = crosses[:count] | blank[size - 2 : size - 2 + count]
        hashed = hashed[:count] * _STEP + codes[size - 1 :] + np.uint64(1)
        lone = blank[:count] & blank[size - 1 :] if size <= _TOUCHES_BOTH_EDGES else _NONE
        rows[:count, size - 1] = hashed
        kept[:count, size - 1] = ~(crosses[:count] | lone)
    return _numbers(rows[kept], NGRAM_BITS), np.repeat(owner, kept.sum(axis=1))


def _numbers(hashed: NDArray[np.uint64], bits: int) -> Ids:
    """Hashes as numbers of so many bits."""
    return ((hashed ^ (hashed >> np.uint64(31))) * _MULTIPLIER >> np.uint64(64 - bits)).astype(np.int64)
