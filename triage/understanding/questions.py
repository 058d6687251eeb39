"""The questions and the feedback for the call, each in the sender's exact words, in order, with their context.

One question is what one answer serves: sentences of one paragraph, bullet or number on one matter are one question; a
new bullet, number or matter starts another. Greetings, thanks and the wish to come are left out. It does not rewrite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from triage.model.reading import Act
from triage.understanding.lexicon import NUMBER, Hit
from triage.understanding.sentences import Sentence

_APART = frozenset({Act.ATTEND, Act.WITHDRAW, Act.COURTESY, Act.LOGISTICS})
_LABEL = re.compile(
    r"^\W{0,3}(?:(?:my|mi|ma|mia|meine?|minha|mijn|min|moje|moja|мой|моя|мій|моє|سؤالي|我的|私の|제)\s*)?"
    r"(?:questions?|feedback|comments?|frage[n]?|preguntas?|comentarios?|remarques?|perguntas?|comentários?|domand[ae]|"
    r"вопросы?|питання|pytani[ae]|vra(?:ag|gen)|frågor|fråga|soru(?:m|lar[ıi]m)?|pertanyaan|swali|maswali|câu hỏi|otázk[ay]|dotaz[y]?|"  # noqa: E501 - a pattern
    r"السؤال|سؤال|الأسئلة|سوال|پرسش|שאלה|שאלות|प्रश्न|सवाल|প্রশ্ন|질문|質問|问题|問題)"
    r"\s*(?:[#№]?\s*\d{1,2})?\s*(?:\([^)]{0,30}\))?\s*[:：]\s*",
    re.IGNORECASE,
)
_NEAR_THE_START = 4
_COLONS = frozenset(":：")
_ASKING_MARKS = frozenset("?？؟")
_LISTED = 0.6
_SURELY_APART = 0.7
_ALSO = NUMBER["also"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with its act and how sure that is, how surely it asks or tells for the call, and its concepts."""

    sentence: Sentence
    act: Act
    sure: float
    asks: float
    hits: tuple[Hit, ...]


def questions(text: str, weighed: Sequence[Weighed], threshold: float, *, surely: bool) -> tuple[str, ...]:
    """Every question and every feedback of the own text, exactly as typed.

    A sentence counts from `threshold` on. `surely`: the message as a whole asks, so that an item of its list that ends
    with a question mark is one, and its best sentence counts where none reaches the threshold.
    """
    read = [_with_doubts_settled(each, surely=surely) for each in weighed]
    found = spans(text, read, threshold)
    best = max((each.asks for each in read), default=0.0)
    if not found and surely and best > 0.0:
        found = spans(text, read, best)
    return tuple(text[start:end] for start, end in found)


def _with_doubts_settled(each: Weighed, *, surely: bool) -> Weighed:
    """A line that ends with a colon announces what follows; in a list of questions, a line with a mark is one."""
    if each.sentence.text[-1:] in _COLONS:
        return replace(each, asks=0.0)
    if surely and each.sentence.is_item and each.sentence.text[-1:] in _ASKING_MARKS:
        return replace(each, asks=max(each.asks, _LISTED))
    return each


def spans(text: str, weighed: Sequence[Weighed], threshold: float) -> tuple[tuple[int, int], ...]:
    """As `questions`, as offsets into `text`. A bullet or a number is one matter, whatever its sentences are."""
    found: list[tuple[int, int]] = []
    for block in _by_block(weighed):
        for group in [block] if block[0].sentence.is_item else _matters(block, threshold):
            if any(each.asks >= threshold for each in group):
                start = group[0].sentence.start
                label = _LABEL.match(text[start : start + 60])
                found.append((start + (label.end() if label else 0), group[-1].sentence.end))
    return tuple((start, end) for start, end in found if text[start:end].strip())


def _by_block(weighed: Sequence[Weighed]) -> list[list[Weighed]]:
    grouped: dict[int, list[Weighed]] = {}
    for each in weighed:
        grouped.setdefault(each.sentence.block, []).append(each)
    return list(grouped.values())


def _matters(block: Sequence[Weighed], threshold: float) -> list[list[Weighed]]:
    """The sentences of one paragraph, cut where another matter begins; what belongs to no matter is left out."""
    groups: list[list[Weighed]] = [[]]
    for each in block:
        if each.act in _APART and each.sure >= _SURELY_APART and each.asks < threshold:
            groups.append([])
        elif groups[-1] and _starts_another(groups[-1], each, threshold):
            groups.append([each])
        else:
            groups[-1].append(each)
    return [group for group in groups if group]


def _starts_another(group: Sequence[Weighed], each: Weighed, threshold: float) -> bool:
    """Does this sentence begin another matter? It says so ("also", "second"), and something was asked before."""
    if not any(earlier.asks >= threshold for earlier in group):
        return False
    return bool(each.hits) and each.hits[0].concept == _ALSO and each.hits[0].start < _NEAR_THE_START
