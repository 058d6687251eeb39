"""Subjects that earlier announcements asked for, which also tell the purpose. Old pages stay on line for years.

"Question for Maggie" and "Conversation with Maggie", with the host's first name, in the languages in which they were
announced; and what an event's own file adds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from triage.model.event import Event
from triage.model.reading import Intent
from triage.policy.subject import folded, names

_HOST = "Maggie"
_SPELLINGS = {
    "maggie": (
        *("мэгги", "мегги", "магги", "меґґі", "меггі", "ماغي", "ماجي"),
        *("マギー", "玛吉", "瑪姬", "매기", "מגי", "मैगी"),
    ),
}

_QUESTION = (
    *("question for {}", "questions for {}", "frage an {}", "fragen an {}", "pregunta para {}", "preguntas para {}"),
    *("question pour {}", "questions pour {}", "question à {}", "pergunta para {}", "pergunta para a {}"),
    *("perguntas para {}", "perguntas para a {}", "domanda per {}", "domande per {}", "вопрос для {}"),
    *(
        "вопросы для {}",
        "вопрос к {}",
        "питання до {}",
        "запитання до {}",
        "pytanie do {}",
        "vraag voor {}",
        "fråga till {}",
    ),
    *("给{}的问题", "給{}的問題", "{}への質問", "{}에게 질문", "سؤال إلى {}", "سؤال ل{}"),
)
_ATTENDANCE = (
    *("conversation with {}", "gespräch mit {}", "conversación con {}", "conversation avec {}", "conversa com {}"),
    *("conversa com a {}", "conversazione con {}", "беседа с {}", "разговор с {}", "розмова з {}", "rozmowa z {}"),
    *("与{}的对话", "與{}的對話", "{}との対話", "محادثة مع {}"),
)


def old_subject_intent(subject: str, event: Event | None) -> Intent | None:
    """What an old subject says about the purpose: a question, or the link (attendance). None: it is no old subject."""
    text = folded(subject)
    for phrase, intent in event.old_subjects if event else ():
        if names(phrase, text):
            return _intent(intent)
    host = _first_name(event)
    if _question(host).search(text):
        return Intent.QUESTION
    return Intent.ATTENDANCE if _talk(host).search(text) else None


def names_by_old_subject(text: str, event: Event | None) -> bool:
    """Whether folded `text` holds one of the old subjects of this event (None: of the series)."""
    host = _first_name(event)
    if _question(host).search(text) or _talk(host).search(text):
        return True
    return any(names(phrase, text) for phrase, _ in (event.old_subjects if event else ()))


def _first_name(event: Event | None) -> str:
    words = event.host.split() if event else []
    return folded(words[0] if words else _HOST)


def _intent(word: str) -> Intent | None:
    return Intent(word) if word in set(Intent) else None


@lru_cache(maxsize=64)
def _question(host: str) -> re.Pattern[str]:
    return _any_of(_QUESTION, host)


@lru_cache(maxsize=64)
def _talk(host: str) -> re.Pattern[str]:
    return _any_of(_ATTENDANCE, host)


def _any_of(templates: tuple[str, ...], host: str) -> re.Pattern[str]:
    """One pattern for all templates; the blanks around the name may be missing, as CJK writers leave them out."""
    name = "(?:" + "|".join(map(re.escape, (host, *_SPELLINGS.get(host, ())))) + ")"
    forms = (r"\s?".join(map(re.escape, template.split("{}"))) for template in map(folded, templates))
    spaced = (form.replace(r"\s?", rf"\s?{name}\s?", 1).replace(r"\ ", r"\s") for form in forms)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(spaced)})(?![a-z0-9])")
