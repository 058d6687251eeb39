"""The wiki accounts that a person names as their own or a guest's, in all the forms that people type.

Forms: `User:X` with the local word, `[[User:X|Y]]`, a talk-page signature, addresses, `{{u|X}}`, `@X`, "my username is
X" in every listed language, labels ("Account: X"), "X on Commons", a name where our mail asked for it. What a form
says is exact; which of the names is meant is learned, and comes with how sure that is. It looks nothing up, and never
folds a look-alike letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.model.mail import Purpose
from triage.model.reading import Evidence
from triage.understanding.account_finalists import meant
from triage.understanding.account_ranker import Ranked, Ranker, Ranking, because, ranking
from triage.understanding.usernames import username

MOST_CHARACTERS = 20_000
_LIKELY, _PLAINLY = 0.8, 0.98
"""How sure a name is that is likely and told most plainly, however common it is as a word ("Ben"). In 3,496 training
mails that were not written to be misread, by writers whom the rankers never saw, it lifts seven names, six of them
right."""
_LISTED = 0.3
"""Staff would rather see a name too many beside the account than miss an old one."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """`current` is the account of the person who wants to come; `all` in order, with guests' and old ones.

    `confidence`: how sure it is that `current` is right (also where it is None), calibrated. `because`: what spoke
    most for it.
    """

    current: str | None = None
    all: tuple[str, ...] = ()
    confidence: float = 1.0
    because: tuple[str, ...] = ()


def accounts(
    text: str, subject: str, evidence: Sequence[Evidence], asked: Purpose | None, ranker: Ranker, *, tells: bool = False
) -> Accounts:
    """The accounts stated in the subject and the own text; `asked` is the purpose of our mail that this answers.

    `tells`: with the features that decided. Reads at most 20,000 characters.
    """
    if not ranker.weights:
        return Accounts()
    read = f"{subject}\n{text}"[:MOST_CHARACTERS]
    acts = [(each.start, each.end, each.act.value) for each in evidence]
    found = ranking(read, ranker, acts, asked=asked.value if asked else "", subject_end=len(subject) + 1)
    current, chance = meant(found, ranker.letters, ranker.trees)
    named = {name: each.span.start for each in _listed(found.passages) if (name := username(each.typed))}
    told: tuple[str, ...] = ()
    if current is not None:
        places = [each for each in found.passages if username(each.typed) == current]
        best = max(places, key=lambda each: each.meant)
        named.setdefault(current, best.span.start)
        told = because(found, ranker, best.span) if tells else ()
    sure = calibrated(chance, ranker.curve if current is not None else ranker.curve_of_none)
    return Accounts(
        current=current,
        all=tuple(sorted(named, key=lambda name: named[name])),
        confidence=max(sure, _PLAINLY) if sure >= _LIKELY and _is_plain(current, found) else sure,
        because=told,
    )


def _is_plain(current: str | None, found: Ranking) -> bool:
    """Told in the plainest way, and nothing in the mail speaks against it."""
    plain = found.about.plain if found.about else None
    return current is not None and plain is not None and plain.is_undisputed and username(plain.typed) == current


def _listed(passages: Sequence[Ranked]) -> list[Ranked]:
    """Those that may well be somebody's who comes; of two that overlap, the likelier."""
    kept: list[Ranked] = []
    for each in sorted(passages, key=lambda each: (-each.listed, each.span.start)):
        if each.listed < _LISTED:
            break
        if not any(each.span.start < other.span.end and each.span.end > other.span.start for other in kept):
            kept.append(each)
    return kept


def calibrated(chance: float, curve: Sequence[float]) -> float:
    """`chance` on the curve of points (x0, y0, x1, y1, …)."""
    return float(np.interp(chance, curve[0::2], curve[1::2])) if curve else chance
