"""What the desk says in place of stored words."""

from __future__ import annotations

import pytest

from triage.flow.work import ImpossibleError
from triage.model.mail import Purpose
from triage.web.desk.words import PURPOSES, purpose, recorded, sentence


def test_every_purpose_has_a_name_of_its_own() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert len(set(PURPOSES.values())) == len(Purpose)


def test_purpose_that_nobody_knows_is_a_fault_of_ours() -> None:
    assert purpose("join-details") == "Join details"
    with pytest.raises(ValueError, match="birthday"):
        purpose("birthday")


def test_refusal_is_a_sentence_without_what_to_type_in_a_shell() -> None:
    error = ImpossibleError("no question 999; `openhour question list` shows an event's")
    assert sentence(error) == "No question 999."
    assert sentence(ImpossibleError("it left already. Nothing is lost.")) == "It left already. Nothing is lost."


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("join-details queued", "mail “Join details” queued"),
        ("declined withheld", "mail “Declined” withheld"),
        ("attendance declined", "attendance declined"),
        ("reply", "reply"),
    ],
)
def test_line_of_history_names_a_mail_as_staff_do(stored: str, shown: str) -> None:
    assert recorded(stored) == shown
