"""Many questions at once, from a CSV or a pasted chat: looked at first, then accepted. None comes twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import select

from triage.flow.history import record
from triage.flow.work import ImpossibleError, Work
from triage.model.case import Channel, Disposition
from triage.store.append import append_all
from triage.store.tables import EventRow, QuestionRow
from triage.understanding.channels import BadLine, Heard, Said, read_table, read_youtube, read_zoom

NAMED = 5
"""So many bad lines are named in a refusal; the preview names all."""


class Layout(StrEnum):
    """What was pasted."""

    CSV = "csv"
    ZOOM = "zoom"
    YOUTUBE = "youtube"


READERS = {Layout.CSV: read_table, Layout.ZOOM: read_zoom, Layout.YOUTUBE: read_youtube}
CHANNELS = {Layout.CSV: Channel.OTHER, Layout.ZOOM: Channel.ZOOM, Layout.YOUTUBE: Channel.YOUTUBE}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be brought. `known`: the lines that stand on the board already, `left_out`: what is nobody's question.

    `proposed`: the lines that look like questions, which are taken unless a person says otherwise.
    """

    channel: Channel
    said: tuple[Said, ...]
    known: frozenset[int]
    bad: tuple[BadLine, ...]
    left_out: int

    @property
    def proposed(self) -> tuple[int, ...]:
        """Lines, from 1."""
        return tuple(each.line for each in self.said if each.is_question and each.line not in self.known)


def preview(work: Work, event: EventRow, text: str, layout: Layout, channel: Channel | None = None) -> Preview:
    """Reads it and changes nothing."""
    heard: Heard = READERS[layout](text)
    into = channel or CHANNELS[layout]
    there = work.session.exec(
        select(QuestionRow.asker, QuestionRow.text).where(QuestionRow.event_id == event.id, QuestionRow.channel == into)
    )
    on_board = {(asker, same(asked)) for asker, asked in there}
    known: set[int] = set()
    for each in heard.said:
        if (each.asker, same(each.text)) in on_board:
            known.add(each.line)
        # Somebody who asks twice in one chat asked once.
        on_board.add((each.asker, same(each.text)))
    return Preview(into, heard.said, frozenset(known), heard.bad, heard.left_out)


def accept(
    work: Work, event: EventRow, found: Preview, lines: Collection[int] | None = None, *, leave_out_bad: bool = False
) -> int:
    """Adds the questions of these lines (None: those proposed); returns how many.

    Raises ImpossibleError, and adds nothing, while lines cannot be read and nobody said to leave them out.
    """
    if found.bad and not leave_out_bad:
        raise ImpossibleError(f"nothing was imported: {told(found.bad)}; mend them, or leave them out")
    wanted = set(found.proposed if lines is None else lines)
    if strange := sorted(wanted - {each.line for each in found.said}):
        raise ImpossibleError(f"no message begins on line {', '.join(map(str, strange[:NAMED]))}")
    taken = [each for each in found.said if each.line in wanted and each.line not in found.known]
    append_all(work.session, QuestionRow, [row(work, event, found.channel, each) for each in taken])
    new = {"channel": found.channel, "questions": len(taken)}
    record(work.session, work.now, "questions imported", event_id=event.id, who=work.who, new=new)
    return len(taken)


def row(work: Work, event: EventRow, channel: Channel, said: Said) -> dict[str, object]:
    """One question; asked when the recording says, else now."""
    asked_at = work.now if said.second is None else event.starts_at + timedelta(seconds=said.second)
    return {
        "event_id": event.id,
        "ordinal": said.line,
        "text": said.text,
        "channel": channel,
        "disposition": Disposition.OPEN,
        "asked_at": asked_at,
        "asker": said.asker,
        "topic": said.topic,
    }


def told(bad: Collection[BadLine]) -> str:
    """The first bad lines by number, and how many more."""
    named = "; ".join(f"line {each.line}: {each.why}" for each in list(bad)[:NAMED])
    return named if len(bad) <= NAMED else f"{named}; and {len(bad) - NAMED} more"


def same(text: str) -> str:
    """What makes two messages one: their words, however they were broken into lines."""
    return " ".join(text.split())
