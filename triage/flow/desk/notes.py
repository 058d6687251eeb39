"""What staff tell each other about a case. It never leaves the desk."""

from __future__ import annotations

from triage.flow.decisions import case_held
from triage.flow.work import ImpossibleError, Work
from triage.store.tables import NoteRow

MOST_LETTERS = 20_000


def add(work: Work, case_id: int, text: str) -> NoteRow:
    """A note beside the case. Raises ImpossibleError for an empty one."""
    case_held(work, case_id)
    if not text.strip():
        raise ImpossibleError("the note is empty")
    if len(text) > MOST_LETTERS:
        raise ImpossibleError(f"the note is longer than {MOST_LETTERS} letters")
    note = NoteRow(case_id=case_id, staff=work.who, at=work.now, text=text.strip())
    work.session.add(note)
    return note


def remove(work: Work, case_id: int, note_id: int) -> None:
    """One's own note is gone. Raises ImpossibleError."""
    note = work.session.get(NoteRow, note_id)
    if note is None or note.case_id != case_id:
        raise ImpossibleError("this note is gone already")
    if note.staff != work.who:
        raise ImpossibleError(f"the note is {note.staff}'s")
    work.session.delete(note)
