"""The HTML part, made from the text by one layout: it says the same, and everything in it is escaped.

Knows six shapes, each a block between blank lines: a paragraph, a list (`* `), a quotation (`> `), facts
(several lines of `label: value`), a link alone on its line, and the small print below `-- `. Quoted words
of strangers get no clickable links. Loads nothing from anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from jinja2 import Environment
from markupsafe import Markup, escape

from triage.compose.wording import ENGLISH, ENGLISH_BELOW, FOOTER

_LINK = re.compile(
    r"(?:https?://|mailto:)[^\s<>\"⟦⟧]+[^\s<>\"⟦⟧.,;:!?)\]}'’”»، 。、]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
)
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
    sections = [
        Section(spoken, direction(spoken), _blocks(part)) for spoken, part in languages_of(body, language) if part
    ]
    return templates.get_template("mail/layout.html").render(
        subject=subject,
        language=language,
        direction=direction(language),
        sections=sections,
        small_print=_blocks(small_print),
    )


def languages_of(text: str, language: str) -> list[tuple[str, str]]:
    """(language, text) of each part of a letter: the person's language first, then English below."""
    own, _, english = text.partition(f"\n{ENGLISH_BELOW}\n")
    return [(language, own), (ENGLISH, english)]


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    try:
        return str(Locale.parse(language.replace("-", "_")).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _blocks(text: str) -> Markup:
    blocks = (block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip())
    return Markup("\n").join(_block(block.strip("\n")) for block in blocks)


def _block(block: str) -> Markup:
    lines = block.split("\n")
    if all(line.startswith(">") for line in lines):
        return _quotation(lines)
    if all(line.startswith("* ") for line in lines):
        items = Markup().join(Markup("<li>{}</li>").format(_linked(line[2:])) for line in lines)
        return Markup('<ul dir="auto">{}</ul>').format(items)
    if _LINK.fullmatch(lines[0]) and "://" in lines[0]:
        return Markup('<p class="link">{}</p>').format(_lines(lines))
    facts = [_FACT.fullmatch(line) for line in lines]
    if len(lines) > 1 and all(facts):
        return Markup('<p class="facts">{}</p>').format(
            Markup("<br>\n").join(_fact(*fact.groups()) for fact in facts if fact)
        )
    return Markup('<p dir="auto">{}</p>').format(_lines(lines))


def _fact(label: str, value: str) -> Markup:
    return Markup("<b>{}</b> <bdi>{}</bdi>").format(label, _linked(value))


def _quotation(lines: list[str]) -> Markup:
    """Somebody else's words: escaped, never linked."""
    quoted = Markup("<br>").join(line[1:].removeprefix(" ") for line in lines)
    return Markup('<blockquote dir="auto">{}</blockquote>').format(quoted)


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>\n").join(_linked(line) for line in lines)


def _linked(line: str) -> Markup:
    """`line` escaped, with its links and addresses clickable."""
    parts: list[Markup] = []
    end = 0
    for found in _LINK.finditer(line):
        parts += [escape(line[end : found.start()]), _anchor(found[0])]
        end = found.end()
    return Markup().join([*parts, escape(line[end:])])


def _anchor(link: str) -> Markup:
    """A link that shows where it leads; a mail link shows its address only."""
    shown = link.removeprefix("mailto:").split("?")[0] if link.startswith("mailto:") else link
    target = link if ":" in link else f"mailto:{link}"
    return Markup('<a dir="ltr" href="{}">{}</a>').format(target, shown)
