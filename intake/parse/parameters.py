"""Fields of the form `value; name=value` (RFC 2045, 5.1; RFC 2231), with encoded words where they do not belong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from intake.parse import charset, words

_PARAMETER = re.compile(r';\s*([^\s=;"*]+)(\*\d{1,3})?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100})")
_LIMIT = 8192


@dataclass(frozen=True, slots=True)
class Parameterised:
    """A field's value in lower case and its parameters, names in lower case, decoded."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def parameterised(text: str) -> Parameterised:
    """Any field of this form: Content-Type, Content-Disposition, Auto-Submitted. Reads 8 kB at most."""
    text = text[:_LIMIT]
    value, semicolon, _ = text.partition(";")
    return Parameterised(value.strip().lower(), _parameters(text[len(value) :]) if semicolon else {})


def content_type(text: str, default: str = "text/plain") -> Parameterised:
    """A Content-Type; what cannot be read counts as `default` (RFC 2045, 5.2)."""
    found = _TYPE.match(text)
    if not found:
        return Parameterised(default, parameterised(text).parameters if ";" in text else {})
    return Parameterised(found[1].lower(), parameterised(text).parameters)


def _parameters(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, star, quoted, bare in _PARAMETER.findall(text):
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
        if number or star:
            pieces.setdefault(name.lower(), []).append((int(number[1:] or 0) if number else 0, bool(star), value))
        else:
            plain.setdefault(name.lower(), words.decoded(value))
    # RFC 2231: where both forms are given, the extended one is meant.
    return plain | {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    label, raw = "", b""
    for order, is_extended, value in sorted(pieces):
        rest = value
        if is_extended and order == 0 and value.count("'") >= 2:  # noqa: PLR2004  # charset'language'text
            label, _, rest = value.split("'", 2)
        raw += unquote_to_bytes(rest) if is_extended else rest.encode("utf-8", "replace")
    return charset.text(raw, label)[0]
