"""Parts of a whole, as bars that lie: what was decided, and which languages people write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from triage.model.case import AttendanceState
from triage.web.desk.pictures.drawing import Picture, lying

MOST_LANGUAGES = 8
SAID = {
    AttendanceState.APPROVED: ("let in", "good"),
    AttendanceState.WAITING: ("wait for a seat", "warn"),
    AttendanceState.REVIEW: ("before a person", "warn"),
    AttendanceState.REQUESTED: ("not decided yet", "calm"),
    AttendanceState.DECLINED: ("declined", "bad"),
    AttendanceState.WITHDRAWN: ("taken back", "calm"),
}
BY_HAND = ("let in by hand", "good")


ORDER = (SAID[AttendanceState.APPROVED], BY_HAND, *list(SAID.values())[1:])


def decisions(wishes: Mapping[tuple[str, bool], int]) -> Picture:
    """Wishes to come by (state, whether a person let them in against a rule)."""
    numbers: Counter[tuple[str, str]] = Counter()
    for (state, is_let_in), count in wishes.items():
        is_by_hand = is_let_in and state == AttendanceState.APPROVED
        numbers[BY_HAND if is_by_hand else SAID[AttendanceState(state)]] += count
    rows = [(word, numbers[word, kind], kind) for word, kind in ORDER if numbers[word, kind]]
    return picture("decisions", "Decisions", "Decision", rows, "Nobody has asked to come yet.")


def languages(people: Mapping[str, int]) -> Picture:
    """People by language (BCP 47), the most frequent first; the long tail is one bar."""
    named = [(name_of(language), count, "wish") for language, count in people.items()]
    tail = sum(count for _, count, _ in named[MOST_LANGUAGES:])
    rows = named[:MOST_LANGUAGES] + ([("others", tail, "calm")] if tail else [])
    return picture("languages", "Languages", "Language", rows, "Nobody has written yet.")


def picture(key: str, title: str, what: str, rows: Sequence[tuple[str, int, str]], nothing: str) -> Picture:
    """The bars with their sentence; `nothing` where there are none."""
    if not rows:
        return Picture(key, title, nothing, (), ())
    height, bars, labels = lying(rows)
    said = ", ".join(f"{word} {count}" for word, count, _ in rows)
    table = tuple((word, str(count)) for word, count, _ in rows)
    return Picture(key, title, f"{said}.", (what, "People"), table, height=height, bars=bars, labels=labels)


@cache
def name_of(language: str) -> str:
    """In English, as the rest of the desk; a tag that nobody knows stands for itself."""
    if language == "und":
        return "not recognised"
    try:
        return Locale.parse(language.replace("-", "_")).english_name or language
    except (UnknownLocaleError, ValueError):
        return language
