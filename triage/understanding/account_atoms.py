"""A text as the pieces of account names: words, and in scripts without blanks the runs between known words.

Each piece (atom) keeps its place, what it does around names (see `account_roles`), how it is written, and what stands
before and after it. Nothing is decided here. Time is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from triage.understanding.account_roles import ROLES_TYPED, SMALL_TYPED
from triage.understanding.folding import fold

_CJK = "぀-ヿ㐀-鿿々〆"
_HANGUL = "가-힣"
# What is in no word: blanks, marks of all listed scripts, emoji. Joiners inside words are allowed for below.
_MARKS = (
    r"\s\x00-/:-@\[-\^`{-\x7f\x80-\xbf×÷\u060c\u061b\u061f\u066a-\u066d\u06d4\u05be\u05c0\u05c3\u0964\u0965"
    r"\u2000-\u200b\u200e-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030！-／：-＠［-｀｛-･\ufe0f\ufffd\U0001f000-\U0001faff"
)
_LETTER = rf"[^{_MARKS}{_CJK}{_HANGUL}]"
_TITLES = (
    "Lic|Prof|Dr|Mr|Mrs|Ms|Mme|Mlle|St|Jr|Sr|Sra|Srta|Dra|Ing|arch|Arch|Eng|Capt|Col|Rev|Dott|Avv|Geom|Mgr|Mag|JUDr|MUDr|"
    "PhDr|RNDr|Bc|Hj|Ir|Drs|Dkt|ThS|TS|GS|BS|inż|prof|dr|hab|mgr|Hr|Fr|Bw|проф|Проф|акад|доц|डॉ|नं|श्री|ডা|ড|د|م|أ"
)
_ATOM = re.compile(
    rf"(?P<short>(?<![^\W{_CJK}{_HANGUL}])(?:[^\W\d_{_CJK}{_HANGUL}]|{_TITLES})\.(?=\s+\w|-\w|\s*$))"
    r"|(?P<glued>[\u05d0-\u05ea\u0620-\u06d3]{1,6}-?(?=[A-Za-z0-9]))"
    rf"|(?P<word>{_LETTER}+(?:(?:[-.·+&!~־]|(?<=[א-ת])[\"״](?=[א-ת])){_LETTER}+)*)"
    rf"|(?P<hangul>[{_HANGUL}]+)"
    rf"|(?P<cjk>[{_CJK}]+)",
)
_CYRILLIC_APOSTROPHE = re.compile(r"(?<=[Ѐ-ӿ])['’ʼ](?=[Ѐ-ӿ])")
_KOREAN_ENDING = re.compile(
    r"(.+?)(이라는|라는|이라고|라고|입니다만|입니다|임니다|입니더|인데요|인데|이에요|이예요|예요|에요|이고요|고요|이구요|구요|이구|이고|"
    r"이며|으로|에서|에게|이랑|님은|님이|님|로|은|는|이|가|을|를|와|과|의|도)$"
)
_SEPARATORS = {
    **dict.fromkeys('"“”„«»「」『』‘`‹›', '"'),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(",،、，;；؛", ","),
    **dict.fromkeys("(（", "("),
    **dict.fromkeys(")）", ")"),
    **dict.fromkeys("[【{<", "["),
    **dict.fromkeys("]】}>", "]"),
    **dict.fromkeys(".。।॥۔…", "."),
    **dict.fromkeys("!?！？؟", "!"),
    **dict.fromkeys("-–—־=|→", "-"),
    "@": "@",
    "/": "/",
    "\x00": "0",
}
_ENDS_SENTENCE = frozenset(".!n")

Role = str


def _roles() -> tuple[dict[str, Role], dict[str, Role]]:
    """Whole words and beginnings of words by role, with and without their accents. The first role of a word counts."""
    whole: dict[str, Role] = {}
    begun: dict[str, Role] = {}
    typed = [(word, role) for role, words in ROLES_TYPED.items() for word in words.lower().split()]
    typed += [(word, "small") for word in SMALL_TYPED.lower().split()]
    for spelling in (str, _plain):
        for word, role in typed:
            (begun if word.endswith("*") else whole).setdefault(spelling(word.strip("*")), role)
    return whole, begun


def _plain(word: str) -> str:
    return fold(word) if word < "\u0590" else word


_WHOLE, _BEGUN = _roles()
_SHORTEST_STEM, _LONGEST_STEM = 2, 12
_UNSPACED_WORD = re.compile(rf"[{_CJK}]+")
_KNOWN_UNSPACED = "|".join(
    sorted((re.escape(word) for word in (*_WHOLE, *_BEGUN) if _UNSPACED_WORD.fullmatch(word)), key=len, reverse=True)
)
# "of": a name stands after it, as in "維基百科的微光" and "高校生のりんご飴".
_OF = r"(?<![぀-ゟ])の(?=.)|[的嘅](?=.)"
_APART = rf"{_KNOWN_UNSPACED}|{_OF}"
_RUN = re.compile(rf"(?P<known>{_APART})|[゠-ヿ]+|(?:(?!{_APART})[぀-ゟ])+|(?:(?!{_APART})[㐀-鿿々〆])+")


@lru_cache(maxsize=1 << 15)
def role_of(low: str) -> Role:
    """What a word in small letters does around names; empty for a word of no role."""
    if (found := _WHOLE.get(low)) is not None:
        return found
    for size in range(min(len(low), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        if (found := _BEGUN.get(low[:size])) is not None:
            return found
    if low.endswith(("wiki", "wp")) or ".wiki" in low:
        return "wiki"
    # One letter glued to the word: "and", "in", "the" of Arabic and Hebrew.
    if low[:1] in "وبلكהובלכש" and len(low) > 3:  # noqa: PLR2004 - shorter ones are words of their own
        return _WHOLE.get(low[1:], "")
    return ""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The pieces of a text, as columns of the same length.

    `before` and `after`: what stands there: "" nothing, " " a blank, "n" a line end, "t" the end of the text, else a
    kind of mark. `roles`: see `account_roles`. `shapes`: how each is written. `sentences`: a rising number.
    """

    text: str
    starts: list[int]
    ends: list[int]
    lows: list[str]
    roles: list[Role]
    shapes: list[str]
    before: list[str]
    after: list[str]
    sentences: list[int]
    scripts: list[str]


def atoms(text: str) -> Atoms:
    """The pieces of `text`."""
    spans = [span for found in _ATOM.finditer(_CYRILLIC_APOSTROPHE.sub("\u02b9", text)) for span in _parts(found)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    words = [text[start:end] for start, end in spans]
    lows = [word.lower() for word in words]
    before = [_kind(text, end, start, -1) for end, start in zip([0, *ends], starts, strict=False)]
    after = [_kind(text, end, start, 0) for end, start in zip(ends, [*starts[1:], len(text)], strict=False)]
    if before:
        before[0] = before[0] if before[0] not in ("", " ") else "n"
    return Atoms(
        text=text,
        starts=starts,
        ends=ends,
        lows=lows,
        roles=[role_of(low) for low in lows],
        shapes=[shape_of(word) for word in words],
        before=before,
        after=after,
        sentences=_numbers(before, after),
        scripts=[script_of(low) for low in lows],
    )


def _parts(found: re.Match[str]) -> list[tuple[int, int]]:
    """One match is one atom, but for runs of scripts without blanks and Korean words with their endings."""
    if found.lastgroup == "cjk":
        at = found.start()
        return [(at + part.start(), at + part.end()) for part in _RUN.finditer(found[0])] or [found.span()]
    if found.lastgroup == "hangul" and (ending := _KOREAN_ENDING.match(found[0])):
        middle = found.start() + ending.end(1)
        return [(found.start(), middle), (middle, found.end())]
    return [found.span()]


def _kind(text: str, start: int, end: int, place: int) -> str:
    """What stands between two atoms, seen from one side (`place` 0: the first mark, -1: the last)."""
    gap = text[start:end]
    marks = gap.strip(" \t\r\u00a0")
    if marks:
        return "n" if marks[place] in "\n\u2028" else _of_mark(marks[place], is_alone=gap == marks[place])
    if end == len(text) and place == 0:
        return "t"
    return " " if gap else ""


def _of_mark(mark: str, *, is_alone: bool) -> str:
    """The kind of a mark. A hyphen or an apostrophe between letters is another than one with blanks."""
    if mark in "'’ʼ":
        return "'" if is_alone else "*"
    kind = _SEPARATORS.get(mark, "*")
    return "=" if kind == "-" and is_alone else kind


def _numbers(before: list[str], after: list[str]) -> list[int]:
    """Which sentence each atom is in, roughly: full stops and line ends part them."""
    number = 0
    found: list[int] = []
    for place, kind in enumerate(before):
        if place and (kind == "n" or after[place - 1] in _ENDS_SENTENCE):
            number += 1
        found.append(number)
    return found


@lru_cache(maxsize=1 << 14)
def shape_of(word: str) -> str:
    """How a word is written: "a" small, "A" capital first, "U" all capitals, "M" mixed, "x" no such letters.

    Then "9" where digits are in it, "_" where a joiner is.
    """
    letters = word
    if letters.islower():
        case = "a"
    elif letters.isupper():
        case = "U" if len(letters) > 1 and sum(map(str.isalpha, letters)) > 1 else "A"
    elif not any(map(str.isupper, letters)):
        case = "x"
    elif letters[:1].isupper() and all(part[1:].islower() or not part[1:] for part in re.split(r"[-_.·0-9]+", letters)):
        case = "A"
    else:
        case = "M"
    return case + "9" * any(map(str.isdigit, word)) + "_" * ("_" in word or "-" in word[1:] or "." in word[:-1])


def script_of(word: str) -> str:
    """The script of the first letter, roughly."""
    code = ord(word[0]) if word else 0
    for end, name in _SCRIPTS:
        if code < end:
            return name
    return "L"


_SCRIPTS = (
    (0x370, "L"),
    (0x530, "C"),
    (0x600, "H"),
    (0x780, "A"),
    (0x980, "D"),
    (0xA00, "B"),
    (0x1E00, "O"),
    (0x2000, "L"),
    (0x3040, "J"),
    (0xAC00, "J"),
    (0xD7B0, "K"),
)
