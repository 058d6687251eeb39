"""The whole of understanding: a person's own text goes in, what they want comes out. Pure; the model is an argument.

Language, sentences, one act each, then by tables the intent, the questions, the accounts and the flags. What a text
orders a machine to do is text like any other. It decides nothing: whether anything happens is policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from triage.model.mail import Purpose
from triage.model.reading import Act, Evidence, Intent, Understanding
from triage.understanding.account_forms import NO_ACCOUNT, forms
from triage.understanding.accounts import Accounts, accounts
from triage.understanding.acts import ACTS, ActModel
from triage.understanding.features import Look, look, reading, seen
from triage.understanding.flags import noticed
from triage.understanding.intents import LEAST_DOUBT, WISHES, About, intent, signals, wish, with_account
from triage.understanding.language import EXAMINED, language
from triage.understanding.lexicon import NUMBER, Lexicon, votes
from triage.understanding.questions import Weighed, questions
from triage.understanding.sentences import Sentence, sentences

MOST_CHARACTERS = 40_000
"""More than this of one person's own words is read by a person; the rest is kept but not weighed."""
MOST_SENTENCES = 300

_ANSWERS = frozenset(Purpose) - {Purpose.RECEIPT, Purpose.DECLINED, Purpose.FOLLOW_UP, Purpose.REDIRECT, Purpose.REPLY}
_YES, _NO = NUMBER["yes"], NUMBER["no"]
_COURTESY = ACTS.index(Act.COURTESY)
_MANNERS = frozenset(NUMBER[name] for name in ("greet", "thanks", "close", "lookforward", "intro"))
_SAYS_MORE = re.compile(r"[?？؟!！0-9:：@/。।]|\S{4}\.$")
_LONGEST_SIGNATURE = 30
_LONGEST_UNSPACED = 8
_WORDS_OF_A_SIGNATURE = 3
_WORDS_OF_A_TELLING_SUBJECT = 3
_ASKING = frozenset({Intent.QUESTION, Intent.BOTH})
_ASKING_FROM = {
    Intent.QUESTION: 0.5,
    Intent.BOTH: 0.5,
    Intent.WITHDRAWAL: 0.8,
    Intent.ATTENDANCE: 0.9,
    Intent.OTHER: 0.97,
}
"""From which probability on a sentence asks for the call: in a message that asks for nothing, it must be very sure."""
_SHORT_ANSWER = 25
_WORDS_OF_A_SHORT_ANSWER = 6
_TOO_SHORT_TO_TELL = 30
_WORDS_OF_A_SUBJECT_WITH_ITS_OWN_WISH = 4
_DOUBTFUL = 0.35
_MAY_COME = 0.35
"""Names are weighed where coming is at least so likely, for that is a large part of the time that understanding takes.
Of 1,026 ordinary examples that want to come none lies below, of 5,890 others 36; of those that do not, two in three.
"""
_FOR_THE_CALL = [ACTS.index(Act.QUESTION), ACTS.index(Act.FEEDBACK)]
_ATTEND = ACTS.index(Act.ATTEND)
_WITHDRAW = ACTS.index(Act.WITHDRAW)


def understand(
    text: str,
    model: ActModel,
    *,
    subject: str = "",
    asked: Purpose | None = None,
    topics: tuple[str, ...] = (),
    is_all_quoted: bool = False,
) -> Understanding:
    """What a person's own `text` means.

    `asked` is the purpose of our mail that this person answers: a bare "yes" means what it asked. `topics` are the
    event's (for `out_of_scope`). `is_all_quoted`: nothing was certainly theirs, so confidence is low. Bounded in time:
    40,000 characters and 300 sentences are weighed.
    """
    found = perceived(text, model, subject=subject, asked=asked)
    wanted, confidence = intent(found.signals, model.settings)
    says_little = not found.said and len(subject.split()) < _WORDS_OF_A_TELLING_SUBJECT
    notice = noticed(found.chances, found.looks, found.above, found.text, model.settings, topics)
    is_doubtful = len(text) > MOST_CHARACTERS or is_all_quoted or says_little or _has_no_letters(found.text)
    return Understanding(
        language=found.language,
        intent=wanted,
        confidence=min(confidence, _DOUBTFUL) if is_doubtful else confidence,
        evidence=found.evidence,
        questions=_questions(found, wanted),
        account=found.named.current if wanted in WISHES else None,
        accounts=found.named.all,
        flags=notice.flags,
        is_for_another=_is_for_another(found.named, found.looks, model.lexicon),
        account_confidence=found.named.confidence if wanted in WISHES else 1.0,
        account_because=found.named.because if wanted in WISHES else (),
        doubts=notice.doubts,
    )


@dataclass(frozen=True, slots=True)
class Perceived:
    """What one text gave, sentence by sentence, before anything is concluded from it.

    `chances`: probabilities of the acts, a row a sentence; those of a subject that tells something come last, after
    those of what was `said`. `above`: the subject as the model sees it. `signals`: what the intent is weighed by.
    """

    text: str
    language: str
    said: tuple[Sentence, ...]
    looks: tuple[Look, ...]
    above: tuple[Look, ...]
    chances: NDArray[np.float64]
    evidence: tuple[Evidence, ...]
    signals: NDArray[np.float64]
    named: Accounts


def perceived(text: str, model: ActModel, *, subject: str = "", asked: Purpose | None = None) -> Perceived:
    """Language, sentences, acts and accounts; training calls it too, so that it learns from what is seen in earnest."""
    read = text[:MOST_CHARACTERS]
    said = sentences(read)[:MOST_SENTENCES]
    tag, seen_looks = _looks(read, subject, said, model)
    looks, above = seen_looks[: len(said)], seen_looks[len(said) :]
    # A subject speaks where there is no text; "CR&S please add me" in the subject is all that some people write.
    is_telling = not said or len(subject.split()) >= _WORDS_OF_A_SUBJECT_WITH_ITS_OWN_WISH
    everything = model.probabilities(seen_looks if is_telling else looks)
    chances = _with_surroundings(said, looks, everything[: len(said)])
    if asked in _ANSWERS:
        chances = _answered(read, chances, looks)
    evidence = _evidence(said, chances, looks, model)
    everything = np.vstack([chances, everything[len(said) :] * (0.8 if said else 1.0)])
    about = About(asked, has_question_mark=any(mark in read for mark in "?？؟"), sentences=len(said))
    row = signals(everything, about, looks, above)
    named = Accounts()
    if asked is not None or wish(row, model.settings) >= _MAY_COME or _has_a_form(f"{subject}\n{read}"):
        named = accounts(read, subject, evidence, asked, model.names, tells=model.tells)
    row = with_account(row) if named.current else row
    return Perceived(read, tag, said, tuple(looks), tuple(above), everything, evidence, row, named)


def _has_a_form(text: str) -> bool:
    """A link, an address of a user page, `User:X`, `@X`."""
    return any(form.kind not in NO_ACCOUNT for form in forms(text))


def _has_no_letters(text: str) -> bool:
    return bool(text.strip()) and not any(char.isalpha() for char in text)


def _with_surroundings(
    said: tuple[Sentence, ...], looks: list[Look], chances: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A word or two without a mark, below at least one whole sentence, is a name or a closing: "Iris", "Ta,"."""
    settled = chances.copy()
    for place in range(len(said) - 1, 0, -1):
        line = said[place].text
        longest = _LONGEST_UNSPACED if line[:1] > "\u2e80" else _LONGEST_SIGNATURE
        if len(line) > longest or len(line.split()) > _WORDS_OF_A_SIGNATURE or _SAYS_MORE.search(line):
            break
        if said[place].is_item or any(hit.concept not in _MANNERS for hit in looks[place].hits):
            break
        settled[place] *= 0.1
        settled[place, _COURTESY] += 0.9
    return settled


def _looks(text: str, subject: str, said: tuple[Sentence, ...], model: ActModel) -> tuple[str, list[Look]]:
    """The language, and every sentence as the model sees it in that language; those of the subject come last."""
    typed = [each.text for each in (*said, *sentences(subject)[:MOST_SENTENCES])]
    folded = [seen(each) for each in typed]
    hits = [model.lexicon.hits(each) for each in folded]
    examined = [found for sentence, found in zip(said, hits, strict=False) if sentence.start < EXAMINED]
    tag = language(text, votes(chain.from_iterable(examined)))
    if tag == "und" and len(text.strip()) < _TOO_SHORT_TO_TELL:
        tag = language(f"{text} {subject}")
    known = lexicon_languages(tag)
    return tag, [reading(t, f, h, known) for t, f, h in zip(typed, folded, hits, strict=True)]


def lexicon_languages(tag: str) -> frozenset[str]:
    """Whose words count in a text of this language: its own, and English, which everybody mixes in. `und`: all."""
    if tag == "und":
        return frozenset()
    return frozenset({tag, "en"})


def _answered(text: str, chances: NDArray[np.float64], looks: list[Look]) -> NDArray[np.float64]:
    """A bare "yes" or "no" to our mail means what our mail asked: will you come?"""
    if len(text.split()) > _WORDS_OF_A_SHORT_ANSWER or len(text) > _SHORT_ANSWER * 2 or not looks:
        return chances
    first = looks[0].hits[0].concept if looks[0].hits else None
    act = {_YES: _ATTEND, _NO: _WITHDRAW}.get(first if first is not None else -1)
    if act is None:
        return chances
    settled = chances * 0.05
    settled[0, act] += 0.95
    return settled


def _evidence(
    said: tuple[Sentence, ...], chances: NDArray[np.float64], looks: list[Look], model: ActModel
) -> tuple[Evidence, ...]:
    acts = chances.argmax(axis=1).tolist()
    sure = np.clip(chances.max(axis=1, initial=0.0), LEAST_DOUBT, 1.0 - LEAST_DOUBT).tolist()
    because = [model.because(look, act) if model.tells else () for look, act in zip(looks, acts, strict=True)]
    return tuple(
        Evidence(each.text, ACTS[act], round(chance, 4), each.start, each.end, why)
        for each, act, chance, why in zip(said, acts, sure, because, strict=True)
    )


def _questions(found: Perceived, wanted: Intent) -> tuple[str, ...]:
    chances = found.chances[: len(found.said)]
    asks = chances[:, _FOR_THE_CALL].sum(axis=1).tolist()
    weighed = [
        Weighed(each, evidence.act, evidence.confidence, ask, look.hits)
        for each, evidence, ask, look in zip(found.said, found.evidence, asks, found.looks, strict=True)
    ]
    return questions(found.text, weighed, _ASKING_FROM[wanted], surely=wanted in _ASKING)


def _is_for_another(named: Accounts, looks: tuple[Look, ...], words: Lexicon) -> bool:
    """Somebody else is spoken of who may come.

    Of 66 accounts in training mails that were sure beside such words, and alone, ten were not the writer's. An account
    that is itself called "Demo Guest" speaks of nobody.
    """
    if not _speaks_of_a_guest(looks):
        return False
    name = () if named.current is None else (look(named.current, words, frozenset()),)
    return len(named.all) != 1 or not _speaks_of_a_guest(name)


def _speaks_of_a_guest(looks: tuple[Look, ...]) -> bool:
    guest = NUMBER["guest"]
    return any(hit.concept == guest for each in looks for hit in each.hits)
