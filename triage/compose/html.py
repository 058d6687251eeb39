"""The HTML part, made from the text by one layout: it says the same, and everything in it is escaped.

Knows six shapes, each a block between blank lines: a paragraph, a list (`* `), a quotation (`> `), facts
(several lines of `label: value`), a link alone on its line, and the small print below `-- `. Quoted words
of strangers get no clickable links. Loads nothing from anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from babel import Locale, UnknownLocaleError
from jinja2 import Environment
from markupsafe import Markup

from triage.compose.wording import ENGLISH, ENGLISH_BELOW, FOOTER

_LINK = re.compile(
    r"(?:https?://|mailto:)[^\s<>\"⟦⟧]+[^\s<>\"⟦⟧.,;:!?)\]}'’”»، 。、]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
)
_BLANK = re.compile(r"\n\s*\n")
_FACT = re.compile(r"([^:：]{1,40}[:：])\s?(\S.*)")


@dataclass(frozen=True, slots=True)
class Section:
    """One language's part of the letter."""

    language: str
    direction: str
    body: Markup


def html_from(subject: str, text: str, language: str, templates: Environment) -> str:
    """The whole HTML document for a mail's text."""
    body, _, small_print = text.partition(FOOTER)
    return templates.get_template("mail/layout.html").render(
        subject=subject,
        language=language,
        direction=direction(language),
        sections=[Section(spoken, direction(spoken), _blocks(part)) for spoken, part in languages_of(body, language)],
        small_print=_blocks(small_print),
    )


def languages_of(text: str, language: str) -> list[tuple[str, str]]:
    """(language, text) of each part of a letter: the person's language first, then English below."""
    own, _, english = text.partition(f"\n{ENGLISH_BELOW}\n")
    return [(language, own), (ENGLISH, english)] if english else [(language, own)]


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    try:
        return str(Locale.parse(language.replace("-", "_")).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _blocks(text: str) -> Markup:
    blocks = (block.strip("\n") for block in _BLANK.split(text) if block.strip())
    return Markup("\n".join(map(_block, blocks)))  # noqa: S704 # every word has gone through _escaped


def _block(block: str) -> str:
    """HTML of one block; every word of it has gone through `_escaped`."""
    lines = block.split("\n")
    if all(line.startswith(">") for line in lines):
        return _quotation(lines)
    if all(line.startswith("* ") for line in lines):
        items = "".join(f"<li>{_linked(line[2:])}</li>" for line in lines)
        return f'<ul dir="auto">{items}</ul>'
    if "://" in lines[0] and _LINK.fullmatch(lines[0]):
        # Each line for itself: a meeting id among Arabic words would be read from its end.
        alone = "<br>\n".join(f"<bdi>{_linked(line)}</bdi>" for line in lines)
        return f'<p class="link">{alone}</p>'
    if len(lines) > 1 and all(map(_FACT.fullmatch, lines)):
        facts = "<br>\n".join(map(_fact, lines))
        return f'<p class="facts">{facts}</p>'
    inner = "<br>\n".join(map(_linked, lines))
    return f'<p dir="auto">{inner}</p>'


def _fact(line: str) -> str:
    label, value = _FACT.findall(line)[0]
    return f"<b>{_escaped(label)}</b> <bdi>{_linked(value)}</bdi>"


def _quotation(lines: list[str]) -> str:
    """Somebody else's words: escaped, never linked."""
    quoted = "<br>".join(_escaped(line[1:].removeprefix(" ")) for line in lines)
    return f'<blockquote dir="auto">{quoted}</blockquote>'


def _linked(line: str) -> str:
    """`line` escaped, with its links and addresses clickable."""
    if "@" not in line and "://" not in line:
        return _escaped(line)
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(line):
        parts += [_escaped(line[end : found.start()]), _anchor(found[0])]
        end = found.end()
    return "".join([*parts, _escaped(line[end:])])


def _anchor(link: str) -> str:
    """A link that shows where it leads; a mail link shows its address only."""
    shown = link.removeprefix("mailto:").split("?")[0] if link.startswith("mailto:") else link
    target = link if ":" in link else f"mailto:{link}"
    return f'<a dir="ltr" href="{_escaped(target)}">{_escaped(shown)}</a>'


def _escaped(text: str) -> str:
    return escape(text, quote=True)
