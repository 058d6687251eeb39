"""The wiki accounts that a person names as their own or a guest's, in all the forms that people type.

Forms: `User:X` with the local word, `[[User:X|Y]]`, a talk-page signature, URLs, `{{u|X}}`, `@X`, "my username is X" in
every listed language, labels ("Account: X"), "X on Commons", a bare name where our mail asked for it. Accounts of other
people (in a complaint, in a question) are not counted. It looks nothing up, and never folds a look-alike letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.model.mail import Purpose
from triage.model.reading import Act, Evidence
from triage.understanding.account_forms import Mention, introduced, mentions
from triage.understanding.bare_names import bare_name
from triage.understanding.usernames import username

_OTHERS_ACTS = frozenset({Act.CASE, Act.HARM, Act.QUESTION, Act.FEEDBACK})


@dataclass(frozen=True, slots=True)
class Accounts:
    """`current` is the account of the person who wants to come; `all` in order; `invalid` cannot be account names."""

    current: str | None = None
    all: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()


def accounts(text: str, subject: str, evidence: Sequence[Evidence], asked: Purpose | None) -> Accounts:
    """The accounts stated in the subject and the own text; `asked` is the purpose of our mail that this answers."""
    found = [(mention, _act_at(evidence, mention.start)) for mention in mentions(text)]
    own = [mention for mention, act in found if _is_own(mention, act)]
    own += [mention for mention in mentions(subject) if mention.is_stated or mention.is_linked]
    if not own and asked is Purpose.ACCOUNT_REQUEST and (bare := bare_name(text)):
        own = [bare]
    if not any(not mention.is_guest and not mention.is_old for mention in own) and (
        name := introduced(text) or introduced(subject)
    ):
        own.append(name)
    return _settled(own, [mention for mention, _ in found if mention not in own])


def _is_own(mention: Mention, act: Act | None) -> bool:
    """Stated as one's own; or linked, as in a signature, where the sentence is not about somebody else."""
    if mention.is_stated:
        return True
    return mention.is_linked and not mention.is_of_another and act not in _OTHERS_ACTS


def _settled(own: Sequence[Mention], others: Sequence[Mention]) -> Accounts:
    """In order, each once; the writer's own current account leads, an old one or a guest's never does."""
    names: dict[str, Mention] = {}
    invalid: list[str] = []
    for mention in sorted(own, key=lambda each: (each.is_old, each.is_guest, not each.is_stated)):
        name = username(mention.name)
        if name is None:
            invalid.append(mention.name)
        else:
            names.setdefault(name, mention)
    ordered = tuple(sorted(names, key=lambda name: names[name].start))
    about = tuple(dict.fromkeys(name for each in others if (name := username(each.name)) and name not in names))
    return Accounts(next(iter(names), None), ordered, tuple(dict.fromkeys(invalid)), about)


def _act_at(evidence: Sequence[Evidence], at: int) -> Act | None:
    return next((each.act for each in evidence if each.start <= at < each.end), None)
