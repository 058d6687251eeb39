"""How much one language learns from the others: each is left out of training in turn, lexicon and all.

The sentences are learned anew without it; the table of intents and the calibrations are those of the full model, for
they hold nothing of a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from triage.learning.design import model_of
from triage.learning.evaluation import acts_of, intent_f1, judged_mail
from triage.learning.examples import read
from triage.learning.figures import Share
from triage.learning.training import fit, lexicon, material, taught
from triage.understanding.acts import ActModel
from triage.understanding.lexicon import Lexicon


def measured(
    full: ActModel, train_folder: Path, held_out_folders: Sequence[Path]
) -> Iterator[tuple[str, Share, float | None]]:
    """By language: sentences read right and macro F1 of intent by a model that never saw this language."""
    known, held_out = read(train_folder), [read(folder) for folder in held_out_folders]
    words = lexicon(train_folder.parents[1] / "lexicon")
    rows = taught(material(known, words))
    languages = np.asarray(
        [each.language for each in known.sentences]
        + [taken.mail.language for taken in rows.passages for _ in taken.said]
    )
    for language in sorted({each.language for part in held_out for each in part.sentences}):
        others = np.flatnonzero(languages != language)
        learned = fit(rows.made.matrix[others], rows.labels[others], rows.weights[others])
        unaware = model_of(*learned, rows.made, words_without(words, language), full.temperature)
        model = replace(unaware, settings=full.settings)
        own = [each for part in held_out for each in part.sentences if each.language == language]
        told, _ = acts_of(own, model)
        right = Share(sum(one.act is act for one, act in zip(own, told, strict=True)), len(own))
        mails = [judged_mail(mail, model) for part in held_out for mail in part.mails if mail.language == language]
        yield language, right, intent_f1(mails)


def words_without(words: Lexicon, language: str) -> Lexicon:
    """The lexicon of all other languages."""
    tags = {language, "zh-hans"} if language == "zh" else {language}
    return Lexicon([row for row in words.rows if row[0] not in tags])
