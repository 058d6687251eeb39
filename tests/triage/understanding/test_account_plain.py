"""The plainest way to name an account leaves no doubt, however common its words are elsewhere."""

import pytest

from triage.app import act_model
from triage.model.mail import Purpose
from triage.policy.rules.wish import SURE_OF_THE_ACCOUNT
from triage.understanding import understand
from triage.understanding.account_atoms import atoms
from triage.understanding.account_features import seen_in
from triage.understanding.account_forms import forms
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
        ("My account on the English Wikipedia is Ben.", "Ben"),
        # Another's, an old one, none, or no name at all: the ranker and a person look.
        ("I will attend. My old account is Ben.", None),
        ("Please let my friend in, her account is Ben.", None),
        ("I will attend. My username is not important.", None),
        ("My account on Wikipedia was blocked. Ben did that.", None),
        ("You can write to ben@example.org.", None),
        ("See [[User:1.2.3.4]].", None),
        ("Můj účet: Vranova JUDr.", None),
        ("My account is Zeynep Ö.", None),
        ("Benutzer:Otto II.", None),
        ("utente M.G. Valsesia", None),
        ("My username is Ben and I would like to come.", None),
        ("My account is Ben. Or take account Anna.", None),
        ("", None),
    ],
)
def test_plainly_told_names_are_found_and_others_are_left(text: str, name: str | None) -> None:
    assert (plainly_told(atoms(text), forms(text)).typed or None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Greetings from Bensberg! My username is Ben.", "Ben"),
        ("Hesabım: Ana Yücel", "Ana"),
        ("I am User:Will", "Will"),
    ],
)
def test_words_of_a_plain_name_mean_nothing_else(text: str, name: str) -> None:
    seen = seen_in(text).atoms
    assert [role for low, role in zip(seen.lows, seen.roles, strict=True) if low == name.lower()] == [""]


@pytest.mark.parametrize("name", ["Ben", "Demo Guest", "Marisol Vega"])
def test_what_everybody_would_write_goes_by_itself(name: str) -> None:
    meant = understand(f"I will attend. My username is {name}.", act_model(), subject="CR&S")
    assert (meant.account, meant.account_confidence >= SURE_OF_THE_ACCOUNT) == (name, True)


@pytest.mark.parametrize("answer", ["It is User:Ben", "My username is Ben", "Hi, my user name is Ben. Thanks!"])
def test_plain_answer_to_our_question_goes_by_itself(answer: str) -> None:
    meant = understand(answer, act_model(), asked=Purpose.ACCOUNT_REQUEST)
    assert (meant.account, meant.account_confidence >= SURE_OF_THE_ACCOUNT) == ("Ben", True)
