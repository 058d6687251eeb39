"""How much one language learns from the others: each is left out of training in turn, lexicon and all."""

from __future__ import annotations

from pathlib import Path

from triage.learning.evaluation import without_each_language
from triage.learning.examples import Examples, read
from triage.learning.figures import Share
from triage.learning.training import fitted, lexicon
from triage.understanding.acts import ActModel
from triage.understanding.lexicon import Lexicon


def measured(train_folder: Path, held_out_folder: Path) -> tuple[tuple[str, Share, float | None], ...]:
    """By language: sentences read right and macro F1 of intent by a model that never saw this language."""
    known, held_out = read(train_folder), read(held_out_folder)
    words = lexicon(train_folder.parents[1] / "lexicon")
    languages = sorted({each.language for each in held_out.sentences})

    def trained_without(language: str) -> ActModel:
        return fitted(without(known, language), words_without(words, language))

    return without_each_language(held_out, languages, trained_without)


def without(examples: Examples, language: str) -> Examples:
    """The examples of all other languages."""
    return Examples(
        tuple(each for each in examples.sentences if each.language != language),
        tuple(each for each in examples.mails if each.language != language),
    )


def words_without(words: Lexicon, language: str) -> Lexicon:
    """The lexicon of all other languages."""
    return Lexicon([row for row in words.rows if row[0] != language])
