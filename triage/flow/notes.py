"""The notes page of an event: gathered from the board, written, and held against the page that is live.

Only what a person approved stands in it: questions with an approved wording, answers that are published. It is never
saved by us: a person copies it into the edit form.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from triage.compose.notes import Moved, Noted, Notes, NotesFacts, write_notes
from triage.compose.notes_page import NotesPlace, notes_place
from triage.flow.history import record
from triage.flow.questions.names import names_of_all
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Disposition
from triage.model.question import AnswerState, Deliverable, Turn
from triage.store.board import BoardEntry, board
from triage.store.events import event_from, stored_id
from triage.store.tables import AnnouncementRow, AnswerRow, DeliverableRow, EventRow, HistoryRow, QuestionRow
from triage.store.turns import turns_from
from triage.wiki import PageError

NOTED = frozenset({Disposition.LIVE, Disposition.ANSWERED, Disposition.WRITING})


@dataclass(frozen=True, slots=True)
class NotesDraft:
    """The page and what is not in it. `unapproved`: questions that wait for a wording. `place`: where it goes."""

    notes: Notes
    unapproved: tuple[int, ...]
    place: NotesPlace | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Against the live page: unified lines, none where they are the same. `trouble`: why it could not be read.

    `revision`: which one was read; empty where there is no page yet.
    """

    lines: tuple[str, ...] = ()
    revision: str = ""
    trouble: str = ""


def draft(work: Work, row: EventRow) -> NotesDraft:
    """The page as it stands now. Raises ComposeError."""
    event = event_from(row)
    entries = [each for each in board(work.session, row) if each.disposition in NOTED]
    shown = [each for each in entries if each.public_text]
    answers = published(work, row)
    facts = NotesFacts(
        event=event,
        now=work.now,
        address=work.runtime.settings.sender,
        questions=tuple(noted(each, answers.get(each.id, ())) for each in shown),
        announcements=announcements(work, row),
        moved=moves(work, row),
        recording_url=recording(work, row),
        names=names_of_all(work, event),
    )
    api = work.runtime.pages.api if work.runtime.pages else ""
    unapproved = tuple(each.id for each in entries if not each.public_text)
    return NotesDraft(write_notes(facts, work.runtime.templates), unapproved, notes_place(event.notes_page, api))


def published(work: Work, row: EventRow) -> dict[int, tuple[Turn, ...]]:
    """The turns of each published answer of an event, by question."""
    found = select(AnswerRow.question_id, AnswerRow.turns).join(
        QuestionRow, col(QuestionRow.id) == AnswerRow.question_id
    )
    ready = found.where(QuestionRow.event_id == row.id, AnswerRow.state == AnswerState.PUBLISHED)
    return {question_id: turns_from(turns) for question_id, turns in work.session.exec(ready)}


def noted(entry: BoardEntry, turns: tuple[Turn, ...]) -> Noted:
    """A question with its answer, where that is published."""
    return Noted(
        text=entry.public_text,
        turns=turns,
        live_second=entry.live_second if entry.disposition == Disposition.LIVE else None,
        is_owed=entry.disposition == Disposition.WRITING,
    )


def announcements(work: Work, row: EventRow) -> tuple[str, ...]:
    """What was announced, in order."""
    found = select(AnnouncementRow.text).where(AnnouncementRow.event_id == row.id)
    return tuple(work.session.exec(found.order_by(col(AnnouncementRow.ordinal), col(AnnouncementRow.id))))


def moves(work: Work, row: EventRow) -> tuple[Moved, ...]:
    """Every new date, the newest first."""
    found = select(HistoryRow).where(HistoryRow.event_id == row.id, HistoryRow.what == "event moved")
    return tuple(
        Moved(moment(each.old), moment(each.new), each.why, each.at)
        for each in work.session.exec(found.order_by(col(HistoryRow.id).desc()))
    )


def moment(written: dict[str, str] | None) -> datetime:
    """The start that a line of history tells."""
    return datetime.fromisoformat((written or {})["starts_at"])


def recording(work: Work, row: EventRow) -> str:
    """Where the recording is, once somebody ticked it."""
    ticked = work.session.get(DeliverableRow, (stored_id(row.id), Deliverable.RECORDING))
    return ticked.url if ticked else ""


def against_live(work: Work, found: NotesDraft) -> Difference:
    """Asks the wiki. What keeps it from answering is told, and nothing else suffers. Nothing is stored."""
    pages = work.runtime.pages
    if found.place is None:
        return Difference(trouble="the event file names no notes_page")
    if pages is None or not found.place.is_ours:
        return Difference(trouble="the notes page is on another wiki than [wiki] api; compare it there")
    try:
        page = pages.page(found.place.title, work.now)
    except PageError as error:
        return Difference(trouble=str(error))
    live = page.text if page else ""
    return Difference(difference(live, found.notes.wikitext), page.revision if page else "")


def difference(live: str, ours: str) -> tuple[str, ...]:
    """Unified, three lines around each change."""
    lines = difflib.unified_diff(live.splitlines(), ours.splitlines(), "live page", "these notes", lineterm="")
    return tuple(lines)


def announce(work: Work, row: EventRow, texts: Sequence[str]) -> None:
    """Replaces what the notes tell as announced: one text a bullet, further lines below it. Raises ImpossibleError."""
    if any(not text.strip() for text in texts):
        raise ImpossibleError("an announcement says something")
    for old in work.session.exec(select(AnnouncementRow).where(AnnouncementRow.event_id == row.id)):
        work.session.delete(old)
    work.session.flush()
    for ordinal, text in enumerate(texts, start=1):
        work.session.add(AnnouncementRow(event_id=stored_id(row.id), ordinal=ordinal, text=text.strip()))
    work.session.flush()
    record(work.session, work.now, "announcements noted", event_id=row.id, who=work.who, new={"number": len(texts)})
