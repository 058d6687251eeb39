"""The plainest way to name an account leaves no doubt, however common its words are elsewhere."""

import pytest

from triage.app import act_model
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
        # Another's, an old one, none, or no name at all: the ranker and a person look.
        ("I will attend. My old account is Ben.", None),
        ("Please let my friend in, her account is Ben.", None),
        ("I will attend. My username is not important.", None),
        ("My username is Ben and I would like to come.", None),
        ("My account is Ben. Or take account Anna.", None),
        ("", None),
    ],
)
def test_plainly_told_names_are_found_and_others_are_left(text: str, name: str | None) -> None:
    assert plainly_told(atoms(text)) == name


@pytest.mark.parametrize("name", ["Ben", "Demo Guest", "Marisol Vega"])
def test_what_everybody_would_write_goes_by_itself(name: str) -> None:
    meant = understand(f"I will attend. My username is {name}.", act_model(), subject="CR&S")
    assert (meant.account, meant.account_confidence >= 0.95) == (name, True)
