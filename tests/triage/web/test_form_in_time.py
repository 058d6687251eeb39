"""A form that arrives letter by letter is given up, so that nobody keeps a place from others."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from triage.web import forms
from triage.web.forms import FormError, form_in

SCOPE = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/x-www-form-urlencoded")]}


def test_form_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "SLOWEST", 0.05)

    async def letter() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    with pytest.raises(FormError, match="too long to arrive"):
        asyncio.run(form_in(Request(SCOPE, letter)))


def test_form_in_two_pieces_arrives_whole() -> None:
    pieces = [b"why=it is+", b"clear"]

    async def piece() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    assert asyncio.run(form_in(Request(SCOPE, piece))).text("why") == "it is clear"
