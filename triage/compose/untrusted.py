"""Makes strangers' words harmless where they stand in our mails. Never fails and loses no letter.

Words that stand in a line of ours are folded to one line; longer ones are quoted with `> `, so that
nobody takes them for ours. The marker of the join details cannot be smuggled in.
"""

from __future__ import annotations

import re
import unicodedata

LINE_MOST = 300
BLOCK_MOST = 4_000
CUT = " […]"

_JOINERS = frozenset("\u200c\u200d")
"""Persian, the languages of India and emoji need these two; all other format characters only deceive."""
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"\s+")
_BRACKETS = str.maketrans("⟦⟧", "[]")


def one_line(text: str, most: int = LINE_MOST) -> str:
    """`text` as one plain line of at most `most` characters, in which no link is clickable."""
    plain = _SPACES.sub(" ", _plain(_SPACES.sub(" ", text))).strip()
    return _cut(plain.replace("://", ": //"), most)


def paragraphs(text: str) -> str:
    """`text` with its lines kept, without control characters, at most one blank line in a row."""
    lines = [_plain(line).rstrip() for line in text.replace("\r\n", "\n").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def quoted(text: str) -> str:
    """`text` as a quotation: every line begins with `>`."""
    lines = _cut(paragraphs(text), BLOCK_MOST).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _plain(line: str) -> str:
    if line.isprintable():  # what nearly all is; `_UNWANTED` are all categories that are not
        return line.translate(_BRACKETS)
    kept = (char for char in line if char in _JOINERS or unicodedata.category(char) not in _UNWANTED or char == "\t")
    return "".join(kept).translate(_BRACKETS)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(CUT)].rstrip() + CUT
