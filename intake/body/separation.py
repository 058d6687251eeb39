"""Spans over a body."""
from intake.message import Body, Span, SpanKind


def separate(pieces) -> Body:
    text = pieces if isinstance(pieces, str) else "".join(t for t, _ in pieces)
    return Body(text, (Span(0, len(text), SpanKind.OWN),) if text else ())
