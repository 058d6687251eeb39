"""What commands print of strangers' words: it says the same, and steers no terminal."""

import json

import pytest

from triage.cli.terminal import json_octets


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J",
        "\x9b2J",
        "\x7f\x85",
        "invoice \u202excod.exe",
        "\u2066name\u2069\u200f\u061c",
        "line\u2028line",
        "فارسی\u200cها 日本 🦊",
        "half \ud83e",
    ],
)
def test_json_says_the_same_without_controls(text: str) -> None:
    octets = json_octets({"subject": text})
    assert json.loads(octets) == {"subject": text}
    steering = {"\x1b", "\x7f", "\x85", "\x9b", "\u061c", "\u200f", "\u2028", "\u202e", "\u2066", "\u2069"}
    assert steering.isdisjoint(octets.decode())


def test_letters_of_every_language_stay_readable() -> None:
    assert json_octets({"text": "فارسی\u200cها 日本"}).decode() == '{"text": "فارسی\u200cها 日本"}'
