"""No language lacks a letter, says less than the English one, or was left in English."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

MAIL = Path(__file__).parents[3] / "templates/mail"
LANGUAGES = {"ar", "de", "en", "es", "fr", "ja", "pt", "ru", "uk", "zh"}
LETTERS = sorted(folder.name for folder in MAIL.iterdir() if folder.is_dir())
TRANSLATED = sorted(LANGUAGES - {"en"})

_STATEMENT = re.compile(r"{%-?\s*(.*?)\s*-?%}")
_FACT = re.compile(r"{{\s*(\w[\w.]*)")
_TAGS = re.compile(r"{%.*?%}|{{.*?}}")


def text_of(letter: str, language: str) -> str:
    return (MAIL / letter / f"{language}.txt").read_text()


def statements(text: str, language: str) -> list[str]:
    return [found.replace(f"/{language}.txt", "/*.txt") for found in _STATEMENT.findall(text)]


def own_words(text: str) -> set[str]:
    """The lines that say something, without their placeholders."""
    return {words for line in text.splitlines() if len(words := _TAGS.sub("", line).strip(" :.,")) > 12}


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_there_in_every_language(letter: str) -> None:
    assert {path.stem for path in (MAIL / letter).iterdir()} == LANGUAGES


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("letter", LETTERS)
def test_a_translation_asks_the_same_and_names_the_same_facts(letter: str, language: str) -> None:
    english, translated = text_of(letter, "en"), text_of(letter, language)
    assert statements(translated, language) == statements(english, "en")
    # A translation may say the account of the host or the number of questions in another way.
    told_elsewhere = {"questions", "host"}
    assert set(_FACT.findall(translated)) - told_elsewhere == set(_FACT.findall(english)) - told_elsewhere


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("letter", LETTERS)
def test_nothing_was_left_in_english(letter: str, language: str) -> None:
    assert own_words(text_of(letter, language)) & own_words(text_of(letter, "en")) == set()


def test_no_translation_is_older_than_its_english_text() -> None:
    noted = dict(line.split() for line in (MAIL / "translated").read_text().splitlines())
    now = {
        f"{letter}/{language}": hashlib.sha256((MAIL / letter / "en.txt").read_bytes()).hexdigest()[:12]
        for letter in LETTERS
        for language in TRANSLATED
    }
    stale = sorted(name for name in now.keys() | noted.keys() if now.get(name) != noted.get(name))
    assert stale == [], "mend these translations, then run .ci/translated NAME …"
