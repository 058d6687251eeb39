"""Letters and trees learn to choose where the ranker knows little."""

from __future__ import annotations

from triage.learning.account_choosing import Choosing, Field, choosing
from triage.learning.examples import MailExample
from triage.model.reading import Intent
from triage.understanding.account_finalists import meant
from triage.understanding.account_letters import NOTHING
from triage.understanding.account_ranker import Ranker, Ranking, ranking

BIRDS = ("Nightjar", "Otter", "Heron", "Wren", "Kestrel", "Plover", "Bittern", "Curlew", "Dunlin", "Godwit", "Smew")
KNOWS_CAPITALS = Ranker({"ends with 0 A": (300, 0), "written A": (300, 0), "none": (500, 0)})


def ranked(text: str) -> Ranking:
    return ranking(f"CR&S\n{text}", KNOWS_CAPITALS, (), asked="", subject_end=5)


def field(text: str, account: str | None, fold: int) -> Field:
    mail = MailExample(
        language="en",
        style=f"fold {fold}",
        subject="CR&S",
        text=text,
        set_aside="",
        intent=Intent.ATTENDANCE,
        asked=None,
        account=account,
        accounts=(account,) if account else (),
        flags=frozenset(),
        questions=(),
        subject_questions=(),
    )
    return Field(mail, fold, ranked(text))


def fields() -> list[Field]:
    """Who names an account and who greets a bird, by turns, in three folds."""
    found = []
    for number, bird in enumerate(BIRDS * 6):
        other = BIRDS[(number + 5) % len(BIRDS)]
        found.append(field(f"Please let me in, I edit as {bird}. Best, {other}", bird, number % 3))
        found.append(field(f"Please let me in. Best wishes to {bird} and to {other}", None, number % 3))
    return found


def right(chosen: Choosing, told: list[Field]) -> float:
    return sum(meant(each.found, *chosen)[0] == each.mail.account for each in told) / len(told)


def test_what_is_never_shown_is_chosen_right() -> None:
    told = fields()
    everything, unaware = choosing(told, [0, 1, 2])
    for fold, chosen in unaware.items():
        unseen = [each for each in told if each.fold == fold]
        assert right(chosen, unseen) > 0.9
        assert right((NOTHING, chosen[1][:0]), unseen) < 0.6
    assert meant(ranked("Please let me in, I edit as Avocet. Best, Wren"), *everything)[0] == "Avocet"


def test_the_same_mails_give_the_same_letters_and_trees() -> None:
    (letters, trees), _ = choosing(fields(), [0, 1, 2])
    (again, grown), _ = choosing(fields(), [0, 1, 2])
    assert (letters.to_text(), trees.tolist()) == (again.to_text(), grown.tolist())


def test_where_nothing_is_to_be_learned_nothing_is_said() -> None:
    assert choosing([], [0])[0][0] is NOTHING
    assert choosing([field("Greetings to Otter", None, 0)], [0])[0][0] is NOTHING
