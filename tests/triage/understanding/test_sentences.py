from __future__ import annotations

import pytest

from triage.understanding.sentences import sentences

CUTS = (
    ("I come. Send the link!", ("I come.", "Send the link!")),
    ("¿Vienen? Sí.", ("¿Vienen?", "Sí.")),
    ("هل تأتي؟ نعم.", ("هل تأتي؟", "نعم.")),
    ("参加します。リンクをください。", ("参加します。", "リンクをください。")),
    ("你们来吗？我来。", ("你们来吗？", "我来。")),
    ("मैं आऊँगा। लिंक भेजें।", ("मैं आऊँगा।", "लिंक भेजें।")),
    ("আমি আসব। লিংক দিন।", ("আমি আসব।", "লিংক দিন।")),
    ("Θα έρθω; Ναι.", ("Θα έρθω; Ναι.",)),
    ("Dr. Vega asks: is 3.5 enough?", ("Dr. Vega asks: is 3.5 enough?",)),
    ("Am 14. Dezember komme ich.", ("Am 14. Dezember komme ich.",)),
    ("See https://example.org/watch?v=1 please", ("See https://example.org/watch?v=1 please",)),
    ("1. Why?\n2) How?\n• When?", ("Why?", "How?", "When?")),
    ("yes", ("yes",)),
    ("", ()),
)


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_sentences_of_a_script(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(each.text for each in sentences(text)) == expected
