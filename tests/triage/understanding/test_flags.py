"""What a person should notice: wishes for anonymity, offers, other departments' matters, threats and idioms."""

from __future__ import annotations

import pytest

from triage.model.reading import Flag
from triage.understanding import ActModel, understand

WATCHED = {Flag.ANONYMOUS_REQUEST, Flag.SPAM, Flag.OUT_OF_SCOPE, Flag.THREAT_OF_HARM}
NOTICED: tuple[tuple[str, set[Flag], str], ...] = (
    ("Please do not mention my name. Why are appeals so slow?", {Flag.ANONYMOUS_REQUEST}, "a name shall not be said"),
    ("Bitte meinen Namen nicht nennen. Wer prüft die Meldungen?", {Flag.ANONYMOUS_REQUEST}, "in German"),
    ("我想参加，用户名是山中小雨。", set(), "a name that is given is no wish to hide it"),
    (
        "Dear Sir, our agency guarantees page 1 on Google! 50% discount until Friday: https://example.com/offer",
        {Flag.SPAM},
        "an offer with a price",
    ),
    (
        "Good morning, I donated 20 dollars twice and got no tax receipt. Please refund my card.",
        {Flag.OUT_OF_SCOPE, Flag.SPAM},
        "another department's matter, about money: a person looks",
    ),
    ("I will kill myself tonight.", {Flag.THREAT_OF_HARM}, "a threat to oneself"),
    ("What does the emergency team do when somebody writes about suicide?", set(), "a question of policy is no threat"),
    ("I am dying to come! Please send me the link.", set(), "an idiom"),
)


@pytest.mark.parametrize(("text", "expected", "_"), NOTICED, ids=[why for _, _, why in NOTICED])
def test_flags_are_what_a_careful_reader_notices(model: ActModel, text: str, expected: set[Flag], _: str) -> None:
    assert understand(text, model, subject="CR&S").flags & WATCHED == expected


def test_a_question_on_the_events_topic_is_never_out_of_scope(model: ActModel) -> None:
    text = "Does Trust and Safety refund donations by mistake, and who asks for a refund?"
    with_topics = understand(text, model, topics=("Trust and Safety",))
    assert Flag.OUT_OF_SCOPE not in with_topics.flags
