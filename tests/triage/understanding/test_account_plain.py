"""The plainest way to name an account leaves no doubt, however common its words are elsewhere."""

import pytest

from triage.app import act_model
from triage.model.mail import Purpose
from triage.understanding import understand
from triage.understanding.account_atoms import atoms
from triage.understanding.account_plain import plainly_told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I will attend. My username is Ben.", "Ben"),
        ("I would like to come. My username is Demo Guest.", "Demo Guest"),
        ("Ich komme gern. Benutzername: Anna Muster", "Anna Muster"),
        ("Je viens. Mon compte est « Zoé »", "Zoé"),
        ("It is User:Ben", "Ben"),
        ("My account is User:Nightjar 77.", "Nightjar 77"),
        ("Ich bin dabei: [[Benutzer:Anna Muster|Anna]]", "Anna Muster"),
        ("Hi, my user name is Ben. Thanks!", "Ben"),
        # Another's, an old one, none, or no name at all: the ranker and a person look.
        ("I will attend. My old account is Ben.", None),
        ("Please let my friend in, her account is Ben.", None),
        ("I will attend. My username is not important.", None),
        ("Můj účet: Vranova JUDr.", None),
        ("My username is Ben and I would like to come.", None),
        ("My account is Ben. Or take account Anna.", None),
        ("", None),
    ],
)
def test_plainly_told_names_are_found_and_others_are_left(text: str, name: str | None) -> None:
    assert (plainly_told(atoms(text)).typed or None) == name


@pytest.mark.parametrize("name", ["Ben", "Demo Guest", "Marisol Vega"])
def test_what_everybody_would_write_goes_by_itself(name: str) -> None:
    meant = understand(f"I will attend. My username is {name}.", act_model(), subject="CR&S")
    assert (meant.account, meant.account_confidence >= 0.95) == (name, True)


@pytest.mark.parametrize("answer", ["It is User:Ben", "My username is Ben", "Hi, my user name is Ben. Thanks!"])
def test_plain_answer_to_our_question_goes_by_itself(answer: str) -> None:
    meant = understand(answer, act_model(), asked=Purpose.ACCOUNT_REQUEST)
    assert (meant.account, meant.account_confidence >= 0.95) == ("Ben", True)
