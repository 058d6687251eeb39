"""The likeliest names of a mail, and that none is told, side by side: each as a row of signals for the trees.

The ranker adds weights up, and no sum can say "a name in brackets behind the only form in the mail" or "two names, the
second a friend's". A row holds whether it is "none", what its letters say, how likely the ranker finds it, and what is
listed in `_of_a_name` (noughts for "none") and in `_of_the_mail`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

import numpy as np

from triage.understanding.account_atoms import Atoms
from triage.understanding.account_features import SOFT, Surroundings, act_at, oddness
from triage.understanding.account_letters import Letters
from triage.understanding.account_ranker import ASKED_FOR, Ranked, Ranking
from triage.understanding.account_spans import Span
from triage.understanding.trees import Line, totals
from triage.understanding.usernames import username

MOST_NAMES = 4
_LEAST_CHANCE = 0.005
_LEAST = 1e-4
_LISTED = 0.4
_ROLES = ("account", "name", "as", "edits", "wiki", "old", "now", "guest", "other", "i", "am", "talk", "no", "wish")
_ROLES_NEAR = (*_ROLES, "is", "manners", "small")
_FORMS = ("space", "address", "link", "template", "at", "mail", "quoted")
_HOW = ("words", "form", "both")
_BEFORE = (":", "(", "n", '"', ",", ".", "-")
_AFTER = (".", "n", ",", "(", ")", "!")
_ORDINARY = frozenset("12")
_CAPITALS = frozenset("AUM")
_ACTS = ("attend", "question", "courtesy", "other", "feedback", "case", "nothing")

Signals = list[float]


@dataclass(frozen=True, slots=True)
class Finalist:
    """A name, or None for "none is told", with what the ranker gives it and the signals of its row.

    `start`, `end`: where in the text its likeliest place is; of None both are 0.
    """

    name: str | None
    chance: float
    signals: Signals
    start: int = 0
    end: int = 0


def finalists(found: Ranking, letters: Letters) -> list[Finalist]:
    """First that none is told, then the likeliest names, each at its likeliest place; empty where no name can begin."""
    about = found.about
    if about is None:
        return []
    chances: dict[str, float] = {}
    places: dict[str, Ranked] = {}
    for each in found.passages:
        name = username(each.typed)
        if name is not None:
            chances[name] = chances.get(name, 0.0) + each.meant
            if name not in places or each.meant > places[name].meant:
                places[name] = each
    best = sorted(chances, key=lambda name: -chances[name])[:MOST_NAMES]
    best = [name for name in best if name is best[0] or chances[name] > _LEAST_CHANCE]
    mail = _of_the_mail(about, found.nothing, len(chances))
    spans = [places[name].span for name in best]
    said = letters.scores([(about.seen.text, span.start, span.end) for span in spans]).tolist()
    most = max(said, default=0.0)
    none = Finalist(None, found.nothing, [1.0, 0.0, most, *[0.0] * _WIDTH_OF_A_NAME])
    named = [
        Finalist(name, chances[name], [0.0, own, most - own, *row], span.start, span.end)
        for name, own, span in zip(best, said, spans, strict=True)
        for row in [_of_a_name(about, places[name], found.passages)]
    ]
    shares = sorted((found.nothing, *chances.values(), 0.0), reverse=True)
    return [
        replace(each, signals=[*each.signals, *_against(each.chance, found.nothing, shares), *mail])
        for each in (none, *named)
    ]


def meant(found: Ranking, letters: Letters, trees: Line) -> tuple[str | None, float]:
    """The likeliest name, wherever it stands, or None where that is likelier than any, with its probability.

    Without `trees` the ranker's own probabilities count.
    """
    last = finalists(found, letters)
    if not last:
        return None, 1.0
    chances = [each.chance for each in last]
    if len(trees):
        scores = totals(trees, np.asarray([each.signals for each in last]))
        spread = np.exp(scores - scores.max())
        chances = list(spread / spread.sum())
    best = max(range(len(last)), key=chances.__getitem__)
    return last[best].name, float(chances[best])


def _against(share: float, nothing: float, ordered: Sequence[float]) -> Signals:
    """How likely it is, and how much likelier than the next and than none."""
    best_other = ordered[1] if share == ordered[0] else ordered[0]
    own = _logit(share)
    return [own, own - _logit(best_other), own - _logit(nothing)]


def _logit(share: float) -> float:
    kept = min(max(share, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))


def _of_the_mail(about: Surroundings, nothing: float, names: int) -> Signals:
    """The same for all names of a mail: how many there are, what is asked, which words for accounts stand anywhere."""
    told = set(about.seen.roles)
    return [
        nothing,
        names,
        len(about.seen.roles),
        bool(about.asked),
        about.asked == ASKED_FOR,
        about.plain.is_undisputed,
        about.forms,
        *(about.plain.how == how for how in _HOW),
        *(role in told for role in _ROLES),
    ]


def _of_a_name(about: Surroundings, place: Ranked, others: Sequence[Ranked]) -> Signals:
    """Its rivals, its form, the words around it, how it is written, and where in the mail it stands."""
    return [
        place.listed,
        *_rivals(place, others),
        *_form(about, place.span, place.typed),
        *_words(about.seen, place.span),
        *_written(about, place.span),
        *_sides(about, place.span),
        *_where(about, place.span),
    ]


def _rivals(place: Ranked, others: Sequence[Ranked]) -> Signals:
    """The likeliest other passage that is longer, that is shorter, and that stands apart; how many may be accounts."""
    longer = shorter = apart = listed = count = 0.0
    name = username(place.typed)
    start, end = place.span.start, place.span.end
    for other in others:
        if other.span.start < end and other.span.end > start:
            if other.span.end - other.span.start > end - start:
                longer = max(longer, other.meant)
            elif other is not place:
                shorter = max(shorter, other.meant)
        elif username(other.typed) != name:
            apart = max(apart, other.meant)
            listed = max(listed, other.listed)
            count += other.listed > _LISTED
    return [longer, shorter, apart, listed, count]


def _form(about: Surroundings, span: Span, typed: str) -> Signals:
    is_plain = bool(about.plain.typed) and username(about.plain.typed) == username(typed)
    return [*(span.form == form for form in _FORMS), is_plain]


def _words(seen: Atoms, span: Span) -> Signals:
    """Which words for accounts stand before and after it in its sentence."""
    number = seen.sentences[span.first]
    before, after = set[str](), set[str]()
    place = span.first - 1
    while place >= 0 and seen.sentences[place] == number:
        before.add(seen.roles[place])
        place -= 1
    place = span.last + 1
    while place < len(seen.roles) and seen.sentences[place] == number:
        after.add(seen.roles[place])
        place += 1
    return [*(role in before for role in _ROLES_NEAR), *(role in after for role in _ROLES_NEAR)]


def _written(about: Surroundings, span: Span) -> Signals:
    seen = about.seen
    shapes, kinds = seen.shapes[span.first : span.last + 1], about.kinds[span.first : span.last + 1]
    return [
        max(map(oddness, shapes)),
        len(shapes),
        kinds.count("0"),
        kinds.count("1") + kinds.count("2"),
        sum(len(kind) > 1 for kind in kinds),
        kinds[0] == "0",
        kinds[-1] == "0",
        shapes[0][:1] in _CAPITALS,
        shapes[-1][:1] in _CAPITALS,
        shapes[0][:1] == "x",
        any(one != other for one, other in pairwise(seen.scripts[span.first : span.last + 1])),
        seen.text[span.end - 1] in ".!",
        seen.text[span.end - 1] in ")）",
    ]


def _sides(about: Surroundings, span: Span) -> Signals:
    """What stands on both sides: a mark, or a word and of which kind."""
    seen, kinds = about.seen, about.kinds
    left, right = span.first - 1, span.last + 1
    before, after = seen.before[span.first], seen.after[span.last]
    goes_on, comes_from = right < len(kinds) and after in SOFT, left >= 0 and before in SOFT
    return [
        comes_from,
        comes_from and kinds[left] == "0",
        comes_from and seen.shapes[left][:1] in _CAPITALS,
        *(before == mark for mark in _BEFORE),
        goes_on,
        goes_on and kinds[right] == "0",
        goes_on and kinds[right] in _ORDINARY,
        goes_on and seen.shapes[right][:1] in _CAPITALS,
        *(after == mark for mark in _AFTER),
    ]


def _where(about: Surroundings, span: Span) -> Signals:
    """Lines and words from the beginning and the end, and the act of its sentence."""
    seen, lines = about.seen, about.lines
    act = act_at(about, span.start)
    return [
        lines[span.first] - lines[0],
        lines[-1] - lines[span.first],
        lines.count(lines[span.first]),
        seen.sentences[-1] - seen.sentences[span.first],
        span.start < about.subject_end,
        about.low.count(seen.text[span.start : span.end].lower()),
        seen.scripts[span.first] != about.main_script,
        *(act == one for one in _ACTS),
    ]


_WIDTH_OF_A_NAME = 1 + 5 + len(_FORMS) + 1 + 2 * len(_ROLES_NEAR) + 13 + 7 + len(_BEFORE) + len(_AFTER) + 7 + len(_ACTS)
