"""How well a model reads mails and sentences that it has never seen: every figure of the `evaluate` command.

Mails are parsed and judged as in earnest, with their quotes and footers. Nothing is learned here, and no rule may be
made from what these mails say: they would measure nothing any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.message import Interest
from intake.parse import parse
from triage.judge import judge
from triage.learning.examples import Examples, MailExample, SentenceExample
from triage.learning.figures import (
    Bin,
    Found,
    Share,
    added,
    by_label,
    calibration_error,
    found,
    macro_f1,
    overlap,
    reliability,
)
from triage.learning.rendering import OWN, facts, raw
from triage.model.reading import Act, Flag, Intent, Reading, Verdict
from triage.understanding.acts import ACTS, ActModel
from triage.understanding.comprehension import lexicon_languages
from triage.understanding.features import look
from triage.understanding.intents import WISHES

MEASURED_FLAGS = tuple(flag for flag in Flag if flag is not Flag.POSSIBLE_SPOOF)
ASKING = frozenset({Intent.QUESTION, Intent.BOTH})
GRAVE = frozenset({Flag.THREAT_OF_HARM, Flag.SPECIFIC_CASE})
_DOES_NOTHING = frozenset({Verdict.ABSORB, Verdict.DISCARD})


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail with what was made of it, and whether that was its own text."""

    mail: MailExample
    reading: Reading

    @property
    def is_right(self) -> bool:
        """The intent is the true one."""
        return self.reading.understanding.intent is self.mail.intent

    @property
    def is_ours(self) -> bool:
        """Its subject names the event, or it answers a mail of ours. All others a person must claim first."""
        return self.reading.interest is Interest.OURS

    @property
    def is_automatic(self) -> bool:
        """Nobody looks before it is done: accepted, or a person looks while it goes ahead."""
        decision = self.reading.decision
        return decision.verdict is not Verdict.REVIEW or decision.goes_ahead

    @property
    def is_wrong(self) -> bool:
        """What a person would have to undo: another wish, another's account, a lost question, an overlooked danger.

        A sentence too many among the questions is not: staff see it and strike it out. Nor is asking for an account
        that was named: that is counted apart (`asks_needlessly`).
        """
        meant, true = self.reading.understanding, self.mail
        if self.reading.decision.verdict in _DOES_NOTHING and true.intent is Intent.OTHER:
            return bool(GRAVE & true.flags)
        comes = meant.intent in WISHES
        if comes != (true.intent in WISHES) or (meant.intent is Intent.WITHDRAWAL) != (
            true.intent is Intent.WITHDRAWAL
        ):
            return True
        is_lost = true.intent in ASKING and not (meant.intent in ASKING or meant.questions)
        is_receipt_for_nothing = meant.intent is Intent.QUESTION and true.intent is Intent.OTHER
        is_other_account = comes and meant.account is not None and meant.account != true.account
        return is_lost or is_receipt_for_nothing or is_other_account or bool(GRAVE & true.flags - meant.flags)

    @property
    def asks_needlessly(self) -> bool:
        """They named their account, and we ask for it."""
        meant = self.reading.understanding
        return meant.intent in WISHES and meant.account is None and self.mail.account is not None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures. `intents` and `languages`: macro F1 of intent; `acts`: of single sentences, without surroundings.

    `unclaimed`: of those who want to come, who wrote a subject that does not name the event. A person claims such
    mails, so they are neither in `coverage` nor in `wrong`.
    """

    sentences: int
    mails: int
    english: float | None
    others: float | None
    languages: tuple[tuple[str, int, Share, float | None], ...]
    intents: tuple[tuple[Intent, Found], ...]
    act_f1: float | None
    acts: tuple[tuple[Act, Found], ...]
    flags: tuple[tuple[Flag, Found], ...]
    questions: Found
    question_counts: Share
    accounts: Share
    unclaimed: Share
    coverage: Share
    wrong: Share
    needless: Share
    message_bins: tuple[Bin | None, ...]
    sentence_bins: tuple[Bin | None, ...]

    @property
    def message_error(self) -> float | None:
        """Expected calibration error of the confidence that policy thresholds."""
        return calibration_error(self.message_bins)

    @property
    def sentence_error(self) -> float | None:
        """Expected calibration error of the acts."""
        return calibration_error(self.sentence_bins)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model makes of some examples: mails judged, and for each lone sentence its act and how sure it was."""

    mails: tuple[Judged, ...]
    sentences: tuple[SentenceExample, ...]
    told: tuple[Act, ...]
    sure: tuple[float, ...]

    def __add__(self, other: Outcome) -> Outcome:
        """Both as one."""
        return Outcome(
            self.mails + other.mails, self.sentences + other.sentences, self.told + other.told, self.sure + other.sure
        )


def outcome(examples: Examples, model: ActModel) -> Outcome:
    """What the model makes of these examples."""
    told, sure = acts_of(examples.sentences, model)
    judged = tuple(judged_mail(mail, model) for mail in examples.mails)
    return Outcome(judged, examples.sentences, tuple(told), tuple(sure))


def evaluate(seen: Outcome) -> Evaluation:
    """Every figure of these examples, which the model must not have seen."""
    judged, told = seen.mails, seen.told
    true = [example.act for example in seen.sentences]
    confidences = [each.reading.understanding.confidence for each in judged]
    wishes = [each for each in judged if each.mail.intent in WISHES]
    automatic = [each for each in judged if each.is_ours and each.is_automatic]
    return Evaluation(
        sentences=len(true),
        mails=len(judged),
        english=intent_f1([each for each in judged if each.mail.language == "en"]),
        others=intent_f1([each for each in judged if each.mail.language != "en"]),
        languages=tuple(_languages(judged, seen.sentences, told)),
        intents=tuple(by_label(*_intents(judged)).items()),  # type: ignore[arg-type]  # labels are what was put in
        act_f1=macro_f1(true, told),
        acts=tuple(by_label(true, told).items()),  # type: ignore[arg-type]  # the same
        flags=tuple((flag, _flag(judged, flag)) for flag in MEASURED_FLAGS),
        questions=added([overlap(each.mail.questions, question_spans(each)) for each in judged]),
        question_counts=_share([len(question_spans(each)) == len(each.mail.questions) for each in judged]),
        accounts=_share([each.reading.understanding.account == each.mail.account for each in wishes]),
        unclaimed=_share([not each.is_ours for each in wishes]),
        coverage=_share([each.is_automatic for each in wishes if each.is_ours]),
        wrong=_share([each.is_wrong for each in automatic]),
        needless=_share([each.asks_needlessly for each in automatic]),
        message_bins=reliability(confidences, [each.is_right for each in judged]),
        sentence_bins=reliability(seen.sure, [one == other for one, other in zip(true, told, strict=True)]),
    )


def judged_mail(mail: MailExample, model: ActModel) -> Judged:
    """The mail, parsed and judged."""
    return Judged(mail, judge(parse(raw(mail), OWN), facts(mail), model))


def acts_of(sentences: Sequence[SentenceExample], model: ActModel) -> tuple[list[Act], list[float]]:
    """The likeliest act of each sentence alone, and its probability."""
    looks = [look(each.text, model.lexicon, lexicon_languages(tag_of(each.language))) for each in sentences]
    chances = model.probabilities(looks)
    return [ACTS[int(row.argmax())] for row in chances], [float(row.max()) for row in chances]


def tag_of(file_name: str) -> str:
    """The language of an example file: `zh.txt` holds simplified Chinese."""
    return "zh-hans" if file_name == "zh" else file_name


def intent_f1(judged: Sequence[Judged]) -> float | None:
    """Macro F1 of the intent."""
    return macro_f1(*_intents(judged))


def question_spans(each: Judged) -> tuple[tuple[int, int], ...]:
    """Where the questions lie in the example's text, in order; one that is not there word by word counts as wrong."""
    spans: list[tuple[int, int]] = []
    at = 0
    for question in each.reading.understanding.questions:
        start = each.mail.text.find(question, at)
        spans.append((start, start + len(question)) if start >= 0 else (-1 - len(question), -1))
        at = max(at, start)
    return tuple(spans)


def _intents(judged: Sequence[Judged]) -> tuple[list[Intent], list[Intent]]:
    return [each.mail.intent for each in judged], [each.reading.understanding.intent for each in judged]


def _flag(judged: Sequence[Judged], flag: Flag) -> Found:
    return found(
        [flag in each.mail.flags for each in judged], [flag in each.reading.understanding.flags for each in judged]
    )


def _share(answers: Sequence[bool]) -> Share:
    return Share(sum(answers), len(answers))


def _languages(
    judged: Sequence[Judged], sentences: Sequence[SentenceExample], told: Sequence[Act]
) -> list[tuple[str, int, Share, float | None]]:
    """By language: how many mails, the sentences read right, macro F1 of intent."""
    rows: list[tuple[str, int, Share, float | None]] = []
    for language in sorted({each.mail.language for each in judged}):
        own = [each for each in judged if each.mail.language == language]
        right = [one.act is act for one, act in zip(sentences, told, strict=True) if one.language == language]
        rows.append((language, len(own), _share(right), intent_f1(own)))
    return rows
