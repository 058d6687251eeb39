"""Reads the example files: sentences with their act, whole mails with what a careful reader makes of them.

`<language>.txt` holds `act | sentence` lines in blocks of one writer's style (`~` marks a near-twin of the line above);
`<language>.mails` holds whole mails with `⟦q:…⟧` around questions and feedback and `⟦a:…⟧` around accounts.
A line that cannot be read is an error with its place: a wrong label would be learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from triage.model.mail import Purpose
from triage.model.reading import Act, Flag, Intent

_SENTENCE = re.compile(r"(~?)(\w+) \| (.+)$")
_MAIL = re.compile(r"^==== ?(.*)\n", re.MULTILINE)
_MARK = re.compile(r"⟦([qa]):")


class Kind(StrEnum):
    """What mails are like, by the name of their folder.

    `hard` ones were written to be misread: names of others beside one's own, threats between the lines. `ordinary` ones
    come as the mailbox gets them, in the frequencies in which it gets them: on these probabilities are calibrated.
    """

    MIXED = "mixed"
    HARD = "hard"
    ORDINARY = "ordinary"


class ExampleError(ValueError):
    """An example file has a line that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class SentenceExample:
    """One sentence and its act. `style` names the imagined writer; folds never part a style."""

    language: str
    style: str
    act: Act
    text: str
    is_twin: bool


@dataclass(frozen=True, slots=True)
class MailExample:
    """A whole mail. `questions` are spans of `text` (start, end); `set_aside` is what the reader must not count.

    `mentions` are the spans where an account is named, `subject_mentions` those in the subject.
    """

    language: str
    style: str
    subject: str
    text: str
    set_aside: str
    intent: Intent
    asked: Purpose | None
    account: str | None
    accounts: tuple[str, ...]
    flags: frozenset[Flag]
    questions: tuple[tuple[int, int], ...]
    subject_questions: tuple[str, ...]
    mentions: tuple[tuple[int, int], ...] = ()
    subject_mentions: tuple[tuple[int, int], ...] = ()
    kind: Kind = Kind.MIXED


@dataclass(frozen=True, slots=True)
class Examples:
    """Everything in one folder, in the order of file names and lines."""

    sentences: tuple[SentenceExample, ...]
    mails: tuple[MailExample, ...]


def read(folder: Path) -> Examples:
    """All examples of a folder, and of the folders `hard` and `ordinary` in it.

    Raises `ExampleError` for a line that breaks the format.
    """
    found: list[SentenceExample] = []
    mails: list[MailExample] = []
    for path in sorted(folder.glob("*.txt")):
        found += sentence_examples(path.read_text("utf-8"), path.stem)
    for kind, inside in {Kind.MIXED: folder, Kind.HARD: folder / "hard", Kind.ORDINARY: folder / "ordinary"}.items():
        for path in sorted(inside.glob("*.mails")):
            mails += mail_examples(path.read_text("utf-8"), path.stem, kind)
    return Examples(tuple(found), tuple(mails))


def calibrating(mails: Sequence[MailExample]) -> list[bool]:
    """On which mails probabilities are calibrated: the ordinary ones, where there are any, else all."""
    ordinary = [mail.kind is Kind.ORDINARY for mail in mails]
    return ordinary if any(ordinary) else [True] * len(mails)


def sentence_examples(text: str, language: str) -> Iterator[SentenceExample]:
    """The examples of one `.txt` file."""
    style = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("# style:"):
            style = line.removeprefix("# style:").strip()
        elif line.strip():
            found = _SENTENCE.match(line)
            if not found or found[2] not in set(Act):
                raise ExampleError(f"{language}.txt, line {number}: expected “act | sentence”, found “{line[:60]}”")
            yield SentenceExample(language, f"{language}: {style}", Act(found[2]), found[3].strip(), bool(found[1]))


def mail_examples(text: str, language: str, kind: Kind = Kind.MIXED) -> Iterator[MailExample]:
    """The examples of one `.mails` file."""
    pieces = _MAIL.split(text)[1:]
    for number in range(0, len(pieces), 2):
        try:
            yield replace(_mail(pieces[number].strip(), pieces[number + 1], language), kind=kind)
        except (KeyError, ValueError) as wrong:
            raise ExampleError(f"{language}.mails, mail {number // 2 + 1} ({pieces[number]}): {wrong}") from wrong


def _mail(style: str, piece: str, language: str) -> MailExample:
    head, rule, body = piece.partition("\n----\n")
    if not rule:
        raise ValueError("no line of four dashes between the head and the mail")
    fields = dict(_field(line) for line in head.strip("\n").split("\n"))
    own, _, aside = f"\n{body}".partition("\n----set aside")
    text, questions = unmarked(own.strip("\n"))
    subject, in_subject = unmarked(fields["subject"])
    _, mentions = unmarked(own.strip("\n"), "a")
    _, subject_mentions = unmarked(fields["subject"], "a")
    account = fields.get("account") or None
    flags = frozenset(Flag(name) for name in re.split(r"[,;\s]+", fields.get("flags", "")) if name)
    return MailExample(
        language=language,
        style=f"{language}: {style}",
        subject=subject,
        text=text,
        set_aside=aside.strip("\n"),
        intent=Intent(fields["intent"]),
        asked=Purpose(fields["asked"]) if fields.get("asked") else None,
        account=account,
        accounts=tuple(name.strip() for name in fields.get("accounts", account or "").split(";") if name.strip()),
        flags=flags,
        questions=questions,
        subject_questions=tuple(subject[start:end] for start, end in in_subject),
        mentions=mentions,
        subject_mentions=subject_mentions,
    )


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def unmarked(text: str, wanted: str = "q") -> tuple[str, tuple[tuple[int, int], ...]]:
    """`text` without its marks, and the spans that marks of one kind set off: `⟦q:…⟧`, or `⟦a:…⟧` inside them."""
    plain: list[str] = []
    length = 0
    opened: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        mark = _MARK.match(text, at)
        if mark:
            opened.append((mark[1], length))
            at = mark.end()
        elif text[at] == "⟧" and opened:
            kind, start = opened.pop()
            if kind == wanted:
                spans.append((start, length))
            at += 1
        else:
            plain.append(text[at])
            length += 1
            at += 1
    return "".join(plain), tuple(sorted(spans))
