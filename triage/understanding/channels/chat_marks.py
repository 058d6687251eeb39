"""Which messages of a chat look like a question: by their marks, in any script. A proposal for whoever reads them."""

from __future__ import annotations

import re

_MARKS = re.compile("[?？؟⁇⁈\u037e՞፧¿]")
"""The question marks of Latin, full width, Arabic, Greek (U+037E), Armenian, Ethiopic and Spanish."""
_ANNOUNCED = re.compile(
    r"^\s*(?:q(?:uestion)?|frage|pregunta|pergunta|domanda|вопрос|питання|質問|问题|問題|سؤال)\s*[:：]", re.IGNORECASE
)
_LINK = re.compile(r"\w+://\S+")


def looks_like_question(text: str) -> bool:
    """Whether it asks: words and a question mark outside of links, or the word for a question in front."""
    plain = _LINK.sub(" ", text)
    has_words = any(letter.isalpha() for letter in plain)
    return bool(_ANNOUNCED.match(plain)) or (has_words and bool(_MARKS.search(plain)))
