"""A person's text, cut into blocks (paragraphs, bullets, numbers) and sentences, with exact offsets.

Works for every script of the listed languages without knowing the language. It does not judge what a sentence means,
and it never changes a character: `text[start:end]` is what the person typed. Time is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_BULLET = re.compile(
    r"""[ \t\u3000>]*(?:
        [-–—*•·●○◦▪■□►▶➤➢✓✔☐+~](?=[ \t\u3000])      # "- ", "• "
      | [•●▪■►▶➤➢①-⑳❶-❿]                             # glued bullets
      | \(?[0-9０-９٠-٩۰-۹०-९০-৯]{1,2}(?:[.)\]:،、．）](?![0-9])|[ \t]?[-–](?=[ \t]))   # "1.", "2)", "(3)", "١-"
      | \(?[一二三四五六七八九十]{1,2}[、．.)）]
      | \(?[a-hа-з][.)](?=[ \t])                        # "a)"
      | (?:Q|q|F|P|問|问|質問|问题|問題|Question|Frage|Pregunta|Pergunta|Domanda|Вопрос|Питання|سؤال|السؤال|Pytanie
         |Vraag         |Fråga|Soru|שאלה|Swali|Câu[ ]hỏi|Otázka|질문|प्रश्न|सवाल|প্রশ্ন|Pertanyaan|پرسش)
        [ \t]?(?:[#№n°º.]{0,2}[ \t]?)[0-9０-９٠-٩۰-۹०-९০-৯一二三四五六七八九十]{1,2}[ \t]?[.):：،\-–—]?
    )[ \t\u3000]*""",
    re.VERBOSE,
)
# Numbers inside a running paragraph: "My questions: 1) … 2) …".
_INLINE_NUMBER = re.compile(r"(?<=\s)(?:\(?(?:[1-9]|1[0-9])\)|\([a-h]\)|[①-⑳])(?=\s?\S)")
_TERMINAL = re.compile(r"""[.!?…。！？｡।॥؟۔；]+["'”’»«›)\]」』）】*_]*""")
_NEVER_ABBREVIATED = frozenset("!?…。！？｡।॥؟۔；")
_ABBREVIATIONS_TYPED = (
    "mr mrs ms dr prof st nr no vs cf al approx dept jr sr sra srta m mme mlle hr fr bzw usw ca evtl ggf inkl "
    "vgl abs art str tel núm pág dott sig sigg pt p ul godz np tzn tj mgr inż пр др гг стр см ул им напр bl dvs "
    "osv mvh ing bpk ibu t.e т.е т.к т.п т.д т.ч e.g i.e z.b u.a d.h p.ej ee.uu s.g a.s.a.p o.ä s.o m.fl t.ex "
    "bv b.v a.u.b i.v.m tzv např atd apod tgl jl dll dsb"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TYPED.split())
_MONTHS = (
    *("jan", "feb", "mär", "mar", "maa", "apr", "mai", "may", "mei", "maj", "jun", "jul", "aug", "sep", "set", "oct"),
    *("okt", "out", "nov", "dec", "dez", "déc", "led", "úno", "bře", "dub", "kvě", "čer", "srp", "zář", "říj", "lis"),
    *("pro", "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "gru", "oca", "şub", "nis", "haz", "tem", "ağu"),
    *("eyl", "eki", "kas", "ara", "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
)
_FULL_STOP_SCRIPTS = re.compile(r"[぀-ヿ㐀-鿿]")
_WRAP_COLUMNS = 55
_LONGEST_SENTENCE = 2_000
_DIGITS_OF_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, blanks and the bullet cut off. `block` counts paragraphs, bullets and numbers from 0.

    `is_item`: its block began with a bullet or a number.
    """

    text: str
    start: int
    end: int
    block: int
    is_item: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, bullet or number: `text[start:end]` without the mark itself."""

    start: int
    end: int
    is_item: bool


def sentences(text: str) -> tuple[Sentence, ...]:
    """Every sentence of `text` in order. Nothing but white space and bullets lies between them."""
    found: list[Sentence] = []
    for number, block in enumerate(blocks(text)):
        for start, end in _cuts(text, block):
            trimmed = _trimmed(text, start, end)
            if trimmed[0] < trimmed[1]:
                found.append(Sentence(text[trimmed[0] : trimmed[1]], *trimmed, number, block.is_item))
    return tuple(found)


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs (parted by blank lines), bullets and numbers. A line below a bullet belongs to the bullet."""
    found: list[Block] = []
    is_open = False
    for start, end in _lines(text):
        line = text[start:end]
        if not line.strip():
            is_open = False
        elif mark := _BULLET.match(line):
            found.append(Block(start + mark.end(), end, is_item=True))
            is_open = True
        elif is_open:
            found[-1] = Block(found[-1].start, end, found[-1].is_item)
        else:
            found.append(Block(start, end, is_item=False))
            is_open = True
    return tuple(part for block in found for part in _numbered_parts(text, block))


def _numbered_parts(text: str, block: Block) -> list[Block]:
    """A paragraph with "1) … 2) …" inside is cut there; a lone "2)" is no list."""
    marks = list(_INLINE_NUMBER.finditer(text, block.start, block.end))
    if len(marks) < (1 if block.is_item else 2):
        return [block]
    edges = [block.start, *(mark.start() for mark in marks), block.end]
    starts = [block.start, *(mark.end() for mark in marks)]
    items = [block.is_item, *(True for _ in marks)]
    return [
        Block(start, edges[i + 1], items[i]) for i, start in enumerate(starts) if text[start : edges[i + 1]].strip()
    ]


def _lines(text: str) -> list[tuple[int, int]]:
    edges = [0, *(found.end() for found in re.finditer(r"\r\n|[\n\r\u2028\u2029]", text)), len(text)]
    return [(edges[i], edges[i + 1]) for i in range(len(edges) - 1) if edges[i] < edges[i + 1]]


def _cuts(text: str, block: Block) -> list[tuple[int, int]]:
    """Where the sentences of one block lie: at terminal marks, and at line ends that the writer typed."""
    inside = text[block.start : block.end]
    has_capitals = any(char.isupper() for char in inside)
    ends = [
        block.start + found.end()
        for found in _TERMINAL.finditer(inside)
        if _is_end(inside, found, has_capitals=has_capitals)
    ]
    ends += _typed_line_ends(text, block)
    edges = sorted({block.start, *ends, block.end})
    pieces: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        pieces += [(cut, min(end, cut + _LONGEST_SENTENCE)) for cut in range(start, end, _LONGEST_SENTENCE)]
    return pieces


def _is_end(text: str, mark: re.Match[str], *, has_capitals: bool) -> bool:
    """Does this mark end a sentence? A dot may belong to an address, a number or an abbreviation."""
    after = text[mark.end() : mark.end() + 24]
    if mark[0][0] in "。！？｡।॥۔；؟":
        return True
    if after and not after[0].isspace():
        # "really?Yes" ends; "watch?v=1", "3.5" and "meta.wikimedia.org" do not.
        return mark[0][0] in "!?…" and _FULL_STOP_SCRIPTS.match(after) is not None
    follows = after.strip()
    if set(mark[0]) & _NEVER_ABBREVIATED or len(mark[0].strip("\"'”’»«›)]")) > 1:
        return not (follows[:1].islower() and has_capitals and mark[0][0] in ".…")
    return _is_full_stop(text, mark.start(), follows, has_capitals=has_capitals)


def _is_full_stop(text: str, dot: int, follows: str, *, has_capitals: bool) -> bool:
    if follows[:1].islower() and has_capitals:
        return False
    word = text[max(0, dot - 12) : dot].split()[-1:] or [""]
    last = word[0].lstrip("(\"'«").lower()
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word[0].isupper()):
        return False
    # "am 14. Dezember" is a date, "at 6. See you" is not.
    return not (last.isdigit() and len(last) <= _DIGITS_OF_A_DAY and follows.lower().startswith(_MONTHS))


def _typed_line_ends(text: str, block: Block) -> list[int]:
    """Line ends inside a block, but for those that a mailer set because the next word did not fit (RFC 3676, 1.1)."""
    lines = [(start + block.start, end + block.start) for start, end in _lines(text[block.start : block.end])]
    widths = [len(text[start:end].rstrip()) for start, end in lines]
    widest = max(widths, default=0)
    ends: list[int] = []
    for (_, end), (after, stop), width in zip(lines, lines[1:], widths, strict=False):
        word = len((text[after:stop].split() or [""])[0])
        if width < _WRAP_COLUMNS or width + 1 + word <= widest:
            ends.append(end)
    return ends


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
