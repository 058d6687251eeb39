"""From facts to words: subject and plain text of a mail, in the person's language, English below.

Templates are `mail/<purpose>/<language>.txt`; the first line is the subject. They never see a raw
word of a stranger, and never the join details: only the marker, and only where the purpose carries them.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, select_autoescape

from triage.compose.errors import ComposeError
from triage.compose.facts import LetterFacts
from triage.compose.untrusted import one_line, paragraphs, quoted
from triage.model.mail import CARRIES_JOIN_DETAILS, JOIN_DETAILS_MARKER, Purpose

ENGLISH = "en"
ENGLISH_BELOW = "—————— English ——————"
"""Stands between a letter in another language and the English one."""
FOOTER = "\n-- \n"
"""What follows is small print (RFC 3676, 4.3); mail programs set it aside when people answer."""

_LOCALES = {ENGLISH: "en_GB", "zh": "zh_Hans"}
_COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "ja": " ", "zh": " "}
_BLANK_LINES = re.compile(r"\n{3,}")
_ANSWERED = re.compile(r"\s*re\s*:", re.IGNORECASE)
_SUBJECT_MOST = 200


def environment(folder: Path) -> Environment:
    """The templates in `folder` (the one that holds `mail/`). A name that is not given is an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        # Plain text stays as it is, HTML is escaped.
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write(purpose: Purpose, language: str, facts: LetterFacts, templates: Environment) -> tuple[str, str]:
    """Subject (one line) and text of the mail. Raises ComposeError when a template cannot be filled.

    `language` is BCP 47; one without templates gives English. Where the letter is not in English, the
    English one stands below it, and all small print at the end.
    """
    chosen = _offered(purpose, language, templates)
    subject, body, small_print = _letter(purpose, chosen, facts, templates)
    if chosen != ENGLISH:
        _, english, english_print = _letter(purpose, ENGLISH, facts, templates, is_below=True)
        body = f"{body}\n\n{ENGLISH_BELOW}\n\n{english}"
        small_print = f"{small_print}\n\n{english_print}"
    return _answering(facts.answers_subject, subject), f"{body}\n{FOOTER}{small_print}\n"


def _offered(purpose: Purpose, language: str, templates: Environment) -> str:
    """The nearest language that has this letter: `pt-BR` is served by `pt`."""
    wanted = language.replace("_", "-").lower()
    for name in (wanted, wanted.split("-")[0]):
        try:
            templates.get_template(f"mail/{purpose}/{name}.txt")
        except TemplateNotFound:
            continue
        return name
    return ENGLISH


def _letter(
    purpose: Purpose, language: str, facts: LetterFacts, templates: Environment, *, is_below: bool = False
) -> tuple[str, str, str]:
    """Subject, body and small print in one language. `is_below`: the same letter stands above in another one."""
    name = f"mail/{purpose}/{language}.txt"
    try:
        rendered = templates.get_template(name).render(_words(purpose, language, facts), is_below=is_below)
    except TemplateError as error:
        raise ComposeError(f"templates/{name}: {error}") from error
    subject, _, text = rendered.strip().partition("\n")
    body, _, small_print = _BLANK_LINES.sub("\n\n", text).partition(FOOTER)
    return subject, body.strip(), small_print.strip()


def _answering(answered: str, subject: str) -> str:
    """An answer keeps the subject of the message it answers, with one Re: (RFC 5322, 3.6.5)."""
    if not answered.strip():
        return one_line(subject, _SUBJECT_MOST)
    kept = answered if _ANSWERED.match(answered) else f"Re: {answered}"
    return one_line(kept, _SUBJECT_MOST)


def _words(purpose: Purpose, language: str, facts: LetterFacts) -> dict[str, Any]:
    """What a template may name. Everything here is text that is safe to stand in a mail."""
    event = facts.event
    words: dict[str, Any] = {
        "title": one_line(event.title),
        "team": one_line(event.series or event.title),
        "host": one_line(event.host),
        "minutes": event.duration_minutes,
        "expectations": [one_line(expectation, 1_000) for expectation in event.expectations],
        "topics": [one_line(topic) for topic in event.topics],
        "stream_url": event.stream_url.strip(),
        "starts": written_time(event.starts_at, language),
        "local_time": local_time_link(event.starts_at),
        "day": _day(event.starts_at, language),
        "deadline": written_time(event.attend_deadline, language),
        "link_comes": "" if event.join_details_due is None else written_time(event.join_details_due, language),
        "old_starts": "" if facts.old_starts_at is None else written_time(facts.old_starts_at, language),
        "withdraw_link": withdraw_link(facts),
    }
    if purpose in CARRIES_JOIN_DETAILS:
        words["join_details"] = JOIN_DETAILS_MARKER
    return words | _personal_words(facts)


def _personal_words(facts: LetterFacts) -> dict[str, Any]:
    return {
        "reply_address": facts.reply_address,
        "questions": [quoted(question) for question in facts.questions],
        "are_questions_late": facts.are_questions_late,
        "account": one_line(facts.account or ""),
        "confirm_link": facts.confirm_link.strip(),
        "is_owner_asked": facts.is_owner_asked,
        "reason": paragraphs(facts.reason),
        "redirects": [(one_line(redirect.name), redirect.address.strip()) for redirect in facts.redirects],
        "has_join_details": facts.has_join_details,
        "replaces_join_details": facts.replaces_join_details,
        "recording_url": facts.recording_url.strip(),
        "notes_url": facts.notes_url.strip(),
        "answers": [(quoted(each.question), paragraphs(each.answer), each.live_at) for each in facts.answers],
        "own_subject": one_line(facts.own_subject),
        "own_text": paragraphs(facts.own_text),
        "segment": facts.segment,
        "unsubscribe_link": facts.unsubscribe_link,
    }


def written_time(moment: datetime, language: str) -> str:
    """`Thursday 14 December 2023, 18:00 UTC` in `language` (BCP 47). `moment` is aware."""
    at = moment.astimezone(UTC)
    comma = _COMMAS.get(language.split("-", maxsplit=1)[0], ", ")
    return f"{_day(at, language)}{comma}{at:%H:%M} UTC"


@functools.lru_cache(maxsize=256)
def _day(moment: datetime, language: str) -> str:
    return format_date(moment.astimezone(UTC).date(), "full", locale=_locale(language))


def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language) or language.replace("-", "_"))


def local_time_link(moment: datetime) -> str:
    """A page that shows `moment` (aware) in the reader's own time."""
    return f"https://zonestamp.toolforge.org/{int(moment.timestamp())}"


def withdraw_link(facts: LetterFacts) -> str:
    """A mailto link (RFC 6068) whose subject names the event, so that the withdrawal finds it."""
    phrase = facts.event.subjects[0] if facts.event.subjects else facts.event.title
    subject = quote(one_line(f"{phrase}: withdraw"), safe="")
    return f"mailto:{quote(facts.reply_address, safe='@')}?subject={subject}&body=I%20cannot%20come"
