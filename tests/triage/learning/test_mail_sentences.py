"""What the sentences of a labelled mail teach, though nobody labelled them."""

from __future__ import annotations

import numpy as np

from triage.learning.examples import mail_examples
from triage.learning.mail_sentences import acts_of, passage
from triage.model.reading import Act
from triage.understanding.acts import ACTS

MAIL = """==== one
subject: CR&S
intent: both
----
Hello. My question is about appeals. I ask: ⟦q:who reads them? We wait for months.⟧ Please let me in.
"""
ASKS, COMES, GREETS = (ACTS.index(act) for act in (Act.QUESTION, Act.ATTEND, Act.COURTESY))


def test_marks_say_what_asks_and_what_leads_to_a_question_teaches_nothing() -> None:
    (mail,) = mail_examples(MAIL, "en")
    taken = passage(mail)
    assert [said.text for said in taken.said] == [
        "Hello.",
        "My question is about appeals.",
        "I ask: who reads them?",
        "We wait for months.",
        "Please let me in.",
    ]
    assert taken.is_marked == (False, False, True, True, False)
    scores = np.full((5, len(ACTS)), -1.0)
    for place, act in enumerate((GREETS, ASKS, ASKS, COMES, ASKS)):
        scores[place, act] = 1.0
    scores[4, COMES] = 0.5
    assert acts_of(taken, scores).tolist() == [GREETS, -1, ASKS, ASKS, COMES]
