"""The chat of a Zoom meeting, in the layouts that Zoom has saved it in.

    00:12:34<TAB>Ada Lovelace:<TAB>text            beside a cloud recording; the time counts from its start
    18:02:11<TAB> From  Ada Lovelace : text         saved by a client until 2022, by the clock of that computer
    18:02:11 From Ada Lovelace to Everyone:         saved by a client since; the text is indented below
    2026-12-03 18:02:11 From Ada to Everyone:       the same, where the call went over midnight

A message may go on over several lines. A direct message is somebody's secret: it is left out and only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from triage.understanding.channels.chat_marks import looks_like_question
from triage.understanding.channels.lines import BadLine, Heard, Said, seconds, too_long

_HEAD = re.compile(
    r"^\ufeff?(?:\d{4}-\d{2}-\d{2}[ \t]+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f][AP]M)?)[ \t]+From[ \t]+"
    r"(?P<who>.+?)[ \t]*:(?P<text>[ \t].*)?$"
)
_RECORDED = re.compile(r"^\ufeff?(?P<time>\d{1,2}:\d{2}:\d{2})\t(?P<who>[^\t]+?):?\t(?P<text>.*)$")
_BEGINS_WITH_TIME = re.compile(r"^\ufeff?(?:\d{4}-\d{2}-\d{2}[ \t]+)?\d{1,2}:\d{2}(?::\d{2})?\b")
_TO = re.compile(r"[ \t]+[Tt]o[ \t]+(?=[^\t]*$)")
_PRIVATE = re.compile(r"\((?:direct message|privately)\)", re.IGNORECASE)
_EVERYBODY = re.compile(r"^(?:everyone(?: in meeting)?|all panelists and attendees)$", re.IGNORECASE)
_REACTION = re.compile(r'^(?:Reacted to ".*" with .+|Removed an? .+ reaction from ".*")$', re.DOTALL)
_REPLY = re.compile(r'^Replying to ".*?(?:"|\.\.\.")[ \t]*\n+', re.DOTALL)


@dataclass
class Message:
    """One message while its lines are gathered. `second` is None by a computer's clock."""

    line: int
    who: str
    to: str
    second: int | None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written, without the line that names what it replies to."""
        whole = "\n".join(line.strip() for line in self.lines).strip()
        return _REPLY.sub("", whole + "\n").strip()

    @property
    def is_private(self) -> bool:
        """To one person, or to the hosts only."""
        return bool(_PRIVATE.search(self.to) or _PRIVATE.search(self.who)) or not (
            not self.to or _EVERYBODY.match(self.to.strip())
        )


def read_zoom(text: str) -> Heard:
    """Every message to everybody."""
    if refusal := too_long(text):
        return refusal
    bad: list[BadLine] = []
    messages = list(gathered(text.splitlines(), bad))
    public = [message for message in messages if not message.is_private and message.text]
    said = [message for message in public if not _REACTION.match(message.text)]
    return Heard(tuple(map(as_said, said)), tuple(bad), len(messages) - len(said))


def gathered(lines: Iterable[str], bad: list[BadLine]) -> Iterator[Message]:
    """Heads with the lines that follow them; what has no head, or a broken one, goes to `bad`."""
    current: Message | None = None
    is_lost = False
    for number, line in enumerate(lines, start=1):
        begun = head(number, line)
        if begun is not None:
            if current is not None:
                yield current
            current, is_lost = begun, False
        elif _BEGINS_WITH_TIME.match(line):
            bad.append(BadLine(number, "a time, but no sender in any layout that Zoom saves"))
            is_lost = True
        elif current is None and line.strip() and not is_lost:
            bad.append(BadLine(number, "no message has begun yet; a chat saved by Zoom begins with a time"))
            is_lost = True
        elif current is not None and not is_lost:
            current.lines.append(line)
    if current is not None:
        yield current


def head(number: int, line: str) -> Message | None:
    """The beginning of a message, in any layout."""
    found = _HEAD.match(line)
    if found is not None:
        who, to = addressed(found["who"])
        return Message(number, who, to, None, [found["text"] or ""])
    recorded = _RECORDED.match(line)
    if recorded is None or (second := seconds(recorded["time"])) is None:
        return None
    who, to = addressed(recorded["who"])
    return Message(number, who, to, second, [recorded["text"]])


def addressed(who: str) -> tuple[str, str]:
    """`Ada to Everyone` → who wrote, and to whom (empty where the layout does not say)."""
    parts = _TO.split(who)
    if len(parts) == 1:
        return who.strip(), ""
    # A name may hold " to "; the addressee stands last.
    return " to ".join(parts[:-1]).strip(), parts[-1].strip()


def as_said(message: Message) -> Said:
    """The value."""
    return Said(message.line, message.who, message.text, message.second, looks_like_question(message.text))
