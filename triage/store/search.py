"""Finds cases by what people wrote, who they are and what they asked. Changes nothing.

Every word must be there, as a part of a longer one as well: `ban` finds `banned`, and languages without blanks are
found by any run of letters. Three letters and more are looked up in the index. Shorter words are in no index: on SQLite
the newest messages are read through for them, and `is_cut` says where older ones were not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, text
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from triage.store.tables import AttendanceRow, CaseRow, PersonRow, QuestionRow, ReadingRow, SortedRow

Whole = ColumnElement[str] | Mapped[str] | Mapped[str | None]

MOST_WORDS = 8
MOST_LETTERS = 200
INDEXED = 3
"""Letters that the index needs of a word."""
MOST_MESSAGES = 2_000
"""The newest that hold the words; older ones want another word."""
NEWEST = 10_000
"""So many are read through for words that are too short for the index."""
AROUND = 60


def words_of(asked: str) -> tuple[str, ...]:
    """What is looked for; quotation marks keep nothing together, for every word must be there anyway."""
    plain = "".join(letter if letter.isprintable() else " " for letter in asked[:MOST_LETTERS])
    return tuple(dict.fromkeys(word for word in plain.replace('"', " ").split()))[:MOST_WORDS]


def of_cases(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """A condition on `CaseRow`: its messages, its person or one of its questions hold all words."""
    if not words:
        return false()
    messages = in_messages(session, words)
    people = select(col(PersonRow.id)).where(
        has_all(session, words, func.coalesce(PersonRow.name, "") + " " + PersonRow.address)
    )
    accounts = select(col(AttendanceRow.case_id)).where(has_all(session, words, col(AttendanceRow.account)))
    asked = select(col(QuestionRow.case_id)).where(
        has_all(session, words, col(QuestionRow.text)), col(QuestionRow.case_id) > 0
    )
    number = [
        int(word)
        for word in words
        if len(words) == 1 and word.isascii() and word.isdecimal() and len(word) < len("1000000000")
    ]
    return or_(
        col(CaseRow.id).in_(messages),
        col(CaseRow.person_id).in_(people),
        col(CaseRow.id).in_(accounts),
        col(CaseRow.id).in_(asked),
        col(CaseRow.id).in_(number),
    )


def in_messages(session: Session, words: Sequence[str]) -> SelectOfScalar[int | None]:
    """The cases of the newest messages that hold all words."""
    of_case = select(col(SortedRow.case_id)).join(ReadingRow, col(ReadingRow.received_id) == SortedRow.received_id)
    if not is_sqlite(session):
        whole = col(ReadingRow.subject) + " " + col(ReadingRow.text) + " " + func.coalesce(ReadingRow.sender, "")
        return of_case.where(has_all(session, words, whole), col(SortedRow.case_id).is_not(None))
    long = [word for word in words if len(word) >= INDEXED]
    short = [word for word in words if len(word) < INDEXED]
    found = of_case.where(col(SortedRow.case_id).is_not(None))
    if long:
        matching = text(
            "SELECT rowid AS id FROM reading_search WHERE reading_search MATCH :asked ORDER BY rowid DESC LIMIT :most"
        ).bindparams(asked=" ".join(f'"{word}"' for word in long), most=MOST_MESSAGES)
        found = found.where(col(ReadingRow.id).in_(matching.columns(ReadingRow.id).subquery().select()))  # type: ignore[arg-type]
    if not short:
        return found
    if not long:
        found = found.where(col(ReadingRow.id) > select(func.max(ReadingRow.id)).scalar_subquery() - NEWEST)
    return found.where(has_all(session, short, col(ReadingRow.subject) + " " + col(ReadingRow.text)))


def is_cut(session: Session, words: Sequence[str]) -> bool:
    """Are there older messages that were not read through for these words?"""
    if not is_sqlite(session) or any(len(word) >= INDEXED for word in words):
        return False
    return (session.exec(select(func.max(ReadingRow.id))).one() or 0) > NEWEST


def has_all(session: Session, words: Iterable[str], whole: Whole) -> ColumnElement[bool]:
    """Every word, in any case. What somebody typed is never a pattern."""
    if is_sqlite(session):  # its LIKE takes no notice of case from A to Z; folding every text would cost twice the time
        return and_(*(whole.contains(word, autoescape=True) for word in words))
    return and_(*(whole.icontains(word, autoescape=True) for word in words))


def is_sqlite(session: Session) -> bool:
    """Has the database an FTS5 index, or one of trigrams?"""
    return session.get_bind().dialect.name == "sqlite"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `is_found`: one of the words."""

    text: str
    is_found: bool


def excerpt(whole: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The surroundings of the first word that is found, with each word told apart; the beginning where none is."""
    flat = " ".join(whole.split())
    folded = flat.casefold()
    # Folding may change the length (ß): then places would be wrong, and nothing is marked.
    places = (
        [place for word in words if (place := folded.find(word.casefold())) >= 0] if len(folded) == len(flat) else []
    )
    start = max(min(places) - AROUND, 0) if places else 0
    shown = flat[start : start + 4 * AROUND]
    lead, trail = "…" if start else "", "…" if start + 4 * AROUND < len(flat) else ""
    return (Piece(lead, is_found=False), *told_apart(shown, words if places else ()), Piece(trail, is_found=False))


def told_apart(shown: str, words: Sequence[str]) -> Iterator[Piece]:
    """The text in pieces, those that are one of the words marked."""
    folded, at = shown.casefold(), 0
    while at < len(shown):
        hits = [(place, -len(word)) for word in words if (place := folded.find(word.casefold(), at)) >= 0]
        if not hits:
            yield Piece(shown[at:], is_found=False)
            return
        place, length = min(hits)
        if place > at:
            yield Piece(shown[at:place], is_found=False)
        yield Piece(shown[place : place - length], is_found=True)
        at = place - length
