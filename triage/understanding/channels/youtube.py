"""The live chat of YouTube: copied from the page, or the replay as chat downloaders save it.

    6:02 PM<ZWSP or space>Ada<ZWSP>text     copied; the page puts a zero-width space between name and message
    0:12:34 Ada<ZWSP>text                   copied from the replay; the time counts from the start
    6:02 PM / Ada / text                    copied, each on a line of its own
    0:12:34 | (Member) Ada: text            saved by a downloader; brackets instead of the bar also occur
    {"replayChatItemAction": …}             the replay itself, a JSON object a line

A zero-width space stands in a chat for nothing else, so a name with a colon in it does no harm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from triage.understanding.channels.chat_marks import looks_like_question
from triage.understanding.channels.lines import BadLine, Heard, Said, seconds, too_long

_CLOCK = r"-?\d{1,3}:\d{2}(?::\d{2})?(?:[ \u00a0\u202f]?[AP]M(?![a-z]))?"
_TEXT = r"(?P<text>[^\s\u200b].*)"
_COPIED = re.compile(
    rf"^(?:(?P<time>{_CLOCK})[\s\u200b]*)?(?P<who>[^\u200b]{{1,120}}?)[ \t]*\u200b[ \t\u200b]*{_TEXT}$"
)
_DOWNLOADED = re.compile(
    rf"^\[?(?P<time>{_CLOCK})\]?[ \t]*\|?[ \t]*(?:\([^:]*\)[ \t]+)?"
    rf"\[?(?P<who>@?[^:\]]{{1,120}}?)\]?:[ \t]+{_TEXT}$"
)
_BARE = re.compile(rf"^\[?(?P<who>@[\w.\-]{{2,60}})\]?:?[ \t]+{_TEXT}$")
_TIME_ALONE = re.compile(rf"^(?P<time>{_CLOCK})$")
_HOURS = re.compile(r"^-|:\d{2}:")
"""A time with hours in front counts from the start; `18:02` may as well be the time of day."""


def read_youtube(text: str) -> Heard:
    """Every message of a viewer."""
    if refusal := too_long(text):
        return refusal
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    return read_replay(lines) if first.lstrip().startswith("{") else read_lines(lines)


def read_lines(lines: Sequence[str]) -> Heard:
    """What was copied from the page or saved as text."""
    said: list[Said] = []
    bad: list[BadLine] = []
    place = 0
    while place < len(lines):
        line = lines[place].strip(" \t")
        if (one := one_line(place + 1, line)) is not None:
            said.append(one)
        elif line.strip("\u200b") and (stacked := three_lines(lines, place)) is not None:
            said.append(stacked)
            place += 2
        elif line.strip("\u200b"):
            bad.append(BadLine(place + 1, "no time, name and message in any form that YouTube copies"))
        place += 1
    return Heard(tuple(said), tuple(bad))


def one_line(number: int, line: str) -> Said | None:
    """A message that stands on one line."""
    if (found := _COPIED.match(line)) is not None:
        return message(number, found["who"], found["text"], since_start(found["time"] or ""))
    if (found := _DOWNLOADED.match(line)) is not None:
        return message(number, found["who"], found["text"], seconds(found["time"]))
    if (found := _BARE.match(line)) is not None:
        return message(number, found["who"], found["text"], None)
    return None


def three_lines(lines: Sequence[str], place: int) -> Said | None:
    """A time, a name and a message, each on its line."""
    time = _TIME_ALONE.match(lines[place].strip(" \t\u200b"))
    rest = [line.strip(" \t\u200b") for line in lines[place + 1 : place + 3]]
    if time is None or len(rest) != 2 or not all(rest) or any(re.match(_CLOCK, line) for line in rest):  # noqa: PLR2004 - name, message
        return None
    who, text = rest
    return message(place + 1, who, text, since_start(time["time"]))


def since_start(time: str) -> int | None:
    """Seconds from the start, where a copied time surely means that."""
    return seconds(time) if _HOURS.search(time) else None


def message(line: int, who: str, text: str, second: int | None) -> Said:
    """The value."""
    plain = text.replace("\u200b", "").strip()
    return Said(line, who.replace("\u200b", "").strip(), plain, second, looks_like_question(plain))


def read_replay(lines: Sequence[str]) -> Heard:
    """One JSON object a line; what is no text message (a new member, a sticker) is left out."""
    said: list[Said] = []
    bad: list[BadLine] = []
    left_out = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = list(messages_in(json.loads(line)))
        except (ValueError, RecursionError):
            bad.append(BadLine(number, "not a JSON object, as the saved replay has on each line"))
            continue
        said += [Said(number, who, text, second, looks_like_question(text)) for who, text, second in found]
        left_out += not found
    return Heard(tuple(said), tuple(bad), left_out)


def messages_in(line: Any) -> Iterator[tuple[str, str, int | None]]:  # noqa: ANN401 - JSON of strangers
    """Name, text and second of each text message in one line of the replay."""
    match line:
        case {"replayChatItemAction": {"actions": list(actions)} as replay}:
            second = offset(replay.get("videoOffsetTimeMsec") or line.get("videoOffsetTimeMsec"))
        case {"addChatItemAction": _}:
            actions, second = [line], None
        case _:
            raise ValueError("no action of a chat")
    for action in actions:
        match action:
            case {"addChatItemAction": {"item": dict(item)}}:
                shown = item.get("liveChatTextMessageRenderer") or item.get("liveChatPaidMessageRenderer")
                if isinstance(shown, dict) and (text := runs(shown.get("message"))):
                    yield runs(shown.get("authorName")), text, second


def offset(milliseconds: object) -> int | None:
    """Seconds from the start; what came before it counts as the start."""
    said = str(milliseconds)
    return max(int(said) // 1000, 0) if re.fullmatch(r"-?\d{1,12}", said) else None


def runs(shown: object) -> str:
    """The text of a piece of the page: plain, or in runs with emoji between."""
    match shown:
        case {"simpleText": str(text)}:
            return text.strip()
        case {"runs": list(parts)}:
            return "".join(
                part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)
            ).strip()
    return ""
