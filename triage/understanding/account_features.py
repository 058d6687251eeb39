"""What speaks for and against a passage being the account that is meant: named features, which `explain` can show.

Features of where a passage begins, of where it ends, and of the passage itself; the sum of their weights is its score,
so beginnings and ends are weighed once. Nothing here is learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from triage.understanding.account_atoms import Atoms, atoms
from triage.understanding.account_forms import NO_ACCOUNT, Form, forms
from triage.understanding.account_plain import Plain, as_names, plainly_told

Acts = Sequence[tuple[int, int, str]]
"""Where each sentence begins and ends, and its act."""

_FAR = 9
_NEAR = 4
_LONG_WORD = 4
SOFT = frozenset({"", " ", "'"})
_OPENING = frozenset(":\"(-=,.!@[*'")
_FIELD = frozenset({":", "-", "=", "]"})
_FIELD_STARTS = frozenset({"n", ".", "!", "["})
_AROUND = frozenset(
    {"account", "name", "as", "edits", "wiki", "old", "now", "guest", "other", "i", "am", "talk", "no", "wish"}
)
_CUES = ("account", "name", "am", "as", "edits", "wiki", "talk")
_MOST_WORDS_OF_A_FIELD = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """A text in pieces: its atoms, the wiki's own forms in it, and the name that is told most plainly."""

    atoms: Atoms
    forms: tuple[Form, ...]
    plain: Plain


def seen_in(text: str) -> Seen:
    """The pieces of a text."""
    found, held = atoms(text), forms(text)
    plain = plainly_told(found, held)
    return Seen(as_names(found, plain), held, plain)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One text, ready to be asked for features. `kinds`: of each atom its role, else how common a word it is.

    `ordinary`: words of the languages by how common they are (1, 2). `asked`: the purpose of our mail that is
    answered. Up to `subject_end` the text is the subject; `acts` count from there. `plain`: what is told most plainly.
    `forms`: how many of the wiki's own forms name somebody; 2 stands for all that are more.
    """

    seen: Atoms
    kinds: list[str]
    lines: list[int]
    sentence_roles: dict[int, str]
    main_script: str
    low: str
    acts: Acts
    asked: str
    subject_end: int
    plain: Plain
    forms: int


def surroundings(text: Seen, ordinary: Mapping[str, int], acts: Acts, *, asked: str, subject_end: int) -> Surroundings:
    """Everything that is reckoned once for a text that has atoms."""
    seen = text.atoms
    told: dict[int, set[str]] = {}
    lines: list[int] = []
    for number, role, before in zip(seen.sentences, seen.roles, seen.before, strict=True):
        told.setdefault(number, set()).add(role)
        lines.append((lines[-1] if lines else 0) + (before == "n"))
    return Surroundings(
        seen=seen,
        kinds=[role or str(ordinary.get(low, 0)) for role, low in zip(seen.roles, seen.lows, strict=True)],
        lines=lines,
        sentence_roles={n: "+".join(cue for cue in _CUES if cue in roles) or "nothing" for n, roles in told.items()},
        main_script=max(sorted(set(seen.scripts)), key=seen.scripts.count),
        low=seen.text.lower(),
        acts=acts,
        asked=asked,
        subject_end=subject_end,
        plain=text.plain,
        forms=min(sum(each.kind not in NO_ACCOUNT for each in text.forms), 2),
    )


def beginning(about: Surroundings, first: int) -> list[str]:
    """What stands before a passage that begins with the atom `first`."""
    seen = about.seen
    before, shape = seen.before[first], seen.shapes[first][:1]
    told = [f"before {before!r}", f"before {before!r} {shape}"]
    if not first:
        return [*told, "at the start"]
    if before in SOFT or before in _OPENING:
        told += _words_before(about, first, before, shape)
    told += _roles_before(about, first)
    told += _field(seen, first)
    if seen.starts[first] < about.subject_end:
        told.append("in the subject")
    elif about.lines[first] == about.lines[-1]:
        told.append("in the last line")
    told.append(f"in a sentence that does {act_at(about, seen.starts[first])}")
    around = about.sentence_roles[seen.sentences[first]]
    return [*told, f"sentence tells {around}", f"sentence tells {around}, {before!r} {shape}"]


def _words_before(about: Surroundings, first: int, before: str, shape: str) -> Iterator[str]:
    seen, kinds, left = about.seen, about.kinds, first - 1
    one = kinds[left]
    two = kinds[left - 1] if left and seen.before[left] != "n" else "^"
    three = kinds[left - 2] if left > 1 and two != "^" and seen.before[left - 1] != "n" else "^"
    yield f"after {before}{one}"
    yield f"after “{seen.lows[left]}”{'' if before in SOFT else before}"
    yield f"after {two}+{before}{one}"
    yield f"after {three}+{two}+{before}{one}"
    yield f"after {before}{one} {shape}"
    if left and seen.before[left] in SOFT:
        yield f"after “{seen.lows[left - 1]} {seen.lows[left]}”"
    if not seen.roles[left] and len(seen.lows[left]) > _LONG_WORD:
        yield f"after “{seen.lows[left][:_LONG_WORD]}…”"


def _roles_before(about: Surroundings, first: int) -> list[str]:
    """The nearest word of each role before it in the same sentence, and whether a mark stands between."""
    seen = about.seen
    number = seen.sentences[first]
    found: dict[str, str] = {}
    marks = False
    for place in range(first - 1, max(-1, first - _FAR), -1):
        if seen.sentences[place] != number:
            break
        marks = marks or seen.before[place + 1] not in (" ", "")
        role, distance = seen.roles[place], first - place
        if role in _AROUND and role not in found:
            how_far = "1" if distance == 1 else "2-3" if distance < _NEAR else "far"
            found[role] = f"{role} before, {how_far}{', mark between' if marks else ''}"
    return [*found.values(), f"before: {'+'.join(sorted(found)) or 'nothing told'}"]


def _field(seen: Atoms, first: int) -> list[str]:
    """A field of a form: "Account: …"."""
    if seen.before[first] not in _FIELD:
        return []
    roles: list[str] = []
    for place in range(first - 1, max(-1, first - 1 - _MOST_WORDS_OF_A_FIELD), -1):
        roles.append(seen.roles[place] or "0")
        if seen.before[place] in _FIELD_STARTS:
            kind = next((role for role in ("account", "name") if role in roles), "no role")
            return [f"field of {kind}", f"field of {'+'.join(roles)}"]
    return []


def act_at(about: Surroundings, at: int) -> str:
    """The act of the sentence in which a place of the text lies."""
    at -= about.subject_end
    return next((act for start, end, act in about.acts if start <= at < end), "nothing")


def ending(about: Surroundings, last: int) -> list[str]:
    """What stands after a passage that ends with the atom `last`."""
    seen, kinds = about.seen, about.kinds
    after, shape, right = seen.after[last], seen.shapes[last][:1], last + 1
    told = [f"then {after!r}", f"then {after!r} {kinds[last]}", f"ends with {kinds[last]} {shape}"]
    if right >= len(kinds):
        return told
    told.append(f"then {after}{kinds[right]}")
    if after != "n":
        told += _words_after(about, last, after, shape)
    number = seen.sentences[last]
    stop = min(len(kinds), right + _NEAR)
    near = {seen.roles[place] for place in range(right, stop) if seen.sentences[place] == number}
    return told + [f"{role} after" for role in sorted(near & _AROUND)]


def _words_after(about: Surroundings, last: int, after: str, shape: str) -> Iterator[str]:
    seen, kinds, right = about.seen, about.kinds, last + 1
    word, mark = seen.lows[right], "" if after in SOFT else after
    two = kinds[right + 1] if right + 1 < len(kinds) and seen.before[right + 1] in SOFT else "$"
    yield f"then {after}{kinds[right]}+{two}"
    yield f"then {mark}“{word}”"
    yield f"then {after}{kinds[right]} {seen.shapes[right][:1]} after {shape}"
    if not seen.roles[right] and len(word) > _LONG_WORD:
        yield f"then {mark}“{word[:_LONG_WORD]}…”"
    if not mark and seen.scripts[right] != seen.scripts[last]:
        yield "another script after it"


def nothing(about: Surroundings, count: int) -> list[str]:
    """That no account is named among `count` passages."""
    roles = set(about.seen.roles)
    told = ["none", f"none, asked {about.asked}", f"none, passages {min(count.bit_length(), 8)}"]
    told += [f"none, {role} {'told' if role in roles else 'not told'}" for role in ("account", "edits", "wiki", "name")]
    return [
        *told,
        f"none, odd {max(map(oddness, about.seen.shapes))}",
        f"none, plainly told: {about.plain.how}",
        f"none, forms {about.forms}",
    ]


def oddness(shape: str) -> int:
    """How little a word looks like one of a language: 0 plain, 1 capitals, 2 digits, 3 joined, 4 mixed."""
    if shape[:1] == "M":
        return 4
    if "_" in shape:
        return 3
    if "9" in shape:
        return 1 if shape[:1] == "x" else 2
    return int(shape[:1] == "U")
