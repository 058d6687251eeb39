r"""Mails as the account ranker learns from them: passages with their features, and which of them is right.

Besides the whole mails there are phrases, one a line, in which people of each language name an account:
`⟦a:…⟧` the writer's, `⟦g:…⟧` a guest's or an old one, `⟦o:…⟧` somebody else's; "\n" stands for a line end, "? " at
the beginning says that our question about the account is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.learning.examples import ExampleError, MailExample
from triage.model.mail import Purpose
from triage.model.reading import Intent
from triage.understanding.account_features import Acts, beginning, ending, nothing, surroundings
from triage.understanding.account_passages import passage
from triage.understanding.account_ranker import could_be
from triage.understanding.intents import WISHES
from triage.understanding.usernames import username

WEIGHT_OF_NO_WISH = 0.03
"""Who does not want to come and names an account is seldom labelled, so such mails count little."""
_ANSWERS = "? "
_MARK = re.compile(r"⟦([ago]):([^⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Passages:
    """One mail: the features of each passage, those of there being no name, and which passages are right.

    `meant`: the passages that are the account that is meant; none: no account is named. `listed`: those that are any
    account of the writer or a guest. `weight`: how much the mail counts; 0: its account stands in no passage.
    """

    features: tuple[tuple[str, ...], ...]
    nothing: tuple[str, ...]
    meant: frozenset[int]
    listed: frozenset[int]
    weight: float


def phrases(folder: Path) -> Iterator[MailExample]:
    """The phrases of a folder as mails of people who want to come. A folder that is not there holds none."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip():
                yield _phrase(line.replace("\\n", "\n"), path.stem, f"{path.name}, line {number}")


def _phrase(line: str, language: str, place: str) -> MailExample:
    names = {kind: [username(typed) for found, typed in _MARK.findall(line) if found == kind] for kind in "ago"}
    if any(name is None for each in names.values() for name in each):
        raise ExampleError(f"{place}: a marked name can be no account")
    return MailExample(
        language=language,
        style=f"{language}: {place}",
        subject="" if line.startswith(_ANSWERS) else "CR&S",
        text=_MARK.sub(r"\2", line.removeprefix(_ANSWERS)),
        set_aside="",
        intent=Intent.ATTENDANCE,
        asked=Purpose.ACCOUNT_REQUEST if line.startswith(_ANSWERS) else None,
        account=names["a"][0] if names["a"] else None,
        accounts=tuple(name for name in (*names["a"], *names["g"]) if name),
        flags=frozenset(),
        questions=(),
        subject_questions=(),
    )


def learned_from(mail: MailExample, subject: str, acts: Acts, ordinary: Mapping[str, int]) -> Passages | None:
    """The mail as passages, None where it has none. `subject`: as it is handed on, empty in a reply."""
    text = f"{subject}\n{mail.text}"
    asked = mail.asked.value if mail.asked else ""
    seen, every = could_be(text, asked)
    found = [span for span in every if username(span.name or text[span.start : span.end])]
    if not found:
        return None
    about = surroundings(seen, ordinary, acts, asked=asked, subject_end=len(subject) + 1)
    names = [username(span.name or text[span.start : span.end]) for span in found]
    lefts = {first: beginning(about, first) for first in {span.first for span in found}}
    rights = {last: ending(about, last) for last in {span.last for span in found}}
    meant = frozenset(n for n, name in enumerate(names) if name == mail.account and name)
    weight = 1.0 if mail.intent in WISHES else WEIGHT_OF_NO_WISH
    return Passages(
        features=tuple((*lefts[span.first], *rights[span.last], *passage(about, span)) for span in found),
        nothing=tuple(nothing(about, len(found))),
        meant=meant,
        listed=frozenset(n for n, name in enumerate(names) if name in mail.accounts),
        weight=weight if meant or mail.account is None else 0.0,
    )
