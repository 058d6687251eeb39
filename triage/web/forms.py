"""What a form brought: read whole but never without end, kept as typed, with a sentence beside what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

MOST_OCTETS = 512 * 1024
MOST_FIELDS = 2_000
SLOWEST = 60.0
"""Seconds for a whole form, on a bad line too: who sends a letter a minute shall not keep a place from others."""
MISSING = "Please fill this in."

Choice = TypeVar("Choice", bound=StrEnum)


class FormError(ValueError):
    """No form of ours: too long, too many fields, or not encoded as forms are."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form, and a sentence for each that is wrong. Values are as typed, lines end in LF."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Nothing was found to be wrong so far."""
        return not self.errors

    def has(self, name: str) -> bool:
        """Was it there at all? A tick that was not set is not."""
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """The first value, without blanks around it."""
        return self.typed(name, default).strip()

    def typed(self, name: str, default: str = "") -> str:
        """The first value exactly as typed, to be shown again."""
        return (self.values.get(name) or (default,))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this name."""
        return self.values.get(name, ())

    def required(self, name: str, otherwise: str = MISSING) -> str:
        """The text; a blank one is wrong."""
        if not (text := self.text(name)):
            self.wrong(name, otherwise)
        return text

    def number(self, name: str, otherwise: str = "Please write a whole number.") -> int | None:
        """A whole number; None where there is none, and then that is wrong."""
        text = self.text(name)
        if text.isascii() and text.isdecimal() and len(text) < len("1000000000"):
            return int(text)
        self.wrong(name, otherwise)
        return None

    def numbers(self, name: str) -> tuple[int, ...]:
        """Each number of this name, once and in order; what is none is left out (ticks in a list)."""
        given = (
            text for text in self.all(name) if text.isascii() and text.isdecimal() and len(text) < len("1000000000")
        )
        return tuple(dict.fromkeys(map(int, given)))

    def choice(self, name: str, kind: type[Choice], otherwise: str = "Please choose one of these.") -> Choice | None:
        """One of the values of `kind`; None where it is none of them, and then that is wrong."""
        try:
            return kind(self.text(name))
        except ValueError:
            self.wrong(name, otherwise)
            return None

    def wrong(self, name: str, sentence: str) -> None:
        """Says what is wrong beside this field; the first sentence stays."""
        self.errors.setdefault(name, sentence)

    def error(self, name: str) -> str:
        """What is wrong with it; empty where nothing is."""
        return self.errors.get(name, "")


async def form_in(request: Request) -> Form:
    """The form that this request brought (application/x-www-form-urlencoded). Raises FormError."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise FormError("this is not how a form of ours is sent")
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_OCTETS:
                    raise FormError("this is longer than a form of ours can be")
    except TimeoutError:
        raise FormError("it took too long to arrive") from None
    except ClientDisconnect:
        raise FormError("the browser went away") from None
    return parsed(bytes(body))


def parsed(body: bytes) -> Form:
    """The fields of an encoded form. Raises FormError."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise FormError("this is not how a form of ours is sent") from error
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # Browsers send CRLF (HTML, 4.10.21.5); nothing of ours is stored that way. A NUL no database takes.
        plain = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        values[name] = (*values.get(name, ()), plain)
    return Form(MappingProxyType(values))
