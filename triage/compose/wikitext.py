"""Makes text harmless in wikitext: MediaWiki shows the very letters, and nothing in them links or marks up.

Only what could mean something is written as an entity, so that people can still edit the page. Escapes are for text in
a line that begins with a marker of ours; line breaks never come through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

AT = "{{@}}"
"""The template that shows the sign of an address, so that programs collect none from the page."""

_JOINERS = frozenset("\u200c\u200d")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ALWAYS = frozenset("<>[]{}|")
"""Tags, links, templates and tables; `|` would also end an argument."""
_DANGEROUS = (
    # An entity, also under one of its names in Arabic and Hebrew; a lone & is itself.
    re.compile(r"&(?=#?\w+;)"),
    # Italics and bold, also together with a mark of ours before or behind.
    re.compile(r"^'|'$|(?<=')'"),
    # Signatures. A temporary account's name (~2026-123) has only one.
    re.compile(r"(?<=~)~"),
    # Behaviour switches, in the wide letters of East Asia too.
    re.compile(r"(?<=[_＿])[_＿]"),
    # Addresses of any protocol, as `mailto:x` and `https://x`; also `//x`.
    re.compile(r"(?<=[^\W\d_]):(?=\S)"),
    re.compile(r"(?<=/)/"),
    # Magic links: ISBN 978…, RFC 2822, PMID 1.
    re.compile(r"(?<![^\W_])[IRP](?=(?:SBN|FC|MID)\W{0,9}\d)"),
    # List markers, headings, tables, redirects and rules where a line begins; headings where it ends.
    re.compile(r"^[*#:;=!+-]|=$"),
)
_ADDRESS = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_LINK = re.compile(r"\bhttps?://[^\s<>\[\]{}|\"'`\\^]+", re.IGNORECASE)
_TRAILING = ".,:;!?)»”’"
_SAFE = "/:?#@!$&()*+,;=%.-_~"


def plain(text: str) -> str:
    """Text as one line that shows as it is: nothing in it works. Addresses get the template for their sign."""
    return _written(one_line(text), ())


def linked(text: str) -> str:
    """The same for what staff wrote: web addresses in it can be followed."""
    line = one_line(text)
    found = ((match.start(), match[0].rstrip(_TRAILING)) for match in _LINK.finditer(line))
    return _written(line, [(start, start + len(shown)) for start, shown in found])


def bare_link(address: str) -> str:
    """A web address that MediaWiki links by itself, whatever stands in it."""
    safe = quote(address, safe=_SAFE + "".join(letter for letter in address if not letter.isascii()))
    safe = re.sub(r"(?<=_)_", "%5F", re.sub(r"~", "%7E", re.sub(r"''+", "%27%27", safe)))
    return safe.replace("＿", "%EF%BC%BF")


def page_link(page: str, label: str) -> str:
    """A link to a page, given by its title or its web address."""
    if _LINK.fullmatch(page):
        return f"[{bare_link(page)} {plain(label)}]"
    return f"[[:{plain(page.replace('_', ' '))}|{plain(label)}]]"


def one_line(text: str) -> str:
    """Without control and format characters, every run of white space one blank."""
    spaced = " ".join(text.split())
    kept = (char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _UNWANTED)
    return " ".join("".join(kept).split())


def turned(text: str, wikitext: str) -> str:
    """`wikitext` marked to run from right to left where its text does."""
    strong = next((way for char in text if (way := unicodedata.bidirectional(char)) in {"L", "R", "AL"}), "L")
    return wikitext if strong == "L" else f'<span dir="rtl">{wikitext}</span>'


def _written(line: str, links: Sequence[tuple[int, int]]) -> str:
    """The line with its dangerous letters as entities, but for these stretches, which are web addresses."""
    places = {place for place, char in enumerate(line) if char in _ALWAYS}
    for pattern in _DANGEROUS:
        places |= {found.start() for found in pattern.finditer(line)}
    signs = {found.end(1) for found in _ADDRESS.finditer(line)}
    written: list[str] = []
    read = 0
    for start, end in (*links, (len(line), len(line))):
        written += [_letter(line[place], place in places, place in signs) for place in range(read, start)]
        written.append(bare_link(line[start:end]))
        read = end
    return "".join(written)


def _letter(char: str, is_dangerous: bool, is_sign: bool) -> str:  # noqa: FBT001 - two marks of one letter
    if is_sign:
        return AT
    return f"&#{ord(char)};" if is_dangerous else char
