"""Which concepts of the lexicon a whole message touches: anywhere, two in one sentence, and in its subject.

The acts of sentences say what each does; these say what the message is about, in whatever sentence it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triage.understanding.features import Look
from triage.understanding.lexicon import NUMBER

Pairs = Sequence[tuple[str, str]]
Touched = frozenset[int]


def concepts(looks: Iterable[Look]) -> Touched:
    """All that these sentences touch, by number."""
    return frozenset().union(*(look.touched for look in looks))


def marks(names: Iterable[str], touched: Touched) -> list[float]:
    """1 for each concept that is touched, else 0."""
    return [float(NUMBER[name] in touched) for name in names]


def together(pairs: Pairs, looks: Iterable[Look]) -> list[float]:
    """1 for each pair of concepts that one sentence touches both, else 0."""
    each = [look.touched for look in looks if len(look.touched) > 1]
    anywhere = frozenset().union(*each)
    numbers = [frozenset((NUMBER[one], NUMBER[other])) for one, other in pairs]
    return [float(pair <= anywhere and any(map(pair.issubset, each))) for pair in numbers]
