"""The questions that people really asked, as a page of notes: MediaWiki shows each in its words, answers below."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from office import HOUR

from triage.app import templates_beside
from triage.compose import environment
from triage.compose.notes import Noted, NotesFacts, write_notes
from triage.model.question import Turn, Update

if TYPE_CHECKING:
    from mediawiki import RealWiki

ANNOUNCED = Path(__file__).parents[1] / "understanding" / "announced"
REVERT = (
    "We do not know whether the chapter is required to report such harassment to the WMF. We will consult on this and "
    "revert. However, when the harassment happens in an event, they have to be reported."
)
LATER = "A chapter engaging in sexual harassment activity might violate their chapter agreement."
ITEM = re.compile(r"<li>(.*?)\n<dl>(.*?)</dl></li>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def shown(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).split())


@pytest.mark.parametrize("name", ["2023-12-14.txt", "2022-11-10.txt"])
def test_announced_questions_are_shown_with_answers_of_several_speakers(mediawiki: RealWiki, name: str) -> None:
    asked = (ANNOUNCED / name).read_text(encoding="utf-8").strip().split("\n")
    update = Update(date(2023, 12, 21), LATER, "Nasma", REVERT.index("However") - 1)
    turns = (
        Turn("", "Affcom is a good place to start.\n\nYou can also contact legal@wikimedia.org."),
        Turn('Rosie - wearing "the co-founder of Women in Red" hat', "[reply] (_AT_) <> #1; *2"),
        Turn("Simona Ramkisson (she/her)", REVERT, (update,)),
    )
    questions = tuple(Noted(text, turns) for text in asked)
    facts = NotesFacts(replace(HOUR, expectations=()), HOUR.ends_at + timedelta(days=7), "answers@w.example", questions)
    parsed = mediawiki.parse(write_notes(facts, environment(templates_beside())).wikitext)
    items = ITEM.findall(parsed["text"])
    assert [shown(question) for question, _ in items] == [" ".join(text.split()) for text in asked]
    assert {tuple(shown(part) for part in re.findall(r"<dd>(.*?)</dd>", answer, re.DOTALL)) for _, answer in items} == {
        (
            "Affcom is a good place to start.",
            "You can also contact legal@wikimedia.org.",
            'Rosie - wearing "the co-founder of Women in Red" hat: [reply] (_AT_) <> #1; *2',
            "Simona Ramkisson (she/her): " + REVERT.replace("However", f"(Update, 21 December 2023: {LATER}) However"),
        )
    }
    assert {link["title"] for link in parsed["links"]} | {used["title"] for used in parsed["templates"]} == {
        "Template:@"
    }
