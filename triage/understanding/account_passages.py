"""The features of a passage itself: how it is written, what is in it, and what stands on both sides at once.

See `account_features`, which has those of its beginning and of its end. Nothing here is learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.understanding.account_atoms import Atoms
from triage.understanding.account_features import SOFT, Surroundings, oddness
from triage.understanding.account_spans import Span
from triage.understanding.usernames import username

_LAST_LINES = 3
_FAR = 8
_STAFF = re.compile(r"WM[A-Z]{1,3}\b|\bWMF|WMFr|-WM")
_UNKNOWN = frozenset("01")


def passage(about: Surroundings, span: Span) -> list[str]:
    """The passage itself."""
    seen, kinds = about.seen, about.kinds
    first, last = span.first, span.last
    inside, shapes = kinds[first : last + 1], seen.shapes[first : last + 1]
    text = span.name or seen.text[span.start : span.end]
    words = text.count(" ") + text.count("_") + 1
    form = span.form or ("bare" if seen.scripts[first] != "J" else "unspaced")
    place = _place(seen, first, last)
    odd = max(map(oddness, shapes))
    unknown = f"{sum(kind in _UNKNOWN for kind in inside)} of {min(len(inside), 6)}"
    told = [
        f"form {form}",
        f"form {form}, forms {about.forms}",
        f"form {form}, {words if words < 5 else 'many'} words",  # noqa: PLR2004 - titles of books are names, too
        f"written {''.join(shape[:1] for shape in shapes[:5])}",
        place,
        f"{place}, {form}, odd {odd}",
        f"{place}, words {min(words, 4)}, kinds {'+'.join(sorted(set(inside)))[:40]}",
        f"odd {odd}, first {inside[0]}",
        f"between {seen.before[first]!r} and {seen.after[last]!r}",
        f"first {inside[0]} {shapes[0][:1]}, last {inside[-1]} {shapes[-1][:1]}",
        f"unknown words {unknown}",
        f"sentence tells {about.sentence_roles[seen.sentences[first]] != 'nothing'}, {place}, {form}, odd {odd}",
    ]
    told += _inside(about, span, inside)
    told += _across(about, span, inside, odd, min(words, 4))
    told += _brackets_and_titles(about, span)
    told += [f"{form}, {role} before" for role in _of_whom(about.seen, first)]
    told += _in_the_mail(about, span, place, unknown)
    if about.plain.typed and username(text) == username(about.plain.typed):
        told += _plainly(about, first)
    if _STAFF.search(text):
        told.append("of a member of staff")
    if about.low.count(text.lower()) > 1:
        told.append("named twice")
    return told


def _plainly(about: Surroundings, first: int) -> Iterator[str]:
    """It is the one name that is told in the plainest way; of whom, its sentence may say."""
    yield f"plainly told: {about.plain.how}"
    tells = about.sentence_roles[about.seen.sentences[first]]
    yield from (f"plainly told: {about.plain.how}, {what}" for what in (tells, *_of_whom(about.seen, first)))


def _of_whom(seen: Atoms, first: int) -> list[str]:
    """Words before it in its sentence that make it a guest's, an old one, or somebody else's; else that it is mine."""
    start = max(0, first - _FAR)
    near = {seen.roles[n] for n in range(start, first) if seen.sentences[n] == seen.sentences[first]}
    return [role for role in ("guest", "other", "old", "i", "am") if role in near]


def _place(seen: Atoms, first: int, last: int) -> str:
    before, after = seen.before[first], seen.after[last]
    if before == "n" and after in "nt" and after:
        return "whole line"
    return "whole clause" if before not in SOFT and after not in SOFT else "part"


def _inside(about: Surroundings, span: Span, inside: list[str]) -> Iterator[str]:
    lows = about.seen.lows
    yield from (f"holds {kind}" for kind in dict.fromkeys(inside[1:-1]))
    yield from (f"goes on with {kind}" for kind in dict.fromkeys(inside[1:]))
    if inside[0] != "0":
        yield f"first “{lows[span.first]}”"
    if inside[-1] != "0":
        yield f"last “{lows[span.last]}”"


def _across(about: Surroundings, span: Span, inside: list[str], odd: int, words: int) -> Iterator[str]:
    """What stands before, together with what stands after."""
    seen, kinds, first, last = about.seen, about.kinds, span.first, span.last
    if first:
        before = seen.before[first]
        left = kinds[first - 1] + ("" if before in SOFT else before)
        yield f"{left} | {inside[0]} {seen.shapes[first][:1]} … | {_next(about, last)}"
        yield f"{left} | odd {odd}, words {words}"
    goes_on = last + 1 < len(kinds) and seen.after[last] in SOFT
    if goes_on and seen.shapes[last + 1][:1] in "AUM" and seen.shapes[last][:1] in "AUM":
        yield "a capital goes on"
    if first and seen.before[first] in SOFT and kinds[first - 1] == "0" and seen.shapes[first - 1][:1] in "AUM":
        yield "a capital stands before"
    if len(set(seen.scripts[first : last + 1])) > 1:
        yield "scripts mixed"
    if seen.scripts[first] != about.main_script:
        yield "another script than the text"


def _next(about: Surroundings, last: int) -> str:
    after = about.seen.after[last]
    return about.kinds[last + 1] if last + 1 < len(about.kinds) and after in SOFT else after


def _brackets_and_titles(about: Surroundings, span: Span) -> Iterator[str]:
    """Whether "(WMF)" and the dot of "Dr." or "i.R." belong to the name."""
    seen, last = about.seen, span.last
    after, final = seen.after[last], seen.lows[last]
    if after == "(" and not span.form:
        what = "with brackets" if span.end > seen.ends[last] + 1 else "brackets left out"
        held = f"{seen.shapes[last + 1][:1]} {about.kinds[last + 1]}" if last + 1 < len(about.kinds) else ""
        yield what
        yield f"{what}, {held}"
    if final.endswith("."):
        yield f"title's dot {'kept' if span.end == seen.ends[last] else 'cut'}, then {after!r}"
    elif after == "." and (len(final) < 3 or "." in final):  # noqa: PLR2004 - initials
        yield f"dot {'kept' if span.end > seen.ends[last] else 'cut'}, {'.' in final}, then {_next(about, last)}"
    if any(low.endswith(".") for low in seen.lows[span.first : last + 1]):
        yield "holds a title"
    elif span.first and seen.lows[span.first - 1].endswith(".") and seen.before[span.first] == " ":
        yield "a title left out"


def _in_the_mail(about: Surroundings, span: Span, place: str, unknown: str) -> Iterator[str]:
    """Where it stands in the mail: all that was answered to our question, a line at the end."""
    lines, first = about.lines, span.first
    if about.asked:
        above = first == 0 or about.seen.starts[first - 1] < about.subject_end
        is_all = place == "whole line" and above and lines[-1] == lines[first]
        yield f"asked {about.asked}, {place}"
        yield f"asked {about.asked}, {place}, line {min(lines[first] - lines[0], 3)}"
        yield f"asked {about.asked}, unknown {unknown}"
        yield f"asked {about.asked}, {'all that is written' if is_all else 'not all'}"
    elif place == "whole line" and lines[-1] - lines[first] < _LAST_LINES:
        yield "a line at the end"
