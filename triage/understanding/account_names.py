"""Where the name of an account ends, once it is known where it begins. Who is meant is settled elsewhere.

Names hold blanks, small words and full stops ("Gannet on the wire", "Lic. Irma Z"), and scripts without capitals give
no sign of their end: a name goes on until a mark, or a word that no name goes on with.
"""

from __future__ import annotations

import re

from triage.understanding.account_words import NAME_PARTICLES, NOT_NAMES

LONGEST = 85
_QUOTED = re.compile(r"[ ]?[\"“„«「『'‘`*_‹]{1,3}([^\"”“»」』'’`*›\n]{1,85}?)[\"”“»」』'’`*_›]{1,3}")
# A full stop after one letter, or after a short title, belongs to the name: "A. Veresaev".
_END = re.compile(
    r"[\x00\n\t,;:!?()（）\[\]<>{}|\"“”„«»「」『』【】。、，；：！？،؛؟।॥=]"
    r"|(?<!\b\w)(?<!\bLic)(?<!\bDr)\.(?=\s|$)|(?<=\b\w)\.(?=\s*$|\s+[a-zа-я])|\s[-–—/+&]\s|\s{2,}|…|\.\."
)
_TOKEN = re.compile(r"\S+")
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿]")
_AFTER_UNSPACED = re.compile(
    r"(?<=\S)\s?(?:です|と申|という|といい|と言|として|で活動|から|を使|を名|の名|さん|，|と名乗|(?<=[぀-ヿ㐀-鿿])[ ]|是我|在|參加|参加|想|可以|周四|週四|我要|给我|給我|求|拜托|申请|申請|这个|這個)"  # noqa: E501 - a pattern
)
_SENTENCE = re.compile(r"(?:ください|下さい|ません|ました|ています)$")
_KOREAN_ENDING = re.compile(
    r"(?<=[가-힣A-Za-z0-9])(?:이?라는|이?라고|입니다|임니다|입니더|이에요|예요|이예요|에요|이고요?|고요|이구요?|으로|로|이며|은|는|을|를)$"
)
_TURKISH_ENDING = re.compile(
    r"['’](?:[dt][ıiuü]r|y?[ıiuü]m|[nıiuü]{1,2}n|[dt][ae]n?|y?[ae]|y?l[ae]|ki)$", re.IGNORECASE
)
_WIKI_TAIL = re.compile(
    r"\s+(?:on|of|at|in|from|auf|sur|en|su|na|no|op|på|trên|di|w|в|на|у)\s+(?:the\s+|la\s+|der\s+|tiếng\s+)?(?:\w+[ -])?"  # noqa: E501 - a pattern
    r"(?:wiki\w*|commons|meta|english|french|german|spanish|japanese|en|\w\w\.wiki\w*|википед\w*|вікіпед\w*|викисклад\w*)\b.*$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile("|".join(NOT_NAMES), re.IGNORECASE)
_WORDS_OF_A_NAME = 4
_LABEL_ENDS = frozenset(":：")
_LINE_ENDS = frozenset(("", "\n", "\r"))


def is_no_name(name: str) -> bool:
    """Whether this is a word of the language and no name."""
    return _NOT_NAME.fullmatch(name.strip(" .,:;!?'’\"")) is not None


def name_after(text: str, start: int, *, is_linked: bool = False) -> tuple[str, int]:
    """The name that begins at `start` and where it ends: quoted, or as many words as look like one name.

    `is_linked`: a namespace stands before it, so that it is a name whatever it looks like.
    """
    if quoted := _QUOTED.match(text, start):
        return quoted[1].strip(), quoted.end()
    head = text[start : start + 3]
    begin = start + len(head) - len(head.lstrip(" \u3000"))
    if text[begin : begin + 1] == ":":
        return "", begin
    stop = _END.search(text, begin, begin + LONGEST + 40)
    piece = _WIKI_TAIL.sub("", text[begin : stop.start() if stop else begin + LONGEST].rstrip())
    if _UNSPACED.search(piece):
        piece = "" if _SENTENCE.search(piece) else _AFTER_UNSPACED.split(piece)[0].strip()
        return piece, begin + len(piece)
    is_label = text[max(0, begin - 3) : begin].strip(" \u3000")[-1:] in _LABEL_ENDS
    if (
        is_label
        and 0 < len(piece.split()) <= _WORDS_OF_A_NAME
        and not is_no_name(piece.split()[-1])
        and text[begin + len(piece) : begin + len(piece) + 1] in _LINE_ENDS
    ):
        return without_endings(piece), begin + len(piece)
    return _words(piece, begin, is_linked=is_linked)


def without_endings(name: str) -> str:
    """The name without the case endings that Korean and Turkish glue to it."""
    if name and "가" <= name[-1] <= "힣":
        return _KOREAN_ENDING.sub("", name) if len(name) > 2 else name  # noqa: PLR2004 - two syllables are a name
    return _TURKISH_ENDING.sub("", name)


def _words(piece: str, begin: int, *, is_linked: bool) -> tuple[str, int]:
    words = list(_TOKEN.finditer(piece))
    if not words:
        return "", begin
    words = _of_one_script(words)
    piece = piece[: words[-1].end()]
    if 1 < len(words) <= _WORDS_OF_A_NAME and all(word[0][:1].isupper() and word[0] != "I" for word in words):
        return without_endings(piece), begin + len(piece)
    if is_no_name(words[0][0]) and not is_linked:
        return "", begin
    plain = [word[0].lower() in NAME_PARTICLES or not is_no_name(word[0]) for word in words[1:]]
    if len(words) <= _WORDS_OF_A_NAME and all(plain) and not is_no_name(words[-1][0]):
        end = len(piece)
    elif words[0][0][:1].lower() == words[0][0][:1].upper():
        end = _until_a_plain_word(words)
    else:
        end = _while_capital(words)
    name = without_endings(piece[:end].strip())
    return name, begin + len(name)


def _of_one_script(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """A name in Latin letters ends where Hebrew, Korean or Arabic goes on."""
    if not words[0][0][:1].isascii():
        return words
    for number, word in enumerate(words):
        if word[0][:1] > "\u0370":
            return words[:number]
    return words


def last_name(before: str) -> str:
    """The name at the end of what stands before "(talk)": of several words, those after the last small one."""
    words = before.split(" ")
    for number in range(len(words) - 1, -1, -1):
        if words[number][:1].islower() and words[number].lower() not in NAME_PARTICLES:
            return " ".join(words[number + 1 :]) or words[-1]
    return before


def _until_a_plain_word(words: list[re.Match[str]]) -> int:
    """Scripts without capitals: a name has at most three words, and none that only joins sentences."""
    end = words[0].end()
    if words[0][0][-1:].isascii() and words[0][0][-1:].isalnum():
        return end
    if without_endings(words[0][0]) != words[0][0]:
        return end
    for word in words[1:3]:
        if is_no_name(word[0]):
            break
        end = word.end()
        if without_endings(word[0]) != word[0]:
            break
    return end


def _while_capital(words: list[re.Match[str]]) -> int:
    end = words[0].end()
    if words[0][0][:1].islower():
        return end
    for number, word in enumerate(words[1:6], 1):
        if _continues(word[0]):
            end = word.end()
        elif not (word[0].lower() in NAME_PARTICLES and number + 1 < len(words) and _continues(words[number + 1][0])):
            break
    return end


def _continues(word: str) -> bool:
    """A second word belongs to the name if it looks like one: capital or number; "I" and "And" do not."""
    return (word[:1].isupper() or word[:1].isdigit()) and ((len(word) == 1 and word != "I") or not is_no_name(word))
