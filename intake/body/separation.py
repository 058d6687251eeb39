"""Spans over a body: the person's own words, and everything that mail programs and people put around them.

Linear in the length of the text, whatever the text. Nothing is deleted or changed; in doubt a line is own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.body import closing, quotes
from intake.body.lines import Lines
from intake.message import Body, Span, SpanKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS_OF_OTHERS = frozenset([SpanKind.QUOTE, SpanKind.FORWARD, SpanKind.ATTRIBUTION])


def separate(pieces: str | Sequence[tuple[str, SpanKind | None]]) -> Body:
    """The body of `pieces`: a text, or stretches of text with what their markup says they are.

    The spans lie in order and cover the text wholly. Where only words of others are found, all counts as own
    and `is_all_quoted` says so; a body that is nothing but a signature has no own words.
    """
    lines = Lines([(pieces, None)] if isinstance(pieces, str) else pieces)
    if not lines.text.strip():
        return Body(lines.text, (Span(0, len(lines.text), SpanKind.OWN),) if lines.text else ())
    # The order matters: marks are sure, blocks are nearly sure, signatures and footers end where those begin.
    quotes.set_marked(lines)
    quotes.set_armour(lines)
    quotes.set_attributions(lines)
    quotes.set_rest(lines)
    quotes.set_spilled(lines)
    closing.set_signatures(lines)
    closing.set_footers(lines)
    closing.set_trailing_dividers(lines)
    if not _has_own_words(lines) and not _WORDS_OF_OTHERS.isdisjoint(lines.kinds):
        return Body(lines.text, (Span(0, len(lines.text), SpanKind.OWN),), is_all_quoted=True)
    return Body(lines.text, _spans(lines))


def _has_own_words(lines: Lines) -> bool:
    return any(
        bare and lines.is_open(number) and not closing.is_ascii_divider(bare) for number, bare in enumerate(lines.bare)
    )


def _spans(lines: Lines) -> tuple[Span, ...]:
    """Neighbouring lines of one kind as one span; a blank line belongs to what stands above it."""
    spans: list[Span] = []
    now, start, at = _first_kind(lines), 0, 0
    for number, line in enumerate(lines.raw):
        kind = now if lines.is_blank(number) else lines.kinds[number] or SpanKind.OWN
        if kind is not now:
            spans.append(Span(start, at, now))
            now, start = kind, at
        at += len(line)
    if start < len(lines.text):
        spans.append(Span(start, len(lines.text), now))
    return tuple(spans)


def _first_kind(lines: Lines) -> SpanKind:
    number = lines.after_blanks(0)
    return SpanKind.OWN if number is None else lines.kinds[number] or SpanKind.OWN
