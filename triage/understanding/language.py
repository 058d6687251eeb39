"""Which language a person wrote in: a BCP 47 tag of the listed languages, or `und`.

Scripts decide where they can (kana is Japanese, Hangul Korean, Hebrew Hebrew); py3langid, restricted to the listed
languages, decides the rest; short texts are settled by the words of the lexicon, or not at all: a wrong language is
worse than none. It does not translate, and it does not detect languages that no template or example exists for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol, cast

from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as _Identifier

LANGUAGES = (
    *("en", "ar", "bn", "cs", "de", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv"),
    *("sw", "tr", "uk", "vi", "zh-hans", "zh-hant"),
)
"""The listed languages, as tags of BCP 47 in lower case."""

UNDETERMINED = "und"

_SCRIPTS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("kana", re.compile(r"[぀-ヿｦ-ﾟ]+"), ("ja",)),
    ("hangul", re.compile(r"[가-힣ᄀ-ᇿ㄰-㆏]+"), ("ko",)),
    ("han", re.compile(r"[㐀-鿿]+"), ("zh", "ja")),
    ("arabic", re.compile(r"[؀-ۿݐ-ݿﭐ-﷿ﹰ-﻿]+"), ("ar", "fa")),
    ("hebrew", re.compile(r"[א-ת]+"), ("he",)),
    ("devanagari", re.compile(r"[ऀ-ॿ]+"), ("hi",)),
    ("bengali", re.compile(r"[ঀ-৿]+"), ("bn",)),
    ("cyrillic", re.compile(r"[Ѐ-ӿ]+"), ("ru", "uk")),
    ("latin", re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]+"), ()),
)
_LATIN = ("cs", "de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "sv", "sw", "tr", "vi")
_TELLING = (
    (re.compile(r"[іїєґІЇЄҐ]"), "uk"),
    (re.compile(r"[ыэъёЫЭЪЁ]"), "ru"),
    (re.compile(r"[پچژگی‌]"), "fa"),
    (re.compile(r"[ةإأيى]"), "ar"),
)
_ONLY_TRADITIONAL = frozenset(
    "這個們說對時會請問題還沒點關於應該為無後與給參議連結歡樂讓謝幫報導規則護權選舉員總計畫組織編輯頁號區單視聽開來過麼嗎"
)
_ONLY_SIMPLIFIED = (
    frozenset(
        "这个们说对时会请问题还没点关于应该为无后与给参议连结欢乐让谢帮报导规则护权选举员总计画组织编辑页号区单视听开来过么吗"
    )
    - _ONLY_TRADITIONAL
)
_ADDRESSES = re.compile(r"https?://\S+|\S+@\S+|\[\[[^\]]*\]\]")
_SIGNS_OF_AN_ADDRESS = ("@", "://", "[[")
EXAMINED = 800
"""How many characters are read. Over the example mails and five of them together, 3,000 told no more."""
_RANKED = 150
_SURE = 0.5
_SHORT = 24
_FEWEST_LETTERS = 2


class _Ranking(Protocol):
    def set_languages(self, langs: list[str]) -> None: ...
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@cache
def _identifier() -> _Ranking:
    """py3langid's own model, restricted to the listed languages; it ships inside the library."""
    identifier = cast("_Ranking", _Identifier.from_model_file(MODEL_FILE, norm_probs=True))
    identifier.set_languages(sorted({tag.partition("-")[0] for tag in LANGUAGES}))
    return identifier


def load() -> None:
    """Load the language model now, so that the first message does not wait for it."""
    _identifier()


def language(text: str, votes: dict[str, float] | None = None) -> str:
    """The tag of the language of `text`, or `und`. `votes`: weight of lexicon words found, by language.

    Time is bounded: only the first `EXAMINED` characters are read, and the first 150 of these weighed by py3langid.
    """
    plain = text[: EXAMINED * 2]
    if any(sign in plain for sign in _SIGNS_OF_AN_ADDRESS):
        plain = _ADDRESSES.sub(" ", plain)
    plain = plain[:EXAMINED]
    script, candidates = _script(plain)
    if script == "han" and not candidates:
        return UNDETERMINED
    if candidates == ("zh", "ja"):
        return _chinese(plain)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        return _by_letters(plain, candidates, votes or {})
    return _latin(plain, votes or {}) if script == "latin" else UNDETERMINED


def _script(text: str) -> tuple[str, tuple[str, ...]]:
    """The script that most letters have. A little kana settles for Japanese, for its text is half Han."""
    if text.isascii():
        return ("latin", ()) if any(map(str.isalpha, text)) else ("", ())
    counts = {name: sum(map(len, pattern.findall(text))) for name, pattern, _ in _SCRIPTS}
    if counts["kana"] * 8 >= counts["han"] > 0:
        counts["kana"] += counts["han"]
    # One Han character or syllable says as much as two or three letters do.
    for name in ("kana", "han", "hangul"):
        counts[name] *= 3
    best = max(counts, key=lambda name: counts[name])
    if not counts[best]:
        return "", ()
    return best, next(languages for name, _, languages in _SCRIPTS if name == best)


def _chinese(text: str) -> str:
    traditional = sum(char in _ONLY_TRADITIONAL for char in text)
    simplified = sum(char in _ONLY_SIMPLIFIED for char in text)
    return "zh-hant" if traditional > simplified else "zh-hans"


def _by_letters(text: str, candidates: tuple[str, ...], votes: dict[str, float]) -> str:
    """Russian or Ukrainian, Arabic or Persian: letters that only one has, then words, then py3langid."""
    telling = {tag: len(pattern.findall(text)) for pattern, tag in _TELLING if tag in candidates}
    best = max(candidates, key=lambda tag: telling.get(tag, 0))
    rest = max((count for tag, count in telling.items() if tag != best), default=0)
    if telling.get(best, 0) > 2 * rest:
        return best
    return max(_weighted(text, candidates, votes).items(), key=lambda pair: pair[1])[0]


def _latin(text: str, votes: dict[str, float]) -> str:
    letters = sum(map(str.isalpha, text[:_RANKED]))
    if letters < _FEWEST_LETTERS:
        return UNDETERMINED
    weights = _weighted(text, _LATIN, votes)
    best = max(weights, key=lambda tag: weights[tag])
    share = weights[best] / sum(weights.values())
    if share < _SURE and not (letters >= _SHORT and share > _SURE / 2):
        return UNDETERMINED
    return best


def _weighted(text: str, candidates: tuple[str, ...], votes: dict[str, float]) -> dict[str, float]:
    """py3langid's probabilities, moved by the words of the lexicon: much in two words, little in a page."""
    ranked = dict(_identifier().rank(text[:_RANKED]))
    pull = {tag: 4.0 ** min(4.0, votes.get(tag, 0.0)) for tag in candidates}
    return {tag: (ranked.get(tag, 0.0) + 0.01) * pull[tag] for tag in candidates}
